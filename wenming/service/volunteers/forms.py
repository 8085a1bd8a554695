"""What is filled in to put a team or a firm forward, and to register somebody who volunteers."""

import re
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.kit.identity import plain
from wenming.org.models import Unit, User
from wenming.org.rules import UnitKind
from wenming.service.members.actions import city_wide, rostered
from wenming.service.volunteers.drafts import FirmDraft, TeamDraft, VolunteerDraft
from wenming.service.volunteers.models import CONSENTS, PARTS, WEEKDAYS, Volunteer
from wenming.service.volunteers.rules import CONSENT, WEEK
from wenming.web.forms import among


def week() -> list[tuple[str, str]]:
    """The parts of the week, in words."""
    words = [f"{day} {part}" for day in WEEKDAYS for part in PARTS.values()]
    return list(zip(WEEK, words, strict=True))


class TeamForm(forms.Form):
    """A team: what it can do, from where, when."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("所属单位"), empty_label=None)
    name = forms.CharField(label=_("队伍名称"), max_length=60)
    skills = forms.CharField(
        label=_("服务专长"), max_length=200, help_text=_("几项之间用顿号分开，如：理发、普法。")
    )
    times = forms.MultipleChoiceField(
        label=_("可服务时段"), choices=week, widget=forms.CheckboxSelectMultiple
    )
    contact = forms.CharField(label=_("队长"), max_length=40, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    heads = forms.IntegerField(label=_("人数"), min_value=1, max_value=9999, initial=5)
    reach = forms.IntegerField(
        label=_("最远服务（米）"), min_value=100, max_value=100_000, initial=8000
    )
    most = forms.IntegerField(label=_("每月至多接单"), min_value=1, max_value=999, initial=8)

    def __init__(self, user: User, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        mine = [u for u in user.reach.units if "roster" in user.powers("", [u])]
        rows = (
            Unit.objects.all() if "roster" in city_wide(user) else Unit.objects.filter(pk__in=mine)
        )
        among(self, "unit", rows)

    def given(self) -> TeamDraft:
        """The team as it is described; it starts from its unit's office."""
        data = dict(self.cleaned_data)
        unit: Unit = data.pop("unit")
        skills = data.pop("skills").replace("，", "、").replace(",", "、").split("、")
        times = tuple(data.pop("times"))
        return TeamDraft(
            unit.pk, skills=tuple(skills), times=times, lon=unit.lon, lat=unit.lat, **data
        )


class FirmForm(forms.Form):
    """A firm that wants to join an association."""

    under = forms.ModelChoiceField(Unit.objects.none(), label=_("加入哪个协会"), empty_label=None)
    name = forms.CharField(label=_("企业全称"), max_length=60)
    contact = forms.CharField(label=_("联系人"), max_length=40)
    phone = forms.CharField(label=_("联系电话"), max_length=40)
    heads = forms.IntegerField(label=_("约有多少人"), min_value=1, max_value=9999, initial=5)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        rows = Unit.objects.filter(kind=UnitKind.ASSOCIATION.value)
        among(self, "under", rows)

    def given(self) -> FirmDraft:
        """The firm."""
        data = dict(self.cleaned_data)
        return FirmDraft(data.pop("under").pk, **data)


class PersonForm(forms.Form):
    """A person as he is put down: by himself (`own`), or by who rosters a unit."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(
        label=_("手机"), max_length=40, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    born = forms.CharField(
        label=_("出生年份"),
        max_length=10,
        help_text=_("如 1962；未满 19 岁的请写到日，如 2010-05-01。"),
    )
    identity = forms.CharField(
        label=_("身份证号"),
        max_length=24,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        help_text=_("可以不填。填了只用来避免重复登记，加密保存，不在任何页面显示。"),
    )
    guardian = forms.CharField(label=_("监护人"), max_length=40, required=False)
    guardian_phone = forms.CharField(label=_("监护人电话"), max_length=40, required=False)
    guarded = forms.BooleanField(label=_("监护人已同意（未满 18 岁必须）"), required=False)

    def clean_born(self) -> tuple[int, date | None]:
        """A year, or a whole day."""
        said = self.cleaned_data["born"].strip().removesuffix("年")
        if re.fullmatch(r"(19|20)\d\d", said):
            return int(said), None
        try:
            day = date.fromisoformat(said)
        except ValueError:
            raise forms.ValidationError(_("请写四位年份，或写成 2010-05-01。")) from None
        return day.year, day

    def given(self, **more: Any) -> VolunteerDraft:
        """The person."""
        data = dict(self.cleaned_data)
        year, born = data.pop("born")
        identity = plain(data.pop("identity"))
        names = ("name", "phone", "guardian", "guardian_phone", "guarded")
        said = {name: data[name] for name in names}
        return VolunteerDraft(year=year, born=born, identity=identity, **said, **more)


class RegisterForm(PersonForm):
    """A person who is registered: which unit, and the consent."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("加入哪个队伍"), required=False)
    consents = forms.BooleanField(label=_("已阅读并同意"), help_text=CONSENTS[CONSENT])
    field_order = ["unit"]

    def __init__(self, user: User, own: bool, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        units, mine = Unit.objects.all(), rostered(user)
        field: Any = self.fields["unit"]
        field.required = not own
        if own:
            units = units.filter(kind=UnitKind.ASSOCIATION.value)
            field.empty_label = _("先不加入")
        elif mine is not None:
            units = units.filter(pk__in=mine)
        field.queryset, self.user = units, user if own else None

    def draft(self) -> VolunteerDraft:
        """The person, with consent and unit."""
        unit = self.cleaned_data["unit"]
        return self.given(
            consents=True,
            unit=unit.pk if unit else None,
            user=self.user.pk if self.user else None,
        )


def begins(row: Volunteer) -> dict[str, Any]:
    """What is held about somebody, as the form shows it."""
    names = ("name", "phone", "guardian", "guardian_phone")
    said: dict[str, Any] = {name: getattr(row, name) for name in names}
    return said | {"born": row.birthday or row.year, "guarded": row.guarded is not None}
