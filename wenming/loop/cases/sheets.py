"""The ledger of cases (整改台账): finding them by words, its columns, its rows."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from itertools import chain, islice
from typing import Any, TypeVar

from django.db.models import Count, Model, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.kit.sheets.writing import Page
from wenming.kit.words import key
from wenming.loop.cases.models import (
    SOURCES,
    STATES,
    Case,
    CasePhoto,
    Sighting,
)
from wenming.loop.cases.rules import Move, State
from wenming.loop.standards.models import LIMITS, Item
from wenming.org.models import Appointment
from wenming.org.rules import Role
from wenming.records.models import found_among
from wenming.web.sheets import page

M = TypeVar("M", bound=Model)
CHUNK = 500
LONGEST = 32_767  # what a cell of a workbook can hold
CLOSED, FIXED = State.CLOSED.value, State.FIXED.value
COLUMNS = (
    *("number", "state", "source", "project", "problem", "cause", "measure", "result", "limit"),
    *("said_limit", "filed", "assigned", "due", "fixed", "closed", "plan", "reworks", "reopened"),
    *("round__name", "site__name", "site__address", "site__kind__name", "item__code"),
    *("unit__name", "unit__contact", "closed_by__name", "closed_by__username", "merged__number"),
)


def found(rows: Any, words: str) -> Any:
    """Cases by number, words of the problem or name of the site; one character is enough."""
    return found_among(rows, "case", words)


def of_item(rows: Any, words: str) -> Any:
    """Cases of the standards whose code begins so, width and case set aside."""
    wanted = key(words)
    codes = Item.objects.values_list("pk", "code")
    return rows.filter(item__in=[pk for pk, code in codes if key(code).startswith(wanted)])


def ledger(cases: QuerySet[Case], *, day: date) -> Page:
    """The ledger of these cases, oldest first; who heads a unit is said as of `day`."""
    heads = (
        *(_("序号"), _("编号"), _("来源（批次）"), _("点位类别"), _("点位名称"), _("位置")),
        *(_("测评项目／标准编号"), _("问题描述"), _("整改前照片"), _("责任单位"), _("配合单位")),
        *(_("责任领导"), _("责任人"), _("整改原因"), _("整改举措"), _("整改类别"), _("交办日期")),
        *(_("整改时限"), _("完成日期"), _("整改情况"), _("整改后照片"), _("复核人")),
        *(_("复核日期"), _("复核结论"), _("销号"), _("备注")),
    )
    return page(_("整改台账"), heads, rows(cases, leaders(day)))


def leaders(day: date) -> dict[int, str]:
    """The heads of units by unit."""
    held = Appointment.objects.on(day).filter(role=Role.UNIT_HEAD.value).exclude(unit=None)
    found: dict[int, list[str]] = {}
    for one in held.select_related("user").order_by("pk"):
        found.setdefault(one.unit_id or 0, []).append(str(one.user))
    return {unit: "、".join(names) for unit, names in found.items()}


@dataclass(frozen=True, slots=True)
class Beside:
    """What a row says that its case does not hold itself."""

    words: Mapping[str, str]
    leaders: dict[int, str]
    before: Counter[int]
    after: Counter[int]


def words() -> dict[str, str]:
    """The words of every code a row may have, looked up once for all rows."""
    labels = chain(STATES.items(), LIMITS.items(), SOURCES.items())
    said = {code.value: str(word) for code, word in labels}
    return said | {"passed": _("通过"), "again": _("退回重改")}


def rows(cases: QuerySet[Case], heads: dict[int, str]) -> Iterator[tuple[object, ...]]:
    """The rows; memory does not grow with their number."""
    wanted = cases.select_related("round", "site__kind", "item", "unit", "closed_by", "merged")
    wanted = wanted.only(*COLUMNS).prefetch_related("assists").order_by("filed", "pk")
    stream, said, number = iter(wanted.iterator(chunk_size=CHUNK)), words(), 0
    while chunk := list(islice(stream, CHUNK)):
        beside = Beside(said, heads, *photographs([case.pk for case in chunk]))
        for case in chunk:
            number += 1
            yield tuple(plain(cell) for cell in (number, *cells(case, beside)))


def photographs(cases: list[int]) -> tuple[Counter[int], Counter[int]]:
    """How many photographs there are from before and from after mending, by case."""
    seen = Sighting.objects.filter(case__in=cases).values_list("case")
    mended = CasePhoto.objects.filter(case__in=cases, move=Move.FIX.value).values_list("case")
    before = seen.annotate(n=Count("finding__photos")).order_by()
    return Counter(dict(before)), Counter(dict(mended.annotate(n=Count("pk")).order_by()))


def cells(case: Case, beside: Beside) -> Iterable[object]:
    """One case in the order of the heads, without its running number."""
    site, unit = case.site, case.unit
    yield from (case.number, case.round or beside.words[case.source])
    yield from (site and site.kind, site, site and site.address)
    yield " ".join(str(one) for one in (case.project, case.item) if one)
    yield from (case.problem, beside.before[case.pk] or None)
    yield from (unit, "、".join(str(one) for one in case.assists.all()))
    yield from (beside.leaders.get(case.unit_id or 0), unit and unit.contact)
    yield from (case.cause, case.measure, beside.words[case.limit], local(case.assigned))
    yield from (case.said_limit or local(case.due), local(case.fixed), case.result)
    yield from (beside.after[case.pk] or None, case.closed_by, local(case.closed))
    yield from (verdict(case, beside.words), case.state == CLOSED, remark(case, beside.words))


def local(at: datetime | None) -> date | None:
    """The local day of an instant."""
    return localdate(at) if at else None


def plain(cell: object) -> object:
    """Numbers and days as they are, all else as words a cell can hold."""
    if cell is None or isinstance(cell, bool | int | date):
        return cell
    return str(cell)[:LONGEST]


def verdict(case: Case, words: Mapping[str, str]) -> str:
    """What the check came to."""
    if case.state == CLOSED:
        return words["passed"]
    if case.reworks and case.state == State.TAKEN.value:
        return words["again"]
    return words[FIXED] if case.state == FIXED else ""


def remark(case: Case, words: Mapping[str, str]) -> str:
    """What else there is to say: where it ended otherwise, rests, or came back."""
    said = [] if case.state in {CLOSED, FIXED} else [words[case.state]]
    if case.plan and case.state == State.SHELVED.value:
        said.append(_("计划 %(day)s") % {"day": case.plan.isoformat()})
    if case.merged:
        said.append(_("并入 %(number)s") % {"number": case.merged.number})
    if case.reopened:
        said.append(_("反复 %(times)s 次") % {"times": case.reopened})
    return "；".join(said)
