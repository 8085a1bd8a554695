"""Setting up a course; what is going on at a station as a calendar and as a feed."""

from datetime import timedelta
from uuid import UUID, uuid4

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from icalendar import Calendar, Event

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.service.courses.actions import set_up
from wenming.service.courses.forms import CourseForm, SeriesForm
from wenming.service.courses.models import Course, Session
from wenming.service.stations.actions import must_run
from wenming.service.stations.models import Station
from wenming.web.words import refusal

BACK = timedelta(days=30)  # how far back a calendar reaches


@holding()
def new(request: Request, pk: int) -> HttpResponseBase:
    """Set up a course at a station, with all its sessions."""
    station = get_object_or_404(Station.objects.visible_to(request.user), pk=pk)
    must_run(station, request.user)
    data = request.POST if request.method == "POST" else None
    form, series = CourseForm(station, data=data), SeriesForm(station, data)
    row = laid(request, station, form, series) if data is not None else None
    if row is not None:
        return redirect("enrolments:desk", row.pk)
    facts = {"station": station, "form": form, "series": series}
    facts["key"] = request.POST.get("key") or uuid4()
    return render(request, "courses/new.html", facts, status=200 if data is None else 422)


def laid(request: Request, station: Station, form: CourseForm, series: SeriesForm) -> Course | None:
    """The course as the two forms say it; None where something is wrong, which the first form tells."""
    if not (form.is_valid() and series.is_valid()):
        return None
    try:
        key = UUID(request.POST.get("key", ""))
        told = (form.draft(), series.series(), key)
        return set_up(station.pk, *told, by=request.user, at=timezone.now())
    except ValueError:
        form.add_error(None, _("表单过期了，请重新打开这一页。"))
    except Refused as no:
        form.add_error(None, "".join(map(str, refusal(no))))
    return None


@login_not_required
@require_safe
def calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The sessions of a station's courses, for anybody's calendar."""
    station = get_object_or_404(Station, pk=pk)
    book = Calendar()
    book.add("prodid", "-//wenming//courses//ZH")
    book.add("version", "2.0")
    book.add("x-wr-calname", str(station))
    rows = Session.objects.standing().filter(course__station=station, course__cancelled=None)
    rows = rows.filter(end__gte=timezone.now() - BACK)
    for row in rows.select_related("course__station", "booking__venue"):
        book.add_component(event(request, row))
    return HttpResponse(book.to_ical(), content_type="text/calendar; charset=utf-8")


def event(request: HttpRequest, row: Session) -> Event:
    """One session as calendars know it."""
    there = [row.course.station.name, row.course.station.address]
    there += [row.booking.venue.name] if row.booking else []
    one = Event()
    one.add("uid", f"session-{row.pk}@{request.get_host()}")
    one.add("dtstamp", row.course.opens)
    one.add("dtstart", row.start)
    one.add("dtend", row.end)
    one.add("summary", row.course.name)
    one.add("location", " ".join(filter(None, there)))
    one.add("url", request.build_absolute_uri(reverse("enrolments:course", args=[row.course_id])))
    return one


@login_not_required
@require_safe
def feed(request: HttpRequest) -> HttpResponse:
    """What is going on, for readers of feeds."""
    now, at = timezone.now(), request.build_absolute_uri
    told = Atom1Feed(
        title=_("近期课程"),
        link=at(reverse("enrolments:list")),
        description=_("各实践站的课程、排练和演出"),
        feed_url=at(),
        language="zh-CN",
    )
    rows = Course.objects.going_on(now).filter(opens__lte=now).select_related("station")
    for row in rows:
        meets = row.sessions.standing().filter(end__gte=now)[:1]
        when = "".join(f"{localtime(one.start):%Y-%m-%d %H:%M}" for one in meets)
        told.add_item(
            title=f"{row.name} · {row.station}",
            link=at(reverse("enrolments:course", args=[row.pk])),
            description=" ".join(filter(None, (when, row.audience, row.text))),
            unique_id=f"urn:uuid:{row.key}",
            pubdate=row.opens,
            updateddate=row.opens,
        )
    return HttpResponse(told.writeString("utf-8"), content_type=told.content_type)
