"""What is filled in about posts, patterns, months, and who stands on a shift."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import Refused, choices
from wenming.org.models import Unit, User
from wenming.places.models import Site
from wenming.service.members.models import Member, Qualification
from wenming.service.shifts.drafts import PatternDraft, PostDraft
from wenming.service.shifts.models import DAYS, Pattern, Post
from wenming.service.shifts.rules import Days, Span, following, month, spans
from wenming.web.words import refusal


def months() -> list[tuple[str, str]]:
    """Last month, this one and the three to come."""
    first = localdate().replace(day=1)
    return [(f"{following(first, n):%Y-%m}", f"{following(first, n):%Y-%m}") for n in range(-1, 4)]


def units_of(user: User) -> Any:
    """The units whose people this person may roster."""
    rows = Unit.objects.all()
    return rows if user.reach.everything else rows.filter(pk__in=user.reach.units)


class PostForm(forms.Form):
    """A post: where, for what, by whom, how many."""

    site = forms.CharField(label=_("点位编号"), max_length=40)
    duty = forms.CharField(label=_("岗位职责"), max_length=40)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("排班单位"), empty_label=_("请选择"))
    pattern = forms.ModelChoiceField(
        Pattern.objects.all(), label=_("班制"), required=False, empty_label=_("还没定")
    )
    qualifications = forms.ModelMultipleChoiceField(
        Qualification.objects.all(),
        label=_("要求的资格"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    least = forms.IntegerField(label=_("至少几人"), min_value=0, max_value=500, initial=1)
    wish = forms.IntegerField(label=_("希望几人"), min_value=0, max_value=500, initial=1)
    most = forms.IntegerField(label=_("至多几人"), min_value=1, max_value=500, initial=2)

    def __init__(self, user: User, post: Post | None = None, data: Any = None) -> None:
        begins: dict[str, Any] = {}
        if post:
            names = ("duty", "unit", "pattern", "least", "wish", "most")
            begins = {name: getattr(post, name) for name in names}
            begins |= {"site": post.site.code, "qualifications": post.qualifications.all()}
        super().__init__(data, initial=begins)
        fields: Any = self.fields
        fields["unit"].queryset = units_of(user)
        self.user = user

    def clean_site(self) -> Site:
        """A site the reader sees, by its code."""
        code = self.cleaned_data["site"].strip()
        rows = Site.objects.active()
        if not self.user.reach.units:
            rows = rows.visible_to(self.user)
        if (site := rows.filter(code=code).first()) is None:
            raise forms.ValidationError(_("没有这个编号的点位。"))
        return site

    def draft(self) -> PostDraft:
        """What was filled in."""
        data = self.cleaned_data
        return PostDraft(
            site=data["site"].pk,
            duty=data["duty"],
            unit=data["unit"].pk,
            pattern=data["pattern"].pk if data["pattern"] else None,
            qualifications=tuple(one.pk for one in data["qualifications"]),
            least=data["least"],
            wish=data["wish"],
            most=data["most"],
        )


class PatternForm(forms.Form):
    """A pattern of shifts: its name, a shift a line, the days that have them."""

    name = forms.CharField(label=_("班制"), max_length=40)
    spans = forms.CharField(
        label=_("班次"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一班，如“正班 08:30-16:30”；过了半夜的写成“夜班 20:00-06:00”。"),
    )
    days = forms.ChoiceField(label=_("哪些日子"), choices=choices(DAYS))

    def __init__(self, pattern: Pattern | None = None, data: Any = None) -> None:
        begins: dict[str, Any] = {}
        if pattern:
            begins = {"name": pattern.name, "days": pattern.days, "spans": written(pattern.shifts)}
        super().__init__(data, initial=begins)

    def clean_spans(self) -> list[Span]:
        """The shifts; a line that is none is named."""
        try:
            return spans(self.cleaned_data["spans"])
        except Refused as no:
            raise forms.ValidationError("".join(map(str, refusal(no)))) from no

    def draft(self) -> PatternDraft:
        """What was filled in."""
        data = self.cleaned_data
        return PatternDraft(data["name"], tuple(data["spans"]), Days(data["days"]))


def written(found: Iterable[Span]) -> str:
    """Shifts as people write them."""
    clock = [(s.word, *divmod(s.start, 60), *divmod(s.end % 1440 or 1440, 60)) for s in found]
    return "\n".join(f"{word} {a:02}:{b:02}-{c:02}:{d:02}" for word, a, b, c, d in clock)


class MonthForm(forms.Form):
    """Which posts get which month's shifts: by their patterns, or as in another month."""

    month = forms.ChoiceField(label=_("月份"))
    source = forms.ChoiceField(label=_("照哪个月"), required=False)
    posts = forms.ModelMultipleChoiceField(
        Post.objects.none(), label=_("岗位"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, posts: Any, data: Any = None) -> None:
        super().__init__(data, initial={"posts": posts, "month": f"{localdate():%Y-%m}"})
        fields: Any = self.fields
        fields["month"].choices = months()
        fields["source"].choices = [("", _("按各岗位的班制")), *months()]
        fields["posts"].queryset = posts

    def given(self) -> dict[str, Any]:
        """The posts, the month, and the month it is copied from."""
        data = self.cleaned_data
        keys = [post.pk for post in data["posts"]]
        return {"posts": keys, "first": month(data["month"]), "source": month(data["source"])}


class PutOnForm(forms.Form):
    """Who is put on a shift; `anyway` passes over what may be passed over, knowingly."""

    member = forms.ModelChoiceField(Member.objects.none(), label=_("队员"), empty_label=_("请选择"))
    anyway = forms.BooleanField(label=_("仍然排上（已知会打破规则）"), required=False)

    def __init__(self, members: Any, told: dict[int, str], data: Any = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["member"].queryset = members
        plain = [(m.pk, str(m)) for m in members if not told[m.pk]]
        broken = [(m.pk, f"{m}：{told[m.pk]}") for m in members if told[m.pk]]
        fields["member"].choices = [
            ("", _("请选择")),
            (_("可以排"), plain),
            (_("会打破规则"), broken),
        ]
