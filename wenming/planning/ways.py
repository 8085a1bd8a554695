"""Ways between places where no network of roads is loaded: straight, times a factor."""

from collections.abc import Sequence
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from wenming.kit.geo import EARTH_METRES

Whole: TypeAlias = NDArray[np.integer[Any]]
ROUNDABOUT = 1.3  # metres of way for each metre as the crow flies


def ways(here: Sequence[tuple[float, float]], there: Sequence[tuple[float, float]]) -> Whole:
    """(here, there) metres of way between places in degrees east and north (WGS-84).

    As the crow flies on a sphere, flat about the middle of each pair, times ROUNDABOUT; within a city it
    is off by less than a metre in a kilometre.
    """
    one = np.radians(np.array(here, float).reshape(-1, 1, 2))
    other = np.radians(np.array(there, float).reshape(1, -1, 2))
    north = one[..., 1] - other[..., 1]
    east = (one[..., 0] - other[..., 0]) * np.cos((one[..., 1] + other[..., 1]) / 2)
    metres: Whole = (ROUNDABOUT * EARTH_METRES * np.hypot(east, north)).astype(np.int64)
    return metres
