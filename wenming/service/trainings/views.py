"""Pages of trainings: which are ahead, one session with its seats, what came of it."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from wenming.kit.flow import Refused, open_to
from wenming.org.http import Request, holding
from wenming.service.members.actions import rostered
from wenming.service.trainings import actions
from wenming.service.trainings.forms import SessionForm, TrainingForm
from wenming.service.trainings.models import SEAT_MOVES, Lesson, Seat
from wenming.service.trainings.rules import SEAT_ARROWS, SeatMove, SeatState
from wenming.service.volunteers.models import Volunteer
from wenming.web.http import key_in, safe_next
from wenming.web.words import refusal

SHOWN = 200


def listing(
    request: Request, training: TrainingForm | None = None, when: SessionForm | None = None
) -> HttpResponse:
    """The sessions ahead with their free seats, those of late, and one's own."""
    rows = Lesson.objects.visible_to(request.user).select_related("training__qualification")
    rows, today = rows.with_taken(), localdate()
    me = Volunteer.objects.filter(user=request.user).first()
    mine = dict(Seat.objects.filter(volunteer=me).values_list("session", "pk")) if me else {}
    leads = "roster" in request.user.any_powers
    facts = {
        "ahead": [(one, mine.get(one.pk)) for one in rows.ahead(today)[:SHOWN]],
        "late": [(one, mine.get(one.pk)) for one in rows.filter(day__lt=today).reverse()[:20]],
        "me": me,
        "training": (training or TrainingForm(request.user)) if leads else None,
        "when": (when or SessionForm(request.user)) if leads else None,
    }
    status = 422 if training or when else 200
    return render(request, "trainings/list.html", facts, status=status)


@require_POST
@holding("roster")
def set_one(request: Request) -> HttpResponseBase:
    """Put down a training."""
    form = TrainingForm(request.user, request.POST)
    if not form.is_valid():
        return listing(request, training=form)
    actions.set_training(form.draft(), by=request.user, at=timezone.now())
    messages.success(request, _("培训已保存，接着安排场次。"))
    return redirect("trainings:list")


@require_POST
@holding("roster")
def set_when(request: Request) -> HttpResponseBase:
    """Say when and where a training is given."""
    form = SessionForm(request.user, request.POST)
    if form.is_valid():
        try:
            row = actions.set_session(form.draft(), by=request.user, at=timezone.now())
        except Refused as no:
            form.add_error("ends", "".join(map(str, refusal(no))))
        else:
            return redirect("trainings:session", row.pk)
    return listing(request, when=form)


def seen(request: Request, pk: int) -> Lesson:
    """A session the reader sees."""
    rows = Lesson.objects.visible_to(request.user).with_taken()
    return get_object_or_404(rows.select_related("training__qualification"), pk=pk)


@holding()
def session(request: Request, pk: int) -> HttpResponseBase:
    """One session: for who leads it the seats, for a volunteer his own."""
    one = seen(request, pk)
    units, leads = rostered(request.user), actions.leads(one, request.user)
    seats = one.seats_taken.select_related("volunteer")
    people = Volunteer.objects.known().visible_to(request.user)
    people = people.exclude(pk__in=seats.values("volunteer")).order_by("name", "number")
    if units is not None:
        people = people.filter(belongings__member__unit__in=units).distinct()
    shown = seats if leads else seats.filter(volunteer__user=request.user)
    facts = {
        "one": one,
        "leads": leads,
        "begun": timezone.now() >= actions.begins(one),
        "lines": [(seat, steps(request, seat)) for seat in shown],
        "people": people[:SHOWN] if "roster" in request.user.any_powers else [],
        "me": Volunteer.objects.filter(user=request.user).exclude(seats__session=one).first(),
    }
    return render(request, "trainings/session.html", facts)


def steps(request: Request, seat: Seat) -> list[tuple[str, str]]:
    """The steps the reader may take with a seat."""
    held = actions.powers_over(seat, request.user)
    begun = timezone.now() >= actions.begins(seat.session)
    early = {SeatMove.GIVE_UP, SeatMove.BOOK_AGAIN}
    moves = open_to(SEAT_ARROWS, SeatState(seat.state), held)
    return [(m.value, str(SEAT_MOVES[m])) for m in moves if begun or m in early]


@require_POST
@holding()
def book_seats(request: Request, pk: int) -> HttpResponseBase:
    """Take a seat oneself, or for some of one's people."""
    seen(request, pk)
    keys = [key for said in request.POST.getlist("people") if (key := key_in(said))]
    if request.POST.get("own"):
        keys = list(Volunteer.objects.filter(user=request.user).values_list("pk", flat=True))
    seats = actions.book(pk, keys, by=request.user, at=timezone.now())
    words = ngettext("%(n)s 人有了名额。", "%(n)s 人有了名额。", len(seats))
    messages.success(request, words % {"n": len(seats)})
    return redirect("trainings:session", pk)


@require_POST
@holding("roster")
def mark(request: Request, pk: int) -> HttpResponseBase:
    """Put down what came of a session."""
    seen(request, pk)
    said: dict[int, Any] = {}
    for name, value in request.POST.items():
        key = key_in(name.removeprefix("seat-"))
        if key and value in set(SeatMove):
            said[key] = SeatMove(value)
    changed = actions.mark(pk, said, by=request.user, at=timezone.now())
    words = ngettext(
        "记下 %(n)s 人；合格的已取得资格。", "记下 %(n)s 人；合格的已取得资格。", changed
    )
    messages.success(request, words % {"n": changed})
    return redirect("trainings:session", pk)


@require_POST
@holding()
def step(request: Request, pk: int, move: SeatMove) -> HttpResponseBase:
    """Take one step with one seat."""
    seat = get_object_or_404(Seat.objects.select_related("volunteer"), pk=pk)
    actions.take(pk, move, by=request.user, at=timezone.now())
    return redirect(safe_next(request, reverse("trainings:session", args=[seat.session_id])))
