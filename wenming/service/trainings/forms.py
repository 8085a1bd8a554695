"""What is filled in about trainings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.org.models import Unit, User
from wenming.service.members.actions import rostered
from wenming.service.trainings.drafts import SessionDraft, TrainingDraft
from wenming.service.trainings.models import Training
from wenming.web.forms import among

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
HOUR = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")


class TrainingForm(forms.Form):
    """A training of a unit."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("组织单位"), empty_label=None)
    name = forms.CharField(label=_("培训名称"), max_length=60)
    giver = forms.CharField(label=_("由谁培训"), max_length=60, help_text=_("如：市交警支队。"))
    qualification = forms.CharField(label=_("合格后取得的上岗资格"), max_length=40)
    months = forms.IntegerField(
        label=_("有效几个月"), min_value=0, max_value=240, initial=24, help_text=_("0 是长期有效。")
    )

    def __init__(self, user: User, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        among(self, "unit", led(user))

    def draft(self) -> TrainingDraft:
        """The training."""
        data = dict(self.cleaned_data)
        return TrainingDraft(data.pop("unit").pk, **data)


class SessionForm(forms.Form):
    """When and where a training is given."""

    training = forms.ModelChoiceField(Training.objects.none(), label=_("培训"), empty_label=None)
    day = forms.DateField(label=_("日期"), widget=DAY)
    starts = forms.TimeField(label=_("开始"), widget=HOUR)
    ends = forms.TimeField(label=_("结束"), widget=HOUR)
    place = forms.CharField(label=_("地点"), max_length=80)
    seats = forms.IntegerField(label=_("名额"), min_value=1, max_value=9999, initial=30)

    def __init__(self, user: User, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Training.objects.filter(unit__in=led(user))
        among(self, "training", rows)

    def draft(self) -> SessionDraft:
        """The session."""
        data = dict(self.cleaned_data)
        return SessionDraft(data.pop("training").pk, **data)


def led(user: User) -> Any:
    """The units whose people somebody rosters."""
    units = rostered(user)
    return Unit.objects.all() if units is None else Unit.objects.filter(pk__in=units)
