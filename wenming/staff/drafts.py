"""What is filled in of a person and of a post."""

from dataclasses import dataclass
from datetime import date

from wenming.org.rules import Role


@dataclass(frozen=True, slots=True)
class PersonDraft:
    """Who somebody is, and how he is reached; `hook` is an http address that notices are sent to."""

    name: str
    phone: str = ""
    email: str = ""
    by_mail: bool = False
    hook: str = ""


@dataclass(frozen=True, slots=True)
class PostDraft:
    """A post: the role, and the primary keys of what it is over."""

    role: Role
    since: date
    area: int | None = None
    unit: int | None = None
    group: int | None = None
    until: date | None = None
