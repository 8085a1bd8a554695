"""Where a row says its place is: its coordinates, and the system they are in."""

import re
from functools import lru_cache
from typing import Any

from wenming.kit.geo import BY_NAME, Crs, Point, convert, named_crs
from wenming.kit.positions import Problem, read_position, split_pair
from wenming.kit.sheets import cells
from wenming.kit.sheets.faults import LeftOut
from wenming.kit.sheets.rows import Row, Table
from wenming.kit.sheets.shapes import Value
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.kit.words import key
from wenming.places.models import Site

AXES = ("lon", "lat", "position")
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


def position(row: Row) -> dict[str, Any] | None:
    """Where the site is, in WGS-84, and as it was written; None, with a fault, where unclear."""
    lon, lat = row.raw("lon"), row.raw("lat")
    if "position" in row.table.head.at and (pair := split_pair(row.text("position"))):
        lon, lat = pair
    crs = system(row)
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
    heads = (label for column in at for label in table.head.paths[column])
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


def said_place(site: Site) -> tuple[Written, Written, str]:
    """Longitude, latitude and coordinate system as they are read back: what was written, if any."""
    if site.said_lon or site.lon is None:
        return site.said_lon, site.said_lat, site.crs
    return site.lon, site.lat, Crs.WGS84.value
