"""The ledger of cases (整改台账): what narrows it, its columns, its rows a few hundred at a time."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, NamedTuple, TypeVar

from django.db.models import Count, Model, Q, QuerySet
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.kit.find import matches, query
from wenming.kit.flow import Refused
from wenming.kit.sheets.writing import Page
from wenming.kit.words import key, unit_key
from wenming.loop.cases.models import Case, CasePhoto, CaseQuerySet, Sighting
from wenming.loop.cases.rules import Move, State
from wenming.loop.inspections.models import Round
from wenming.loop.standards.models import Item
from wenming.org.models import Appointment, Area, Unit
from wenming.org.rules import Role
from wenming.places.models import SiteKind
from wenming.records.models import Entry
from wenming.web.sheets import page

M = TypeVar("M", bound=Model)
FEW = 2000  # candidates looked at twice when words are searched

CHUNK = 500
LONGEST = 32_767  # what a cell of a workbook can hold


def found(rows: Any, words: str) -> Any:
    """Cases by number, words of the problem or name of the site; one character is enough."""
    wanted = query(words)
    entries = Entry.objects.found(wanted).filter(kind="case")
    if wanted.decided:
        return rows.filter(pk__in=entries.values("key"))
    candidates = entries.order_by("-key")[:FEW]
    keys = [one.key for one in candidates if matches(f"{one.title}\n{one.note}", wanted)]
    return rows.filter(pk__in=keys)


def of_item(rows: Any, words: str) -> Any:
    """Cases of the standards whose code begins so, width and case set aside."""
    wanted = key(words)
    codes = Item.objects.values_list("pk", "code")
    return rows.filter(item__in=[pk for pk, code in codes if key(code).startswith(wanted)])


class Narrowing(NamedTuple):
    """What narrows a ledger, in the names people use."""

    state: str = ""
    source: str = ""
    unit: str = ""
    area: str = ""
    round: str = ""
    kind: str = ""
    item: str = ""
    text: str = ""
    live: bool = False
    late: bool = False

    def of(self, cases: CaseQuerySet, *, at: datetime) -> CaseQuerySet:
        """The cases that are left; raises Refused("unknown") for a name nothing answers to."""
        rows = cases.live() if self.live else cases
        rows = rows.overdue(at) if self.late else rows
        rows = rows.filter(state=self.state) if self.state else rows
        rows = rows.filter(source=self.source) if self.source else rows
        rows = rows.filter(*self.things())
        left: CaseQuerySet = found(rows, self.text) if self.text else rows
        return of_item(left, self.item) if self.item else left

    def things(self) -> Iterator[Q]:
        """The conditions that name other things."""
        if self.unit:
            units = Unit.objects.filter(aliases__key=unit_key(self.unit))
            yield Q(unit=only(units, self.unit))
        if self.area:
            yield Q(
                area__path__startswith=only(Area.objects.filter(code=self.area), self.area).path
            )
        if self.round:
            yield Q(round=only(Round.objects.filter(name=self.round), self.round))
        if self.kind:
            yield Q(site__kind=only(SiteKind.objects.filter(name=self.kind), self.kind))


def only(things: QuerySet[M], said: str) -> M:
    """The one thing that answers to a name; raises Refused("unknown")."""
    if (thing := things.first()) is None:
        raise Refused("unknown", said)
    return thing


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

    leaders: dict[int, str]
    before: Counter[int]
    after: Counter[int]


def rows(cases: QuerySet[Case], heads: dict[int, str]) -> Iterator[tuple[object, ...]]:
    """The rows; memory does not grow with their number."""
    wanted = cases.select_related("round", "site__kind", "item", "unit", "closed_by", "merged")
    stream = iter(
        wanted.prefetch_related("assists").order_by("filed", "pk").iterator(chunk_size=CHUNK)
    )
    number = 0
    while chunk := list(islice(stream, CHUNK)):
        beside = Beside(heads, *photographs([case.pk for case in chunk]))
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
    yield from (case.number, case.round or case.get_source_display())
    yield from (site and site.kind, site, site and site.address)
    yield " ".join(str(one) for one in (case.project, case.item) if one)
    yield from (case.problem, beside.before[case.pk] or None)
    yield from (unit, "、".join(str(one) for one in case.assists.all()))
    yield from (beside.leaders.get(case.unit_id or 0), unit and unit.contact)
    yield from (case.cause, case.measure, case.get_limit_display(), local(case.assigned))
    yield from (case.said_limit or local(case.due), local(case.fixed), case.result)
    yield from (beside.after[case.pk] or None, case.closed_by, local(case.closed))
    yield from (verdict(case), case.state == State.CLOSED.value, remark(case))


def local(at: datetime | None) -> date | None:
    """The local day of an instant."""
    return localdate(at) if at else None


def plain(cell: object) -> object:
    """Numbers and days as they are, all else as words a cell can hold."""
    if cell is None or isinstance(cell, bool | int | date):
        return cell
    return str(cell)[:LONGEST]


def verdict(case: Case) -> str:
    """What the check came to."""
    if case.state == State.CLOSED.value:
        return _("通过")
    if case.reworks and case.state == State.TAKEN.value:
        return _("退回重改")
    return case.get_state_display() if case.state == State.FIXED.value else ""


def remark(case: Case) -> str:
    """What else there is to say: where it ended otherwise, rests, or came back."""
    said = []
    if case.state not in {State.CLOSED.value, State.FIXED.value}:
        said.append(case.get_state_display())
    if case.plan and case.state == State.SHELVED.value:
        said.append(_("计划 %(day)s") % {"day": case.plan.isoformat()})
    if case.merged:
        said.append(_("并入 %(number)s") % {"number": case.merged.number})
    if case.reopened:
        said.append(_("反复 %(times)s 次") % {"times": case.reopened})
    return "；".join(str(one) for one in said)
