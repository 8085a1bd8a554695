"""What is filled in about campaigns: what one is, and what a unit reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.kit.words import half
from wenming.org.models import UNIT_KINDS, Area, Unit
from wenming.service.campaigns.drafts import CampaignDraft, MeasureDraft, ReturnDraft
from wenming.service.campaigns.models import Asked, Campaign, Measure, Return
from wenming.service.campaigns.rules import Source
from wenming.service.campaigns.tallies import figures_of

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
WHOLE = ("name", "note", "area", "first", "last", "due")


class CampaignForm(forms.Form):
    """A campaign: theme, days, area, what is counted, who is asked."""

    name = forms.CharField(label=_("活动主题"), max_length=60)
    note = forms.CharField(label=_("活动说明"), max_length=400, required=False)
    area = forms.ModelChoiceField(Area.objects.all(), label=_("区域"), empty_label=None)
    first = forms.DateField(label=_("第一天"), widget=DAY)
    last = forms.DateField(label=_("最后一天"), widget=DAY)
    due = forms.DateField(label=_("报数截止"), widget=DAY)
    measures = forms.CharField(
        label=_("统计指标"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("每行一个：名称、计量单位、小数位数，用空格隔开，如“清运垃圾 吨 2”。"),
    )
    kinds = forms.MultipleChoiceField(
        label=_("哪些单位报数"), choices=choices(UNIT_KINDS), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, campaign: Campaign | None = None, data: Any = None) -> None:
        begins: dict[str, Any] = {}
        if campaign:
            begins = {name: getattr(campaign, name) for name in WHOLE}
            lines = [f"{m.name} {m.unit} {m.places}" for m in campaign.measures.all()]
            kinds = Unit.objects.filter(campaigns__campaign=campaign).order_by()
            begins |= {"measures": "\n".join(lines)}
            begins |= {"kinds": list(kinds.values_list("kind", flat=True).distinct())}
        super().__init__(data, initial=begins)
        fields: Any = self.fields
        fields["area"].queryset = Area.objects.exclude(children=None)

    def clean_measures(self) -> tuple[MeasureDraft, ...]:
        """A measure a line."""
        return tuple(map(measure, filter(str.strip, self.cleaned_data["measures"].splitlines())))

    def draft(self) -> CampaignDraft:
        """What was filled in."""
        data = self.cleaned_data
        area = data["area"]
        units = Unit.objects.filter(kind__in=data["kinds"]).order_by()
        below = units.filter(area__path__startswith=area.path) | units.filter(area=None)
        told = {name: data[name] for name in WHOLE if name != "area"}
        keys = tuple(below.values_list("pk", flat=True))
        return CampaignDraft(area=area.pk, measures=data["measures"], units=keys, **told)


def measure(line: str) -> MeasureDraft:
    """One line: a name, a unit of measure and, where they are wanted, places."""
    match half(line).split():
        case [name, unit]:
            return MeasureDraft(name, unit)
        case [name, unit, places] if places.isdecimal() and len(places) == 1:
            return MeasureDraft(name, unit, int(places))
    raise forms.ValidationError(_("读不懂“%(line)s”。") % {"line": line})


class ReturnForm(forms.Form):
    """What a unit reports; where something stands already, its correction."""

    day = forms.DateField(label=_("活动日期"), widget=DAY)

    def __init__(
        self, asked: Asked, measures: list[Measure], here: Return | None, *, leads: bool, data: Any
    ) -> None:
        told = figures_of([here])[here.pk] if here else {}
        begins: dict[str, Any] = {f"m{pk}": said for pk, said in told.items()}
        begins |= {"day": here.day if here else asked.campaign.first}
        begins |= {"seen": here.version if here else 0}
        super().__init__(data, initial=begins)
        self.asked, self.measures = asked, measures
        if asked.campaign.first == asked.campaign.last:
            self.fields["day"].widget = forms.HiddenInput()
        for one in measures:
            widget = forms.TextInput(attrs={"inputmode": "decimal" if one.places else "numeric"})
            label = f"{one.name}（{one.unit}）"
            self.fields[f"m{one.pk}"] = forms.CharField(label=label, max_length=30, widget=widget)
        if here:
            self.fields["reason"] = forms.CharField(label=_("更正理由"), max_length=200)
        if leads:
            self.fields["paper"] = forms.CharField(
                label=_("纸质表编号"),
                max_length=40,
                required=False,
                help_text=_("代为录入纸质表时填。"),
            )
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput())

    def draft(self) -> ReturnDraft:
        """What was filled in."""
        data = self.cleaned_data
        paper = data.get("paper", "")
        return ReturnDraft(
            self.asked.campaign_id,
            self.asked.unit_id,
            data["day"],
            tuple((one.pk, data[f"m{one.pk}"]) for one in self.measures),
            Source.PAPER if paper else Source.PAGE,
            data["seen"],
            data.get("reason", ""),
            paper,
        )
