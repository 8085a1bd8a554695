"""Pages of whoever arranges: which posts are open for sign-up, and opening or closing them."""

from typing import Any

from django.contrib import messages
from django.db.models import Count, Q
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.service.shifts.forms import units_of
from wenming.service.shifts.models import Post
from wenming.service.signups import actions
from wenming.service.signups.forms import OpeningForm
from wenming.service.signups.models import Opening
from wenming.service.signups.rules import LIVE
from wenming.service.signups.views import MOST, lines_of, seen
from wenming.web.words import refusal


@require_POST
@holding("roster")
def close(request: Request, pk: int) -> HttpResponseBase:
    """End signing up for a shift now."""
    seen(request, pk)
    actions.close(pk, by=request.user, at=timezone.now())
    return redirect("signups:shift", pk)


@holding("roster")
def posts(request: Request) -> HttpResponseBase:
    """The posts one arranges, and what is open of each."""
    rows = Post.objects.visible_to(request.user).active().filter(unit__in=units_of(request.user))
    at = timezone.now()
    ahead = Q(shifts__opening__isnull=False, shifts__start__gt=at)
    live = Q(shifts__opening__signups__state__in=[s.value for s in LIVE], shifts__start__gt=at)
    rows = rows.annotate(
        opened=Count("shifts__opening", filter=ahead, distinct=True),
        signed=Count("shifts__opening__signups", filter=live, distinct=True),
    )
    every: list[Any] = list(rows.select_related("site", "unit")[:MOST])
    openings = Opening.objects.ahead(at).filter(shift__post__in=[p.pk for p in every])
    facts = {
        "posts": [p for p in every if p.opened],
        "others": [p for p in every if not p.opened],
        "lines": lines_of(openings, request.user),
    }
    return render(request, "signups/posts.html", facts)


@holding("roster")
def open_up(request: Request, pk: int) -> HttpResponseBase:
    """Open shifts of a post for sign-up."""
    post = get_object_or_404(Post.objects.visible_to(request.user).select_related("site"), pk=pk)
    form = OpeningForm(post, request.POST or None)
    if request.method == "POST" and form.is_valid() and opened(request, post, form):
        return redirect("signups:posts")
    shown = {"post": post, "form": form}
    return render(request, "signups/open.html", shown, status=422 if form.errors else 200)


def opened(request: Request, post: Post, form: OpeningForm) -> bool:
    """Whether the shifts were opened; what is refused stands on the form."""
    try:
        count = actions.open_up(post.pk, form.draft(), by=request.user, at=timezone.now())
    except Refused as no:
        if no.reason == "power":
            raise
        form.add_error("places", "".join(map(str, refusal(no))))
        return False
    words = ngettext("已开放 %(n)s 班。", "已开放 %(n)s 班。", count)
    messages.success(request, words % {"n": count})
    return True
