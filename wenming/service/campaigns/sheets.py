"""A campaign's workbook, out and back: a row for each unit; and what a row that comes back means.

Every row is judged by the verb that judges a return on a page. One fault anywhere, and nothing is kept.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction
from django.utils.translation import get_language

from wenming.kit.flow import Refused
from wenming.kit.sheets import dates
from wenming.kit.sheets.book import open_book
from wenming.kit.sheets.cells import shown
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.faults import Fault, Unreadable, message
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.tables import read_forms
from wenming.kit.sheets.writing import Page, Written
from wenming.org.models import User
from wenming.org.sheets import Names
from wenming.service.campaigns.actions import By, report
from wenming.service.campaigns.drafts import ReturnDraft
from wenming.service.campaigns.models import Campaign, Measure, Return
from wenming.service.campaigns.rules import Source, exact
from wenming.service.campaigns.tallies import seen, values_of
from wenming.web.words import refusal

NAME = "活动报数"
UNIT, AREA, DAY, REASON = "单位名称", "区域", "活动日期", "更正理由"


@dataclass(frozen=True, slots=True)
class Wrong:
    """A cell that cannot stand, and why, in a sentence."""

    sheet: str
    cell: str
    words: str


@dataclass(slots=True)
class Loaded:
    """What a workbook comes to: returns new, corrected and unchanged; or what is wrong, and nothing."""

    new: int = 0
    corrected: int = 0
    same: int = 0
    wrong: list[Wrong] = field(default_factory=list)
    saved: bool = False


def label(measure: Measure) -> str:
    """The head of a measure's column."""
    return f"{measure.name}（{measure.unit}）"


def form_of(measures: list[Measure]) -> Form:
    """The columns of a campaign's workbook."""
    counted = (Column(f"m{m.pk}", (label(m), m.name), required=True) for m in measures)
    ends = (Column("day", (DAY, "日期")), Column("reason", (REASON, "理由")))
    unit = Column("unit", (UNIT, "单位", "责任单位"), required=True)
    return Form(NAME, (unit, *counted, *ends), ignored=("序号", AREA, "备注"))


def page_of(campaign: Campaign, user: User) -> Page:
    """The sheet of the units one sees, filled with what is reported."""
    measures = list(campaign.measures.all())
    heads = (UNIT, AREA, *map(label, measures), DAY, REASON)
    return Page(NAME, heads, rows_of(campaign, measures, user), title=campaign.name)


def rows_of(
    campaign: Campaign, measures: list[Measure], user: User
) -> Iterator[tuple[Written, ...]]:
    """A row for each unit asked; figures stand as they are written, so that none is rounded."""
    standing = {
        one.asked_id: one for one in Return.objects.filter(asked__campaign=campaign, standing=True)
    }
    values = values_of(campaign)
    for asked in seen(campaign, user):
        held = standing.get(asked.pk)
        said = values.get(held.pk, {}) if held else {}
        figures = (exact(said[m.pk], m.places) if m.pk in said else "" for m in measures)
        day = held.day if held else campaign.first
        yield (asked.unit.name, asked.area.name, *figures, day, "")


def load(campaign: Campaign, path: Path, *, keep: bool, by: By, at: datetime) -> Loaded:
    """Read a workbook that came back; whole or not at all, and with `keep` False only to look."""
    measures, loaded = list(campaign.measures.all()), Loaded()
    form = form_of(measures)
    try:
        reading = read_forms(open_book(path), form)
    except Unreadable as unreadable:
        loaded.wrong.append(told(unreadable.fault))
        return loaded
    rows = Return.objects.filter(asked__campaign=campaign, standing=True)
    versions = dict(rows.values_list("asked__unit", "version"))
    names = Names.known()
    with transaction.atomic():
        for row in reading.rows(form):
            take_in(campaign, measures, row, names, versions, loaded, (by, at))
        loaded.wrong += map(told, reading.faults)
        loaded.saved = keep and not loaded.wrong
        if not loaded.saved:
            transaction.set_rollback(True)
    return loaded


def take_in(
    campaign: Campaign,
    measures: list[Measure],
    row: Row,
    names: Names,
    versions: dict[int, int],
    loaded: Loaded,
    who: tuple[By, datetime],
) -> None:
    """One row as a return; a row without any figure is of a unit that has not reported."""
    said = {m: shown(row.raw(f"m{m.pk}")) for m in measures if row.has(f"m{m.pk}")}
    if not said:
        return
    units = names.find(row, "unit", [row.text("unit", needed=True)])
    day = row.read("day", dates.day) or campaign.first
    if row.faults or not units:
        return
    seen_, (by, at) = versions.get(units[0], 0), who
    draft = ReturnDraft(
        campaign.pk,
        units[0],
        day,
        tuple((m.pk, words) for m, words in said.items()),
        Source.WORKBOOK,
        seen_,
        row.text("reason"),
    )
    try:
        now = report(draft, by=by, at=at)
    except Refused as no:
        loaded.wrong.append(wrong(row, measures, no))
        return
    loaded.same += now.version == seen_
    loaded.corrected += now.version > seen_ > 0
    loaded.new += seen_ == 0


def wrong(row: Row, measures: list[Measure], no: Refused) -> Wrong:
    """What was refused, at the cell it is about: a measure's, the day's, the reason's or the unit's."""
    of = {m.name: f"m{m.pk}" for m in measures} | {"reason": "reason"}
    about = {"return_day": "day"}.get(no.reason) or next(
        (of[one] for one in no.lacking if one in of), "unit"
    )
    words = "".join(map(str, refusal(no)))
    return Wrong(row.sheet, row.ref(about) or row.where, words)


def told(fault: Fault) -> Wrong:
    """A fault of the workbook itself."""
    return Wrong(fault.sheet, fault.cell, message(fault, get_language() or "zh"))
