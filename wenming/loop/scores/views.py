"""Scores with their margins, the records under them, ranks that admit noise, and case indices."""

import io
from collections.abc import Iterable
from contextlib import suppress
from datetime import MAXYEAR, MINYEAR, date, datetime, timedelta
from functools import lru_cache

from django.conf import settings
from django.db.models import F
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import get_script_prefix, reverse
from django.utils.functional import Promise
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy

from wenming.insight.indices import MAIN
from wenming.kit.flow import Refused
from wenming.loop.cases.models import Case
from wenming.loop.inspections.models import Finding, Round
from wenming.loop.inspections.published import FROM_DRAW
from wenming.loop.inspections.rules import RoundKind, RoundState
from wenming.loop.scores import years
from wenming.loop.scores.actions import index_cases as counting
from wenming.loop.scores.actions import indices, indices_by, outlook
from wenming.loop.scores.models import INDEX_WORDS, LEVELS, Reckoning, Score
from wenming.loop.scores.plans import credited
from wenming.loop.scores.rules import Moment, Of
from wenming.loop.scores.sheets import zipped
from wenming.loop.standards.models import Edition, Item, Profile
from wenming.loop.standards.outline import Rate
from wenming.org.http import Request
from wenming.org.models import UNIT_KINDS, Area, Unit
from wenming.org.rules import UnitKind
from wenming.places.models import Site, SiteKind
from wenming.records.models import Act
from wenming.web.charts import Reading
from wenming.web.http import key_in, refused
from wenming.web.paging import page_of
from wenming.web.shapes import Estimated as Line

SHOWN = (Of.PROJECT, Of.KIND, Of.AREA, Of.UNIT, Of.ITEM)
MOST = 20_000  # cases listed under one figure, the newest
SIDES = {"top": gettext_lazy("分子"), "bottom": gettext_lazy("分母")}
PARTS: dict[str, tuple[Promise, type[Unit] | type[SiteKind], str]] = {
    "unit": (gettext_lazy("按责任单位"), Unit, "unit"),
    "kind": (gettext_lazy("按点位类型"), SiteKind, "site__kind"),
}
SORTS = {"item": "item__path", "mark": "mark", "site": "visit__site__code"}


def line(score: Score, after: int | None = None) -> Line:
    """A row as a line, with the points after mending beside it."""
    lo, hi = (100 * (end if end is not None else score.rate) for end in (score.lo, score.hi))
    return Line(
        score.name,
        score.at,
        lo,
        hi,
        score.margin,
        score.sites,
        score.observations,
        records(score),
        None if after is None else after / 100,
    )


def records(score: Score) -> str:
    """The address of the marks under a score."""
    at = marks_of(score.round_id, get_script_prefix())
    return f"{at}?{score.level}={score.key}" if score.key else at


@lru_cache(256)
def marks_of(round_: int, _prefix: str) -> str:
    """The address of the marks of a round: a page of scores asks for it hundreds of times."""
    return reverse("scores:marks", args=[round_])


def rounds(request: Request) -> HttpResponse:
    """Every round that is scored, its total and margin, and the line they draw."""
    rows = Score.objects.visible_to(request.user).of(Of.TOTAL).select_related("round__edition")
    totals = list(rows.order_by("-round__opened")[:50])
    lines = [(score.round, line(score)) for score in totals]
    newest = totals[0].round.edition_id if totals else None
    readings = [
        Reading(round_.name, each.at, each.lo, each.hi, reverse("scores:round", args=[round_.pk]))
        for round_, each in reversed(lines)
        if round_.edition_id == newest
    ]
    facts = {"lines": lines, "readings": readings, "edition": None, "outlook": None}
    if editions := [score.round.edition for score in totals]:
        city = next((one for one in editions if not one.minors), editions[0])
        facts |= {"edition": city, "outlook": outlook(city)}
    return render(request, "scores/list.html", facts)


def profiled(request: Request, pk: int) -> Profile:
    """The profile of an edition the reader may see; 404 where it has none that names methods."""
    rows = Profile.objects.filter(edition__in=Edition.objects.visible_to(request.user))
    rows = rows.exclude(methods={}).select_related("edition", "minors_edition")
    return get_object_or_404(rows, edition=pk)


def year_total(request: Request, pk: int, year: int) -> HttpResponse:
    """A year's total by the profile: each method, the minors' share, the gate, the negative list."""
    profile = profiled(request, pk)
    if not MINYEAR < year < MAXYEAR:
        raise Http404
    facts = {"y": years.year_of(profile, year), "edition": profile.edition}
    facts |= {"bars": years.triggered(profile.edition)}
    return render(request, "scores/year.html", facts)


def round_score(request: Request, pk: int) -> HttpResponse:
    """One round: the total, then the score of each project, kind, area, unit and item."""
    round_ = scored(request, pk)
    found = Score.objects.filter(round=round_).exclude(level=Of.METHOD.value)
    after = found.filter(moment=Moment.MENDED.value).values_list("level", "key", "points")
    mended = {(level, key): points for level, key, points in after}
    rows = list(found.filter(moment=Moment.SIGHT.value))
    total = next((s for s in rows if s.level == Of.TOTAL.value), None)
    facts = {
        "round": round_,
        "total": line(total, mended.get((total.level, total.key))) if total else None,
        "blocks": [(level.value, LEVELS[level], lines_of(rows, mended, level)) for level in SHOWN],
        "ranks": settings.RANKS,
        "reckoning": getattr(round_, "reckoning", None),
        "change": moved(getattr(round_, "reckoning", None)),
        "since": [
            (act.at, act.facts["was"], act.facts["now"])
            for act in Act.objects.about("round", pk).filter(move="reckon")
        ],
    }
    return render(request, "scores/round.html", facts)


def moved(reckoning: Reckoning | None) -> str:
    """The change since the round before, with its margin, on the scale of 100."""
    if reckoning is None or reckoning.difference is None or reckoning.margin is None:
        return ""
    return f"{100 * reckoning.difference:+.1f} ± {100 * reckoning.margin:.1f}"


def lines_of(rows: Iterable[Score], mended: dict[tuple[str, str], int], level: Of) -> list[Line]:
    """The lines of one level, the weakest first: what to look at."""
    found = sorted((s for s in rows if s.level == level.value), key=lambda s: (s.points, s.name))
    return [line(score, mended.get((score.level, score.key))) for score in found]


def scored(request: Request, pk: int) -> Round:
    """A round that enters a score, if it may be seen."""
    rows = Round.objects.visible_to(request.user).filter(kind=RoundKind.ASSESSMENT.value)
    return get_object_or_404(rows.select_related("edition", "reckoning__before"), pk=pk)


def ranks(request: Request, pk: int) -> HttpResponse:
    """The units of a round within their class, in groups that do not differ; never persons."""
    if not settings.RANKS:
        raise Http404
    round_ = scored(request, pk)
    rows = Score.objects.filter(round=round_).of(Of.UNIT).exclude(rank=None)
    rows = rows.select_related("rank").order_by("rank__peers", "rank__place", "-points", "name")
    classes: dict[str, dict[int, list[tuple[Score, Line]]]] = {}
    for score in rows:
        ties = classes.setdefault(str(UNIT_KINDS[UnitKind(score.rank.peers)]), {})
        ties.setdefault(score.rank.tie, []).append((score, line(score)))
    shared = {
        name: [(rows[0][0].rank.place + len(rows) - 1, rows) for rows in ties.values()]
        for name, ties in classes.items()
    }
    return render(request, "scores/ranks.html", {"round": round_, "classes": shared})


def marks(request: Request, pk: int) -> HttpResponse:
    """The judgements under a score: of the round, or of one item, project, area, unit or kind."""
    round_ = scored(request, pk)
    rows = Finding.objects.standing().filter(visit__round=round_, visit__stop__role__in=FROM_DRAW)
    for level, column in (("item", "item"), ("kind", "visit__site__kind")):
        if key := key_in(request.GET.get(level, "")):
            rows = rows.filter(**{column: key})
    if key := key_in(request.GET.get("project", "")):
        project = get_object_or_404(Item.objects.visible_to(request.user), pk=key)
        rows = rows.filter(item__path__startswith=project.path)
    if key := key_in(request.GET.get("area", "")):
        area = get_object_or_404(Area, pk=key)
        rows = rows.filter(visit__site__area__path__startswith=area.path)
    if key := key_in(request.GET.get("unit", "")):
        rows = rows.filter(credited(round_, key))
    rows = rows.select_related("item", "visit__site").annotate(
        case_pk=F("sighting__case"), case_number=F("sighting__case__number")
    )
    page = page_of(rows, request, sorts=SORTS, default="item")
    score = Score.objects.filter(round=round_).of(Of.TOTAL).first()
    sites = Site.objects.visible_to(request.user).filter(pk__in=[f.visit.site_id for f in page])
    facts = {
        "round": round_,
        "page": page,
        "score": score,
        "seen": set(sites.values_list("pk", flat=True)),
    }
    return render(request, "scores/marks.html", facts)


def rates(edition: Edition) -> dict[int, Rate]:
    """What each item of an edition reached in its newest round that is over: a share of one."""
    over = Round.objects.filter(
        edition=edition, state=RoundState.CLOSED.value, scores__isnull=False
    )
    if (newest := over.order_by("-opened").first()) is None:
        return {}
    rows = Score.objects.filter(round=newest, level__in=[Of.ITEM.value, Of.PROJECT.value])
    sighted = rows.filter(moment=Moment.SIGHT.value)
    return {int(score.key): Rate(score.rate, records(score)) for score in sighted}


def open_data(request: Request, pk: int) -> HttpResponseBase:
    """The open data of a closed round, to be reckoned again by anybody."""
    round_ = scored(request, pk)
    try:
        whole = zipped(round_)
    except Refused as no:
        return refused(request, no, back=reverse("scores:round", args=[pk]))
    return FileResponse(io.BytesIO(whole), as_attachment=True, filename=f"{round_.name}.zip")


def case_indices(request: Request) -> HttpResponse:
    """The indices of a month's cases, each with its definition beside it."""
    month, after = month_of(request)
    before = (month - timedelta(days=1)).replace(day=1)
    facts = {
        "month": month,
        "before": f"{before:%Y-%m}",
        "after": f"{after:%Y-%m}" if after <= localdate() else "",
        "figures": [
            (*INDEX_WORDS[code], figure, *(counted_at(code, side, month) for side in SIDES))
            for code, figure in indices(month, after).items()
        ],
        "parts": [(by, word) for by, (word, *_) in PARTS.items()],
    }
    return render(request, "scores/indices.html", facts)


def indices_of_parts(request: Request, by: str) -> HttpResponse:
    """The main indices of a month's cases, for each unit or kind of site; each opens to its cases.

    They stand in the office's own order, never in that of a figure: this is no ranking.
    """
    if by not in PARTS:
        raise Http404
    word, model, _column = PARTS[by]
    month, after = month_of(request)
    told = indices_by(month, after, by)
    things = model.objects.filter(pk__in=told).order_by("order", "name")
    heads = [INDEX_WORDS[code] for code in MAIN]
    ways = {pk: [f"{counted_at(c, 'bottom', month)}&{by}={pk}" for c in MAIN] for pk in told}
    lines = [(one, list(zip(told[one.pk].values(), ways[one.pk], strict=True))) for one in things]
    facts = {"word": word, "month": month, "heads": heads, "lines": lines}
    return render(request, "scores/indices_of_parts.html", facts)


def counted_at(code: str, side: str, month: date) -> str:
    """Where the cases that an index counts are listed."""
    return f"{reverse('scores:index', args=[code, side])}?month={month:%Y-%m}"


def month_of(request: Request) -> tuple[date, date]:
    """The month the address asks for, or this one; its first day and that of the next."""
    month = localdate().replace(day=1)
    with suppress(ValueError):
        month = datetime.strptime(request.GET.get("month", ""), "%Y-%m").date()  # noqa: DTZ007 - a month, no instant
    return month, (month + timedelta(days=32)).replace(day=1)


def index_cases(request: Request, code: str, side: str) -> HttpResponse:
    """The cases under one side of an index: those of them that the reader may see."""
    if code not in INDEX_WORDS or side not in SIDES:
        raise Http404
    month, after = month_of(request)
    found = counting(month, after, code, side)
    part = {PARTS[by][2]: pk for by in PARTS if (pk := request.GET.get(by, "")).isdecimal()}
    if part:
        of_part = Case.objects.filter(pk__in=list(found), **part).values_list("pk", flat=True)
        found = {pk: found[pk] for pk in of_part}
    rows = Case.objects.visible_to(request.user).filter(pk__in=sorted(found)[-MOST:])
    page = page_of(
        rows.select_related("unit", "site"), request, sorts={"filed": "filed"}, default="-filed"
    )
    name, meaning = INDEX_WORDS[code]
    facts = {"name": name, "meaning": meaning, "side": SIDES[side], "month": month, "page": page}
    facts |= {
        "asked": f"{month:%Y-%m}",
        "total": sum(found.values()),
        "rows": [(case, found[case.pk]) for case in page],
        "minutes": code == "fix_minutes" and side == "top",
    }
    return render(request, "scores/index.html", facts)
