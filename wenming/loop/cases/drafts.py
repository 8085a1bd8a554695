"""What a person brings to a step on a case, whatever door it comes by."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from wenming.loop.standards.rules import Limit, Verdict


@dataclass(frozen=True, slots=True)
class Given:
    """What is in hand. Rows are named by their primary keys, photographs by their SHA-256.

    `seen` is the number of steps the case had taken when the person looked at it; where it is given
    and the case has moved on since, the step is refused.
    """

    note: str = ""
    unit: int | None = None
    assists: tuple[int, ...] | None = None  # None leaves them as they are
    limit: Limit | None = None
    cause: str = ""
    measure: str = ""
    photos: tuple[str, ...] = ()
    until: date | None = None
    plan: date | None = None
    into: int | None = None
    finding: UUID | None = None
    verdict: Verdict | None = None
    count: int | None = None
    seen: int | None = None

    def names(self) -> frozenset[str]:
        """What is in hand, in the words of the table of arrows."""
        named = ("note", "unit", "until", "plan", "into", "finding", "verdict")
        held = {name for name in named if getattr(self, name)}
        return frozenset(held | ({"photo"} if self.photos else set()))


NOTHING = Given()
