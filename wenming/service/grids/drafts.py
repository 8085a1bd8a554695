"""What comes in about grids."""

from dataclasses import dataclass
from uuid import UUID

from wenming.service.grids.rules import Duty


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """Somebody with a duty in a grid; `account` is the key of a user, where there is one."""

    name: str
    duty: Duty
    phone: str = ""
    account: int | None = None
    elder: bool = False


@dataclass(frozen=True, slots=True)
class MatterDraft:
    """What somebody who lives in a grid asks for; `name` and `phone` are theirs."""

    key: UUID
    grid: int
    title: str
    text: str = ""
    name: str = ""
    phone: str = ""
