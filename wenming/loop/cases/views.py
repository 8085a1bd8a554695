"""Pages about cases: the list, its ledger, what is asked of the office, the photographs.

The page of one case, where its steps are taken, is in loop.casework.
"""

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate, localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.kit.flow import Refused
from wenming.loop.cases.models import SOURCES, STATES, Appeal, Case, CasePhoto, Extension
from wenming.loop.cases.rules import PENDING, State
from wenming.loop.cases.sheets import found, ledger, of_item
from wenming.loop.inspections.models import Photo, Round
from wenming.loop.standards.models import LIMITS
from wenming.loop.terms.models import Term
from wenming.org.http import Request, Within, reader
from wenming.org.models import Area, Unit
from wenming.org.rules import Level
from wenming.places.models import SiteKind
from wenming.records.models import File
from wenming.records.proofs import place_of
from wenming.web.filters import Choice, Days, Flag, Key, Narrowed, Option, Words, narrow
from wenming.web.http import refused
from wenming.web.paging import COUNTED, page_of
from wenming.web.sheets import workbook

SHOWN = 50  # characters of a problem in the list
FOUND = 500  # cases counted where words are looked for: each is asked whether it has them
COLUMNS = (
    *("pk", "number", "problem", "state", "source", "due", "stage_due", "paused", "plan"),
    *("site__name", "area__name", "item__code", "unit__name", "round__name"),
)


class Row(NamedTuple):
    """A case as a line of the list; `left` is the working minutes left of its present stage."""

    pk: int
    url: str
    number: str
    problem: str
    place: str
    state: str
    word: str
    unit: str
    source: str
    due: datetime | None
    stage_due: datetime | None
    plan: date | None
    left: int | None


def running(rows: Any) -> Any:
    """Cases whose clock runs."""
    return rows.live().filter(paused=None)


def today(rows: Any) -> Any:
    """Cases whose present stage ends today and has not run out yet."""
    now = timezone.now()
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    return running(rows).filter(stage_due__gte=now, stage_due__lt=midnight + timedelta(days=1))


def live(rows: Any) -> Any:
    """Cases not yet at an end."""
    return rows.live()


def late(rows: Any) -> Any:
    """Cases whose present stage has run out."""
    return rows.overdue(timezone.now())


STREETS = [Level.CITY.value, Level.DISTRICT.value, Level.STREET.value]
FILTERS = (
    Words("q", gettext_lazy("单号、问题、点位"), match=found),
    Choice("state", gettext_lazy("状态"), "state", [(s.value, w) for s, w in STATES.items()]),
    Key(
        "unit",
        gettext_lazy("责任单位"),
        "unit",
        lambda r: Unit.objects.visible_to(reader(r)).only("name"),
    ),
    Within(
        "area",
        gettext_lazy("区域"),
        "area",
        lambda r: Area.objects.visible_to(reader(r)).filter(level__in=STREETS).only("name"),
    ),
    Key(
        "round",
        gettext_lazy("批次"),
        "round",
        lambda r: Round.objects.visible_to(reader(r)).only("name"),
    ),
    Key("kind", gettext_lazy("点位类型"), "site__kind", lambda r: SiteKind.objects.only("name")),
    Words("item", gettext_lazy("标准编号"), match=of_item),
    Choice("limit", gettext_lazy("整改类别"), "limit", [(s.value, w) for s, w in LIMITS.items()]),
    Choice("source", gettext_lazy("来源"), "source", [(s.value, w) for s, w in SOURCES.items()]),
    Days("filed", gettext_lazy("立案"), "filed", instants=True),
    Flag("live", gettext_lazy("在办"), live),
    Flag("late", gettext_lazy("超期"), late),
    Flag("today", gettext_lazy("今日到期"), today),
)
SORTS = {"filed": "filed", "due": "due", "left": "stage_due"}


def narrowed(request: Request) -> Narrowed[Case]:
    """The cases the reader sees, narrowed by the address."""
    return narrow(Case.objects.visible_to(request.user), FILTERS, request)


def listing(request: Request) -> HttpResponse:
    """The list of cases; many can be assigned from it at once."""
    chosen = narrowed(request)
    most = FOUND if request.GET.get("q") else COUNTED
    page = page_of(chosen.rows.only("pk"), request, sorts=SORTS, default="-filed", most=most)
    dispatch = "dispatch" in request.user.any_powers
    facts = {
        "narrowed": chosen,
        "page": page,
        "rows": list(lines([case.pk for case in page])),
        "units": responsible() if dispatch else [],
        "dispatch": dispatch,
        "ledger": "export" in request.user.any_powers
        and f"{reverse('cases:export')}?{request.GET.urlencode()}",
    }
    return render(request, "cases/list.html", facts)


def responsible() -> list[Option]:
    """The units that cases can be assigned to."""
    units = Unit.objects.responsible().values_list("pk", "name")
    return [Option(str(pk), name, False) for pk, name in units]


def lines(keys: list[int]) -> Iterator[Row]:
    """The lines of a page, in the order of its keys."""
    limits, now, base = Term.objects.in_force(), timezone.now(), reverse("cases:list")
    words = {state.value: str(word) for state, word in STATES.items()}
    sources = {source.value: str(word) for source, word in SOURCES.items()}
    cases = {case["pk"]: case for case in Case.objects.filter(pk__in=keys).values(*COLUMNS)}
    for case in (cases[pk] for pk in keys if pk in cases):
        due, code = case["stage_due"], case["item__code"]
        place = case["site__name"] or case["area__name"]
        yield Row(
            pk=case["pk"],
            url=f"{base}{case['pk']}/",
            number=case["number"],
            problem=case["problem"][:SHOWN] + ("…" if len(case["problem"]) > SHOWN else ""),
            place=f"{place} · {code}" if code else place,
            state=case["state"],
            word=words[case["state"]],
            unit=case["unit__name"] or "",
            source=case["round__name"] or sources[case["source"]],
            due=case["due"],
            stage_due=due,
            plan=case["plan"] if case["state"] == State.SHELVED.value else None,
            left=None if case["paused"] or due is None else limits.left(due, at=now),
        )


def export(request: Request) -> HttpResponse | FileResponse:
    """The ledger of what is filtered, as a workbook."""
    if "export" not in request.user.any_powers:
        return refused(request, Refused("power", "export"), back=reverse("cases:list"))
    day = localdate()
    name = _("整改台账%(day)s.xlsx") % {"day": day.isoformat()}
    return workbook(name, [ledger(narrowed(request).rows, day=day)])


def asks(request: Request) -> HttpResponse:
    """What waits for an answer: more time, and appeals."""
    seen = Case.objects.visible_to(request.user)
    extensions = Extension.objects.filter(state=PENDING, case__in=seen)
    appeals = Appeal.objects.filter(state=PENDING, case__in=seen)
    facts = {
        "extensions": extensions.select_related("case__unit", "case__site").order_by("asked"),
        "appeals": appeals.select_related("case__unit", "case__site").order_by("asked"),
    }
    return render(request, "cases/asks.html", facts)


def photo(request: Request, pk: int, sha256: str) -> FileResponse:
    """A photograph of a case, before or after mending, to whoever may see the case."""
    case = get_object_or_404(Case.objects.visible_to(request.user), pk=pk)
    before = Photo.objects.filter(finding__sighting__case=case, sha256=sha256)
    if not (before.exists() or CasePhoto.objects.filter(case=case, file=sha256).exists()):
        raise Http404
    file = get_object_or_404(File, pk=sha256)
    shown = FileResponse(place_of(sha256).open("rb"), content_type=file.mime)
    shown.headers["Cache-Control"] = "private, max-age=31536000, immutable"
    return shown
