"""No two standing bookings of a venue overlap: a constraint on PostgreSQL, triggers on SQLite.

A later migration that makes the table of bookings anew on SQLite loses the triggers: it must lay them again.
"""

from django.db import migrations

OVERLAP = (
    "SELECT RAISE(ABORT, 'no_two_bookings_of_a_venue_overlap') WHERE EXISTS"
    " (SELECT 1 FROM stations_booking b WHERE b.venue_id = new.venue_id AND b.id <> new.id"
    ' AND b.cancelled IS NULL AND b.start < new."end" AND b."end" > new.start)'
)
SQLITE = (
    "CREATE TRIGGER booking_in AFTER INSERT ON stations_booking WHEN new.cancelled IS NULL"
    f" BEGIN {OVERLAP}; END",
    'CREATE TRIGGER booking_changed AFTER UPDATE OF venue_id, start, "end", cancelled'
    f" ON stations_booking WHEN new.cancelled IS NULL BEGIN {OVERLAP}; END",
)
POSTGRESQL = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE stations_booking ADD CONSTRAINT no_two_bookings_of_a_venue_overlap"
    ' EXCLUDE USING gist (venue_id WITH =, tstzrange(start, "end") WITH &&)'
    " WHERE (cancelled IS NULL)",
)
UNDO = {
    "sqlite": ("DROP TRIGGER booking_in", "DROP TRIGGER booking_changed"),
    "postgresql": (
        "ALTER TABLE stations_booking DROP CONSTRAINT no_two_bookings_of_a_venue_overlap",
    ),
}


def lay(_apps, editor):
    """Make the database keep it."""
    for statement in SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL:
        editor.execute(statement)


def lift(_apps, editor):
    """Let it be."""
    for statement in UNDO[editor.connection.vendor]:
        editor.execute(statement)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("stations", "0001_initial")]
    operations = [migrations.RunPython(lay, lift)]
