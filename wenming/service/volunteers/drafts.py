"""What comes in about teams."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TeamDraft:
    """A team as its unit describes it; `skills` by name, `times` as in rules.WEEK."""

    unit: int
    name: str
    skills: tuple[str, ...]
    times: tuple[str, ...]
    contact: str = ""
    phone: str = ""
    heads: int = 1
    lon: float | None = None
    lat: float | None = None
    reach: int = 8000
    most: int = 8
