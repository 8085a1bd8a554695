"""What is filled in to give people duties in a grid, to file a matter, and to take a step on one."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import Area
from wenming.service.grids.drafts import MatterDraft, PersonDraft
from wenming.service.grids.models import DUTIES, MATTER_MOVES
from wenming.service.grids.rules import ARROWS, Duty, Move


class PeopleForm(forms.Form):
    """People with one duty, a line each."""

    duty = forms.ChoiceField(label=_("职责"), choices=choices(DUTIES))
    lines = forms.CharField(
        label=_("姓名和电话"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行一人：姓名，空一格，电话。已在名单里的人自动合到一起。"),
    )
    elder = forms.BooleanField(label=_("银龄先锋"), required=False)

    def drafts(self) -> list[PersonDraft]:
        """A person a line."""
        data = self.cleaned_data
        lines = [line.split() for line in data["lines"].splitlines() if line.strip()]
        duty, elder = Duty(data["duty"]), data["elder"]
        return [PersonDraft(name, duty, "".join(rest), elder=elder) for name, *rest in lines]


class MatterForm(forms.Form):
    """What somebody who lives there asks for."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    title = forms.CharField(label=_("什么事"), max_length=80)
    text = forms.CharField(
        label=_("情况"), max_length=800, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    name = forms.CharField(label=_("谁提出"), max_length=40, required=False)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, initial={"key": uuid4()})

    def draft(self, grid: Area) -> MatterDraft:
        """What was filled in."""
        return MatterDraft(grid=grid.pk, **self.cleaned_data)


class StepForm(forms.Form):
    """A step on a matter, with words where its arrow needs them."""

    def __init__(self, move: Move, data: Any = None) -> None:
        super().__init__(data, auto_id=f"id_{move.value}_%s")
        self.move = move
        self.fields["note"] = forms.CharField(
            label=_("说明"),
            max_length=400,
            required="note" in ARROWS[move].needs,
            widget=forms.Textarea(attrs={"rows": 2}),
        )

    @property
    def word(self) -> str:
        """What the button says."""
        return str(MATTER_MOVES[self.move])

    @property
    def dialog(self) -> str:
        """The block it stands in."""
        return f"do-{self.move.value}"
