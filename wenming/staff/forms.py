"""What is filled in about people, posts, keys, beats and days."""

import ipaddress
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import DAY_KINDS, ROLES, Area, Group, Unit, User
from wenming.org.rules import DayKind, Level, Role
from wenming.staff.drafts import PersonDraft, PostDraft

STREETS = [level.value for level in (Level.CITY, Level.DISTRICT, Level.STREET)]
KEY_DAYS = [(90, _("90 天")), (365, _("一年")), (0, _("不限"))]


def day_field(label: Any, **options: Any) -> forms.DateField:
    """A day, with the browser's own calendar."""
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **options)


class MeForm(forms.Form):
    """Who one is, and how one is told."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    phone = forms.CharField(label=_("电话"), max_length=40, required=False)
    email = forms.EmailField(label=_("邮箱"), max_length=254, required=False)
    by_mail = forms.BooleanField(label=_("有消息时发邮件"), required=False)
    hook = forms.URLField(
        label=_("推送地址"),
        max_length=200,
        required=False,
        assume_scheme="https",
        help_text=_("有消息时向这个地址发一份 JSON，可接办公系统。夜间不发。"),
    )

    def __init__(self, person: User | None = None, data: Any = None) -> None:
        names = ("name", "phone", "email", "by_mail", "hook")
        begins = {name: getattr(person, name) for name in names} if person else {}
        super().__init__(data, initial=begins)

    def clean_hook(self) -> str:
        """An address of another machine: not this server itself, nor its neighbours by link."""
        hook: str = self.cleaned_data["hook"]
        host = urlsplit(hook).hostname or ""
        if hook and (urlsplit(hook).scheme not in {"http", "https"} or own(host)):
            raise forms.ValidationError(_("请填另一台机器的 http 或 https 地址。"))
        return hook

    def clean(self) -> dict[str, Any]:
        """Mail wants an address."""
        given = super().clean() or {}
        if given.get("by_mail") and not given.get("email"):
            self.add_error("email", _("要发邮件，请填邮箱。"))
        return given

    def draft(self) -> PersonDraft:
        """What was filled in."""
        return PersonDraft(**{name: self.cleaned_data[name] for name in PersonDraft.__slots__})


def own(host: str) -> bool:
    """Whether a host is this machine, or one reached by link alone."""
    if host.rstrip(".").casefold() == "localhost":
        return True
    try:
        place = ipaddress.ip_address(host)
    except ValueError:
        return False
    return place.is_loopback or place.is_link_local or place.is_unspecified


class PersonForm(MeForm):
    """A new account."""

    username = forms.RegexField(
        r"^[\w.@+-]{2,60}$", label=_("账户"), help_text=_("字母、数字，登录时用；定了不改。")
    )
    field_order = ("username", "name", "phone", "email", "by_mail", "hook")


class PostForm(forms.Form):
    """A post, and what it is over."""

    role = forms.ChoiceField(label=_("岗位"), choices=choices(ROLES))
    unit = forms.ModelChoiceField(
        Unit.objects.all(),
        label=_("单位"),
        required=False,
        empty_label=_("—"),
        help_text=_("单位负责人、单位联络员填。"),
    )
    area = forms.ModelChoiceField(
        Area.objects.filter(level__in=STREETS),
        label=_("区域"),
        required=False,
        empty_label=_("—"),
        help_text=_("其他岗位填；全市就选市。"),
    )
    group = forms.ModelChoiceField(
        Group.objects.all(),
        label=_("工作组"),
        required=False,
        empty_label=_("—"),
        help_text=_("督查组组长、督查员填。"),
    )
    since = day_field(_("自"), initial=localdate)
    until = day_field(_("至"), required=False)

    def draft(self) -> PostDraft:
        """What was filled in."""
        given = self.cleaned_data
        keys = {n: given[n].pk if given[n] else None for n in ("area", "unit", "group")}
        return PostDraft(Role(given["role"]), given["since"], **keys, until=given["until"])


class KeyForm(forms.Form):
    """A key for a machine."""

    name = forms.CharField(label=_("用途"), max_length=40)
    days = forms.TypedChoiceField(label=_("有效期"), choices=KEY_DAYS, coerce=int, initial=90)


class BeatForm(forms.Form):
    """The areas a work group inspects."""

    beat = forms.ModelMultipleChoiceField(
        Area.objects.filter(level__in=[Level.DISTRICT.value, Level.STREET.value]),
        label=_("片区"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("一个都不选表示全市。本单位所在的街道不要选给本组：自己不查自己。"),
    )


class DayForm(forms.Form):
    """A day that is otherwise than the national notice says."""

    day = day_field(_("日期"))
    kind = forms.ChoiceField(label=_("类别"), choices=choices(DAY_KINDS))
    name = forms.CharField(label=_("名称"), max_length=40, required=False)

    def kind_of_day(self) -> DayKind:
        """Rest or work."""
        return DayKind(self.cleaned_data["kind"])
