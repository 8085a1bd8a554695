"""What can be found is numbered by its kind and key, and held as it is compared.

So the index gives keys that need not be looked up, and long words are looked for in the text.
"""

import re
import unicodedata

from django.db import migrations, models

NUMBERS = {"case": 1, "site": 2, "unit": 3, "item": 4}
SLOTS = 64
TRIGGERS = (  # those of 0002 went with the table that SQLite makes anew when a column changes
    "CREATE TRIGGER records_entry_in AFTER INSERT ON records_entry BEGIN"
    " INSERT INTO records_entry_fts(rowid, terms) VALUES (new.id, new.terms); END",
    "CREATE TRIGGER records_entry_out AFTER DELETE ON records_entry BEGIN"
    " INSERT INTO records_entry_fts(records_entry_fts, rowid, terms)"
    " VALUES ('delete', old.id, old.terms); END",
    "CREATE TRIGGER records_entry_changed AFTER UPDATE OF terms ON records_entry BEGIN"
    " INSERT INTO records_entry_fts(records_entry_fts, rowid, terms)"
    " VALUES ('delete', old.id, old.terms);"
    " INSERT INTO records_entry_fts(rowid, terms) VALUES (new.id, new.terms); END",
    "INSERT INTO records_entry_fts(records_entry_fts) VALUES ('rebuild')",
)


def normal(text):
    """The text as it was compared when this was written."""
    plain = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    return re.sub(r"[^\w\n]|_", "", plain.replace("ü", "v"))


def renumber(apps, editor):
    """Give what is there its numbers and its text; far below nought first, so that none meet."""
    entry = apps.get_model("records", "Entry")
    texts = entry.objects.values_list("pk", "title", "note").iterator(chunk_size=2000)
    told = [(normal(f"{title}\n{note}"), pk) for pk, title, note in texts]
    with editor.connection.cursor() as cursor:
        cursor.executemany("UPDATE records_entry SET plain = %s WHERE id = %s", told)
        for kind, number in NUMBERS.items():
            cursor.execute(
                "UPDATE records_entry SET id = -(key * %s + %s) WHERE kind = %s",
                [SLOTS, number, kind],
            )
        cursor.execute("UPDATE records_entry SET id = -id")


def fill(_apps, editor):
    """Put what is there into the index again; that of PostgreSQL has followed by itself."""
    for statement in TRIGGERS if editor.connection.vendor == "sqlite" else ():
        editor.execute(statement)


class Migration(migrations.Migration):
    """There is no way back: what was found by its running number has another now."""

    dependencies = [("records", "0002_find")]
    operations = [
        migrations.RemoveConstraint(model_name="entry", name="entry_once"),
        migrations.AlterField(
            model_name="entry",
            name="id",
            field=models.BigIntegerField(primary_key=True, serialize=False),
        ),
        migrations.AddField(
            model_name="entry", name="plain", field=models.TextField(default="")
        ),
        migrations.RunPython(renumber),
        migrations.RunPython(fill),
    ]
