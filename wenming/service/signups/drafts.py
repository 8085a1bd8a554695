"""What comes in to open shifts for sign-up."""

from dataclasses import dataclass
from datetime import date, datetime


@dataclass(frozen=True, slots=True)
class OpeningDraft:
    """The shifts of a post of these days are opened, for `places` in all on each.

    `closing` is how many hours before each shift it ends; `units` are primary keys of those whose
    people may sign up, `anyone` adds the people of every admitted team.
    """

    first: date
    last: date
    opens: datetime
    closing: int = 2
    places: int = 1
    units: tuple[int, ...] = ()
    anyone: bool = False
