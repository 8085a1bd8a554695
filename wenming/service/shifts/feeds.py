"""One's duties as a calendar that telephones subscribe to (RFC 5545), under a secret address."""

import hmac
from collections import Counter
from collections.abc import Iterable
from datetime import timedelta

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from wenming.org.http import Request, holding
from wenming.records.models import Act
from wenming.service.members.actions import set_feed
from wenming.service.members.models import Feed
from wenming.service.shifts.models import Place
from wenming.service.shifts.rules import STANDING, PlaceState

BACK = timedelta(days=60)  # how long past duties stay in a calendar
AGAIN = "PT1H"  # how often a telephone is asked to look


def secret_of(row: Feed) -> str:
    """The secret part of an address."""
    said = f"feed {row.user_id} {row.turn}".encode()
    return hmac.digest(settings.SECRET_KEY.encode(), said, "sha256").hex()


def calendar_of(places: Iterable[Place], changes: Counter[str]) -> bytes:
    """Places as a calendar; a cancelled one stays and says so, each change raises SEQUENCE."""
    found = Calendar()
    found.add("prodid", "-//wenming//duties//ZH")
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", _("我的班"))
    found.add("x-published-ttl", AGAIN)
    zone, now = timezone.get_current_timezone(), timezone.now()
    for place in places:
        shift, post, event = place.shift, place.shift.post, Event()
        standing = place.state in STANDING or place.state == PlaceState.ABSENT
        event.add("uid", f"place-{place.pk}@wenming")
        event.add("dtstamp", now)
        event.add("sequence", changes[str(shift.pk)] + changes["all"])
        event.add("dtstart", place.start.astimezone(zone))
        event.add("dtend", place.end.astimezone(zone))
        event.add("summary", f"{post.duty} · {post.site.name}（{shift.word}）")
        event.add("location", post.site.name)
        event.add("status", "CONFIRMED" if standing else "CANCELLED")
        if post.site.lat is not None and post.site.lon is not None:
            event.add("geo", (post.site.lat, post.site.lon))
        found.add_component(event)
    found.add_missing_timezones()
    return bytes(found.to_ical())


def changes_of(shifts: Iterable[int]) -> Counter[str]:
    """How often each of these shifts has changed, and all of them by rosters."""
    keys = [str(key) for key in shifts]
    rows = Act.objects.filter(kind="shift", key__in=keys).values("key").annotate(n=Count("pk"))
    told: Counter[str] = Counter(dict(rows.values_list("key", "n")))
    told["all"] = Act.objects.filter(kind="shifts", move="seat").count()
    return told


@login_not_required
def feed(request: HttpRequest, user: int, secret: str) -> HttpResponse:
    """The calendar; a wrong or withdrawn address is no page at all."""
    row = Feed.objects.filter(user=user, open=True, user__is_active=True).first()
    if row is None or not hmac.compare_digest(secret, secret_of(row)):
        raise Http404
    rows = Place.objects.filter(member__user=user, end__gt=timezone.now() - BACK)
    places = list(rows.select_related("shift__post__site").order_by("start", "pk"))
    body = calendar_of(places, changes_of({place.shift_id for place in places}))
    answer = HttpResponse(body, content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "private, no-store"
    return answer


@holding()
def address(request: Request) -> HttpResponseBase:
    """One's own secret address: shown, renewed, withdrawn."""
    if request.method == "POST":
        opened = "withdraw" not in request.POST
        set_feed(opened=opened, by=request.user, at=timezone.now())
        return redirect("shifts:address")
    row = Feed.objects.filter(user=request.user, open=True).first()
    there = f"{request.user.pk}-{secret_of(row)}.ics" if row else ""
    link = request.build_absolute_uri(there) if there else ""
    return render(request, "shifts/address.html", {"link": link})
