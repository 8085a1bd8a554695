"""The form a visit is recorded with, and those of a round's steps and of a correction."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.kit.flow import Refused
from wenming.loop.inspections.drafts import FindingDraft, VisitDraft
from wenming.loop.inspections.models import VERDICTS, Round
from wenming.loop.inspections.rules import Fault, RoundKind, RoundMove
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import PhotoRule, Scheme, Verdict
from wenming.places.models import Site
from wenming.web.api import said

PROBLEM = [(Verdict.FAIL.value, VERDICTS[Verdict.FAIL])]
MARKS = {Verdict.PASS.value: "check", Verdict.FAIL.value: "cross", Verdict.NA.value: "slash"}
MINUTES = "%Y-%m-%dT%H:%M"
Moment = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=MINUTES)


class Row:
    """One item of the form with its fields, as the page draws it."""

    def __init__(self, form: "VisitForm", item: Item) -> None:
        self.item = item
        self.verdict, self.count, self.note, self.photo, self.kept = (
            form[f"{name}_{item.pk}"] for name in ("verdict", "count", "note", "photo", "kept")
        )
        self.counts = item.scheme != Scheme.BINARY.value
        self.always = item.photos == PhotoRule.ALWAYS.value
        self.asks = item.photos != PhotoRule.NONE.value
        self.errors = [
            e for field in (self.verdict, self.count, self.note, self.photo) for e in field.errors
        ]
        self.choices = [
            (code, word, MARKS[code], code == self.verdict.value())
            for code, word in form.fields[f"verdict_{item.pk}"].choices  # type: ignore[attr-defined]
        ]

    @property
    def held(self) -> list[str]:
        """The photographs that are here already."""
        return str(self.kept.value() or "").split()


class VisitForm(forms.Form):
    """A visit to one site: every item for itself; in a patrol only what is wrong is ticked."""

    id = forms.UUIDField(widget=forms.HiddenInput)
    started = forms.DateTimeField(label=gettext_lazy("开始"), widget=Moment)
    ended = forms.DateTimeField(
        label=gettext_lazy("结束"),
        widget=Moment,
        required=False,
        help_text=gettext_lazy("不填就是现在；补录纸质记录时填当时的时间。"),
    )

    def __init__(
        self, round_: Round, site: Site, items: Iterable[Item], *args: Any, **over: Any
    ) -> None:
        super().__init__(*args, **over)
        self.round, self.site, self.items = round_, site, list(items)
        kind = RoundKind(round_.kind)
        for item in self.items:
            self.fields |= fields_of(item, kind)

    def rows(self) -> list[Row]:
        """The items with their fields, in their order."""
        return [Row(self, item) for item in self.items]

    def draft(self, *, at: datetime) -> VisitDraft:
        """As the verb takes it; the findings' ids follow from the visit's, so that twice is once."""
        said_ = self.cleaned_data
        findings = [
            FindingDraft(
                id=uuid5(said_["id"], item.code),
                item=item.code,
                verdict=Verdict(said_[f"verdict_{item.pk}"]),
                count=said_[f"count_{item.pk}"] if fails(said_, item) else None,
                note=said_[f"note_{item.pk}"] if fails(said_, item) else "",
                photos=tuple(said_[f"kept_{item.pk}"].split()),
            )
            for item in self.items
            if said_[f"verdict_{item.pk}"]
        ]
        ended = said_["ended"] or max(at, said_["started"])
        place = (said_["id"], self.round.name, self.site.code)
        return VisitDraft(*place, said_["started"], ended, tuple(findings))

    def blame(self, draft: VisitDraft, faults: Iterable[Fault]) -> None:
        """Put each fault at the field it is about, or over the form."""
        items = {item.code: item.pk for item in self.items}
        for fault in faults:
            head, _dot, name = fault.place.removeprefix("$.").partition("].")
            field: str | None = head if head in self.fields else None
            if name in {"verdict", "count"}:
                code = draft.findings[int(head.removeprefix("findings["))].item
                field = f"{name}_{items[code]}"
            self.add_error(field, said(Refused(fault.code, *fault.facts)))


def fails(said_: Mapping[str, Any], item: Item) -> bool:
    """Whether an item is said not to conform: only then count and note say anything."""
    return bool(said_[f"verdict_{item.pk}"] == Verdict.FAIL.value)


def fields_of(item: Item, kind: RoundKind) -> dict[str, forms.Field]:
    """The fields of one item; a look-back need not look at all, a patrol names problems only."""
    choices = PROBLEM if kind is RoundKind.PATROL else [(c.value, w) for c, w in VERDICTS.items()]
    verdict = forms.ChoiceField(
        label=item.code,
        choices=choices,
        required=kind is RoundKind.ASSESSMENT,
        widget=forms.RadioSelect,
        error_messages={"required": _("请选一项：符合、不符合或不适用。")},
    )
    return {
        f"verdict_{item.pk}": verdict,
        f"count_{item.pk}": forms.IntegerField(
            label=_("几处"), min_value=1, max_value=9999, required=False
        ),
        f"note_{item.pk}": forms.CharField(label=_("说明"), max_length=2000, required=False),
        f"photo_{item.pk}": forms.FileField(label=_("照片"), required=False),
        f"kept_{item.pk}": forms.RegexField(
            r"^[0-9a-f ]*$", required=False, widget=forms.HiddenInput
        ),
    }


def sent_ids(data: Mapping[str, Any]) -> list[UUID]:
    """The id a sent form carries, if it is one."""
    try:
        return [UUID(str(data.get("id")))]
    except ValueError:
        return []


class CorrectForm(forms.Form):
    """A finding as it should have been."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("结论"),
        choices=[(code.value, word) for code, word in VERDICTS.items()],
        widget=forms.RadioSelect,
    )
    count = forms.IntegerField(
        label=gettext_lazy("处数"), min_value=1, max_value=9999, required=False
    )
    note = forms.CharField(
        label=gettext_lazy("更正理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )


class StepForm(forms.Form):
    """What a step of a round may bring: a seed, a reason, the sites to go to."""

    seed = forms.CharField(
        label=gettext_lazy("种子"),
        max_length=128,
        required=False,
        help_text=gettext_lazy("十六进制。不填由系统产生，直到开签谁也看不到。"),
    )
    note = forms.CharField(label=gettext_lazy("理由"), max_length=500)
    sites = forms.CharField(
        label=gettext_lazy("点位编号"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("一行一个，或用逗号隔开；不填就是走到哪里记到哪里。"),
    )
    ASKS: Mapping[RoundMove, str] = {
        RoundMove.COMMIT: "seed",
        RoundMove.RECOMMIT: "note",
        RoundMove.START: "sites",
    }

    def __init__(self, move: RoundMove, *args: Any) -> None:
        super().__init__(*args)
        for name in set(self.fields) - {self.ASKS.get(move, "")}:
            del self.fields[name]


def now_in_minutes() -> datetime:
    """Now, as the clock on the wall shows it."""
    return timezone.localtime().replace(second=0, microsecond=0)
