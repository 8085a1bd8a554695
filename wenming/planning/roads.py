"""Ways between places along the lines of roads, where such lines are loaded.

The lines are cut where they meet; an end that stops short of another road by less than `GAP` metres is
taken to reach it, as drawn maps have it. From a place to the nearest road it is straight, times
ROUNDABOUT. Roads are two-way: who inspects goes on foot or by bicycle.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import dijkstra

from wenming.kit.geo import EARTH_METRES
from wenming.planning.ways import ROUNDABOUT, Whole, ways

Floats: TypeAlias = NDArray[np.float64]
Places: TypeAlias = tuple[tuple[float, float], ...]
GAP = 25.0  # metres
GRID = 0.1  # metres: ends nearer to each other than this are one joint
AT_ONCE = 256  # joints whose ways are reckoned together: bounds the memory


@dataclass(frozen=True, slots=True, eq=False)
class Roads:
    """A network: pieces of road between joints.

    pieces   (m,) lines in metres east and north of `middle`
    ends     (m, 2) the joints of each piece
    lengths  (m,) metres
    graph    (n, n) metres from joint to joint where a piece joins them, the shortest of several
    middle   longitude and latitude in degrees about which the ground is taken as flat
    """

    pieces: NDArray[Any]
    ends: Whole
    lengths: Floats
    graph: Any
    middle: tuple[float, float]


def flat(places: Any, middle: tuple[float, float]) -> Floats:
    """(n, 2) metres east and north of the middle, of places in degrees."""
    angles = np.radians(np.array(places, float).reshape(-1, 2) - np.array(middle))
    return np.asarray(angles * EARTH_METRES * [np.cos(np.radians(middle[1])), 1.0], float)


@lru_cache(maxsize=2)
def network(lines: tuple[Places, ...]) -> Roads | None:
    """The network of these lines, each two places or more in degrees; None where there is none."""
    told = [np.array(line, float) for line in lines if len(line) > 1]
    if not told:
        return None
    east, north = np.concatenate(told).mean(axis=0)
    middle = (float(east), float(north))
    drawn = np.array([shapely.LineString(flat(line, middle)) for line in told])
    whole = shapely.unary_union([*drawn, *bridged(drawn)], grid_size=GRID)
    pieces = shapely.get_parts(whole)
    pieces = pieces[shapely.length(pieces) > 0]
    if not len(pieces):
        return None
    first, last = shapely.get_point(pieces, 0), shapely.get_point(pieces, -1)
    corners = np.rint(shapely.get_coordinates([first, last]) / GRID).astype(np.int64)
    joints, at = np.unique(corners, axis=0, return_inverse=True)
    ends = at.reshape(2, -1).T
    lengths = shapely.length(pieces)
    return Roads(pieces, ends, lengths, joined(ends, lengths, len(joints)), middle)


def bridged(lines: NDArray[Any]) -> list[Any]:
    """The short pieces that are missing where a line's end stops just before another line."""
    tree, found = shapely.STRtree(lines), []
    for end in (0, -1):
        points = shapely.get_point(lines, end)
        own, other = tree.query(points, predicate="dwithin", distance=GAP)
        apart = shapely.distance(points[own], lines[other])
        for n, m, gap in zip(own, other, apart, strict=True):
            if n != m and gap > 0:
                found.append(shapely.shortest_line(points[n], lines[m]))
    return found


def joined(ends: Whole, lengths: Floats, joints: int) -> Any:
    """The pieces as a graph both ways; of several between the same joints the shortest."""
    here, there = np.concatenate([ends, ends[:, ::-1]]).T
    twice = np.concatenate([lengths, lengths])
    order = np.lexsort((twice, there, here))
    here, there, twice = here[order], there[order], twice[order]
    new = np.ones(len(here), bool)
    new[1:] = (np.diff(here) != 0) | (np.diff(there) != 0)
    return csr_matrix((twice[new], (here[new], there[new])), shape=(joints, joints))


@lru_cache(maxsize=4)
def along(lines: tuple[Places, ...], places: Places) -> Whole:
    """(p, p) metres of way between places in degrees, along the roads; to be read only.

    Straight times ROUNDABOUT between places that the roads do not join, and between those that are
    nearer to each other than to the roads. Without lines, all of them so.
    """
    straight = ways(places, places)
    roads = network(lines)
    if roads is None or not places:
        return straight
    points = shapely.points(flat(places, roads.middle))
    piece = shapely.STRtree(roads.pieces).nearest(points)
    aside = shapely.distance(points, roads.pieces[piece]) * ROUNDABOUT
    at = shapely.line_locate_point(roads.pieces[piece], points)
    inner = between(roads, piece, at)
    off = aside[:, None] + aside[None, :]
    taken = np.isfinite(inner) & (off < straight)
    metres: Whole = np.where(taken, np.where(taken, inner, 0.0) + off, straight).astype(np.int64)
    metres = np.minimum(metres, metres.T)  # floats add up differently there and back
    metres.flags.writeable = False
    return metres


def between(roads: Roads, piece: Whole, at: Floats) -> Floats:
    """(p, p) metres along the roads between points on them: on which piece, how far along it."""
    joints, column = np.unique(roads.ends[piece], return_inverse=True)
    column = column.reshape(-1, 2)
    reach = np.concatenate(
        [
            dijkstra(roads.graph, indices=joints[n : n + AT_ONCE])[:, joints]
            for n in range(0, len(joints), AT_ONCE)
        ]
    )
    off = np.stack([at, roads.lengths[piece] - at], axis=1)
    same = piece[:, None] == piece[None, :]
    best = np.where(same, np.abs(at[:, None] - at[None, :]), np.inf)
    for here in (0, 1):
        for there in (0, 1):
            over = reach[np.ix_(column[:, here], column[:, there])]
            best = np.minimum(best, off[:, None, here] + over + off[None, :, there])
    return best
