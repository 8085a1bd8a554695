"""What is filled in to enrol, to look an enrolment up, and to keep the list of who came."""

from typing import Any
from uuid import uuid4

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.kit.words import half
from wenming.service.courses.models import Course, Session
from wenming.service.enrolments.drafts import EnrolmentDraft
from wenming.service.enrolments.models import PRESENCES, Enrolment
from wenming.service.enrolments.rules import Presence, State

PHONE = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})


class EnrolForm(forms.Form):
    """A name and a telephone; a third field that nobody sees is filled in by machines alone."""

    name = forms.CharField(
        label=_("姓名"), max_length=40, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    phone = forms.CharField(label=_("电话"), max_length=40, widget=PHONE)
    website = forms.CharField(required=False)
    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, desk: bool = False, **more: Any) -> None:
        initial = {"key": uuid4()} | more.pop("initial", {})
        super().__init__(data, initial=initial, **more)
        self.desk = desk
        if desk:
            del self.fields["website"]
            self.fields["phone"].required = False

    def clean_website(self) -> str:
        """Nothing, or it is no person."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(gettext("请只填姓名和电话。"))
        return ""

    def draft(self, course: Course, *, own: bool = False) -> EnrolmentDraft:
        """What was filled in."""
        data = self.cleaned_data
        told = {"own": own, "desk": self.desk}
        return EnrolmentDraft(data["key"], course.pk, data["name"], data["phone"], **told)


class SlipForm(forms.Form):
    """The number and the code on the slip."""

    number = forms.CharField(
        label=_("报名号"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )
    code = forms.CharField(
        label=_("查询码"), max_length=20, widget=forms.TextInput(attrs={"inputmode": "numeric"})
    )

    def digits(self) -> tuple[str, str]:
        """Both as digits alone, however they were spaced."""
        number, code = (
            "".join(filter(str.isdecimal, half(self.cleaned_data[name])))
            for name in ("number", "code")
        )
        return number or "0", code or "0"


class ListForm(forms.Form):
    """Who of those in a course came to one session."""

    def __init__(self, session: Session, data: Any = None) -> None:
        rows = session.course.enrolments.filter(state=State.IN.value).order_by("turn")
        said = dict(session.attendances.values_list("enrolment_id", "presence"))
        super().__init__(data, initial={f"e{key}": value for key, value in said.items()})
        self.rows: list[Enrolment] = list(rows)
        for row in self.rows:
            self.fields[f"e{row.pk}"] = forms.ChoiceField(
                label=row.name or row.number,
                choices=choices(PRESENCES),
                required=False,
                widget=forms.RadioSelect,
            )

    def came(self) -> dict[int, Presence]:
        """What was ticked; whom nobody ticked is left out."""
        told = ((row.pk, self.cleaned_data[f"e{row.pk}"]) for row in self.rows)
        return {key: Presence(said) for key, said in told if said}
