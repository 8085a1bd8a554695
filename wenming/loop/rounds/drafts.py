"""The shape of a round as it is planned."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from wenming.loop.inspections.rules import RoundKind, Sizes, Strata


@dataclass(frozen=True, slots=True)
class RoundDraft:
    """A round to be. `edition` and `area` are codes, "" for the usual one; None is for us to say."""

    name: str
    kind: RoundKind = RoundKind.ASSESSMENT
    edition: str = ""
    area: str = ""
    strata: Strata = Strata.KIND
    sizes: Sizes = Sizes.PROPORTIONAL
    number: int | None = None
    least: int | None = None
    certain: bool = False
    starts: date | None = None
    ends: date | None = None

    def settled(self) -> dict[str, Any]:
        """What of it goes into the row as it is."""
        return {
            "kind": self.kind.value,
            "strata": self.strata.value,
            "sizes": self.sizes.value,
            "certain": self.certain,
            "starts": self.starts,
            "ends": self.ends,
        }
