"""What comes in about members: the shapes of forms and sheets."""

from dataclasses import dataclass
from datetime import date

from wenming.service.members.rules import WishKind


@dataclass(frozen=True, slots=True)
class MemberDraft:
    """Somebody who can stand at a post of a unit; `user` is the key of an account."""

    unit: int
    name: str
    user: int | None = None
    least_hours: int = 0
    most_hours: int = 176
    longest_run: int = 6


@dataclass(frozen=True, slots=True)
class WishDraft:
    """What a member says of some days."""

    kind: WishKind
    first: date
    last: date
    weight: int = 3
    note: str = ""
