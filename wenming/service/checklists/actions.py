"""The verbs about lists: defining one, saying what a station has, confirming it a level above."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.org.rules import SYSTEM
from wenming.records.actions import Step, keep_file, note_down
from wenming.service.checklists.drafts import EvidenceDraft, ListDraft
from wenming.service.checklists.models import Checklist, Evidence, Line, Point, Version
from wenming.service.checklists.rules import ARROWS, Move, State
from wenming.service.stations.actions import must_grant, must_run
from wenming.service.stations.actions import powers_over as powers_at
from wenming.service.stations.models import Station

By = User | None  # None: the command line on the server itself


def powers_over(station: Station, by: By) -> frozenset[str]:
    """What a person may do to what a station shows: "confirm" is the office's and the level above's."""
    if by is None:
        return SYSTEM | {"confirm"}
    held = powers_at(station, by)
    above = station.parent
    judges = "grant" in by.any_powers or (above and "dispatch" in powers_at(above, by))
    return held | {"confirm"} if judges else held


@transaction.atomic
def define(draft: ListDraft, *, by: By, at: datetime) -> Version:
    """Define a list, or change it: a new version; the same again is the version there is."""
    must_grant(by)
    if not (name := tidy(draft.name)[:60]) or not draft.kinds or not draft.points:
        raise Refused("needs", "name" if not name else "points" if draft.kinds else "kinds")
    listed = Checklist.objects.get_or_create(name=name)[0]
    Checklist.objects.select_for_update().get(pk=listed.pk)
    points = [
        Point.objects.get_or_create(checklist=listed, name=said, words=words)[0]
        for said, words in draft.points
    ]
    last = listed.versions.order_by("-number").first()
    kinds = sorted(kind.value for kind in draft.kinds)
    if (
        last
        and last.kinds == kinds
        and [line.point_id for line in last.lines.all()] == [point.pk for point in points]
    ):
        return last
    number = last.number + 1 if last else 1
    row = Version.objects.create(checklist=listed, number=number, kinds=kinds, since=localdate(at))
    lines = [Line(version=row, point=point, order=n) for n, point in enumerate(points)]
    Line.objects.bulk_create(lines)
    facts: dict[str, object] = {"title": name, "number": number, "points": len(points)}
    note_down(Step("checklist", listed.pk, "define", facts=facts), by=by, at=at)
    return row


@transaction.atomic
def record(draft: EvidenceDraft, *, by: By, at: datetime) -> Evidence:
    """Say what a station has for a point; what was said before gives way, the same again changes nothing.

    Refused: "needs" without words and picture, "evidence_day" for a day to come, "point_gone" for
    a point that is on no list in force for this kind of station.
    """
    rows = Station.objects.select_related("area").select_for_update(of=("self",))
    station = rows.get(pk=draft.station)
    must_run(station, by)
    text = tidy(draft.text)[:400]
    if not text and not draft.content:
        raise Refused("needs", "text")
    if draft.day > localdate(at):
        raise Refused("evidence_day")
    held = Version.objects.current().filter(points=draft.point)
    if not any(station.kind in version.kinds for version in held):
        raise Refused("point_gone")
    file = keep_file(draft.content, name=draft.name, by=by, at=at) if draft.content else None
    here = Evidence.objects.live().filter(station=station, point=draft.point).first()
    if here is not None:
        file = file or here.file
        if (here.text, here.day, here.file) == (text, draft.day, file) and here.state != "returned":
            return here
        step(here, Move.REPLACE, "", by=by, at=at)
    row = Evidence.objects.create(
        station=station,
        point_id=draft.point,
        state=State.OFFERED.value,
        text=text,
        day=draft.day,
        file=file,
        at=at,
        by=by,
    )
    above = [station.parent.unit_id] if station.parent else []
    facts = {"title": f"{station.name} {row.point.name}"}
    told = Step("evidence", station.pk, "offer", "", row.state, text, facts, above)
    note_down(told, by=by, at=at)
    return row


@transaction.atomic
def judge(key: int, move: Move, note: str = "", *, by: By, at: datetime) -> Evidence:
    """Confirm what a station shows, or send it back; Refused("own_evidence") for one's own."""
    rows = Evidence.objects.select_for_update(of=("self",))
    row = rows.select_related("station__area", "station__parent__area", "point").get(pk=key)
    if by is not None and row.by_id == by.pk:
        raise Refused("own_evidence")
    return step(row, move, note, by=by, at=at)


def step(row: Evidence, move: Move, note: str, *, by: By, at: datetime) -> Evidence:
    """Take one step on a piece of evidence that is locked."""
    said, before = tidy(note)[:400], State(row.state)
    powers = powers_over(row.station, by)
    state = after(ARROWS, before, move, powers=powers, given={"note"} if said else set())
    row.state = state.value
    if move is not Move.REPLACE:
        row.judged, row.judged_by, row.note = at, by, said
    row.save(update_fields=["state", "judged", "judged_by", "note"])
    facts = {"title": f"{row.station.name} {row.point.name}"}
    units = [row.station.unit_id] if move is not Move.REPLACE else []
    told = Step("evidence", row.station_id, move.value, before, state, said, facts, units)
    note_down(told, by=by, at=at)
    return row
