"""Pages of rounds: the list, one round with its stops, its public draw, and planning a new one."""

from collections.abc import Sequence
from datetime import timedelta

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q, QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from wenming.kit import draws
from wenming.kit.flow import Refused, choices
from wenming.loop.inspections.models import (
    ROUND_KINDS,
    ROUND_MOVES,
    ROUND_STATES,
    STOP_STATES,
    Draw,
    Round,
    Stop,
)
from wenming.loop.inspections.rules import RoundKind, RoundMove, RoundState, StopState
from wenming.loop.rounds import actions, plans
from wenming.loop.rounds.forms import HandForm, ReplaceForm, RoundForm, blame
from wenming.loop.rounds.rules import allowed, laid_open, moves
from wenming.loop.rounds.sheets import stops_page
from wenming.org.http import Request, holding, powers
from wenming.org.models import Group, User
from wenming.places.models import Site
from wenming.records.models import Act
from wenming.web.filters import Choice, Filter, Key, Words, narrow
from wenming.web.http import STATUS, refused, safe_next
from wenming.web.paging import page_of
from wenming.web.shapes import Happened, Stage
from wenming.web.sheets import workbook

ROUND_FILTERS: tuple[Filter, ...] = (
    Words("q", gettext_lazy("批次名称"), ("name",)),
    Choice("kind", gettext_lazy("类别"), "kind", choices(ROUND_KINDS)),
    Choice("state", gettext_lazy("状态"), "state", choices(ROUND_STATES)),
)
STOP_FILTERS: tuple[Filter, ...] = (
    Words("q", gettext_lazy("点位编号、名称"), ("site__code", "site__name")),
    Choice("state", gettext_lazy("状态"), "state", choices(STOP_STATES)),
    Key("group", gettext_lazy("工作组"), "group", lambda request: Group.objects.all()),
)
STOP_SORTS = {"site": ("site__code",), "stratum": ("stratum", "rank"), "group": ("group", "rank")}
OTHER_ACTS = {
    "open": gettext_lazy("开设"),
    "share_out": gettext_lazy("分派"),
    "hand": gettext_lazy("改派"),
    "replace": gettext_lazy("替换"),
    "reckon": gettext_lazy("得分改变"),
}
TOLD = ("site", "group", "instead")
FRAME = "frame-{}.tsv"
AT_ONCE = timedelta(minutes=1)  # a commitment so shortly before its draw was published to nobody
MAIN = {RoundMove.COMMIT, RoundMove.DRAW, RoundMove.START}
FAR = {
    "planned": Count("pk"),
    "visited": Count("pk", filter=Q(state=StopState.VISITED.value)),
    "awaiting": Count("pk", filter=Q(state=StopState.AWAITING.value)),
    "unreachable": Count("pk", filter=Q(state=StopState.UNREACHABLE.value)),
}


def rounds(request: Request) -> HttpResponse:
    """All rounds with how far they are."""
    rows = Round.objects.visible_to(request.user).select_related("edition", "area")
    narrowed = narrow(rows, ROUND_FILTERS, request)
    page = page_of(
        narrowed.rows, request, sorts={"opened": "opened", "name": "name"}, default="-opened"
    )
    stops = Stop.objects.filter(round__in=[row.pk for row in page]).order_by()
    far = {one["round"]: one for one in stops.values("round").annotate(**FAR)}
    facts = {"narrowed": narrowed, "page": page, "rows": [(row, far.get(row.pk)) for row in page]}
    facts |= {"plans": "round" in request.user.any_powers, "url_new": reverse("inspections:new")}
    return render(request, "rounds/list.html", facts)


@holding("round")
def new(request: Request) -> HttpResponse:
    """Plan a round."""
    form = RoundForm(request.POST or None, user=request.user)
    if form.is_bound and form.is_valid():
        try:
            row = actions.plan(form.draft(), by=request.user, at=timezone.now())
            return redirect("inspections:round", row.pk)
        except Refused as no:
            blame(form, no)
    facts = {"form": form, "back": reverse("inspections:list")}
    return render(request, "rounds/new.html", facts, status=422 if form.errors else 200)


def detail(request: Request, pk: int) -> HttpResponse:
    """One round: where it stands, how far its strata and groups are, the stops one may see."""
    rounds = Round.objects.visible_to(request.user).select_related("edition", "area")
    row = get_object_or_404(rounds, pk=pk)
    held = request.user.powers(row.area.path)
    stops = stops_seen(request).filter(round=row).prefetch_related("visits")
    narrowed = narrow(stops, STOP_FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=STOP_SORTS, default="stratum")
    open_now = moves(RoundKind(row.kind), RoundState(row.state), held)
    facts = progress(row) | {
        "round": row,
        "draw": Draw.objects.filter(round=row).defer("frame").first(),
        "url_draw": reverse("inspections:draw", args=[pk]),
        "url_export": f"{reverse('inspections:export', args=[pk])}?{request.GET.urlencode()}",
        "exports": "export" in request.user.any_powers,
        "stages": stages(row),
        "moves": [(m, ROUND_MOVES[m], m in MAIN) for m in open_now],
        "shares": "round" in held and row.state == RoundState.DRAWN,
        "happened": happened(row),
    }
    facts |= {"narrowed": narrowed, "page": page, "rows": doing(page.rows, request.user)}
    return render(request, "rounds/detail.html", facts)


@login_not_required
def draw(request: HttpRequest, pk: int) -> HttpResponse:
    """The draw of a round, open to anybody: what was committed to, how it was drawn and is repeated."""
    made = get_object_or_404(Draw.objects.select_related("round"), round=pk)
    row = made.round
    told = plans.drawn(made) | {"shown": laid_open(row.state, powers(request))}
    told["early"] = made.drawn is not None and made.drawn - made.committed < AT_ONCE
    check = made.seed and told["shown"] and "check" in request.GET
    sites = Site.objects.in_bulk(told["drawn"], field_name="code") if told["shown"] else {}
    facts = {
        "round": row,
        "draw": made,
        "told": told,
        "checked": plans.verified(row) if check else None,
        "sites": list(filter(None, map(sites.get, told["drawn"]))),
        "numbers": {one["stratum"]: one["drawn"] for one in told["strata"]},
        "file_name": FRAME.format(pk),
        "url_round": address(row) if request.user.is_authenticated else "",
        "url_frame": reverse("inspections:frame", args=[pk]),
    }
    return render(request, "rounds/draw.html", facts)


@login_not_required
def frame(request: HttpRequest, pk: int) -> HttpResponse:
    """The frame as it was committed to, open to anybody; its SHA-256 is the published one."""
    made = get_object_or_404(Draw, round=pk)
    text = draws.frame_text(made.rows)
    named = content_disposition_header(as_attachment=True, filename=FRAME.format(pk)) or ""
    told = {
        "Content-Type": "text/tab-separated-values; charset=utf-8",
        "Content-Disposition": named,
    }
    return HttpResponse(text, headers=told)


@holding("export")
def export(request: Request, pk: int) -> HttpResponseBase:
    """The stops that are listed, as a workbook."""
    row = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    listed = narrow(stops_seen(request).filter(round=row), STOP_FILTERS, request)
    return workbook(f"{row.name}.xlsx", [stops_page(_("点位"), listed.rows)])


@require_POST
def share(request: Request, pk: int) -> HttpResponse:
    """Give what no group has yet to groups."""
    row = get_object_or_404(Round.objects.visible_to(request.user), pk=pk)
    try:
        given = actions.share_out(row.pk, by=request.user, at=timezone.now())
    except Refused as no:
        return refused(request, no, now=row.get_state_display(), back=address(row))
    messages.success(request, _("分派了点位 %(n)s 个。") % {"n": given})
    return redirect(address(row))


def hand(request: Request, pk: int) -> HttpResponse:
    """Give one stop to a group by hand."""
    stop = get_object_or_404(stops_seen(request), pk=pk)
    if "hand" not in may(stop, request.user):
        return refused(request, Refused("power", "round"), back=address(stop.round))
    form = HandForm(request.POST or None, initial={"group": stop.group_id})
    if form.is_bound and form.is_valid():
        try:
            actions.hand(pk, form.cleaned_data["group"], by=request.user, at=timezone.now())
            return redirect(safe_next(request, address(stop.round)))
        except Refused as no:
            if no.reason in STATUS:
                return refused(request, no, back=address(stop.round))
            blame(form, no)
    return about_stop(request, stop, form, _("改派"))


def replace(request: Request, pk: int) -> HttpResponse:
    """Mark a stop nobody could get into; the next of its stratum takes its place."""
    stop = get_object_or_404(stops_seen(request), pk=pk)
    if "replace" not in may(stop, request.user):
        return refused(request, Refused("power", "inspect"), back=address(stop.round))
    form = ReplaceForm(request.POST or None)
    if not form.is_valid():
        return about_stop(request, stop, form, _("无法进入，换替补"))
    try:
        done = actions.replace(pk, **form.cleaned_data, by=request.user, at=timezone.now())
    except Refused as no:
        return refused(request, no, now=stop.get_state_display(), back=address(stop.round))
    if done.instead:
        messages.success(request, _("由 %(site)s 替补。") % {"site": done.instead.site})
    else:
        messages.warning(request, _("同层已经没有替补，这一层少查一个点位。"))
    return redirect(address(stop.round))


def stops_seen(request: Request) -> QuerySet[Stop]:
    """The stops this reader may see, with what their pages show."""
    rows = Stop.objects.visible_to(request.user)
    return rows.select_related("round__area", "site__kind", "site__area", "group")


def about_stop(request: Request, stop: Stop, form: Form, title: str) -> HttpResponse:
    """The page of a step on one stop."""
    facts = {"stop": stop, "form": form, "title": title, "back": address(stop.round)}
    return render(request, "rounds/stop.html", facts, status=422 if form.errors else 200)


def address(row: Round) -> str:
    """Of a round's page."""
    return reverse("inspections:round", args=[row.pk])


def progress(row: Round) -> dict[str, object]:
    """How far a round is: in all, by stratum, by group."""
    stops = row.stops.order_by()
    return {
        "far": stops.aggregate(**FAR),
        "strata": stops.values("stratum").annotate(**FAR).order_by("stratum"),
        "groups": stops.values("group__name").annotate(**FAR).order_by("group__order"),
        "certain": _("全部列入") if row.certain else _("不另列"),
    }


def stages(row: Round) -> list[Stage]:
    """Where the round stands, of those stages its kind goes through."""
    order = [
        state for state in RoundState if row.kind == RoundKind.ASSESSMENT or state != "committed"
    ]
    here = order.index(RoundState(row.state))
    return [
        Stage(
            str(ROUND_STATES[state]),
            stands="done" if n < here else "now" if n == here else "coming",
        )
        for n, state in enumerate(order)
    ]


def doing(stops: Sequence[Stop], user: User) -> list[tuple[Stop, str, frozenset[str]]]:
    """Stops with why nobody has them, and what this reader may do with them: record, replace, hand."""
    free = [stop for stop in stops if stop.group_id is None]
    why = plans.shared(free).left if free else {}
    sites = Site.objects.visible_to(user).filter(pk__in=[stop.site_id for stop in stops])
    rows, seen = [], set(sites.values_list("pk", flat=True))
    for stop in stops:
        going = stop.state == StopState.AWAITING and stop.round.state == RoundState.DRAWN
        see = frozenset(["see"] if stop.site_id in seen else ())
        rows.append((stop, why.get(stop.pk, ""), see | may(stop, user) if going else see))
    return rows


def may(stop: Stop, user: User) -> frozenset[str]:
    """What somebody's posts let him do with a stop; whether it stands so, the verb says."""
    path = stop.site.area.path if stop.site.area else ""
    mine = user.powers(path, groups=[stop.group_id] if stop.group_id else None)
    return allowed(mine, user.powers(stop.round.area.path))


def happened(row: Round) -> list[Happened]:
    """What was done with a round, newest first."""
    words = {move.value: str(word) for move, word in ROUND_MOVES.items()} | OTHER_ACTS
    acts = Act.objects.about("round", row.pk).select_related("by").order_by("-id")[:50]
    return [
        Happened(
            who=str(act.by or _("系统")),
            did=str(words.get(act.move, act.move)),
            what=" ".join(str(said) for k in TOLD if (said := act.facts.get(k))),
            note=act.note,
            at=act.at,
        )
        for act in acts
    ]
