"""What an office hands over of sites, once read."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class SiteDraft:
    """A site; `kind` and `area` are primary keys, `lon` and `lat` WGS-84 degrees.

    `crs`, `said_lon` and `said_lat` keep what was written. `geometry` is GeoJSON (WGS-84).
    What is None is not said: what is known stays. An attribute that is None goes.
    """

    code: str
    kind: int
    name: str
    area: int | None = None
    address: str | None = None
    lon: float | None = None
    lat: float | None = None
    crs: str = ""
    said_lon: str = ""
    said_lat: str = ""
    geometry: dict[str, Any] | None = None
    attributes: dict[str, Any] = field(default_factory=dict)
    metres: int | None = None
    note: str | None = None


@dataclass(frozen=True, slots=True)
class SiteChange:
    """What a page says of a site that is known."""

    name: str
    address: str = ""
    note: str = ""
    attributes: dict[str, Any] = field(default_factory=dict)
    retired: bool = False
