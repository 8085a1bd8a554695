"""The few words all planners share: a broken rule, something left out, and how a solver is watched."""

from collections.abc import Sequence
from typing import NamedTuple, Protocol, TypeVar

P = TypeVar("P", contravariant=True)


class Fault(NamedTuple):
    """A rule that a plan breaks: pages have the words for `rule`.

    `where` names what it is broken at, in the problem's own numbers (a person, a day, a site);
    `excess` says by how much, in the unit of the rule, 0 where there is no more or less.
    """

    rule: str
    where: tuple[int, ...] = ()
    excess: int = 0


class LeftOut(NamedTuple):
    """What a plan does not serve, in the problem's own number, and the code of the reason."""

    what: int
    reason: str


class Tell(Protocol[P]):
    """Whom a solver tells of every better plan; the answer False asks it to stop with the best so far."""

    def __call__(self, plan: P, /) -> bool:
        """Whether to go on."""
        ...


class Contradiction(Exception):
    """A problem that cannot be meant: what is wrong with its rows, told before anything is solved."""

    def __init__(self, rows: Sequence[Fault]) -> None:
        super().__init__(", ".join(f"{f.rule}{list(f.where)}" for f in rows[:5]))
        self.rows = tuple(rows)


class Clash(Exception):
    """No plan can meet all demands: those that clash, the smallest set that was found.

    Each demand is told as the fault that a plan would have which does not meet it.
    """

    def __init__(self, demands: Sequence[Fault]) -> None:
        super().__init__(", ".join(f"{f.rule}{list(f.where)}" for f in demands[:8]))
        self.demands = tuple(demands)
