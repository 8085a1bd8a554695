"""The city's limits as a person writes them: working hours by stage and class."""

from decimal import Decimal

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from wenming.loop.standards.models import LIMITS
from wenming.loop.standards.rules import Limit
from wenming.loop.terms.models import STAGES
from wenming.loop.terms.rules import Limits, Stage

MOST = 2000  # working hours: about a year
KEYS = [(stage, limit) for stage in Stage for limit in Limit]


class TermsForm(forms.Form):
    """One field for each stage and class."""

    def __init__(self, limits: Limits, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        for stage, limit in KEYS:
            hours = Decimal(limits.minutes(stage, limit)) / 60
            self.fields[f"{stage}-{limit}"] = forms.DecimalField(
                label=_("%(stage)s，%(limit)s") % {"stage": STAGES[stage], "limit": LIMITS[limit]},
                min_value=Decimal("0.25"),
                max_value=MOST,
                decimal_places=2,
                initial=hours.normalize(),
                widget=forms.NumberInput(attrs={"step": "0.25"}),
            )

    def lines(self) -> list[tuple[object, list[tuple[object, BoundField]]]]:
        """The fields as a table: a stage, then each class and its field."""
        return [
            (STAGES[stage], [(LIMITS[limit], self[f"{stage}-{limit}"]) for limit in Limit])
            for stage in Stage
        ]

    def minutes(self) -> dict[tuple[Stage, Limit], int]:
        """What was written, in whole minutes."""
        said = self.cleaned_data
        return {(stage, limit): round(said[f"{stage}-{limit}"] * 60) for stage, limit in KEYS}
