"""The ledger of cases (整改台账): finding them by words, its columns, its rows."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from itertools import chain, count, islice
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.timezone import get_current_timezone
from django.utils.translation import gettext as _

from wenming.kit.sheets.writing import Page, Written
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

CHUNK = 500
LONGEST = 32_767  # what a cell of a workbook can hold
CLOSED, FIXED = State.CLOSED.value, State.FIXED.value
COLUMNS = (
    *(
        "pk",
        "unit_id",
        "number",
        "state",
        "source",
        "project",
        "problem",
        "cause",
        "measure",
        "result",
        "limit",
    ),
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
    return Page(_("整改台账"), heads, rows(cases, leaders(day)))


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
    zone: tzinfo
    assists: Mapping[int, list[str]]
    before: Counter[int]
    after: Counter[int]

    def local(self, at: datetime | None) -> date | None:
        """The local day of an instant."""
        return at.astimezone(self.zone).date() if at else None


def words() -> dict[str, str]:
    """The words of every code a row may have, looked up once for all rows."""
    labels = chain(STATES.items(), LIMITS.items(), SOURCES.items())
    said = {code.value: str(word) for code, word in labels}
    return said | {"passed": _("通过"), "again": _("退回重改"), "yes": _("是"), "no": _("否")}


def rows(cases: QuerySet[Case], heads: dict[int, str]) -> Iterator[tuple[Written, ...]]:
    """The rows; memory does not grow with their number, and no row of a case is made an object."""
    wanted = cases.order_by("filed", "pk").values_list(*COLUMNS, named=True)
    stream, said, numbers = wanted.iterator(chunk_size=CHUNK), words(), count(1)
    while chunk := list(islice(stream, CHUNK)):
        keys = [case.pk for case in chunk]
        beside = Beside(said, heads, get_current_timezone(), helping(keys), *photographs(keys))
        for case in chunk:
            yield next(numbers), *cells(case, beside)


def helping(cases: list[int]) -> dict[int, list[str]]:
    """The names of the units that help, by case."""
    found: dict[int, list[str]] = {}
    link = Case.assists.through.objects.filter(case__in=cases)
    ordered = link.order_by("unit__order", "unit_id")
    for case, name in ordered.values_list("case_id", "unit__name"):
        found.setdefault(case, []).append(name)
    return found


def photographs(cases: list[int]) -> tuple[Counter[int], Counter[int]]:
    """How many photographs there are from before and from after mending, by case."""
    seen = Sighting.objects.filter(case__in=cases).values_list("case")
    mended = CasePhoto.objects.filter(case__in=cases, move=Move.FIX.value).values_list("case")
    before = seen.annotate(n=Count("finding__photos")).order_by()
    return Counter(dict(before)), Counter(dict(mended.annotate(n=Count("pk")).order_by()))


def cells(case: Any, beside: Beside) -> tuple[Written, ...]:
    """One case in the order of the heads, without its running number."""
    said, local = beside.words, beside.local
    return (
        *(case.number, case.round__name or said[case.source]),
        *(case.site__kind__name, case.site__name, case.site__address),
        " ".join(one for one in (case.project, case.item__code) if one),
        *(case.problem[:LONGEST], beside.before[case.pk] or None),
        *(case.unit__name, "、".join(beside.assists.get(case.pk, ()))),
        *(beside.leaders.get(case.unit_id), case.unit__contact),
        *(case.cause[:LONGEST], case.measure[:LONGEST], said[case.limit], local(case.assigned)),
        *(case.said_limit or local(case.due), local(case.fixed), case.result[:LONGEST]),
        *(beside.after[case.pk] or None, case.closed_by__name or case.closed_by__username),
        *(local(case.closed), verdict(case, said), said["yes" if case.state == CLOSED else "no"]),
        remark(case, said),
    )


def verdict(case: Any, words: Mapping[str, str]) -> str:
    """What the check came to."""
    if case.state == CLOSED:
        return words["passed"]
    if case.reworks and case.state == State.TAKEN.value:
        return words["again"]
    return words[FIXED] if case.state == FIXED else ""


def remark(case: Any, words: Mapping[str, str]) -> str:
    """What else there is to say: where it ended otherwise, rests, or came back."""
    said = [] if case.state in {CLOSED, FIXED} else [words[case.state]]
    if case.plan and case.state == State.SHELVED.value:
        said.append(_("计划 %(day)s") % {"day": case.plan.isoformat()})
    if case.merged__number:
        said.append(_("并入 %(number)s") % {"number": case.merged__number})
    if case.reopened:
        said.append(_("反复 %(times)s 次") % {"times": case.reopened})
    return "；".join(said)
