"""The forms of a round: planning one, handing a stop to a group, replacing a stop."""

from collections.abc import Mapping
from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import Refused, choices
from wenming.loop.inspections.models import ROUND_KINDS, SIZES, STRATA
from wenming.loop.inspections.rules import RoundKind, Sizes, Strata
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.standards.models import Edition
from wenming.org.models import Area, Group, User
from wenming.org.rules import Level
from wenming.web.words import refusal

# Below a street there are too many areas to choose from, and no round is that small.
WIDE = [Level.PROVINCE.value, Level.CITY.value, Level.DISTRICT.value, Level.STREET.value]
BLAMED: Mapping[str, str] = {
    "name": "name",
    "name_taken": "name",
    "ends_first": "ends",
    "unpublished": "edition",
    "no_edition": "edition",
    "empty_frame": "area",
    "too_many": "number",
    "too_few": "least",
    "own_site": "group",
}


class Day(forms.DateInput):
    """A day, with the browser's own calendar."""

    input_type = "date"


class RoundForm(forms.Form):
    """A round to be; what is left empty is filled in."""

    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("如：2026年一季度实地测评"))
    kind = forms.ChoiceField(
        label=_("类别"),
        choices=choices(ROUND_KINDS),
        widget=forms.RadioSelect,
        initial=RoundKind.ASSESSMENT.value,
        help_text=_("测评要抽取点位、逐条记录；巡查只记问题，回头看复查已改的，都不进得分。"),
    )
    edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("测评体系"), to_field_name="code", empty_label=None
    )
    area = forms.ModelChoiceField(
        Area.objects.none(), label=_("区域"), to_field_name="code", empty_label=None
    )
    strata = forms.ChoiceField(
        label=_("分层"),
        choices=choices(STRATA),
        initial=Strata.KIND.value,
        widget=forms.RadioSelect,
    )
    sizes = forms.ChoiceField(
        label=_("数量"),
        choices=choices(SIZES),
        initial=Sizes.PROPORTIONAL.value,
        widget=forms.RadioSelect,
    )
    number = forms.IntegerField(
        label=_("点位数"),
        min_value=1,
        max_value=100_000,
        required=False,
        help_text=_("按比例时是总数，每层同数时是每层的数目；不填由系统定。"),
    )
    least = forms.IntegerField(
        label=_("每层至少"), min_value=0, max_value=1000, required=False, help_text=_("不填为 1。")
    )
    certain = forms.BooleanField(
        label=_("有未销号问题的点位全部列入"),
        required=False,
        help_text=_("另成一层、全部检查，不影响其余各层的得分。"),
    )
    starts = forms.DateField(label=_("开始"), required=False, widget=Day)
    ends = forms.DateField(label=_("结束"), required=False, widget=Day)

    def __init__(self, *args: Any, user: User, **over: Any) -> None:
        super().__init__(*args, **over)
        rows: dict[str, QuerySet[Any]] = {
            "edition": Edition.objects.published().order_by("minors", "-year", "code"),
            "area": Area.objects.visible_to(user).filter(level__in=WIDE),
        }
        for name, found in rows.items():
            cast("forms.ModelChoiceField[Any]", self.fields[name]).queryset = found

    def draft(self) -> RoundDraft:
        """As the verb takes it."""
        said = self.cleaned_data
        plain = ("name", "number", "least", "certain", "starts", "ends")
        return RoundDraft(
            kind=RoundKind(said["kind"]),
            edition=said["edition"].code,
            area=said["area"].code,
            strata=Strata(said["strata"]),
            sizes=Sizes(said["sizes"]),
            **{name: said[name] for name in plain},
        )


class HandForm(forms.Form):
    """Which group is to go."""

    group = forms.ModelChoiceField(Group.objects.all(), label=_("工作组"))


class ReplaceForm(forms.Form):
    """Why nobody could get in."""

    reason = forms.CharField(
        label=_("原因"), max_length=200, help_text=_("如：封闭施工、已拆除、当日未开放。")
    )


def blame(form: forms.Form, no: Refused) -> None:
    """Put a refusal at the field it is about, or over the form."""
    field = BLAMED.get(no.reason)
    form.add_error(field if field in form.fields else None, "".join(map(str, refusal(no))))
