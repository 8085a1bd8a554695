"""The full-text index over what can be found: FTS5 on SQLite, GIN on PostgreSQL."""

from django.db import migrations

SQLITE = (
    "CREATE VIRTUAL TABLE records_entry_fts USING fts5"
    "(terms, content='records_entry', content_rowid='id', tokenize='unicode61', detail='none')",
    "CREATE TRIGGER records_entry_in AFTER INSERT ON records_entry BEGIN"
    " INSERT INTO records_entry_fts(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER records_entry_out AFTER DELETE ON records_entry BEGIN"
    " INSERT INTO records_entry_fts(records_entry_fts, rowid, terms)"
    " VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER records_entry_changed AFTER UPDATE OF terms ON records_entry BEGIN"
    " INSERT INTO records_entry_fts(records_entry_fts, rowid, terms)"
    " VALUES ('delete', old.id, old.terms);"
    " INSERT INTO records_entry_fts(rowid, terms) VALUES (new.id, new.terms); END",
)
POSTGRESQL = (
    "CREATE INDEX records_entry_fts ON records_entry USING gin (to_tsvector('simple', terms))",
)
UNDO = {
    "sqlite": (
        "DROP TRIGGER records_entry_in",
        "DROP TRIGGER records_entry_out",
        "DROP TRIGGER records_entry_changed",
        "DROP TABLE records_entry_fts",
    ),
    "postgresql": ("DROP INDEX records_entry_fts",),
}


def lay(_apps, editor):
    """Make the index."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def lift(_apps, editor):
    """Take it away."""
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("records", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
