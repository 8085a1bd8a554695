"""Lines of the ledger and their confirmations are only ever added, which the database itself holds."""

from django.db import migrations

TABLES = ("ledgers_stint", "ledgers_confirmation")
STARS = ((1, 100), (2, 300), (3, 600), (4, 1000), (5, 1500))
SQLITE = """CREATE TRIGGER {table}_{verb}_never BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'the ledger of hours is only added to'); END"""
FUNCTION = """CREATE OR REPLACE FUNCTION ledgers_only_added_to() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION 'the ledger of hours is only added to' USING ERRCODE = 'integrity_constraint_violation'; END $$"""
POSTGRESQL = """CREATE TRIGGER {table}_{verb}_never BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION ledgers_only_added_to()"""


def hold(apps, editor):
    vendor = editor.connection.vendor
    if vendor == "postgresql":
        editor.execute(FUNCTION)
    text = POSTGRESQL if vendor == "postgresql" else SQLITE
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute(text.format(table=table, verb=verb))


def let_go(apps, editor):
    on = " ON {table}" if editor.connection.vendor == "postgresql" else ""
    for table in TABLES:
        for verb in ("UPDATE", "DELETE"):
            editor.execute(f"DROP TRIGGER {table}_{verb}_never" + on.format(table=table))


def stars(apps, editor):
    level = apps.get_model("ledgers", "Level")
    level.objects.bulk_create(level(stars=star, hours=hours) for star, hours in STARS)


class Migration(migrations.Migration):
    dependencies = [("ledgers", "0001_initial")]
    operations = [
        migrations.RunPython(hold, let_go),
        migrations.RunPython(stars, migrations.RunPython.noop),
    ]
