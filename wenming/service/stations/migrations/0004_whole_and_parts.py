"""No two standing bookings of one floor overlap, a hall and its parts being one floor: kept by the database.

PostgreSQL: each booking is given the hall its venue belongs to (`whole`), and an exclusion constraint
compares the halls, the parts within (a whole covers all) and the times. SQLite: triggers. On both, a
part has no parts, and a venue does not become a part while bookings would then overlap.

BEWARE: a later migration that makes stations_booking or stations_venue anew on SQLite (a changed field, a
new constraint) loses the triggers or stumbles over them: it must lift them before and lay them after, as
this one does with those of 0002. tests/service/stations/test_parts.py asks for them after all migrations.
"""

from django.db import migrations

SAME_FLOOR = "(o.id = n.id OR o.part_of_id = n.id OR n.part_of_id = o.id)"
OVERLAP = (
    "SELECT RAISE(ABORT, 'no_two_bookings_of_a_venue_overlap') WHERE EXISTS"
    " (SELECT 1 FROM stations_booking b JOIN stations_venue o ON o.id = b.venue_id"
    f" JOIN stations_venue n ON n.id = new.venue_id AND {SAME_FLOOR}"
    " WHERE b.id <> new.id AND b.cancelled IS NULL"
    ' AND b.start < new."end" AND b."end" > new.start)'
)
ANY_OVERLAP = (
    "SELECT RAISE(ABORT, 'no_two_bookings_of_a_venue_overlap') WHERE EXISTS"
    " (SELECT 1 FROM stations_booking b JOIN stations_booking c ON c.id <> b.id"
    " JOIN stations_venue o ON o.id = c.venue_id"
    f" JOIN stations_venue n ON n.id = b.venue_id AND {SAME_FLOOR}"
    " WHERE b.venue_id = new.id AND b.cancelled IS NULL AND c.cancelled IS NULL"
    ' AND b.start < c."end" AND b."end" > c.start)'
)
DEEP = (
    "SELECT RAISE(ABORT, 'a_part_has_no_parts') WHERE EXISTS (SELECT 1 FROM stations_venue v"
    " WHERE (v.id = new.part_of_id AND (v.part_of_id IS NOT NULL OR v.id = new.id))"
    " OR v.part_of_id = new.id)"
)
IS_PART = "WHEN new.part_of_id IS NOT NULL"
SQLITE = (
    "CREATE TRIGGER booking_in AFTER INSERT ON stations_booking WHEN new.cancelled IS NULL"
    f" BEGIN {OVERLAP}; END",
    'CREATE TRIGGER booking_changed AFTER UPDATE OF venue_id, start, "end", cancelled'
    f" ON stations_booking WHEN new.cancelled IS NULL BEGIN {OVERLAP}; END",
    f"CREATE TRIGGER venue_in AFTER INSERT ON stations_venue {IS_PART} BEGIN {DEEP}; END",
    "CREATE TRIGGER venue_changed AFTER UPDATE OF part_of_id ON stations_venue"
    f" {IS_PART} BEGIN {DEEP}; {ANY_OVERLAP}; END",
)
BOOKING = """CREATE FUNCTION stations_booking_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    SELECT COALESCE(part_of_id, id) INTO new.whole FROM stations_venue WHERE id = new.venue_id FOR SHARE;
    RETURN new;
END $$"""
VENUE = """CREATE FUNCTION stations_venue_whole() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF new.part_of_id IS NOT NULL THEN
        PERFORM 1 FROM stations_venue WHERE id = new.part_of_id FOR SHARE;
        IF EXISTS (SELECT 1 FROM stations_venue v WHERE v.part_of_id = new.id
            OR (v.id = new.part_of_id AND (v.part_of_id IS NOT NULL OR v.id = new.id)))
        THEN RAISE EXCEPTION 'a_part_has_no_parts' USING ERRCODE = 'check_violation'; END IF;
    END IF;
    UPDATE stations_booking SET whole = COALESCE(new.part_of_id, new.id) WHERE venue_id = new.id;
    RETURN NULL;
END $$"""
WITHIN = (
    "(CASE WHEN whole = venue_id THEN int8range(NULL, NULL)"
    " ELSE int8range(venue_id, venue_id, '[]') END)"
)
POSTGRESQL = (
    "ALTER TABLE stations_booking ADD COLUMN whole bigint",
    "UPDATE stations_booking SET whole = venue_id",
    BOOKING,
    VENUE,
    "CREATE TRIGGER booking_whole BEFORE INSERT OR UPDATE OF venue_id ON stations_booking"
    " FOR EACH ROW EXECUTE FUNCTION stations_booking_whole()",
    "CREATE TRIGGER venue_whole AFTER INSERT OR UPDATE OF part_of_id ON stations_venue"
    " FOR EACH ROW EXECUTE FUNCTION stations_venue_whole()",
    "ALTER TABLE stations_booking ADD CONSTRAINT no_two_bookings_of_a_venue_overlap EXCLUDE USING gist"
    f' (whole WITH =, {WITHIN} WITH &&, tstzrange(start, "end") WITH &&) WHERE (cancelled IS NULL)',
)
OLD_SQLITE = ("DROP TRIGGER booking_in", "DROP TRIGGER booking_changed")
OLD_POSTGRESQL = (
    "ALTER TABLE stations_booking DROP CONSTRAINT no_two_bookings_of_a_venue_overlap",
)
SIMPLE = (
    "SELECT RAISE(ABORT, 'no_two_bookings_of_a_venue_overlap') WHERE EXISTS"
    " (SELECT 1 FROM stations_booking b WHERE b.venue_id = new.venue_id AND b.id <> new.id"
    ' AND b.cancelled IS NULL AND b.start < new."end" AND b."end" > new.start)'
)
BACK_SQLITE = (
    *("DROP TRIGGER booking_in", "DROP TRIGGER booking_changed"),
    *("DROP TRIGGER venue_in", "DROP TRIGGER venue_changed"),
    SQLITE[0].replace(OVERLAP, SIMPLE),
    SQLITE[1].replace(OVERLAP, SIMPLE),
)
BACK_POSTGRESQL = (
    *OLD_POSTGRESQL,
    "DROP TRIGGER booking_whole ON stations_booking",
    "DROP TRIGGER venue_whole ON stations_venue",
    "DROP FUNCTION stations_booking_whole()",
    "DROP FUNCTION stations_venue_whole()",
    "ALTER TABLE stations_booking DROP COLUMN whole",
    "ALTER TABLE stations_booking ADD CONSTRAINT no_two_bookings_of_a_venue_overlap"
    ' EXCLUDE USING gist (venue_id WITH =, tstzrange(start, "end") WITH &&)'
    " WHERE (cancelled IS NULL)",
)


def lay(_apps, editor):
    """Make the database keep it, instead of what 0002 laid."""
    sqlite = editor.connection.vendor == "sqlite"
    for statement in OLD_SQLITE + SQLITE if sqlite else OLD_POSTGRESQL + POSTGRESQL:
        editor.execute(statement)


def lift(_apps, editor):
    """Let only single venues be kept, as before."""
    sqlite = editor.connection.vendor == "sqlite"
    for statement in BACK_SQLITE if sqlite else BACK_POSTGRESQL:
        editor.execute(statement)


class Migration(migrations.Migration):
    """After the tables."""

    dependencies = [("stations", "0003_parts_and_closed_days")]
    operations = [migrations.RunPython(lay, lift)]
