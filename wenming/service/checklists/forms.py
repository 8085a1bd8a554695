"""What is filled in to define a list, to say what a station has, and to judge it."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import Refused, choices
from wenming.records.actions import content_of
from wenming.service.checklists.drafts import EvidenceDraft, ListDraft
from wenming.service.checklists.models import Evidence, Point, Version
from wenming.service.checklists.rules import points
from wenming.service.stations.models import STATION_KINDS, Station
from wenming.service.stations.rules import StationKind
from wenming.web.words import refusal

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ListForm(forms.Form):
    """A list: its name, for which kinds of stations, a point a line."""

    name = forms.CharField(label=_("清单"), max_length=60)
    kinds = forms.MultipleChoiceField(
        label=_("适用级别"), choices=choices(STATION_KINDS), widget=forms.CheckboxSelectMultiple
    )
    points = forms.CharField(
        label=_("要点"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 9}),
        help_text=_(
            "每行一条，如“有场所：不少于 20 人的活动室”。改动会成为新的一版，已确认的不变。"
        ),
    )

    def __init__(self, version: Version | None = None, data: Any = None) -> None:
        begins: dict[str, Any] = {}
        if version:
            rows = [line.point for line in version.lines.select_related("point")]
            said = "\n".join(f"{p.name}：{p.words}" if p.words else p.name for p in rows)
            begins = {"name": version.checklist.name, "kinds": version.kinds, "points": said}
        super().__init__(data, initial=begins)
        if version:
            self.fields["name"].disabled = True

    def clean_points(self) -> list[tuple[str, str]]:
        """The points; a line that cannot be is named."""
        try:
            return points(self.cleaned_data["points"])
        except Refused as no:
            raise forms.ValidationError("".join(map(str, refusal(no)))) from no

    def draft(self) -> ListDraft:
        """The list."""
        data = self.cleaned_data
        kinds = tuple(map(StationKind, data["kinds"]))
        return ListDraft(data["name"], kinds, tuple(data["points"]))


class EvidenceForm(forms.Form):
    """What a station has for a point."""

    text = forms.CharField(
        label=_("现状"), max_length=400, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    day = forms.DateField(label=_("自哪天起"), widget=DAY, initial=localdate)
    file = forms.FileField(
        label=_("照片或 PDF"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*,.pdf"}),
    )

    def __init__(
        self, point: Point, shown: Evidence | None, data: Any = None, files: Any = None
    ) -> None:
        begins = {"text": shown.text, "day": shown.day} if shown else {}
        super().__init__(data, files, initial=begins, auto_id=f"id_{point.pk}_%s")
        self.point = point

    def draft(self, station: Station) -> EvidenceDraft:
        """What is shown."""
        data, file = self.cleaned_data, self.cleaned_data["file"]
        content, name = (content_of(file), file.name) if file else (b"", "")
        where = (station.pk, self.point.pk)
        return EvidenceDraft(*where, data["text"], data["day"], content, name)
