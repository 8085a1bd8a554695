"""What is going on; enrolling in three steps without an account; the slip with a number and a code."""

from datetime import datetime
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from wenming.kit.flow import Refused, choices, open_to
from wenming.org.http import Request
from wenming.org.models import User
from wenming.service.courses.models import COURSE_KINDS, Course
from wenming.service.enrolments.actions import enrol, may_teach, powers_over, still_meets, take
from wenming.service.enrolments.forms import EnrolForm, SlipForm
from wenming.service.enrolments.models import ENROLMENT_MOVES, HELD, Enrolment
from wenming.service.enrolments.rules import ARROWS, KEEP, Move, State
from wenming.service.stations.actions import powers_over as powers_at
from wenming.service.stations.models import Station
from wenming.web.brakes import too_many
from wenming.web.filters import Choice, Key, Words, narrow
from wenming.web.http import key_in, refused
from wenming.web.paging import page_of
from wenming.web.words import refusal

ENROLS, LOOKS = (
    60,
    30,
)  # from one address within ten minutes: a whole class room, or one forgetful hand
FILTERS = (
    Words("q", _("课程、老师、适合谁"), ("name", "teacher", "audience", "text")),
    Choice("kind", _("类别"), "kind", choices(COURSE_KINDS)),
    Key("station", _("实践站"), "station", lambda request: Station.objects.all()),
)
SORTS: dict[str, str | tuple[str, ...]] = {"next": ("next", "pk")}


def reader(request: HttpRequest) -> User | None:
    """Who is signed in, if anybody."""
    return request.user if isinstance(request.user, User) else None


def sent(request: HttpRequest) -> Any:
    """What was sent, though it be nothing; None where a page is only asked for."""
    return request.POST if request.method == "POST" else None


def counted(at: datetime) -> QuerySet[Course]:
    """What is going on, with how many seats are taken and how many people wait."""
    held = Count("enrolments", filter=Q(enrolments__state__in=HELD), distinct=True)
    waits = Q(enrolments__state=State.WAITING.value)
    rows = Course.objects.going_on(at).select_related("station")
    return rows.annotate(
        taken=held, waiting=Count("enrolments", filter=waits, distinct=True)
    )  # two counts over one join: distinct


@login_not_required
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """The first step: what is going on, the soonest first."""
    now = timezone.now()
    narrowed = narrow(counted(now), FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=SORTS, default="next")
    facts = {"narrowed": narrowed, "page": page, "now": now, "signed_in": reader(request)}
    return render(request, "enrolments/list.html", facts | {"own": own_station(request)})


def own_station(request: HttpRequest) -> Station | None:
    """The station the list is narrowed to, where the reader runs it and may set up a course."""
    rows = Station.objects.select_related("area")
    row = rows.filter(pk=key_in(request.GET.get("station", "")) or 0).first()
    runs = row is not None and "dispatch" in powers_of(row, reader(request))
    return row if runs else None


def powers_of(row: Station, person: User | None) -> frozenset[str]:
    """What a reader may do to a station; a visitor nothing."""
    return frozenset() if person is None else powers_at(row, person)


@login_not_required
def course(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The second step: one course, and two fields to enrol; sent, it leads to the slip."""
    row, person = (
        get_object_or_404(Course.objects.select_related("station__area"), pk=pk),
        reader(request),
    )
    first = {"name": str(person), "phone": person.phone} if person else {}
    form = EnrolForm(sent(request), initial=first)
    if request.method == "POST":
        if too_many(request, "enrol", ENROLS):
            return render(request, "429.html", status=429)
        done = enrolled(form, row, person)
        if done is not None:
            return redirect("enrolments:slip", done.number, done.code)
    facts = about(row, person) | {"form": form}
    return render(request, "enrolments/course.html", facts, status=422 if form.errors else 200)


def enrolled(form: EnrolForm, row: Course, person: User | None) -> Enrolment | None:
    """The enrolment a form asks for; None where something is wrong, which the form tells."""
    if not form.is_valid():
        return None
    try:
        return enrol(form.draft(row, own=person is not None), by=person, at=timezone.now())
    except Refused as no:
        field = {"phone": "phone"}.get(no.reason)
        form.add_error(field, "".join(map(str, refusal(no))))
        return None


def about(row: Course, person: User | None) -> dict[str, Any]:
    """What a course's page says beside the form."""
    now = timezone.now()
    held = row.enrolments.holding().count()
    return {
        "course": row,
        "sessions": row.sessions.select_related("booking__venue"),
        "free": max(0, row.seats - held),
        "waiting": row.enrolments.queue().count(),
        "open": still_meets(row, now) and row.opens <= now <= row.closes,
        "early": still_meets(row, now) and now < row.opens,
        "over": not still_meets(row, now),
        "keep": KEEP.days,
        "runs": "dispatch" in powers_of(row.station, person),
        "teaches": teaches(row, person),
        "now": now,
    }


def teaches(row: Course, person: User | None) -> bool:
    """Whether the reader keeps the list of who came."""
    try:
        may_teach(row, person)
    except Refused:
        return False
    return person is not None


# The slip


@login_not_required
def lookup(request: HttpRequest) -> HttpResponseBase:
    """Find one's enrolment by the number and the code."""
    form = SlipForm(sent(request))
    if request.method == "POST" and form.is_valid():
        number, code = form.digits()
        if slow(request, number):
            return render(request, "429.html", status=429)
        if found(number, code) is not None:
            return redirect("enrolments:slip", number, code)
        form.add_error(None, gettext("没有这样的报名：请核对报名号和查询码，一个数字也不能错。"))
    return render(
        request, "enrolments/lookup.html", {"form": form}, status=422 if form.errors else 200
    )


def slow(request: HttpRequest, number: str) -> bool:
    """Whether codes are tried too often, from one address or for one number."""
    return too_many(request, "slip", LOOKS) or too_many(request, "slip-of", LOOKS, number)


def found(number: str, code: str) -> Enrolment | None:
    """The enrolment with this number, where the code is its own."""
    rows = Enrolment.objects.select_related("course__station__area")
    row = rows.filter(number=number).first()
    return row if row is not None and constant_time_compare(row.code, code) else None


def shown(request: HttpRequest, number: str, code: str) -> Enrolment:
    """The enrolment an address names; 404 without its code, and slower for whoever guesses."""
    row = found(number, code)
    if row is None:
        slow(request, number)
        raise Http404
    return row


@login_not_required
@never_cache
@require_safe
def slip(request: HttpRequest, number: str, code: str) -> HttpResponse:
    """The third step: where the enrolment stands, what to keep, what can be done."""
    if too_many_guesses(request, number, code):
        return render(request, "429.html", status=429)
    row = shown(request, number, code)
    ahead = row.course.enrolments.queue().filter(turn__lt=row.turn).count()
    facts = {
        "row": row,
        "code": f"{row.code[:4]} {row.code[4:]}",
        "secret": row.code,
        "ahead": ahead,
        "moves": slip_steps(row, slip=True),
        "sessions": row.course.sessions.standing().select_related("booking__venue"),
        "keep": KEEP.days,
    }
    return render(request, "enrolments/slip.html", facts)


def too_many_guesses(request: HttpRequest, number: str, code: str) -> bool:
    """Whether a wrong code is tried once too often; a right one is never held up."""
    return found(number, code) is None and slow(request, number)


class Way(NamedTuple):
    """One step that is open, with its word."""

    move: Move
    word: str


def slip_steps(row: Enrolment, person: User | None = None, *, slip: bool = False) -> list[Way]:
    """The steps open to a reader now; asking again only while the course can be enrolled in."""
    powers, now = powers_over(row, person, slip=slip), timezone.now()
    moves = open_to(ARROWS, State(row.state), powers)
    open_ = row.course.opens <= now <= row.course.closes
    if not still_meets(row.course, now):
        return []
    return [Way(m, str(ENROLMENT_MOVES[m])) for m in moves if m is not Move.AGAIN or open_]


@login_not_required
@never_cache
@require_POST
def slip_move(request: HttpRequest, number: str, code: str, move: Move) -> HttpResponseBase:
    """Give up, confirm, ask again: by the code alone."""
    if too_many_guesses(request, number, code):
        return render(request, "429.html", status=429)
    row = shown(request, number, code)
    try:
        take(row.pk, move, by=reader(request), at=timezone.now(), slip=True)
    except Refused as no:
        now = Enrolment.objects.get(pk=row.pk).get_state_display()
        return refused(request, no, now=now)
    return redirect("enrolments:slip", number, code)


def mine(request: Request) -> HttpResponse:
    """What the reader is enrolled in by his account."""
    rows = request.user.enrolments.select_related("course__station").order_by("-at")
    return render(request, "enrolments/mine.html", {"rows": rows})
