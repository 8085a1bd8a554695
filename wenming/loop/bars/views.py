"""The negative list of an edition: its entries, what became of them, what may be done."""

from typing import NamedTuple

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from wenming.kit.flow import open_to
from wenming.loop.bars.forms import BarForm
from wenming.loop.standards.actions import move_bar as take_step
from wenming.loop.standards.actions import set_bar
from wenming.loop.standards.models import BAR_MOVES, Bar, Edition
from wenming.loop.standards.rules import BAR_ARROWS, BarMove, BarState, EditionState
from wenming.loop.standards.views import Step, seen, tabs
from wenming.org.http import Request, holding


class Entry(NamedTuple):
    """An entry of the negative list, and what this reader may do about it."""

    bar: Bar
    moves: list[Step]
    form: BarForm | None

    @property
    def id(self) -> str:
        """The dialog in which something is done about it."""
        return f"bar-{self.bar.pk}"

    @property
    def url(self) -> str:
        """Where its first step is taken; the buttons name their own."""
        return reverse("standards:bar_move", args=[self.bar.pk, self.moves[0].code])


def bars(request: Request, pk: int | None = None) -> HttpResponse:
    """The negative list of an edition; without one named, of the newest in force."""
    visible = Edition.objects.visible_to(request.user)
    newest = visible.filter(minors=False).order_by("-state", "-year", "-pk")
    edition = seen(request, pk) if pk else newest.first() or visible.first()
    return shown_bars(request, edition)


def shown_bars(
    request: Request, edition: Edition | None, *, form: BarForm | None = None
) -> HttpResponse:
    """The page of a negative list; `form` is one that must be put right."""
    powers = request.user.any_powers
    rows = edition.bars.select_related("unit").order_by("order") if edition else []
    open_list = edition is not None and edition.state != EditionState.ARCHIVED.value
    writes = open_list and "publish" in powers
    facts = {
        "edition": edition,
        "entries": [entry(bar, powers, writes=writes) for bar in rows],
        "form": (form or BarForm()) if writes else None,
        "tabs": tabs(request, edition, "edition_bars"),
    }
    return render(request, "bars/list.html", facts, status=422 if form else 200)


def entry(bar: Bar, powers: frozenset[str], *, writes: bool) -> Entry:
    """An entry with its buttons."""
    state = BarState(bar.state)
    steps = [Step(m.value, str(BAR_MOVES[m])) for m in open_to(BAR_ARROWS, state, powers)]
    return Entry(bar, steps, BarForm(bar) if writes and state is BarState.CLEAR else None)


@require_POST
@holding()
def write_bar(request: Request, pk: int, bar: int | None = None) -> HttpResponseBase:
    """Add an entry to the negative list, or change one."""
    edition = seen(request, pk)
    here = get_object_or_404(edition.bars, pk=bar) if bar else None
    form = BarForm(here, request.POST)
    if not form.is_valid():
        return shown_bars(request, edition, form=form)
    text, unit = form.cleaned_data["text"], form.cleaned_data["unit"]
    number = unit.pk if unit else None
    set_bar(pk, text, number, bar=bar, by=request.user, at=timezone.now())
    return redirect("standards:edition_bars", pk)


@require_POST
@holding()
def move_bar(request: Request, bar: int, move: BarMove) -> HttpResponseBase:
    """Warn of, trigger, lift or clear an entry."""
    seen_in = Edition.objects.visible_to(request.user)
    row = get_object_or_404(Bar, pk=bar, edition__in=seen_in)
    note = request.POST.get("note", "")
    take_step(bar, move, note=note, by=request.user, at=timezone.now())
    return redirect("standards:edition_bars", row.edition_id)
