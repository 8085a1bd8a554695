"""Checking in at a post by the code shown there: the screen that shows it, the page that takes it."""

import segno
from django.conf import settings
from django.contrib import messages
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from wenming.org.http import Request, holding
from wenming.service.shifts import actions as shifts
from wenming.service.shifts.calendars import clock, hours_of
from wenming.service.shifts.models import Place
from wenming.service.signups.actions import show
from wenming.service.signups.models import Opening
from wenming.service.signups.rules import WINDOW, code_at, windows
from wenming.service.signups.views import seen


@holding("roster")
def code(request: Request, pk: int) -> HttpResponseBase:
    """The screen at the post: the code of this minute, large, and the same to scan."""
    one, at = seen(request, pk), timezone.now()
    shifts.must(one.shift.post, request.user)
    now = code_at(settings.SECRET_KEY.encode(), pk, windows(at)[0])
    address = request.build_absolute_uri(reverse("signups:come", args=[pk]))
    facts = {
        "opening": one,
        "hours": hours_of(one.shift),
        "code": now,
        "again": WINDOW - int(at.timestamp()) % WINDOW + 1,
        "picture": segno.make(f"{address}?code={now}", micro=False).svg_data_uri(scale=7),
        "came": Place.objects.filter(shift=pk, came_at__isnull=False).count(),
    }
    answer = render(request, "signups/code.html", facts)
    answer["Cache-Control"] = "no-store"
    return answer


@holding()
def come(request: Request, pk: int) -> HttpResponseBase:
    """Enter the code, or bring it by scanning; check in, and out."""
    one = get_object_or_404(Opening.objects.select_related("shift__post__site"), shift=pk)
    place = get_object_or_404(Place.objects.standing(), shift=pk, member__user=request.user)
    if request.method == "POST":
        gone = "gone" in request.POST
        show(pk, request.POST.get("code", ""), gone=gone, by=request.user, at=timezone.now())
        messages.success(request, _("已签退，辛苦了。") if gone else _("已签到。"))
        return redirect("signups:come", pk)
    facts = {
        "opening": one,
        "hours": hours_of(one.shift),
        "place": place,
        "came": clock(place.came_at) if place.came_at else "",
        "went": clock(place.went_at) if place.went_at else "",
        "code": request.GET.get("code", "")[:6],
    }
    return render(request, "signups/come.html", facts)
