"""Where a row says its place is: its coordinates, and the system they are in."""

import re
from collections import defaultdict
from functools import lru_cache
from typing import Any

from wenming.kit.geo import BY_NAME, Crs, Point, convert, distance_metres, named_crs
from wenming.kit.positions import Problem, read_position, split_pair
from wenming.kit.sheets import cells
from wenming.kit.sheets.faults import LeftOut
from wenming.kit.sheets.heads import Head
from wenming.kit.sheets.rows import Row, Table
from wenming.kit.sheets.shapes import Broken, Sheet, Value, ref
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.kit.words import key
from wenming.places.models import Site

AXES = ("lon", "lat", "position")
OTHER = {"lon": "other lon", "lat": "other lat"}  # the pair that is only held beside
APART_METRES = 50  # more than rounding and the systems' own differences; GCJ-02 is off by hundreds
PROBLEMS = {
    Problem.MISSING_LON: ("lon", "coordinates_missing"),
    Problem.MISSING_LAT: ("lat", "coordinates_missing"),
    Problem.UNREADABLE_LON: ("lon", "coordinates_unreadable"),
    Problem.UNREADABLE_LAT: ("lat", "coordinates_unreadable"),
    Problem.SWAPPED: ("lon", "coordinates_swapped"),
}
TOO_SHORT = {"2000", "4326", "4490", "bd"}  # these may stand for anything
NAMES = sorted(BY_NAME.keys() - TOO_SHORT, key=len, reverse=True)
SYSTEM = re.compile("|".join(map(re.escape, NAMES)))


def choose_pair(head: Head, sheet: Sheet) -> None:
    """Of columns for several pairs of coordinates take the pair in the better system, and keep the
    next beside it to compare. What system a pair is in its heads must say, or the line above them;
    else it stays untold which pair is meant."""
    if not {"lon", "lat"} <= set(head.twice):
        return
    pairs: dict[Crs, dict[str, int]] = defaultdict(dict)
    paths = {at: said_above(head, sheet, at) for axis in AXES[:2] for at in head.twice[axis]}
    for axis in AXES[:2]:
        for at in head.twice[axis]:
            found = systems(paths[at])
            if len(found) != 1 or axis in pairs[found[0]]:
                return
            pairs[found[0]][axis] = at
    if any(len(pair) < len(AXES[:2]) for pair in pairs.values()):
        return
    best, other, *_further = sorted(pairs, key=list(Crs).index)
    head.paths.update(paths)
    for axis in AXES[:2]:
        head.at[axis], head.at[OTHER[axis]] = pairs[best][axis], pairs[other][axis]
        del head.twice[axis]
        head.loose.pop(axis, None)


def said_above(head: Head, sheet: Sheet, at: int) -> tuple[str, ...]:
    """The labels over a column, and the nearest at or left of it in the line above the head: a band
    over two columns is written at its left."""
    row = sheet.rows[head.top - 1] if head.top else ()
    band = next(
        (value for value in reversed(row[: at + 1]) if isinstance(value, str) and value), ""
    )
    return (band, *head.paths[at])


def compare(row: Row, there: Point) -> None:
    """Fault a row whose other pair of coordinates lies elsewhere."""
    lon, lat = (angle(row.raw(OTHER[axis])) for axis in AXES[:2])
    head = row.table.head
    crs, other = (systems(head.paths[head.at[one]])[0] for one in ("lon", OTHER["lon"]))
    found = read_position(lon, lat).point
    if found is None:
        return
    metres = distance_metres(there, convert(found, other, Crs.WGS84))
    if metres > APART_METRES:
        facts = {"crs": crs.value, "other": other.value, "metres": f"{metres:.0f}"}
        row.say(row.ref(OTHER["lon"]), "coordinates_apart", facts)


def position(row: Row) -> dict[str, Any] | None:
    """Where the site is, in WGS-84, and as it was written; None, with a fault, where unclear."""
    lon, lat = row.raw("lon"), row.raw("lat")
    if "position" in row.table.head.at and (pair := split_pair(row.text("position"))):
        lon, lat = pair
    crs = system(row)
    broken = [
        (at, one) for at, one in zip(AXES, (lon, lat), strict=False) if isinstance(one, Broken)
    ]
    for at, one in broken:
        row.fault(at, one.code, said=one.said)
    if broken:
        return None
    found = read_position(angle(lon), angle(lat))
    for problem in found.problems:
        column, code = PROBLEMS.get(problem, ("lon", "coordinates_outside"))
        shown = f"{cells.shown(lon)}，{cells.shown(lat)}"
        at = column if column in row.table.head.at else "position"
        facts = {"said": shown}
        if code != "coordinates_swapped" and code.startswith("coordinates_un"):
            facts = {"said": cells.shown(lon if column == "lon" else lat)}
        row.fault(at if at in row.table.head.at else "", code, **facts)
    if found.point is None or crs is None:
        return None
    there: Point = convert(found.point, crs, Crs.WGS84)
    if OTHER["lon"] in row.table.head.at:
        compare(row, there)
    return {
        "lon": round(there.lon, 7),
        "lat": round(there.lat, 7),
        "crs": crs.value,
        "said_lon": cells.shown(lon),
        "said_lat": cells.shown(lat),
    }


def angle(value: Value) -> str | float | None:
    """A coordinate's cell as the reader of positions takes it."""
    return value if isinstance(value, str | int | float) else None


def system(row: Row) -> Crs | None:
    """The system a row's coordinates are in: as its cell says, else as its sheet does; None, with a
    fault, where it is unclear."""
    if "crs" in row.table.head.at:
        said = row.text("crs", needed=True)
        if said and (found := named_crs(said)) is None:
            row.fault("crs", "crs_unknown", said=said)
        return found if said else None
    of_all = systems(told(row.table))
    if len(of_all) > 1:
        row.fault("lon", "crs_unknown", said="、".join(one.value for one in of_all))
        return None
    return next(iter(of_all), Crs.CGCS2000)


def told(table: Table) -> tuple[str, ...]:
    """What a sheet says of its coordinates: their heads, and lines above that speak of them."""
    at = [table.head.at[axis] for axis in AXES if axis in table.head.at]
    heads = tuple(label for column in at for label in table.head.paths[column])
    if OTHER["lon"] in table.head.at:  # the lines above speak of the other pair too
        return heads
    return (*heads, *(line for line in table.title if "坐标" in line))


@lru_cache(maxsize=64)
def systems(texts: tuple[str, ...]) -> tuple[Crs, ...]:
    """The coordinate systems named in some texts, each once."""
    plain = (re.sub(r"[\W_]", "", key(text)) for text in texts)
    return tuple(dict.fromkeys(BY_NAME[name] for text in plain for name in SYSTEM.findall(text)))


def say_systems(reading: Reading) -> None:
    """Say in which system coordinates were read where no column says it."""
    for table in reading.tables:
        if "crs" not in table.head.at and any(map(table.head.has, AXES)):
            found = systems(told(table))
            code = "crs_taken" if found else "crs_assumed"
            facts = {"crs": "、".join(one.value for one in found)}
            reading.left_out.append(LeftOut(table.sheet, "", code, facts))
        if (at := table.head.at.get(OTHER["lon"])) is not None:
            facts = {
                "crs": systems(table.head.paths[table.head.at["lon"]])[0].value,
                "other": systems(table.head.paths[at])[0].value,
            }
            cell = ref(table.head.end - 1, at)
            reading.left_out.append(LeftOut(table.sheet, cell, "coordinates_two", facts))


def said_place(site: Site) -> tuple[Written, Written, str]:
    """Longitude, latitude and coordinate system as they are read back: what was written, if any."""
    if site.said_lon or site.lon is None:
        return site.said_lon, site.said_lat, site.crs
    return site.lon, site.lat, Crs.WGS84.value
