"""The station's desk: who is in a course and who waits, enrolling for somebody, sessions, who came."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

from django.db.models import Count, Q
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.service.courses.forms import CourseForm, SeriesForm
from wenming.service.courses.models import Course, Session
from wenming.service.enrolments import actions
from wenming.service.enrolments.forms import EnrolForm, ListForm
from wenming.service.enrolments.models import PRESENCES, Enrolment
from wenming.service.enrolments.rules import OUT, Move, Presence, State
from wenming.service.enrolments.views import Way, enrolled, sent, slip_steps
from wenming.service.stations.actions import must_run
from wenming.web.http import refused, safe_next
from wenming.web.sheets import page, workbook
from wenming.web.words import refusal


class Line(NamedTuple):
    """Somebody in a course as the desk sees it."""

    row: Enrolment
    moves: list[Way]


def run_by(request: Request, pk: int) -> Course:
    """A course of a station the reader runs; Refused("power") for any other."""
    course = get_object_or_404(Course.objects.select_related("station__area"), pk=pk)
    must_run(course.station, request.user)
    return course


@holding()
def desk(request: Request, pk: int) -> HttpResponseBase:
    """Who is in, who waits; somebody is enrolled here who came in or rang up."""
    course = run_by(request, pk)
    form = EnrolForm(sent(request), desk=True)
    if request.method == "POST" and signed_up(request, form, course):
        return redirect("enrolments:desk", pk)
    return shown(request, course, form=form)


def signed_up(request: Request, form: EnrolForm, course: Course) -> bool:
    """Whether the form enrolled somebody; if not, it tells why."""
    return enrolled(form, course, request.user) is not None


def shown(request: Request, course: Course, **forms: Any) -> HttpResponse:
    """The desk, with whichever form is being put right."""
    bad = any(form.errors for form in forms.values())
    came = Count("attendances", filter=Q(attendances__presence=Presence.CAME.value))
    facts = {
        "course": course,
        "lines": list(lines(request, course)),
        "held": course.enrolments.filter(state=State.IN.value).count(),
        "waiting": course.enrolments.queue().count(),
        "offered": course.enrolments.filter(state=State.OFFERED.value).count(),
        "sessions": course.sessions.select_related("booking__venue").annotate(came=came),
        "form": EnrolForm(desk=True),
        "series": SeriesForm(course.station),
        "now": timezone.now(),
    }
    return render(request, "enrolments/desk.html", facts | forms, status=422 if bad else 200)


def lines(request: Request, course: Course) -> Iterator[Line]:
    """Those who are in or wait in their order, then those who are out."""
    rows = course.enrolments.order_by("turn")
    for row in sorted(rows, key=lambda row: State(row.state) in OUT):
        row.course = course
        yield Line(row, slip_steps(row, request.user))


@require_POST
@holding()
def move(request: Request, pk: int, move: Move) -> HttpResponseBase:
    """A step taken for somebody by the station, or by somebody for himself."""
    row = get_object_or_404(Enrolment.objects.select_related("course__station__area"), pk=pk)
    back = safe_next(request, reverse("enrolments:mine"))
    try:
        actions.take(pk, move, by=request.user, at=timezone.now())
    except Refused as no:
        now = Enrolment.objects.get(pk=row.pk).get_state_display()
        return refused(request, no, now=now if no.reason != "power" else "", back=back)
    return redirect(back)


@holding()
def edit(request: Request, pk: int) -> HttpResponseBase:
    """Say otherwise what a course is."""
    course = run_by(request, pk)
    form = CourseForm(course.station, course, sent(request))
    if form.is_valid() and done(
        form, lambda told: actions.change(pk, form.draft(), **told), request
    ):
        return redirect("enrolments:desk", pk)
    status = 422 if form.errors else 200
    return render(request, "enrolments/edit.html", {"course": course, "form": form}, status=status)


@require_POST
@holding()
def sessions(request: Request, pk: int) -> HttpResponseBase:
    """Let a course meet some times more; a clash is told at the form."""
    course = run_by(request, pk)
    form = SeriesForm(course.station, request.POST)
    if form.is_valid() and done(
        form, lambda told: actions.add_sessions(pk, form.series(), **told), request
    ):
        return redirect("enrolments:desk", pk)
    return shown(request, course, series=form)


def done(form: Any, verb: Callable[[dict[str, Any]], object], request: Request) -> bool:
    """Whether a verb went through; if not, the form tells why."""
    try:
        verb({"by": request.user, "at": timezone.now()})
    except Refused as no:
        form.add_error(None, "".join(map(str, refusal(no))))
        return False
    return True


@require_POST
@holding()
def call_off(request: Request, pk: int) -> HttpResponseBase:
    """Call a course off."""
    run_by(request, pk)
    note = request.POST.get("note", "")
    actions.call_off(pk, note, by=request.user, at=timezone.now())
    return redirect("enrolments:desk", pk)


@require_POST
@holding()
def drop(request: Request, pk: int) -> HttpResponseBase:
    """Let one session fall out."""
    row = get_object_or_404(Session, pk=pk)
    note = request.POST.get("note", "")
    actions.drop_session(pk, note, by=request.user, at=timezone.now())
    return redirect("enrolments:desk", row.course_id)


@holding()
def attendance(request: Request, pk: int) -> HttpResponseBase:
    """The list of one session, kept by the teacher or the station."""
    rows = Session.objects.select_related("course__station__area", "booking__venue")
    session = get_object_or_404(rows, pk=pk)
    actions.may_teach(session.course, request.user)
    form = ListForm(session, sent(request))
    if (
        form.is_bound
        and form.is_valid()
        and done(form, lambda told: actions.mark(pk, form.came(), **told), request)
    ):
        return redirect("enrolments:attendance", pk)
    facts = {"session": session, "course": session.course, "form": form}
    status = 422 if form.errors else 200
    return render(request, "enrolments/attendance.html", facts, status=status)


@holding()
def sheet(request: Request, pk: int) -> HttpResponseBase:
    """The list of all sessions as a workbook."""
    course = run_by(request, pk)
    held = list(course.sessions.standing())
    heads = [_("次序"), _("报名号"), _("姓名"), _("电话"), _("状态")]
    heads += [f"{localtime(one.start):%m-%d %H:%M}" for one in held]
    return workbook(f"{course.name}.xlsx", [page(course.name[:30], heads, rows_of(course, held))])


def rows_of(course: Course, held: list[Session]) -> Iterator[list[object]]:
    """A row for everybody in a course, with each session's mark."""
    words = {code.value: str(word) for code, word in PRESENCES.items()}
    rows = course.enrolments.exclude(state__in=sorted(s.value for s in OUT)).order_by("turn")
    for row in rows.prefetch_related("attendances"):
        said = {one.session_id: words[one.presence] for one in row.attendances.all()}
        told = [row.turn, row.number, row.name, row.phone, row.get_state_display()]
        yield [*told, *(said.get(one.pk, "") for one in held)]
