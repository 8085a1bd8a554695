"""Reading the coordinates people write: decimal degrees, minutes and seconds, and mistakes.

What is doubtful is told by a code and never mended: a pair the wrong way round is not turned, a comma
is not taken for a point.
"""

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from math import isfinite

from wenming.kit.geo import SHIFTED, Box, Point

Cell = str | int | float | None

BLANKS = frozenset({"", "/", "\\", "-", "--", "—", "——", "无", "暂无", "空", "n/a", "null", "none"})
MARKS = str.maketrans(
    {"º": "°", "˚": "°", "度": "°"}
    | dict.fromkeys("′’‘`´＇分", "'")
    | dict.fromkeys("″”“〃＂秒", '"')
)
# Words for an axis as `_plain` leaves them: 度 has become a degree mark.
AXES = {"东经": "E", "西经": "W", "北纬": "N", "南纬": "S", "经°": "E", "纬°": "N"}
SIGNS = {"E": 1, "W": -1, "N": 1, "S": -1}
ANGLE = re.compile(
    r"""(?P<sign>[+-]?)(?P<degrees>\d{1,3}(?:\.\d+)?)
        (?:°? | (?:°|:|\ |°\ ) (?P<minutes>\d{1,2}(?:\.\d+)?)
            (?:'? | (?:'|:|\ |'\ ) (?P<seconds>\d{1,2}(?:\.\d+)?) "?))""",
    re.VERBOSE,
)


class Problem(StrEnum):
    """What is wrong with a pair of coordinates."""

    MISSING_LON = "missing_lon"
    MISSING_LAT = "missing_lat"
    UNREADABLE_LON = "unreadable_lon"
    UNREADABLE_LAT = "unreadable_lat"
    ZERO = "zero"
    EQUAL = "equal"
    SWAPPED = "swapped"
    OUT_OF_RANGE = "out_of_range"
    FAR = "far"


@dataclass(frozen=True, slots=True)
class Angle:
    """Degrees as read, and the axis if it was written ("E" for a longitude, "N" for a latitude)."""

    degrees: float
    axis: str = ""


@dataclass(frozen=True, slots=True)
class Reading:
    """A place, or what kept it from being one: never both."""

    point: Point | None
    problems: tuple[Problem, ...] = ()


def read_angle(cell: Cell) -> Angle | None:
    """One coordinate as it stands in a cell; None when it cannot be read in exactly one way.

    Read: 98.31, 98.31°, E98.31, 东经98.31, 98°18′42.67″, 98度18分42.67秒, 98 18 42.67, 98:18:42.67,
    98°18.71′, and all of these in full-width characters.
    """
    if cell is None or isinstance(cell, bool):
        return None
    if isinstance(cell, int | float):
        return Angle(float(cell)) if isfinite(cell) else None
    text, axis = _without_axis(_plain(cell))
    found = ANGLE.fullmatch(text)
    if found is None or (axis and found["sign"]):
        return None
    whole, minutes, seconds = (found[part] or "0" for part in ("degrees", "minutes", "seconds"))
    finest = found["seconds"] or found["minutes"]
    coarser = (whole, minutes) if found["seconds"] else (whole,)
    if float(minutes) >= 60 or float(seconds) >= 60:
        return None
    if finest and any("." in part for part in coarser):
        return None
    size = float(whole) + float(minutes) / 60 + float(seconds) / 3600
    sign = -1 if found["sign"] == "-" else SIGNS.get(axis, 1)
    return Angle(sign * size, {"W": "E", "S": "N"}.get(axis, axis))


def read_position(lon: Cell, lat: Cell, *, within: Box | None = None) -> Reading:
    """The place two cells name, or all that is wrong with them.

    `within` is the rectangle of the city, widened as wide as a place may lie outside; without it the
    rectangle of China is used.
    """
    problems = [
        *_cell_problems(lon, Problem.MISSING_LON, Problem.UNREADABLE_LON),
        *_cell_problems(lat, Problem.MISSING_LAT, Problem.UNREADABLE_LAT),
    ]
    east, north = read_angle(lon), read_angle(lat)
    if problems or east is None or north is None:
        return Reading(None, tuple(problems))
    problem = _pair_problem(east, north, within or SHIFTED)
    if problem is not None:
        return Reading(None, (problem,))
    return Reading(Point(east.degrees, north.degrees))


def split_pair(text: str) -> tuple[str, str] | None:
    """The two halves of a cell that holds both coordinates, '98.31,39.77'; None when it does not."""
    halves = [half.strip() for half in re.split("[,，;；、\n]", text) if half.strip()]
    if len(halves) != 2:
        halves = text.split()  # '98.31 39.77'; degrees, minutes and seconds are three or more
    return (halves[0], halves[1]) if len(halves) == 2 else None


def _cell_problems(cell: Cell, missing: Problem, unreadable: Problem) -> list[Problem]:
    if cell is None or (isinstance(cell, str) and _plain(cell).casefold() in BLANKS):
        return [missing]
    return [] if read_angle(cell) is not None else [unreadable]


def _pair_problem(east: Angle, north: Angle, within: Box) -> Problem | None:
    point = Point(east.degrees, north.degrees)
    turned = Point(point.lat, point.lon)
    crossed = east.axis == "N" or north.axis == "E"
    checks = {
        Problem.ZERO: point.lon == 0 or point.lat == 0,
        Problem.EQUAL: point.lon == point.lat,
        Problem.SWAPPED: crossed or SHIFTED.holds(turned) > SHIFTED.holds(point),
        Problem.OUT_OF_RANGE: abs(point.lon) > 180 or abs(point.lat) > 90,
        Problem.FAR: not within.holds(point),
    }
    return next((problem for problem, wrong in checks.items() if wrong), None)


def _plain(text: str) -> str:
    """One spelling: half-width, one sort of mark, single blanks and none around the marks."""
    plain = unicodedata.normalize("NFKC", text.translate(MARKS)).translate(MARKS).replace("''", '"')
    return re.sub(r"\s*([°'\":])\s*", r"\1", " ".join(plain.split()))


def _without_axis(text: str) -> tuple[str, str]:
    """The text without the word for its axis, and the axis as one letter."""
    upper = text.upper()
    for word, axis in (*AXES.items(), *((letter, letter) for letter in SIGNS)):
        if upper.startswith(word):
            return text[len(word) :].lstrip(" :°"), axis
        if upper.endswith(word):
            return text[: -len(word)].rstrip(), axis
    return text, ""
