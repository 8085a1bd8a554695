"""Pages of whoever arranges: a post, the patterns of shifts, the shifts of a month in a few clicks."""

from django.contrib import messages
from django.db.models import Count
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.service.shifts import actions
from wenming.service.shifts.forms import MonthForm, PatternForm, PostForm, units_of, written
from wenming.service.shifts.models import Pattern, Post, Shift
from wenming.web.http import key_in
from wenming.web.words import refusal


@holding("roster")
def edit(request: Request, pk: int | None = None) -> HttpResponseBase:
    """A new post, or one that changes."""
    rows = Post.objects.visible_to(request.user).select_related("site", "unit")
    one = get_object_or_404(rows, pk=pk) if pk else None
    form = PostForm(request.user, one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.set_post(form.draft(), key=pk, by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason == "power":
                raise
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            return redirect("shifts:post", made.pk)
    shown = {"post": one, "form": form}
    return render(request, "shifts/edit.html", shown, status=422 if form.errors else 200)


@holding("roster")
def patterns(request: Request, pk: int | None = None) -> HttpResponseBase:
    """The patterns of shifts, and one that is made or changed."""
    one = get_object_or_404(Pattern, pk=pk) if pk else None
    form = PatternForm(one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_pattern(form.draft(), key=pk, by=request.user, at=timezone.now())
        except Refused as no:
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            return redirect("shifts:patterns")
    rows = Pattern.objects.annotate(used=Count("posts"))
    shown = {"rows": [(row, written(row.shifts)) for row in rows], "one": one, "form": form}
    return render(request, "shifts/patterns.html", shown, status=422 if form.errors else 200)


@holding("roster")
def make(request: Request) -> HttpResponseBase:
    """The shifts of a month, in a few clicks: which posts, which month, by pattern or as before."""
    rows = Post.objects.visible_to(request.user).active()
    rows = rows.filter(unit__in=units_of(request.user)).select_related("site", "pattern")
    if (asked := key_in(request.GET.get("unit", ""))) is not None:
        rows = rows.filter(unit=asked)
    form = MonthForm(rows, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.given()
        at, posts, first = timezone.now(), given["posts"], given["first"]
        try:
            if given["source"]:
                made = actions.copy_month(posts, given["source"], first, by=request.user, at=at)
            else:
                made = actions.make_month(posts, first, by=request.user, at=at)
        except Refused as no:
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            words = ngettext(
                "新排出 %(new)s 班，原有 %(same)s 班。",
                "新排出 %(new)s 班，原有 %(same)s 班。",
                made.new,
            )
            messages.success(request, words % made._asdict())
            unit_key = rows.filter(pk__in=posts).values_list("unit", flat=True)[0]
            there = reverse("shifts:unit", args=[unit_key])
            return redirect(f"{there}?month={first:%Y-%m}")
    return render(request, "shifts/make.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
@holding()
def close(request: Request, pk: int) -> HttpResponseBase:
    """Give a post up from today on."""
    get_object_or_404(Post.objects.visible_to(request.user), pk=pk)
    actions.close_post(pk, timezone.localdate(), by=request.user, at=timezone.now())
    return redirect("shifts:post", pk)


@require_POST
@holding()
def drop(request: Request, pk: int) -> HttpResponseBase:
    """Do away with a shift nobody ever had a place on."""
    rows = Shift.objects.visible_to(request.user)
    post = get_object_or_404(rows, pk=pk).post_id
    actions.drop_shift(pk, by=request.user, at=timezone.now())
    return redirect("shifts:post", post)
