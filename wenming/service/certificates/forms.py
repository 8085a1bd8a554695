"""What is filled in to apply for a certificate."""

from typing import Any

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.org.models import Unit
from wenming.service.certificates.drafts import PaperDraft
from wenming.service.volunteers.models import Volunteer
from wenming.web.forms import among

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class PaperForm(forms.Form):
    """Which unit certifies which days."""

    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("由谁证明"), empty_label=None)
    first = forms.DateField(label=_("从"), widget=DAY)
    last = forms.DateField(label=_("到"), widget=DAY, initial=localdate)

    def __init__(self, row: Volunteer, data: Any = None) -> None:
        super().__init__(data, initial={"first": localdate().replace(month=1, day=1)})
        units = Unit.objects.filter(totals__volunteer=row).distinct()
        among(self, "unit", units)
        self.row = row

    def draft(self) -> PaperDraft:
        """What is asked for."""
        data = self.cleaned_data
        return PaperDraft(self.row.pk, data["unit"].pk, data["first"], data["last"])
