"""What is filled in about members: names, limits, qualifications, wishes."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import User
from wenming.service.members.drafts import MemberDraft, WishDraft
from wenming.service.members.models import WISH_KINDS, Member, Qualification
from wenming.service.members.rules import WishKind

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WEIGHTS = [("1", _("最好")), ("3", _("很希望")), ("9", _("务必"))]


class NamesForm(forms.Form):
    """People who come into a team, a line each."""

    names = forms.CharField(
        label=_("姓名"),
        max_length=8000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("每行一人；已在队里的不会重复。"),
    )

    def drafts(self, unit: int) -> list[MemberDraft]:
        """What was filled in."""
        return [MemberDraft(unit, name) for name in self.cleaned_data["names"].splitlines()]


class GrantForm(forms.Form):
    """A qualification that members have from now on."""

    name = forms.CharField(label=_("资格"), max_length=40, help_text=_("如“交通劝导培训”。"))
    since = forms.DateField(label=_("自"), widget=DAY, initial=localdate)
    until = forms.DateField(label=_("有效至"), widget=DAY, required=False)
    members = forms.ModelMultipleChoiceField(
        Member.objects.none(), label=_("队员"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, members: Any, data: Any = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["members"].queryset = members
        known = Qualification.objects.values_list("name", flat=True)[:1]
        fields["name"].initial = known[0] if known else ""


class MemberForm(forms.Form):
    """A member's name, account and limits."""

    name = forms.CharField(label=_("姓名"), max_length=40)
    account = forms.CharField(label=_("账户"), max_length=150, required=False)
    least_hours = forms.IntegerField(label=_("每月至少小时"), min_value=0, max_value=400)
    most_hours = forms.IntegerField(label=_("每月至多小时"), min_value=0, max_value=400)
    longest_run = forms.IntegerField(label=_("至多连值几天"), min_value=1, max_value=31)

    def __init__(self, member: Member, data: Any = None) -> None:
        names = ("name", "least_hours", "most_hours", "longest_run")
        begins = {name: getattr(member, name) for name in names}
        begins["account"] = member.user.username if member.user else ""
        super().__init__(data, initial=begins)
        self.member = member

    def clean_account(self) -> User | None:
        """An account in use that is not another's of this team."""
        if not (name := self.cleaned_data["account"].strip()):
            return None
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None:
            raise forms.ValidationError(_("没有这个账户。"))
        others = Member.objects.filter(unit=self.member.unit_id, user=user)
        if others.exclude(pk=self.member.pk).exists():
            raise forms.ValidationError(_("这个账户已经是队里另一个人的。"))
        return user

    def draft(self) -> MemberDraft:
        """What was filled in."""
        data = self.cleaned_data
        user = data["account"].pk if data["account"] else None
        limits = {name: data[name] for name in ("least_hours", "most_hours", "longest_run")}
        return MemberDraft(self.member.unit_id, data["name"], user, **limits)


class WishForm(forms.Form):
    """What a member says of some days."""

    kind = forms.ChoiceField(label=_("意愿"), choices=choices(WISH_KINDS))
    first = forms.DateField(label=_("从"), widget=DAY, initial=localdate)
    last = forms.DateField(label=_("到"), widget=DAY, initial=localdate)
    weight = forms.ChoiceField(
        label=_("轻重"), choices=WEIGHTS, initial="3", help_text=_("请假总是算数，不看轻重。")
    )
    note = forms.CharField(label=_("说明"), max_length=100, required=False)

    def clean(self) -> dict[str, Any]:
        """The last day is not before the first."""
        given = super().clean() or {}
        if "first" in given and "last" in given and given["last"] < given["first"]:
            self.add_error("last", _("结束日期早于开始日期。"))
        return given

    def draft(self) -> WishDraft:
        """What was filled in."""
        data = self.cleaned_data
        told = {name: data[name] for name in ("first", "last", "note")}
        return WishDraft(WishKind(data["kind"]), weight=int(data["weight"]), **told)
