"""Pages of the persons who volunteer: registering, the list, one's own data, taken out or deleted."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from wenming.kit.flow import Refused
from wenming.org.http import Request, holding
from wenming.org.models import Unit
from wenming.service.members.actions import city_wide, rostered
from wenming.service.volunteers import actions
from wenming.service.volunteers.forms import PersonForm, RegisterForm, begins
from wenming.service.volunteers.holdings import held
from wenming.service.volunteers.models import Volunteer
from wenming.service.volunteers.persons import may_mend
from wenming.web.filters import Flag, Key, Words, narrow
from wenming.web.paging import page_of
from wenming.web.sheets import page as sheet
from wenming.web.sheets import workbook
from wenming.web.words import refusal

FILTERS = (
    Words("q", gettext_lazy("姓名、编号、电话"), ("name", "number", "phone")),
    Key(
        "unit",
        gettext_lazy("队伍"),
        "belongings__member__unit",
        lambda request: Unit.objects.filter(members__belonging__isnull=False).distinct(),
    ),
    Flag("minor", gettext_lazy("有监护人"), lambda rows: rows.exclude(guardian="")),
)
SORTS: dict[str, str | tuple[str, ...]] = {"number": "number", "name": ("name", "number")}
FIELDS = {"guardian": "guardian", "too_young": "born", "identity_birth": "born"}
FIELDS |= dict.fromkeys(("identity_unsound", "identity_other", "registered_before"), "identity")


@holding("roster")
def people(request: Request) -> HttpResponseBase:
    """The volunteers of one's units, or of the city."""
    units = rostered(request.user)
    rows = Volunteer.objects.known().visible_to(request.user)
    if units is not None:
        rows = rows.filter(belongings__member__unit__in=units).distinct()
    narrowed = narrow(rows.prefetch_related("belongings__member__unit"), FILTERS, request)
    page = page_of(narrowed.rows, request, sorts=SORTS, default="number")
    return render(request, "volunteers/people.html", {"narrowed": narrowed, "page": page})


def me(request: Request) -> HttpResponseBase:
    """One's own page, or the form by which one registers."""
    row = Volunteer.objects.filter(user=request.user).first()
    if row is not None:
        return redirect("volunteers:person", row.pk)
    return registering(request, own=True)


@holding("roster")
def register_one(request: Request) -> HttpResponseBase:
    """Register somebody who has no account."""
    return registering(request, own=False)


def registering(request: Request, *, own: bool) -> HttpResponseBase:
    """The form of a registration, and what becomes of it."""
    begins_with = {"name": request.user.name, "phone": request.user.phone} if own else {}
    form = RegisterForm(request.user, own, request.POST or None, initial=begins_with)
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.register(form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            told(form, no)
        else:
            messages.success(request, _("已登记，志愿者编号 %(no)s。") % {"no": row.number})
            return redirect("volunteers:person", row.pk)
    facts = {"form": form, "own": own}
    return render(request, "volunteers/register.html", facts, status=422 if form.errors else 200)


def told(form: PersonForm, no: Refused) -> None:
    """Say beside its field why something was refused."""
    field = FIELDS.get(no.reason)
    form.add_error(field, "".join(map(str, refusal(no))))


def seen(request: Request, pk: int) -> Volunteer:
    """A volunteer the reader may keep: himself, one of his units, any for the office; else 404."""
    row = get_object_or_404(Volunteer.objects.visible_to(request.user), pk=pk)
    units = rostered(request.user)
    theirs = units is None or row.belongings.filter(member__unit__in=units).exists()
    if not (theirs or row.user_id == request.user.pk):
        raise Http404
    return row


@holding()
def person(request: Request, pk: int) -> HttpResponseBase:
    """One volunteer: what is held, put right, taken out, deleted."""
    row = seen(request, pk)
    own = row.user_id == request.user.pk
    writes = not row.forgotten and may_mend(row, own, request.user)
    form = PersonForm(request.POST or None, initial=begins(row)) if writes else None
    if request.method == "POST" and form is not None and form.is_valid():
        try:
            actions.correct(pk, form.given(), by=request.user, at=timezone.now())
        except Refused as no:
            told(form, no)
        else:
            messages.success(request, _("已更正。"))
            return redirect("volunteers:person", pk)
    facts = {"row": row, "own": own, "form": form, "held": list(held(row))}
    facts["wipes"] = wipes(request, row)
    bad = form is not None and form.errors
    return render(request, "volunteers/person.html", facts, status=422 if bad else 200)


def wipes(request: Request, row: Volunteer) -> bool:
    """Whether the reader may take out and delete what is held."""
    mine = row.user_id == request.user.pk or "roster" in city_wide(request.user)
    return mine and row.forgotten is None


def taken_out(request: Request, pk: int) -> Volunteer:
    """A volunteer whose data the reader may take out; else 404."""
    row = seen(request, pk)
    if not wipes(request, row):
        raise Http404
    return row


@require_safe
@holding()
def as_json(request: Request, pk: int) -> HttpResponseBase:
    """All that is held about somebody, for a machine."""
    row = taken_out(request, pk)
    body = {one.title: one.as_json() for one in held(row)}
    answer = JsonResponse(body, json_dumps_params={"ensure_ascii": False, "indent": 1})
    answer["Content-Disposition"] = f'attachment; filename="volunteer-{row.number}.json"'
    return answer


@require_safe
@holding()
def as_sheets(request: Request, pk: int) -> HttpResponseBase:
    """All that is held about somebody, as a workbook."""
    row = taken_out(request, pk)
    pages = [sheet(one.title, one.heads, one.rows) for one in held(row)]
    return workbook(f"volunteer-{row.number}.xlsx", pages)


@holding()
def forget(request: Request, pk: int) -> HttpResponse | HttpResponseBase:
    """Ask once more, then delete."""
    row = seen(request, pk)
    if not wipes(request, row) and not row.forgotten:
        raise Refused("power", "roster")
    if request.method == "POST":
        own = row.user_id == request.user.pk
        actions.forget(pk, by=request.user, at=timezone.now())
        messages.success(request, _("已删除，只留编号 %(no)s。") % {"no": row.number})
        return redirect("volunteers:me" if own else "volunteers:people")
    return render(request, "volunteers/forget.html", {"row": row})
