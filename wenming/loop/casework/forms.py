"""What a person fills in to take a step: fields follow the needs of its arrow."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Case as Whether
from django.db.models import When
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import Refused, choices
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import MOVES, Case, Sighting
from wenming.loop.cases.rules import ARROWS, FROM_ROWS, Move, State
from wenming.loop.inspections.models import VERDICTS
from wenming.loop.standards.models import LIMITS
from wenming.loop.standards.rules import Limit, Verdict
from wenming.org.models import Unit, User
from wenming.records.actions import content_of, keep_file
from wenming.web.words import refusal

# What a step may bring beside what it must.
MAY: dict[Move, tuple[str, ...]] = {
    **dict.fromkeys((Move.SEND_BACK, Move.CLOSE, Move.LOOK_BACK, Move.REOPEN), ("note", "photo")),
    Move.ASSIGN: ("unit", "assists", "limit", "note"),
    Move.HAND_OVER: ("unit", "assists", "note"),
    Move.FIX: ("note", "photo", "cause", "measure"),
    Move.ASK: ("until", "note"),
    Move.SHELVE: ("plan", "note"),
    Move.MERGE: ("into", "note"),
    Move.APPEAL: ("finding", "note", "photo"),
    Move.UPHOLD: ("verdict", "note"),
    Move.AMEND: ("verdict", "count", "note"),
}
ALL_MAY = ("note",)
# Words of the note, where one word says better what is to be written.
NOTES = {
    Move.FIX: _("整改情况"),
    Move.CLOSE: _("复核意见"),
    Move.SEND_BACK: _("哪里还不符合"),
    Move.RETURN: _("退回理由"),
    Move.ASK: _("延期理由"),
    Move.SHELVE: _("挂账理由"),
    Move.APPEAL: _("申诉理由"),
    Move.LOOK_BACK: _("回头看情况"),
    Move.REOPEN: _("反复情况"),
}
DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
REFUSED_AT = {"until": "until", "plan": "plan", "into": "into", "count": "count"}


class Many(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class Photos(forms.FileField):
    """Several photographs, or none."""

    widget = Many(attrs={"accept": "image/*,.pdf"})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """Each of them by itself."""
        files = data if isinstance(data, list | tuple) else [data] if data else []
        return [super(Photos, self).clean(file, initial) for file in files]


class Seen(forms.ModelChoiceField):  # type: ignore[type-arg]
    """Which of the times the problem was seen."""

    def label_from_instance(self, obj: Sighting) -> str:
        """On which day, by whom, and what."""
        found, visit = obj.finding, obj.finding.visit
        return f"{localdate(visit.ended)} {visit.group or ''} {found.note[:40]}"


def words(label: Any, rows: int, initial: str = "") -> forms.Field:
    """Some lines of text."""
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, max_length=2000, initial=initial, widget=widget)


def unit(case: Case, move: Move) -> forms.Field:
    """The unit that is to mend; the proposed one is chosen already."""
    proposed = case.unit_id if move is Move.ASSIGN and case.state == State.FILED.value else None
    return forms.ModelChoiceField(Unit.objects.responsible(), label=_("责任单位"), initial=proposed)


def assists(case: Case, move: Move) -> forms.Field:
    """The units that help; those who do now stand first."""
    now = [one.pk for one in case.assists.all()]
    first = Whether(When(pk__in=case.assists.values("pk"), then=0), default=1)
    rows, many = Unit.objects.responsible().order_by(first, "order"), forms.CheckboxSelectMultiple
    return forms.ModelMultipleChoiceField(rows, label=_("配合单位"), initial=now, widget=many)


def finding(case: Case, move: Move) -> forms.Field:
    """The sightings whose finding may be disputed."""
    rows = case.sightings.filter(finding__superseded=None).select_related("finding__visit__group")
    return Seen(rows, label=_("申诉的记录"), empty_label=None)


def verdict(case: Case, move: Move) -> forms.Field:
    """What the finding should have been."""
    open_to = (Verdict.PASS, Verdict.NA) if move is Move.UPHOLD else tuple(Verdict)
    said = [(one.value, VERDICTS[one]) for one in open_to]
    return forms.ChoiceField(
        label=_("更正后的结论"), choices=said, widget=forms.RadioSelect, initial=said[0][0]
    )


def limit(case: Case, move: Move) -> forms.Field:
    """The class of its time limits."""
    return forms.ChoiceField(label=_("整改类别"), choices=choices(LIMITS), initial=case.limit)


FIELDS: Mapping[str, Callable[[Case, Move], forms.Field]] = {
    "unit": unit,
    "assists": assists,
    "limit": limit,
    "note": lambda case, move: words(NOTES.get(move, _("说明")), 3),
    "cause": lambda case, move: words(_("整改原因"), 2, case.cause),
    "measure": lambda case, move: words(_("整改举措"), 2, case.measure),
    "photo": lambda case, move: Photos(label=_("照片")),
    "until": lambda case, move: forms.DateField(label=_("延至"), widget=DAY),
    "plan": lambda case, move: forms.DateField(label=_("计划日期"), widget=DAY),
    "into": lambda case, move: forms.CharField(label=_("并入的单号"), max_length=40),
    "finding": finding,
    "verdict": verdict,
    "count": lambda case, move: forms.IntegerField(label=_("处数"), min_value=1, max_value=9999),
}


class MoveForm(forms.Form):
    """The form of one step on one case; `given` is what it brings."""

    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        case: Case,
        move: Move,
        data: Mapping[str, Any] | None = None,
        files: MultiValueDict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, auto_id=f"{move.value}_%s", initial={"seen": case.steps})
        self.case, self.move = case, move
        self.word, self.dialog = MOVES[move], f"do-{move.value}"
        self.address = reverse("cases:move", args=[case.pk, move])
        needs = set(ARROWS[move].needs - FROM_ROWS)
        if not case.wants_photo:
            needs.discard("photo")
        for name in MAY.get(move, ALL_MAY):
            field = FIELDS[name](case, move)
            field.required = name in needs
            self.fields[name] = field

    def into(self, user: User) -> int | None:
        """The case of the number that was written; 0 where the person sees none."""
        number = self.cleaned_data.get("into", "").strip()
        found = Case.objects.visible_to(user).filter(number=number).values_list("pk", flat=True)
        return (found.first() or 0) if number else None

    def given(self, *, by: User, at: datetime) -> Given:
        """What is in hand, photographs kept; raises Refused for a file that is none."""
        data = self.cleaned_data
        chosen, sighting = data.get("unit"), data.get("finding")
        return Given(
            note=data.get("note", "").strip(),
            unit=chosen.pk if chosen else None,
            assists=tuple(one.pk for one in data["assists"]) if "assists" in data else None,
            limit=Limit(data["limit"]) if data.get("limit") else None,
            cause=data.get("cause", "").strip(),
            measure=data.get("measure", "").strip(),
            photos=kept(data.get("photo") or [], by=by, at=at),
            until=data.get("until"),
            plan=data.get("plan"),
            into=self.into(by),
            finding=sighting.finding_id if sighting else None,
            verdict=Verdict(data["verdict"]) if data.get("verdict") else None,
            count=data.get("count"),
            seen=data.get("seen"),
        )

    def blame(self, no: Refused) -> bool:
        """Put a refusal at the field it is about; False where it is about none."""
        name = REFUSED_AT.get(no.reason) or ("photo" if no.reason.startswith("file_") else "")
        if name in self.fields:
            self.add_error(name, str(refusal(no).wrong))
        return name in self.fields


def kept(files: Sequence[Any], *, by: User, at: datetime) -> tuple[str, ...]:
    """The photographs that came, kept by their content."""
    return tuple(keep_file(content_of(one), name=one.name, by=by, at=at).pk for one in files)
