"""The verbs about campaigns: define one, lead it, report, put right, vouch for a figure.

Each locks first (the campaign, or the unit's place in it), asks the rules, writes, and leaves one act.
Whatever is refused leaves no trace.
"""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import F

from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.org.models import Area, Unit, User
from wenming.org.rules import SYSTEM
from wenming.records.actions import Step, note_down
from wenming.service.campaigns.drafts import CampaignDraft, ReturnDraft
from wenming.service.campaigns.models import (
    Asked,
    Campaign,
    Figure,
    Measure,
    Return,
    Tally,
    Total,
)
from wenming.service.campaigns.rules import ARROWS, MOST_PLACES, Move, State, figure

By = User | None  # None: the command line on the server itself
COLUMNS = ("name", "note", "area", "first", "last", "due")


def powers_over(campaign: Campaign, by: By) -> frozenset[str]:
    """What a person may do to a campaign as a whole."""
    return SYSTEM if by is None else by.powers(campaign.area.path)


def may_report(asked: Asked, by: By) -> bool:
    """Whether a person reports for a unit: its own people, and who leads the campaign."""
    if "publish" in powers_over(asked.campaign, by):
        return True
    return by is not None and "rectify" in by.powers(units=[asked.unit_id])


@transaction.atomic
def define(draft: CampaignDraft, key: int | None = None, *, by: By, at: datetime) -> Campaign:
    """Put down a campaign, or another wording of one that has not begun."""
    row = Campaign(state=State.DRAFT.value)
    if key is not None:
        row = Campaign.objects.select_for_update(of=("self",)).select_related("area").get(pk=key)
        may_define(row, by)
    row.area = Area.objects.get(pk=draft.area)
    may_define(row, by)
    if not (name := tidy(draft.name)[:60]):
        raise Refused("needs", "name")
    if not draft.first <= draft.last <= draft.due:
        raise Refused("campaign_days")
    if Campaign.objects.filter(name=name).exclude(pk=row.pk).exists():
        raise Refused("campaign_taken", name)
    row.name, row.note = name, tidy(draft.note)[:400]
    row.first, row.last, row.due = draft.first, draft.last, draft.due
    row.save()
    set_measures(row, draft)
    set_units(row, draft.units)
    facts = {"title": name, "measures": row.measures.count(), "units": row.asked.count()}
    note_down(Step("campaign", row.pk, "define", facts=facts), by=by, at=at)
    return row


def may_define(row: Campaign, by: By) -> None:
    """Refuse who does not lead campaigns there, and a campaign that has begun."""
    if "publish" not in powers_over(row, by):
        raise Refused("power", "publish")
    if row.state != State.DRAFT.value:
        raise Refused("state", row.state)


def set_measures(row: Campaign, draft: CampaignDraft) -> None:
    """What is counted, in this order, instead of what was."""
    row.measures.all().delete()
    names = [tidy(m.name)[:40] for m in draft.measures]
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise Refused("measure_twice", twice)
    if wide := next((m for m in draft.measures if not 0 <= m.places <= MOST_PLACES), None):
        raise Refused("measure_places", wide.name, str(MOST_PLACES))
    Measure.objects.bulk_create(
        Measure(campaign=row, name=name, unit=tidy(m.unit)[:10], places=m.places, order=n)
        for n, (name, m) in enumerate(zip(names, draft.measures, strict=True), start=1)
    )


def set_units(row: Campaign, units: Sequence[int]) -> None:
    """Who is asked, instead of who was; a unit counts for its own area, or for the campaign's."""
    row.asked.all().delete()
    found = Unit.objects.filter(pk__in=units).select_related("area")
    Asked.objects.bulk_create(
        (
            Asked(
                campaign=row,
                unit=unit,
                area=unit.area
                if unit.area and unit.area.path.startswith(row.area.path)
                else row.area,
            )
            for unit in found
        ),
        batch_size=1000,
    )
    lay_tallies(row)


def lay_tallies(row: Campaign) -> None:
    """A tally, and a total of nought for each measure, for every area with units in it, and above."""
    row.tallies.all().delete()
    below = Counter(row.asked.order_by().values_list("area__path", flat=True))
    areas = Area.objects.filter(path__startswith=row.area.path)
    held = {
        area: asked
        for area in areas
        if (asked := sum(n for path, n in below.items() if path.startswith(area.path)))
    }
    Tally.objects.bulk_create(Tally(campaign=row, area=a, asked=n) for a, n in held.items())
    Total.objects.bulk_create(
        (Total(measure=one, area=area) for one in row.measures.all() for area in held),
        batch_size=1000,
    )


def add(asked: Asked, values: dict[int, int], *, first: bool) -> None:
    """Move the tallies of the unit's area, and of those above it, on by these differences."""
    campaign = asked.campaign
    codes = asked.area.path.strip("/").split("/")
    within = Area.objects.filter(code__in=codes, path__startswith=campaign.area.path)
    areas = list(within.values_list("pk", flat=True))
    # The campaign's own area first: whoever holds it is alone, so that none waits for one that waits.
    rows = campaign.tallies.select_for_update()
    rows.get(area=campaign.area_id)
    more = {"reported": F("reported") + 1} if first else {}
    campaign.tallies.filter(area__in=areas).update(versions=F("versions") + 1, **more)
    for measure, value in values.items():
        if value:
            Total.objects.filter(measure=measure, area__in=areas).update(value=F("value") + value)


@transaction.atomic
def take(key: int, move: Move, note: str = "", *, by: By, at: datetime) -> Campaign:
    """Take one step on a campaign, or raise Refused and leave no trace."""
    rows = Campaign.objects.select_for_update(of=("self",)).select_related("area")
    row, note = rows.get(pk=key), tidy(note)[:400]
    had = {"units": row.asked.exists(), "measures": row.measures.exists(), "note": bool(note)}
    given = {name for name, there in had.items() if there}
    before = State(row.state)
    state = after(ARROWS, before, move, powers=powers_over(row, by), given=given)
    row.state = state.value
    row.save(update_fields=["state"])
    units = sorted(row.asked.values_list("unit", flat=True)) if move is not Move.CLOSE else []
    facts = {"title": row.name}
    note_down(Step("campaign", key, move.value, before, state, note, facts, units), by=by, at=at)
    return row


@transaction.atomic
def report(draft: ReturnDraft, *, by: By, at: datetime) -> Return:
    """Take down what a unit reports, or its correction; the same sent twice is the same.

    Refused: "not_asked", "campaign_state", "return_day" for another year's or month's, those of
    `figure` with the measure before them, "needs", and "reported" where another version stands than
    the one that was looked at.
    """
    near = ("campaign__area", "unit", "area")
    rows = Asked.objects.select_for_update(of=("self",)).select_related(*near)
    asked = rows.filter(campaign=draft.campaign, unit=draft.unit).first()
    if asked is None:
        raise Refused("not_asked")
    may_take_in(asked, by)
    campaign = asked.campaign
    if not campaign.first <= draft.day <= campaign.last:
        raise Refused("return_day", f"{draft.day:%Y-%m-%d}", campaign.name)
    values = read(list(campaign.measures.all()), dict(draft.said))
    here = asked.returns.filter(standing=True).first()
    if here is not None and same(here, draft, values):
        return here
    may_replace(here, draft, asked)
    before = stand_down(asked, here)
    row = Return.objects.create(
        asked=asked,
        version=draft.seen + 1,
        day=draft.day,
        source=draft.source.value,
        paper=tidy(draft.paper)[:40],
        reason=tidy(draft.reason)[:200] if here else "",
        by=by,
        at=at,
    )
    Figure.objects.bulk_create(Figure(report=row, measure_id=m, value=v) for m, v in values.items())
    add(asked, {m: v - before.get(m, 0) for m, v in values.items()}, first=here is None)
    facts = {"title": campaign.name, "unit": asked.unit.name, "version": row.version}
    step = Step("return", asked.pk, "correct" if here else "report", note=row.reason, facts=facts)
    note_down(step, by=by, at=at)
    return row


def may_replace(here: Return | None, draft: ReturnDraft, asked: Asked) -> None:
    """Refuse over another version than was looked at, and a correction without a reason."""
    if (here.version if here else 0) != draft.seen:
        raise Refused("reported", asked.unit.name)
    if here is not None and not tidy(draft.reason):
        raise Refused("needs", "reason")


def stand_down(asked: Asked, here: Return | None) -> dict[int, int]:
    """Let another version stand in this one's place; what it said. The first marks the unit reported."""
    if here is None:
        Asked.objects.filter(pk=asked.pk).update(reported=True)
        return {}
    Return.objects.filter(pk=here.pk).update(standing=False)
    here.figures.update(standing=False)
    return dict(here.figures.values_list("measure", "value"))


def may_take_in(asked: Asked, by: By) -> None:
    """Refuse whoever does not report for the unit, and what comes too early or too late.

    When reporting is over, who leads the campaign may still put figures right.
    """
    if not may_report(asked, by):
        raise Refused("power", "rectify")
    late = asked.campaign.state == State.CLOSED.value
    leads = "publish" in powers_over(asked.campaign, by)
    if asked.campaign.state != State.OPEN.value and not (late and leads):
        raise Refused("campaign_state", asked.campaign.name)


def read(measures: Sequence[Measure], said: dict[int, str]) -> dict[int, int]:
    """The figure of every measure; Refused names the measure whose words are no figure of it."""
    if lacking := [m.name for m in measures if not tidy(said.get(m.pk, ""))]:
        raise Refused("needs", *lacking)
    values = {}
    for measure in measures:
        try:
            values[measure.pk] = figure(said[measure.pk], measure.places, measure.unit)
        except Refused as no:
            raise Refused(no.reason, measure.name, *no.lacking) from None
    return values


def same(here: Return, draft: ReturnDraft, values: dict[int, int]) -> bool:
    """Whether the standing return says just this."""
    return here.day == draft.day and dict(here.figures.values_list("measure", "value")) == values


@transaction.atomic
def report_all(drafts: Sequence[ReturnDraft], *, by: By, at: datetime) -> list[Return]:
    """Take in a whole workbook or none of it; of a unit that reported before, `seen` is what stands."""
    return [report(draft, by=by, at=at) for draft in drafts]


@transaction.atomic
def vouch(key: int, note: str, *, by: By, at: datetime) -> Return:
    """Say that a doubtful return was asked about and is right; said before: nothing happens."""
    rows = Return.objects.select_for_update(of=("self",)).select_related("asked__campaign__area")
    row = rows.select_related("asked__unit").get(pk=key)
    if "publish" not in powers_over(row.asked.campaign, by):
        raise Refused("power", "publish")
    if not row.standing:
        raise Refused("reported", row.asked.unit.name)
    if not (note := tidy(note)[:200]):
        raise Refused("needs", "note")
    if not row.checked:
        row.checked = True
        row.save(update_fields=["checked"])
        facts = {"title": row.asked.campaign.name, "unit": row.asked.unit.name}
        note_down(Step("return", row.asked_id, "vouch", note=note, facts=facts), by=by, at=at)
    return row
