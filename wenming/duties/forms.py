"""What a person fills in to hand a charge over."""

from django import forms
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.org.models import Unit


class HandOverForm(forms.Form):
    """The unit that takes over, from which day, and why."""

    unit = forms.ModelChoiceField(Unit.objects.all(), label=_("接手单位"))
    since = forms.DateField(
        label=_("自"), initial=localdate, widget=forms.DateInput(attrs={"type": "date"})
    )
    note = forms.CharField(label=_("说明"), required=False, widget=forms.Textarea)
