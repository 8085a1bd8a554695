"""What is written on the page of what to mend first: ticks, hours and money, limits."""

from collections.abc import Iterable
from decimal import Decimal
from typing import NamedTuple

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _

from wenming.loop.gains.drafts import Asked
from wenming.loop.gains.ground import Open, Table

MOST_HOURS, MOST_YUAN = 20_000, 2_000_000_000


class Line(NamedTuple):
    """A case as the page shows it: whether it is ticked, and its two fields."""

    open: Open
    chosen: bool
    hours: BoundField
    yuan: BoundField


class GainForm(forms.Form):
    """A tick, hours and money for each case; hours for each unit; money for the city."""

    def __init__(self, known: Table, asked: Asked, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]
        self.known, self.asked = known, asked
        self.fields["each"] = hours_field(_("每个单位可用工时"), asked.each)
        self.fields["money"] = yuan_field(_("可用资金（元）"), asked.money)
        for unit, name in known.units.items():
            self.fields[f"u-{unit}"] = hours_field(name, asked.rooms.get(unit))
        for one in known.cases:
            pk, number = one.case.pk, one.case.number
            hours = hours_field(_("%(case)s 工时") % {"case": number}, one.minutes)
            yuan = yuan_field(_("%(case)s 资金（元）") % {"case": number}, one.yuan)
            self.fields |= {f"h-{pk}": hours, f"m-{pk}": yuan}

    def said(self) -> Asked:
        """What was written; what was left empty stays as the page had it."""
        told = self.cleaned_data
        cases = [one.case.pk for one in self.known.cases]
        ticked = set(self.data.getlist("case"))  # type: ignore[attr-defined]
        return Asked(
            chosen=frozenset(pk for pk in cases if str(pk) in ticked),
            minutes={
                pk: minutes for pk in cases if (minutes := whole(told[f"h-{pk}"])) is not None
            },
            yuan={pk: yuan for pk in cases if (yuan := told[f"m-{pk}"]) is not None},
            rooms={
                u: room for u in self.known.units if (room := whole(told[f"u-{u}"])) is not None
            },
            each=whole(told["each"]),
            money=told["money"],
        )

    def lines(self, asked: Asked) -> Iterable[Line]:
        """The cases with what is asked of them."""
        for one in self.known.cases:
            pk = one.case.pk
            yield Line(one, pk in asked.chosen, self[f"h-{pk}"], self[f"m-{pk}"])

    def units(self) -> list[BoundField]:
        """The hours of each unit."""
        return [self[f"u-{unit}"] for unit in self.known.units]


def hours_field(label: str, minutes: int | None) -> forms.DecimalField:
    """Hours by quarters, told in minutes inside."""
    return forms.DecimalField(
        label=label,
        required=False,
        min_value=0,
        max_value=MOST_HOURS,
        decimal_places=2,
        initial=None if minutes is None else in_hours(minutes),
        widget=forms.NumberInput(attrs={"step": "0.25"}),
    )


def yuan_field(label: str, yuan: int | None) -> forms.IntegerField:
    """Whole yuan."""
    return forms.IntegerField(
        label=label, required=False, min_value=0, max_value=MOST_YUAN, initial=yuan
    )


def in_hours(minutes: int) -> str:
    """Minutes as hours of two places at most: read back they are the same minutes."""
    return f"{minutes / 60:.2f}".rstrip("0").rstrip(".")


def whole(hours: Decimal | None) -> int | None:
    """Hours as whole minutes."""
    return None if hours is None else round(hours * 60)
