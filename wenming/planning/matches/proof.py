"""The bound that prices prove, in whole numbers over every possible match, whoever made the prices.

The bound is Lagrange's: let each match pay for the place of the team, the room of the venue and the turn
it takes, and let each order choose what is cheapest. What they then cost together, less what all
places and rooms earn and what turns are worth to the teams, no plan can go below, at any prices.
"""

import numpy as np

from wenming.planning.matches.columns import Columns, Ints
from wenming.planning.matches.ledger import cost_of
from wenming.planning.matches.problem import Problem, Proof


def least(problem: Problem, proof: Proof) -> int:
    """Metres no plan can cost less than; ValueError for prices that are not of this problem."""
    return least_of(Columns.of(problem), proof)


def least_of(columns: Columns, proof: Proof) -> int:
    """The same with the table at hand."""
    if (len(proof.busy), len(proof.rooms), len(proof.turns)) != (
        len(columns.places),
        len(columns.rooms),
        len(columns.turns),
    ):
        raise ValueError("prices that are not of this problem")
    busy, rooms, turns = (np.array(p, np.int64) for p in proof[:3])
    if min(busy.min(initial=0), rooms.min(initial=0), proof.scale - 1) < 0:
        raise ValueError("a place or a room that pays who takes it proves nothing")
    charged = paid(columns, proof)
    total = int(cheapest(columns, charged, proof.scale).sum())
    total -= int((busy * np.maximum(columns.places, 0)).sum())
    total -= int((rooms * np.maximum(columns.rooms, 0)).sum())
    for team, price in enumerate(turns.tolist()):
        total += int(np.minimum(columns.marginal(team) * proof.scale - price, 0).sum())
    return fixed(columns.problem) + -(-total // proof.scale)


def paid(columns: Columns, proof: Proof) -> Ints:
    """What each match costs with all it pays, in parts of a metre."""
    busy, turns = np.array(proof.busy, np.int64), np.array(proof.turns, np.int64)
    nowhere = [0] * max(1, len(columns.problem.slots))
    rooms = np.array([*proof.rooms, *nowhere], np.int64)
    charged = columns.cost * proof.scale
    charged += busy[columns.busy] + rooms[columns.room] + turns[columns.team]
    return np.asarray(charged, dtype=np.int64)


def cheapest(columns: Columns, charged: Ints, scale: int) -> Ints:
    """What the cheapest match of each order costs, or leaving it out."""
    best = columns.worth * scale
    has = np.flatnonzero(np.diff(columns.start) > 0)
    if len(has):
        best[has] = np.minimum(best[has], np.minimum.reduceat(charged, columns.start[has]))
    return best


def fixed(problem: Problem) -> int:
    """Metres that promised matches cost whatever is planned."""
    promised = {m.order for m in problem.promised}
    rest = sum(o.worth for n, o in enumerate(problem.orders) if n not in promised)
    return cost_of(problem, problem.promised) - rest
