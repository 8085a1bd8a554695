"""What comes in about campaigns: the shapes of forms, sheets and papers."""

from dataclasses import dataclass
from datetime import date

from wenming.service.campaigns.rules import Source


@dataclass(frozen=True, slots=True)
class MeasureDraft:
    """Something to be counted: in what unit, with how many places."""

    name: str
    unit: str
    places: int = 0


@dataclass(frozen=True, slots=True)
class CampaignDraft:
    """What a campaign is: theme, days, area, measures, and the primary keys of the units asked."""

    name: str
    first: date
    last: date
    due: date
    area: int
    measures: tuple[MeasureDraft, ...] = ()
    units: tuple[int, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ReturnDraft:
    """What a unit reports: the words written for each measure's primary key, for a day.

    `seen` is the version that was looked at, 0 for none; `reason` why that one is put right.
    `paper` is the number of the sheet it was copied from.
    """

    campaign: int
    unit: int
    day: date
    said: tuple[tuple[int, str], ...]
    source: Source = Source.PAGE
    seen: int = 0
    reason: str = ""
    paper: str = ""
