"""What a planner is to the pages: rows in, a proposal out; which there are stands in the settings.

An app joins by one line of PROPOSALS: the kind, and where its planner object stands. It is loaded when it
is first asked for, so that pages start without the solvers.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from importlib.util import find_spec
from typing import Any, NamedTuple, Protocol

from django.conf import settings
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext

from wenming.kit.flow import Refused
from wenming.org.models import User
from wenming.proposals.rules import Kind


class Told(NamedTuple):
    """A plan as it is kept: plain JSON by the primary keys of rows, and the figures a page shows of it."""

    plan: dict[str, Any]
    figures: dict[str, Any]


class Row(NamedTuple):
    """What is wrong, or what clashes: the code of a rule, the names of what it is at, and by how much."""

    rule: str
    names: Sequence[str] = ()
    excess: int = 0


def spoken(sentences: Mapping[str, str | Promise], row: Row, **facts: int) -> str:
    """What a broken rule says: its sentence with the names of what it is at, and how much as `n`."""
    words = sentences.get(row.rule)
    if words is None:
        return gettext("规则 {0}：{1}").format(row.rule, gettext("、").join(row.names))
    return str(words).format(*row.names, "?", "?", n=row.excess, **facts)


class Unsolvable(Exception):
    """No plan can be made: "clash" with the demands that cannot all be met, "contradiction" with bad rows."""

    def __init__(self, reason: str, rows: Sequence[Row]) -> None:
        super().__init__(reason, *rows)
        self.reason = reason
        self.rows = tuple(rows)


Tell = Callable[[Callable[[], Told]], bool]


class Planner(Protocol):
    """One planner, as its app hands it over."""

    def title(self, about: str) -> str:
        """What is planned, in words: 2026年包街方案."""
        ...

    def address(self, which: int) -> str:
        """Where a proposal is looked at, by its primary key."""
        ...

    def meant(self, about: str, ask: Mapping[str, Any]) -> dict[str, Any]:
        """What is asked, whole: its usual terms filled in; Refused where it cannot be meant."""
        ...

    def solve(
        self, ask: Mapping[str, Any], *, effort: int, seed: int, seconds: int, tell: Tell
    ) -> Told:
        """The plan for what the rows say now. `tell` takes how each better one would be kept, and
        answers whether to go on; Unsolvable where there is none."""
        ...

    def wrong(self, ask: Mapping[str, Any], plan: Mapping[str, Any]) -> list[Row]:
        """What a plan breaks, judged by the rows as they are now; empty for one that may be accepted."""
        ...

    def sentence(self, row: Row) -> str:
        """A row in words."""
        ...

    def accept(
        self, ask: Mapping[str, Any], plan: Mapping[str, Any], *, by: User | None, at: datetime
    ) -> None:
        """Do what the plan says, in the transaction of its acceptance."""
        ...


def planner_of(kind: str) -> Planner:
    """The planner of a kind; Refused("no_planner") where the solvers are not installed."""
    if kind not in settings.PROPOSALS:
        raise Refused("unknown_plan", kind, ", ".join(k.value for k in Kind))
    if find_spec("numpy") is None or find_spec("ortools") is None:
        raise Refused("no_planner")
    planner: Planner = import_string(settings.PROPOSALS[kind])
    return planner
