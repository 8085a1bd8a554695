"""What is filled in to found an alliance, to write or change a plan, and to appraise a month."""

import re
from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.kit.words import half, unit_key
from wenming.org.models import Area, Unit
from wenming.service.alliances.drafts import AllianceDraft, AppraisalDraft, VersionDraft
from wenming.service.alliances.models import STANDINGS, Alliance, Appraisal, Version
from wenming.service.alliances.rules import Line, Told

LINE = re.compile(r"(?:(\d{1,3})\s*[.、]\s*)?(.+?)\s*\|\s*(.+?)\s*\|\s*(\d{1,2})\s*月?")


class AllianceForm(forms.Form):
    """An alliance."""

    name = forms.CharField(label=_("联盟名称"), max_length=60)
    lead = forms.ModelChoiceField(Unit.objects.all(), label=_("牵头单位"), empty_label=None)
    area = forms.ModelChoiceField(Area.objects.all(), label=_("区域"), empty_label=None)
    units = forms.ModelMultipleChoiceField(
        Unit.objects.all(), label=_("成员单位"), widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, leads: Any, data: Any = None) -> None:
        super().__init__(data)
        fields: Any = self.fields
        fields["lead"].queryset = leads
        fields["area"].queryset = Area.objects.exclude(level="grid")

    def draft(self) -> AllianceDraft:
        """What was filled in."""
        data = self.cleaned_data
        units = tuple(unit.pk for unit in data["units"])
        return AllianceDraft(data["name"], data["lead"].pk, data["area"].pk, units)


class VersionForm(forms.Form):
    """The items of a plan, one a line."""

    lines = forms.CharField(
        label=_("计划事项"),
        max_length=20000,
        widget=forms.Textarea(attrs={"rows": 12}),
        help_text=_("一行一项：事项 | 责任单位 | 完成月份。调整时序号照留，新增的不写序号。"),
    )

    def __init__(
        self, alliance: Alliance, year: int, quarter: int, before: Version | None, data: Any = None
    ) -> None:
        rows = before.items.select_related("owner") if before else []
        told = "\n".join(f"{one.code}. {one} | {one.owner} | {one.due}月" for one in rows)
        super().__init__(data, initial={"lines": told})
        self.alliance, self.year, self.quarter = alliance, year, quarter
        if quarter:
            self.fields["reason"] = forms.CharField(label=_("调整理由"), max_length=400)

    def clean_lines(self) -> tuple[Line, ...]:
        """An item a line, its unit by any of its names."""
        keys = dict(self.alliance.units.values_list("aliases__key", "pk"))
        keys |= {unit_key(name): pk for pk, name in self.alliance.units.values_list("pk", "name")}
        lines = filter(str.strip, half(self.cleaned_data["lines"]).splitlines())
        return tuple(item(line, keys) for line in lines)

    def draft(self) -> VersionDraft:
        """What was filled in."""
        data = self.cleaned_data
        return VersionDraft(self.year, self.quarter, data["lines"], data.get("reason", ""))


def item(line: str, keys: dict[str, int]) -> Line:
    """One line: number where it has one, title, unit, month."""
    if (found := LINE.fullmatch(line.strip())) is None:
        raise forms.ValidationError(gettext("读不懂“%(line)s”。") % {"line": line})
    code, title, unit, month = found.groups()
    if (owner := keys.get(unit_key(unit))) is None:
        raise forms.ValidationError(gettext("“%(unit)s”不是联盟的成员单位。") % {"unit": unit})
    return Line(int(code or 0), title, owner, int(month))


class AppraisalForm(forms.Form):
    """What is told of a month: each item, and the whole in words."""

    def __init__(
        self,
        version: Version,
        month: int,
        here: Appraisal | None,
        before: Appraisal | None,
        data: Any = None,
    ) -> None:
        self.items, self.month, self.here = list(version.items.select_related("owner")), month, here
        last = here or before
        told = list(last.verdicts.all()) if last else []
        begins: dict[str, Any] = {f"s{one.code}": one.told for one in told}
        begins |= {f"n{one.code}": one.note for one in told if here}
        begins |= {"text": here.text if here else "", "seen": here.number if here else 0}
        super().__init__(data, initial=begins)
        for one in self.items:
            label = f"{one.code}. {one}（{one.owner}）"
            self.fields[f"s{one.code}"] = forms.ChoiceField(label=label, choices=choices(STANDINGS))
            self.fields[f"n{one.code}"] = forms.CharField(
                label=gettext("%(code)s 的说明") % {"code": one.code},
                max_length=200,
                required=False,
            )
        area = forms.Textarea(attrs={"rows": 5})
        self.fields["text"] = forms.CharField(label=_("点评"), max_length=2000, widget=area)
        if here:
            self.fields["reason"] = forms.CharField(label=_("更正理由"), max_length=200)
        self.fields["seen"] = forms.IntegerField(widget=forms.HiddenInput())

    def draft(self) -> AppraisalDraft:
        """What was filled in."""
        data = self.cleaned_data
        told = {one.code: (Told(data[f"s{one.code}"]), data[f"n{one.code}"]) for one in self.items}
        return AppraisalDraft(self.month, data["text"], told, data["seen"], data.get("reason", ""))
