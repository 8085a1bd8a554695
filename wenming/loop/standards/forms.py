"""What is asked of the tree, and what the office fills in about an edition."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.loop.standards.drafts import ProfileDraft
from wenming.loop.standards.models import Edition, Profile
from wenming.loop.standards.outline import Asked
from wenming.loop.standards.rules import Method
from wenming.org.models import Unit
from wenming.places.models import SiteKind

USUAL = {Method.SITE.value: 40, Method.PAPERS.value: 40, Method.SURVEY.value: 20}
USUAL_YEARS, USUAL_MINORS, USUAL_GATE = (15, 25, 60), 20, 8500


class FindForm(forms.Form):
    """What to look for in the tree."""

    q = forms.CharField(label=_("在标准里找"), required=False, max_length=60)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("责任单位"), required=False)
    method = forms.ChoiceField(label=_("测评方法"), required=False)
    kind = forms.ModelChoiceField(SiteKind.objects.none(), label=_("点位类型"), required=False)

    def __init__(self, edition: Edition, data: Mapping[str, Any]) -> None:
        super().__init__(data)
        every: Any = self.fields
        every["unit"].queryset = Unit.objects.filter(duties__item__edition=edition).distinct()
        every["kind"].queryset = SiteKind.objects.filter(items__edition=edition).distinct()
        every["unit"].empty_label = every["kind"].empty_label = _("全部")
        every["method"].choices = [("", _("全部")), *((m, m) for m in edition.methods)]
        every["q"].widget = forms.TextInput(attrs={"type": "search"})

    def asked(self) -> Asked:
        """What is asked; what is not understood is not asked."""
        self.is_valid()
        given = self.cleaned_data
        unit, kind = given.get("unit"), given.get("kind")
        return Asked(
            given.get("q") or "",
            unit.pk if unit else None,
            given.get("method") or "",
            kind.pk if kind else None,
        )


class ProfileForm(forms.Form):
    """How an edition's parts make a year and a cycle."""

    years = forms.RegexField(
        r"^\s*\d{1,3}(\s*[,，、/]\s*\d{1,3})*\s*$",
        label=_("周期内各年度权重（%）"),
        help_text=_("从第一年起，用逗号隔开，合计 100，例如 15, 25, 60。"),
    )
    minors = forms.IntegerField(
        label=_("未成年人体系占比（%）"), min_value=0, max_value=100, required=False
    )
    gate = forms.DecimalField(
        label=_("未成年人门槛（分）"),
        min_value=0,
        max_value=100,
        decimal_places=2,
        required=False,
        help_text=_("低于这个分数不能申报；0 表示没有门槛。"),
    )
    minors_edition = forms.ModelChoiceField(
        Edition.objects.none(), label=_("未成年人体系"), required=False
    )

    def __init__(self, edition: Edition, profile: Profile | None, data: Any = None) -> None:
        self.methods = edition.methods or list(USUAL)
        super().__init__(data, initial=initial(self.methods, profile))
        points: dict[str, forms.Field] = {
            self.name(n): forms.IntegerField(
                label=_("%(method)s（分）") % {"method": method}, min_value=0, max_value=100
            )
            for n, method in enumerate(self.methods)
        }
        self.fields = {**points, **self.fields}
        every: Any = self.fields
        every["minors_edition"].queryset = Edition.objects.filter(minors=True)

    @staticmethod
    def name(number: int) -> str:
        """The field of a method's points."""
        return f"points_{number}"

    def draft(self) -> ProfileDraft:
        """What was filled in."""
        given = self.cleaned_data
        years = given["years"].translate(str.maketrans("，、/", ",,,")).split(",")
        other = given.get("minors_edition")
        return ProfileDraft(
            methods={method: given[self.name(n)] for n, method in enumerate(self.methods)},
            years=tuple(int(year) for year in years),
            minors=given.get("minors") or 0,
            gate=int((given.get("gate") or 0) * 100),
            minors_edition=other.pk if other else None,
        )


def initial(methods: Iterable[str], profile: Profile | None) -> dict[str, object]:
    """What the form begins with: the profile as it is, or what is usual."""
    points = profile.methods if profile else USUAL
    return {
        **{ProfileForm.name(n): points.get(method, 0) for n, method in enumerate(methods)},
        "years": ", ".join(map(str, profile.years if profile else USUAL_YEARS)),
        "minors": profile.minors if profile else USUAL_MINORS,
        "gate": (profile.gate if profile else USUAL_GATE) / 100,
        "minors_edition": profile.minors_edition_id if profile else None,
    }
