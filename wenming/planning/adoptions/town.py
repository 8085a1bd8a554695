"""From what an office knows of its units and streets to a problem."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from wenming.planning.adoptions.problem import NO_LIMIT, Favour, Pair, Problem, Whole
from wenming.planning.terms import Contradiction, Fault


class Adopter(NamedTuple):
    """A unit: its heads, and how many segments it takes, at least and at most."""

    heads: int
    least: int = 1
    most: int = 1


class Street(NamedTuple):
    """A segment: its metres, and how many units it takes; `most` None leaves that to its length."""

    metres: int
    least: int = 1
    most: int | None = None


class Terms(NamedTuple):
    """What the office weighs: all in metres of way.

    moved: that a pair of last year is given up; wished: that a wish is not met; uneven: hundredths for
    each metre of street beside a unit's fair share; metres_a_head: of street that a head can look
    after at most; spare: units a segment may have beyond those its length earns it.
    """

    moved: int = 500
    wished: int = 1000
    uneven: int = 100
    metres_a_head: int | None = None
    spare: int = 1


USUAL = Terms()


def posed(
    adopters: Sequence[Adopter],
    streets: Sequence[Street],
    way: Whole,
    *,
    terms: Terms = USUAL,
    kept: Iterable[Pair] = (),
    wishes: Iterable[Pair] = (),
    banned: Iterable[Pair] = (),
) -> Problem:
    """The problem: `way` is (units, segments) metres.

    A segment that earns several units by its length is shared by them in equal parts. Contradiction
    (heads, metres) where a unit has no heads or a segment no length.
    """
    checked(adopters, streets)
    heads = np.array([a.heads for a in adopters], np.int64)
    metres = np.array([s.metres for s in streets], np.int64)
    least = np.array([s.least for s in streets], np.int64)
    crew = crews(metres, least, len(adopters))
    most = [s.most or int(k) + terms.spare for s, k in zip(streets, crew, strict=True)]
    part = -(-metres // crew)
    total = int(heads.sum())
    limit = terms.metres_a_head
    return Problem(
        way=way,
        load=np.broadcast_to(part, way.shape),
        share=(2 * heads * int(metres.sum()) + total) // (2 * total),
        room=heads * limit if limit is not None else np.full(len(heads), NO_LIMIT),
        counts=np.array([(a.least, a.most) for a in adopters], np.int64).reshape(-1, 2),
        crews=np.stack((least, np.array(most, np.int64)), axis=1),
        favours=(
            *(Favour(i, j, terms.moved, "kept") for i, j in dict.fromkeys(kept)),
            *(Favour(i, j, terms.wished, "wish") for i, j in dict.fromkeys(wishes)),
        ),
        banned=frozenset(banned),
        uneven=terms.uneven,
    )


def checked(adopters: Sequence[Adopter], streets: Sequence[Street]) -> None:
    """Contradiction where a unit has no heads or a segment no length."""
    wrong = [Fault("heads", (i,)) for i, a in enumerate(adopters) if a.heads < 1]
    wrong += [Fault("metres", (j,)) for j, s in enumerate(streets) if s.metres < 1]
    if wrong:
        raise Contradiction(wrong)


def crews(metres: Whole, least: Whole, places: int) -> Whole:
    """(m,) units each segment earns: its least, and the rest one by one where parts are longest.

    By the quotients metres/(2k+1) (Webster and Sainte-Laguë), ties to the earlier segment.
    """
    crew = np.maximum(least, 1).astype(np.int64)
    for _ in range(places - int(crew.sum())):
        crew[int((metres / (2 * crew + 1)).argmax())] += 1
    return crew
