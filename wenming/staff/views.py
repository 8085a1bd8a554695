"""Pages about people and their posts, one's own page, work groups, the calendar."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django.contrib import messages
from django.db.models import Count, Q
from django.forms import Form
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from wenming.kit.days import UnknownYear, national
from wenming.kit.flow import Refused, choices
from wenming.org.calendar import calendar
from wenming.org.http import Request, holding
from wenming.org.models import ROLES, Appointment, Group, Holiday, Unit, User
from wenming.staff import actions
from wenming.staff.forms import BeatForm, DayForm, KeyForm, MeForm, PersonForm, PostForm
from wenming.web.filters import Choice, Flag, Key, Words, narrow
from wenming.web.paging import page_of
from wenming.web.words import refusal


class Post(Choice):
    """People by the role they hold today."""

    def narrow(self, rows: Any, request: Any) -> Any:
        """Those in such a post; raises Unknown for a role there is none of."""
        role = request.GET.get(self.name, "")
        if role not in dict(self.choices):
            return super().narrow(rows, request)
        held = Appointment.objects.on(localdate()).filter(role=role)
        return rows.filter(pk__in=held.values("user"))


FILTERS = (
    Words("q", gettext_lazy("姓名、账户、电话"), ("name", "username", "phone")),
    Post("role", gettext_lazy("岗位"), "pk", choices(ROLES)),
    Key("unit", gettext_lazy("单位"), "appointments__unit", lambda _request: Unit.objects.all()),
    Flag("closed", gettext_lazy("已停用"), lambda rows: rows.filter(is_active=False)),
    Flag("given", gettext_lazy("还没改初始密码"), lambda rows: rows.filter(must_change=True)),
)
SORTS = {"name": "name", "username": "username", "seen": "last_login"}


@holding("people")
def people(request: Request) -> HttpResponseBase:
    """Everybody with an account."""
    narrowed = narrow(User.objects.all(), FILTERS, request)
    page = page_of(narrowed.rows.distinct(), request, sorts=SORTS, default="username")
    posts: dict[int, list[str]] = {user.pk: [] for user in page}
    rows = Appointment.objects.on(localdate()).filter(user__in=posts)
    for post in rows.select_related("unit", "group", "area").order_by("pk"):
        over = post.unit or post.group or post.area
        posts[post.user_id].append(f"{post.get_role_display()} · {over}")
    facts = {"narrowed": narrowed, "page": page, "rows": [(u, posts[u.pk]) for u in page]}
    return render(request, "staff/people.html", facts)


@never_cache
@holding("people")
def new(request: Request) -> HttpResponseBase:
    """A new account; its password is shown once."""
    form = PersonForm(data=request.POST or None)
    if request.method == "POST" and form.is_valid():
        username, at = form.cleaned_data["username"], timezone.now()
        try:
            made = actions.make_person(username, form.draft(), by=request.user, at=at)
        except Refused as no:
            form.add_error("username", str(refusal(no).wrong))
        else:
            return shown_once(request, *made)
    status = 422 if form.errors else 200
    return render(request, "staff/new.html", {"form": form}, status=status)


def shown_once(request: Request, person: User, password: str) -> HttpResponse:
    """The page that shows a given password, and never again."""
    return render(request, "staff/password.html", {"person": person, "password": password})


@holding("people")
def person(request: Request, pk: int) -> HttpResponseBase:
    """One person: how he is reached, his posts now and before, his account."""
    someone = get_object_or_404(User, pk=pk)
    form = MeForm(someone, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.describe(someone, form.draft(), by=request.user, at=timezone.now())
        messages.success(request, _("已保存。"))
        return redirect("org:person", pk)
    return person_page(request, someone, form, PostForm())


def person_page(request: Request, someone: User, form: MeForm, post: PostForm) -> HttpResponse:
    """The page of one person; a form with faults must be put right."""
    rows = someone.appointments.select_related("area", "unit", "group").order_by("-since", "-pk")
    today = localdate()
    facts = {
        "person": someone,
        "standing": [row for row in rows if row.until is None or row.until >= today],
        "ended": [row for row in rows if row.until and row.until < today],
        "form": form,
        "post_form": post,
        "self": someone == request.user,
    }
    status = 422 if form.errors or post.errors else 200
    return render(request, "staff/person.html", facts, status=status)


@require_POST
@holding("people")
def appoint(request: Request, pk: int) -> HttpResponseBase:
    """Appoint somebody to a post."""
    someone, form = get_object_or_404(User, pk=pk), PostForm(request.POST)
    if form.is_valid():
        try:
            actions.appoint(someone, form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            if no.reason not in {"needs", "post_over", "until"}:
                raise
            form.add_error(None, "".join(map(str, refusal(no))))
        else:
            return redirect("org:person", pk)
    return person_page(request, someone, MeForm(someone), form)


@require_POST
@holding("people")
def end_post(request: Request, pk: int) -> HttpResponseBase:
    """End a post: yesterday was its last day."""
    post = get_object_or_404(Appointment.objects.select_related("user"), pk=pk)
    until = localdate() - timedelta(days=1)
    actions.end_post(post, until=until, by=request.user, at=timezone.now())
    return redirect("org:person", post.user_id)


@require_POST
@never_cache
@holding("people")
def password(request: Request, pk: int) -> HttpResponseBase:
    """A new password for somebody, shown once."""
    someone = get_object_or_404(User, pk=pk)
    given = actions.give_password(someone, by=request.user, at=timezone.now())
    return shown_once(request, someone, given)


@require_POST
@holding("people")
def active(request: Request, pk: int) -> HttpResponseBase:
    """Close an account or open it again."""
    someone = get_object_or_404(User, pk=pk)
    wanted = request.POST.get("active") == "1"
    actions.set_active(someone, wanted, by=request.user, at=timezone.now())
    return redirect("org:person", pk)


@never_cache
@holding()
def me(request: Request) -> HttpResponseBase:
    """One's own page: how one is told, one's password, codes and keys."""
    form = MeForm(request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.describe(request.user, form.draft(), by=request.user, at=timezone.now())
        messages.success(request, _("已保存。"))
        return redirect("org:me")
    return my_page(request, form, KeyForm())


def my_page(request: Request, form: Form, keys: KeyForm, *, key: str = "") -> HttpResponse:
    """One's own page; `key` is a new one, shown this once."""
    rows = request.user.appointments.on(localdate()).select_related("area", "unit", "group")
    facts = {
        "form": form,
        "posts": rows.order_by("pk"),
        "keys": request.user.tokens.order_by("-made"),
        "key_form": keys,
        "key": key,
        "now": timezone.now(),
    }
    status = 422 if form.errors or keys.errors else 200
    return render(request, "staff/me.html", facts, status=status)


@require_POST
@never_cache
@holding()
def make_key(request: Request) -> HttpResponseBase:
    """A key for a machine, shown once."""
    form, now, key = KeyForm(request.POST), timezone.now(), ""
    if form.is_valid():
        days = form.cleaned_data["days"]
        until = now + timedelta(days=days) if days else None
        key = actions.make_key(form.cleaned_data["name"], until=until, by=request.user, at=now)
        form = KeyForm()
    return my_page(request, MeForm(request.user), form, key=key)


@require_POST
@holding()
def revoke_key(request: Request, pk: int) -> HttpResponseBase:
    """Take a key back."""
    actions.revoke_key(pk, by=request.user, at=timezone.now())
    return redirect("org:me")


def groups(request: Request) -> HttpResponse:
    """The work groups with their heads, members and beats."""
    held = Q(appointments__in=Appointment.objects.on(localdate()))
    rows = Group.objects.annotate(
        members=Count("appointments__user", filter=held, distinct=True),
        serving=Count("units", distinct=True),
    )
    return render(request, "staff/groups.html", {"groups": rows.prefetch_related("beat")})


@holding()
def group(request: Request, pk: int) -> HttpResponseBase:
    """One work group; its beat is changed by those who tend people."""
    one = get_object_or_404(Group, pk=pk)
    form = BeatForm(request.POST if request.method == "POST" else None)
    form.initial = {"beat": one.beat.all()}
    if request.method == "POST" and form.is_valid():
        actions.set_beat(one, form.cleaned_data["beat"], by=request.user, at=timezone.now())
        messages.success(request, _("片区已保存。"))
        return redirect("org:group", pk)
    members = one.appointments.on(localdate()).select_related("user").order_by("role", "pk")
    facts = {
        "group": one,
        "members": members,
        "units": one.units.all(),
        "form": form if "people" in request.user.any_powers else None,
        "beat": one.beat.all(),
    }
    return render(request, "staff/group.html", facts, status=422 if form.errors else 200)


class Special(NamedTuple):
    """A day that is not as its weekday says, or that the city has set."""

    day: date
    works: bool
    own: Holiday | None


@holding()
def days(request: Request, year: int | None = None) -> HttpResponseBase:
    """The working days of a year: the national notice, and what the city set over it."""
    year = year or localdate().year
    if not 2000 <= year < 2100:
        raise Refused("no_such_year", str(year))
    form = DayForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        day, name = form.cleaned_data["day"], form.cleaned_data["name"]
        actions.set_day(day, form.kind_of_day(), name, by=request.user, at=timezone.now())
        return redirect("org:year", day.year)
    special, kept = list(specials(year)), calendar()
    facts = {
        "year": year,
        "special": special,
        "known": kept.certain(date(year, 1, 1)),
        "workdays": kept.workdays_between(date(year - 1, 12, 31), date(year, 12, 31)),
        "form": form if "load" in request.user.any_powers else None,
        "before": reverse("org:year", args=[year - 1]),
        "after": reverse("org:year", args=[year + 1]),
    }
    return render(request, "staff/calendar.html", facts, status=422 if form.errors else 200)


def specials(year: int) -> Iterator[Special]:
    """The days of a year on which work is otherwise than the weekday says."""
    own = {one.day: one for one in Holiday.objects.filter(day__year=year)}
    try:
        off, on = national(year)
    except UnknownYear:
        off, on = frozenset(), frozenset()
    kept = calendar()
    for day in sorted(own.keys() | {d for d in off if d.weekday() < 5} | on):
        yield Special(day, kept.is_workday(day), own.get(day))


@require_POST
@holding()
def clear_day(request: Request, day: str) -> HttpResponseBase:
    """Let a day be again as the national notice says."""
    try:
        on = date.fromisoformat(day)
    except ValueError as wrong:
        raise Http404 from wrong
    actions.clear_day(on, by=request.user, at=timezone.now())
    return redirect("org:year", on.year)
