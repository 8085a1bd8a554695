"""Pages of a team and of one member."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.service.members import actions
from wenming.service.members.forms import GrantForm, MemberForm, NamesForm, WishForm
from wenming.service.members.models import Member
from wenming.web.http import safe_next
from wenming.web.words import refusal


def may(request: Request, unit: int) -> bool:
    """Whether the reader rosters the people of a unit."""
    return "roster" in request.user.powers(units=[unit]) | actions.city_wide(request.user)


@holding()
def team(request: Request, pk: int) -> HttpResponseBase:
    """The people of a unit who can stand at posts; names come in line by line."""
    one = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    names = NamesForm(request.POST or None)
    if request.method == "POST" and names.is_valid():
        made = actions.add(names.drafts(pk), by=request.user, at=timezone.now())
        words = ngettext("队里现有其中 %(n)s 人。", "队里现有其中 %(n)s 人。", len(made))
        messages.success(request, words % {"n": len(made)})
        return redirect("members:team", pk)
    return shown(request, one, names=names)


def shown(
    request: Request, one: Unit, *, names: NamesForm | None = None, given: GrantForm | None = None
) -> HttpResponse:
    """The page of a team; a form that must be put right stands on it."""
    rows = Member.objects.visible_to(request.user).serving().filter(unit=one)
    people = list(rows.select_related("user").prefetch_related("holdings__qualification"))
    writes = may(request, one.pk)
    facts = {
        "unit": one,
        "people": people,
        "today": timezone.localdate(),
        "names": (names or NamesForm()) if writes else None,
        "grant": (given or GrantForm(rows)) if writes and people else None,
        "posts": reverse("shifts:unit", args=[one.pk]),
    }
    bad = any(form is not None and form.errors for form in (names, given))
    return render(request, "members/team.html", facts, status=422 if bad else 200)


@require_POST
@holding("roster")
def grant(request: Request, pk: int) -> HttpResponseBase:
    """Say that some of a team hold a qualification."""
    one = get_object_or_404(Unit.objects.visible_to(request.user), pk=pk)
    rows = Member.objects.visible_to(request.user).serving().filter(unit=one)
    form = GrantForm(rows, request.POST)
    if form.is_valid():
        data = form.cleaned_data
        told: dict[str, Any] = {"since": data["since"], "until": data["until"]}
        keys = [member.pk for member in data["members"]]
        try:
            actions.grant(keys, data["name"], **told, by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason == "power":
                raise
            form.add_error("until", "".join(map(str, refusal(no))))
        else:
            messages.success(request, _("资格已登记。"))
            return redirect("members:team", pk)
    return shown(request, one, given=form)


def seen(request: Request, pk: int) -> Member:
    """A member the reader sees."""
    rows = Member.objects.visible_to(request.user).select_related("unit", "user")
    return get_object_or_404(rows, pk=pk)


@holding()
def member(request: Request, pk: int) -> HttpResponseBase:
    """One member: limits, qualifications, wishes."""
    one = seen(request, pk)
    form = MemberForm(one, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(pk, form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason == "power":
                raise
            form.add_error("least_hours", "".join(map(str, refusal(no))))
        else:
            messages.success(request, _("已保存。"))
            return redirect("members:member", pk)
    return shown_member(request, one, form=form)


def shown_member(
    request: Request, one: Member, *, form: MemberForm | None = None, wished: WishForm | None = None
) -> HttpResponse:
    """The page of a member; a form that must be put right stands on it."""
    writes = may(request, one.unit_id)
    own = one.user_id == request.user.pk
    facts = {
        "member": one,
        "holdings": one.holdings.select_related("qualification"),
        "wishes": one.wishes.filter(last__gte=timezone.localdate().replace(day=1)),
        "form": (form or MemberForm(one)) if writes else None,
        "wish": (wished or WishForm()) if writes or own else None,
        "back": reverse("shifts:mine") if own and not writes else "",
    }
    bad = any(one is not None and one.errors for one in (form, wished))
    return render(request, "members/member.html", facts, status=422 if bad else 200)


@require_POST
@holding()
def wish(request: Request, pk: int) -> HttpResponseBase:
    """Put down a leave or a wish."""
    one, form = seen(request, pk), WishForm(request.POST)
    if not form.is_valid():
        return shown_member(request, one, wished=form)
    actions.wish(pk, form.draft(), by=request.user, at=timezone.now())
    return redirect("members:member", pk)


@require_POST
@holding()
def unwish(request: Request, pk: int, wish: int) -> HttpResponseBase:
    """Take back what was said of some days."""
    seen(request, pk)
    actions.unwish(pk, wish, by=request.user, at=timezone.now())
    return redirect("members:member", pk)


@require_POST
@holding()
def leave(request: Request, pk: int) -> HttpResponseBase:
    """Let a member leave the team today."""
    one = seen(request, pk)
    actions.leave(pk, timezone.localdate(), by=request.user, at=timezone.now())
    return redirect(safe_next(request, reverse("members:team", args=[one.unit_id])))
