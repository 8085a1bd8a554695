"""One row of the feedback ledger, once read."""

from dataclasses import astuple, dataclass
from typing import Any

from wenming.kit.digests import digest
from wenming.kit.sheets.limits import Limit as Said
from wenming.loop.intake.rules import class_of, others


@dataclass(frozen=True, slots=True)
class FeedbackDraft:
    """A problem fed back by last year's assessment, with what is to be done about it.

    `origin` names the row within its ledger for good, so that loading it again finds the same case.
    `units` are primary keys in the order of the cell: the first answers, the others help, as do
    `assists`. `limit` is the phrase as read; `done` what the ledger says has been done.
    """

    origin: str
    problem: str
    project: str = ""
    cause: str = ""
    measure: str = ""
    units: tuple[int, ...] = ()
    assists: tuple[int, ...] = ()
    limit: Said | None = None
    done: str = ""

    @property
    def helping(self) -> tuple[int, ...]:
        """The units that help: those after the first, and those the ledger calls assisting."""
        return others(next(iter(self.units), None), (*self.units[1:], *self.assists))

    def columns(self) -> dict[str, Any]:
        """What the row says of its case, by column."""
        return {
            "project": self.project,
            "problem": self.problem,
            "cause": self.cause,
            "measure": self.measure,
            "result": self.done,
            "limit": class_of(self.limit).value,
            "said_limit": self.limit.said[:60] if self.limit else "",
            "unit_id": next(iter(self.units), None),
        }

    def digest(self) -> str:
        """SHA-256 over the row as it was handed over."""
        said = astuple(self.limit) if self.limit else ()
        plain = (self.origin, self.problem, self.project, self.cause, self.measure, self.done)
        return digest([*plain, list(self.units), list(self.assists), [str(one) for one in said]])
