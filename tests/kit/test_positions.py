"""Coordinates as offices write them; what is doubtful is told and never mended."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from wenming.kit.geo import Point, box_around
from wenming.kit.positions import Angle, Cell, Problem, read_angle, read_position, split_pair

CITY = box_around(Point(98.29, 39.77), 60_000)
SAME = 98 + 18 / 60 + 42.67 / 3600


@pytest.mark.parametrize(
    "text",
    [
        "98°18′42.67″",
        "98°18'42.67\"",
        "98度18分42.67秒",
        "98 18 42.67",
        "98:18:42.67",
        "９８°１８′４２．６７″",
        "98° 18′ 42.67″",
        " 98º18’42.67” ",
        "98°18'42.67''",
    ],
)
def test_degrees_minutes_and_seconds_are_read(text: str) -> None:
    angle = read_angle(text)
    assert angle is not None
    assert abs(angle.degrees - SAME) < 1e-12
    assert angle.axis == ""


@pytest.mark.parametrize(
    ("cell", "degrees", "axis"),
    [
        (98.31, 98.31, ""),
        (98, 98.0, ""),
        ("98.31", 98.31, ""),
        ("９８．３１", 98.31, ""),
        ("98.31°", 98.31, ""),
        ("98.31度", 98.31, ""),
        ("98°18.6′", 98.31, ""),
        ("98 18.6", 98.31, ""),
        ("E98.31", 98.31, "E"),
        ("e 98.31", 98.31, "E"),
        ("98.31E", 98.31, "E"),
        ("98°18.6′ E", 98.31, "E"),
        ("东经98.31", 98.31, "E"),
        ("东经：98度18.6分", 98.31, "E"),
        ("经度98.31", 98.31, "E"),
        ("北纬39.5", 39.5, "N"),
        ("纬度：39°30′", 39.5, "N"),
        ("N39°30′", 39.5, "N"),
        ("W98.31", -98.31, "E"),
        ("39.5S", -39.5, "N"),
        ("-98.31", -98.31, ""),
    ],
)
def test_a_coordinate_is_read(cell: Cell, degrees: float, axis: str) -> None:
    assert read_angle(cell) == Angle(pytest.approx(degrees, abs=1e-12), axis)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "cell",
    [
        None,
        "",
        True,
        float("nan"),
        float("inf"),
        "abc",
        "98,31",
        "98.31.2",
        "1e2",
        "98°60′",
        "98°18′60″",
        "98.5°18′",
        "98°18.5′42″",
        "98°18′42″6",
        "98′18°",
        "E-98.31",
        "东经",
        "98.31,39.77",
        "约98.31",
        "１２３４.5",
    ],
)
def test_what_could_mean_two_things_is_not_read(cell: Cell) -> None:
    assert read_angle(cell) is None


@pytest.mark.parametrize(
    ("lon", "lat", "problems"),
    [
        (None, 39.77, [Problem.MISSING_LON]),
        (98.31, "", [Problem.MISSING_LAT]),
        ("/", "—", [Problem.MISSING_LON, Problem.MISSING_LAT]),
        (" 无 ", "abc", [Problem.MISSING_LON, Problem.UNREADABLE_LAT]),
        ("98,31", 39.77, [Problem.UNREADABLE_LON]),
        (0, 0, [Problem.ZERO]),
        (98.31, 0, [Problem.ZERO]),
        (98.31, 98.31, [Problem.EQUAL]),
        (39.77, 98.31, [Problem.SWAPPED]),
        ("39°45′", "98°18′", [Problem.SWAPPED]),
        ("北纬39.77", "东经98.31", [Problem.SWAPPED]),
        ("98.31", "东经39.77", [Problem.SWAPPED]),
        (31.2, 121.5, [Problem.SWAPPED]),
        (981.31, 39.77, [Problem.OUT_OF_RANGE]),
        (98.31, -95, [Problem.OUT_OF_RANGE]),
        (121.5, 31.2, [Problem.FAR]),
        (-98.31, 39.77, [Problem.FAR]),
    ],
)
def test_what_is_wrong_with_a_pair_is_told(lon: Cell, lat: Cell, problems: list[Problem]) -> None:
    reading = read_position(lon, lat, within=CITY)
    assert (reading.point, list(reading.problems)) == (None, problems)


def test_a_good_pair_is_a_place() -> None:
    assert read_position("E98.31", "N39.77", within=CITY).point == Point(98.31, 39.77)
    assert read_position(98.31, "39.77").problems == ()


def test_without_a_city_a_place_abroad_is_far_and_a_turned_pair_is_still_seen() -> None:
    assert read_position(2.35, 48.86).problems == (Problem.FAR,)
    assert read_position(39.77, 98.31).problems == (Problem.SWAPPED,)


@given(st.integers(0, 179), st.integers(0, 59), st.integers(0, 5999))
def test_every_written_angle_is_read_back(degrees: int, minutes: int, hundredths: int) -> None:
    angle = read_angle(f"{degrees}°{minutes}′{hundredths / 100:.2f}″")
    assert angle is not None
    assert abs(angle.degrees - (degrees + minutes / 60 + hundredths / 360_000)) < 1e-10


@given(
    st.one_of(st.none(), st.text(), st.floats(), st.integers()),
    st.text("0123456789.°′″ENSW东经北纬度分秒-, "),
)
def test_no_cell_whatever_breaks_the_reading(lon: Cell, lat: str) -> None:
    reading = read_position(lon, lat, within=CITY)
    assert (reading.point is None) == bool(reading.problems)


@given(st.floats(98.0, 98.6), st.floats(39.5, 40.0))
def test_a_turned_pair_is_never_taken_for_a_place(lon: float, lat: float) -> None:
    assert read_position(lat, lon, within=CITY).problems == (Problem.SWAPPED,)


@pytest.mark.parametrize(
    ("text", "halves"),
    [
        ("98.31,39.77", ("98.31", "39.77")),
        ("98.31， 39.77", ("98.31", "39.77")),
        ("98°18′42″、39°45′", ("98°18′42″", "39°45′")),
        ("98.31", None),
        ("1,2,3", None),
    ],
)
def test_a_cell_with_both_coordinates_is_split(text: str, halves: tuple[str, str] | None) -> None:
    assert split_pair(text) == halves
