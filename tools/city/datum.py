"""Coordinates as offices write them: WGS-84 turned into GCJ-02 and BD-09, decimal or in degrees.

Forward only, and apart from the product's own conversion on purpose, so that a demo that lands in
the right street is a check of that conversion. Formulas as published for the two offset systems.
"""

from math import atan2, cos, pi, sin, sqrt

AXIS, ECCENTRICITY2 = 6378245.0, 0.00669342162296594323  # Krasovsky 1940, as GCJ-02 uses it


def gcj02(lon: float, lat: float) -> tuple[float, float]:
    """WGS-84 degrees to GCJ-02 degrees."""
    x, y = lon - 105.0, lat - 35.0
    wave = 20.0 * sin(6.0 * x * pi) + 20.0 * sin(2.0 * x * pi)
    north = -100.0 + 2.0 * x + 3.0 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x))
    north += (wave + 20.0 * sin(y * pi) + 40.0 * sin(y / 3.0 * pi)) * 2.0 / 3.0
    north += (160.0 * sin(y / 12.0 * pi) + 320.0 * sin(y / 30.0 * pi)) * 2.0 / 3.0
    east = 300.0 + x + 2.0 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x))
    east += (wave + 20.0 * sin(x * pi) + 40.0 * sin(x / 3.0 * pi)) * 2.0 / 3.0
    east += (150.0 * sin(x / 12.0 * pi) + 300.0 * sin(x / 30.0 * pi)) * 2.0 / 3.0
    bend = 1.0 - ECCENTRICITY2 * sin(lat * pi / 180.0) ** 2
    north *= 180.0 * bend * sqrt(bend) / (AXIS * (1.0 - ECCENTRICITY2) * pi)
    east *= 180.0 * sqrt(bend) / (AXIS * cos(lat * pi / 180.0) * pi)
    return lon + east, lat + north


def bd09(lon: float, lat: float) -> tuple[float, float]:
    """WGS-84 degrees to BD-09 degrees."""
    x, y = gcj02(lon, lat)
    turn = pi * 3000.0 / 180.0
    radius = sqrt(x * x + y * y) + 0.00002 * sin(y * turn)
    angle = atan2(y, x) + 0.000003 * cos(x * turn)
    return radius * cos(angle) + 0.0065, radius * sin(angle) + 0.006


def unchanged(lon: float, lat: float) -> tuple[float, float]:
    """WGS-84 and CGCS2000 are the same for a point on a street."""
    return lon, lat


SYSTEMS = {"GCJ-02": gcj02, "BD-09": bd09, "CGCS2000": unchanged, "WGS-84": unchanged}


def degrees(value: float) -> str:
    """98°17′04.12″: a hundredth of a second is about a foot."""
    hundredths = round(value * 360_000)
    whole, rest = divmod(hundredths, 360_000)
    minutes, rest = divmod(rest, 6_000)
    return f"{whole}°{minutes:02d}′{rest / 100:05.2f}″"
