"""A workflow as one table: from where, to where, by whom, with what in hand, by when.

Every loop of the product (case, round, edition, appeal ...) is a mapping of moves to arrows.
Checks, the words of a refusal, the buttons on a page, the drawing in docs/workflows.md and the
exhaustive tests are all read from that table; nothing else ever decides a state.
"""

from collections.abc import Iterator, Mapping, Set
from enum import StrEnum
from typing import NamedTuple, TypeVar

S = TypeVar("S", bound=StrEnum)
M = TypeVar("M", bound=StrEnum)
T = TypeVar("T")


class Refused(Exception):
    """A rule said no. `reason` is a code and `lacking` its facts; the web layer has the words.

    Reasons used by the engine: "state" (not from here), "power" (not by this person), "needs"
    (`lacking` names what is missing). Verbs add their own codes.
    """

    def __init__(self, reason: str, *lacking: str) -> None:
        super().__init__(reason, *lacking)
        self.reason = reason
        self.lacking = lacking


class Arrow(NamedTuple):
    """One row of a table of moves.

    `target` is None where the move leaves the state as it is. `limit` names the class of time
    limit that starts when the arrow is taken; empty when none does.
    """

    sources: Set[StrEnum]
    target: StrEnum | None
    power: str
    needs: Set[str] = frozenset()
    limit: str = ""


def after(arrows: Mapping[M, Arrow], state: S, move: M, *, powers: Set[str], given: Set[str]) -> S:
    """The state that `move` leads to; raises Refused("state" | "power" | "needs")."""
    arrow = arrows[move]
    if state not in arrow.sources:
        raise Refused("state", state.value)
    if arrow.power not in powers:
        raise Refused("power", arrow.power)
    if lacking := sorted(arrow.needs - given):
        raise Refused("needs", *lacking)
    return state if arrow.target is None else type(state)(arrow.target)


def open_to(arrows: Mapping[M, Arrow], state: StrEnum, powers: Set[str]) -> list[M]:
    """The moves a person with these powers may make now: the buttons to draw."""
    return [m for m, a in arrows.items() if state in a.sources and a.power in powers]


def choices(labels: Mapping[M, T]) -> list[tuple[str, T]]:
    """Labels as a field's choices: plain strings, so that migrations never import an enum."""
    return [(member.value, label) for member, label in labels.items()]


def edges(arrows: Mapping[M, Arrow]) -> Iterator[tuple[StrEnum, StrEnum, M, Arrow]]:
    """Every (from, to, move, arrow) of a table, in its own order: what a drawing needs."""
    for move, arrow in arrows.items():
        for source in sorted(arrow.sources):
            yield source, arrow.target or source, move, arrow
