"""What is filled in about a station, its venues, its menu, its closed days, and to book a venue."""

from datetime import datetime
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from wenming.kit.flow import choices
from wenming.org.models import Area, Unit
from wenming.places.models import Site
from wenming.service.stations.drafts import (
    ClosureDraft,
    OfferDraft,
    StationDraft,
    VenueDraft,
    Wanted,
    Whereabouts,
)
from wenming.service.stations.models import STATION_KINDS, VENUE_KINDS, Offer, Station, Venue
from wenming.service.stations.rules import StationKind, VenueKind
from wenming.service.volunteers.models import WEEKDAYS, Skill
from wenming.web.forms import among

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
CLOCK = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
TICKS = forms.CheckboxSelectMultiple
HALLS = [("", _("不用，队伍上门")), *choices(VENUE_KINDS)]
DAYS = [(str(number), word) for number, word in enumerate(WEEKDAYS)]


def degrees(label: Any, most: float, said: Any) -> forms.Field:
    """Degrees of longitude or latitude, WGS-84."""
    return forms.FloatField(
        label=label, required=False, min_value=-most, max_value=most, help_text=said,
        widget=forms.NumberInput(attrs={"step": "any"}),
    )  # fmt: skip


class WhereaboutsForm(forms.Form):
    """Where a station is and how it is reached."""

    address = forms.CharField(label=_("地址"), max_length=200, required=False)
    phone = forms.CharField(label=_("联系电话"), max_length=40, required=False)
    lon = degrees(_("经度"), 180, _("WGS-84，度；不填就不上地图，也不参加派单。"))
    lat = degrees(_("纬度"), 90, "")

    def __init__(self, station: Station | None = None, data: Any = None) -> None:
        begins = {name: getattr(station, name) for name in self.base_fields if station}
        super().__init__(
            data, initial={**begins, "site": station and station.site and station.site.code}
        )

    def clean(self) -> dict[str, Any]:
        """A place is whole or not given."""
        data: dict[str, Any] = super().clean() or {}
        if (data.get("lon") is None) != (data.get("lat") is None):
            self.add_error("lat", _("经度和纬度要么都填，要么都不填。"))
        return data

    def given(self) -> Whereabouts:
        """What was filled in."""
        data = self.cleaned_data
        return Whereabouts(data["address"], data["phone"], data["lon"], data["lat"])


class StationForm(WhereaboutsForm):
    """All of a station: what kind it is, whose, where."""

    kind = forms.ChoiceField(label=_("级别"), choices=choices(STATION_KINDS))
    name = forms.CharField(label=_("名称"), max_length=80)
    parent = forms.ModelChoiceField(
        Station.objects.exclude(kind=StationKind.POINT.value),
        label=_("上级"), required=False, empty_label=_("没有"),
    )  # fmt: skip
    area = forms.ModelChoiceField(Area.objects.all(), label=_("区域"), empty_label=_("请选择"))
    unit = forms.ModelChoiceField(
        Unit.objects.responsible(), label=_("主办单位"), empty_label=_("请选择")
    )
    site = forms.CharField(label=_("点位编号"), max_length=40, required=False)
    field_order = ("kind", "name", "parent", "area", "unit", "site")

    def clean_site(self) -> int | None:
        """The site of that code."""
        if not (code := self.cleaned_data["site"].strip()):
            return None
        if (site := Site.objects.active().filter(code=code).first()) is None:
            raise forms.ValidationError(_("没有这个编号的点位。"))
        return site.pk

    def draft(self) -> StationDraft:
        """The station."""
        data = dict(self.cleaned_data)
        above = data.pop("parent")
        data |= {"kind": StationKind(data["kind"]), "parent": above.pk if above else None}
        return StationDraft(**data | {"area": data["area"].pk, "unit": data["unit"].pk})


class VenueForm(forms.Form):
    """A venue: what it is, how many it holds, when it is open, whether it is part of another."""

    name = forms.CharField(label=_("场地"), max_length=60)
    kind = forms.ChoiceField(label=_("场地类别"), choices=choices(VENUE_KINDS))
    seats = forms.IntegerField(label=_("容纳人数"), min_value=1, max_value=9999, initial=30)
    part_of = forms.ModelChoiceField(
        Venue.objects.none(), label=_("是哪一处的一部分"), required=False, empty_label=_("不是"),
        help_text=_("大厅隔成两间时填：订了整厅，各间就不能再订；反过来也一样。"),
    )  # fmt: skip
    weekdays = forms.MultipleChoiceField(
        label=_("开放日"), choices=DAYS, widget=TICKS, initial=list("0123456")
    )
    opens = forms.TimeField(label=_("开门"), widget=CLOCK, initial="08:30")
    closes = forms.TimeField(label=_("关门"), widget=CLOCK, initial="21:30")

    def __init__(self, station: Station, venue: Venue | None = None, data: Any = None) -> None:
        begins = {n: getattr(venue, n) for n in self.base_fields if venue}
        if venue:
            begins["weekdays"] = [str(day) for day in venue.weekdays]
        super().__init__(data, initial=begins)
        wholes = station.venues.filter(part_of=None).exclude(pk=venue.pk if venue else 0)
        among(self, "part_of", wholes)

    def draft(self) -> VenueDraft:
        """The venue."""
        data = dict(self.cleaned_data)
        whole, days = data.pop("part_of"), tuple(map(int, data.pop("weekdays")))
        kind = VenueKind(data.pop("kind"))
        return VenueDraft(kind=kind, weekdays=days, part_of=whole.pk if whole else None, **data)


class OfferForm(forms.Form):
    """A dish on the menu."""

    name = forms.CharField(label=_("服务项目"), max_length=60)
    skill = forms.CharField(
        label=_("服务专长"), max_length=40, help_text=_("有这项专长的队伍接单，如：理发、维修。"),
        widget=forms.TextInput(attrs={"list": "skills"}),
    )  # fmt: skip
    minutes = forms.IntegerField(label=_("时长（分钟）"), min_value=10, max_value=480, initial=60)
    most = forms.IntegerField(label=_("至多人数"), min_value=1, max_value=999, initial=1)
    hall = forms.ChoiceField(label=_("所需场地"), required=False, choices=HALLS)
    text = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, offer: Offer | None = None, data: Any = None) -> None:
        begins = {name: getattr(offer, name) for name in self.base_fields if offer}
        super().__init__(data, initial=begins)
        self.skills = list(Skill.objects.values_list("name", flat=True))

    def draft(self, station: int | None) -> OfferDraft:
        """The dish, on the menu of one station or of all."""
        data = dict(self.cleaned_data)
        hall = data.pop("hall")
        return OfferDraft(hall=VenueKind(hall) if hall else None, station=station, **data)


class ClosureForm(forms.Form):
    """On which days what is closed, and why."""

    venue = forms.ModelChoiceField(
        Venue.objects.none(), label=_("场地"), required=False, empty_label=_("全站")
    )
    first = forms.DateField(label=_("从"), widget=DAY, initial=localdate)
    last = forms.DateField(label=_("到"), widget=DAY, initial=localdate)
    note = forms.CharField(label=_("事由"), max_length=100, required=False)

    def __init__(self, station: Station, data: Any = None) -> None:
        super().__init__(data)
        among(self, "venue", station.venues.all())

    def draft(self) -> ClosureDraft:
        """The closed days."""
        data = dict(self.cleaned_data)
        venue = data.pop("venue")
        return ClosureDraft(venue=venue.pk if venue else None, **data)


class BookForm(forms.Form):
    """Which venue of a station, on which day, from when to when, what for."""

    venue = forms.ModelChoiceField(Venue.objects.none(), label=_("场地"), empty_label=None)
    day = forms.DateField(label=_("日期"), widget=DAY, initial=localdate)
    starts = forms.TimeField(label=_("从几点"), widget=CLOCK)
    ends = forms.TimeField(label=_("到几点"), widget=CLOCK)
    heads = forms.IntegerField(label=_("人数"), min_value=1, max_value=9999, initial=10)
    purpose = forms.CharField(label=_("用途"), max_length=100)

    def __init__(self, station: Station, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        among(self, "venue", station.venues.all())

    def given(self) -> Wanted:
        """The booking that is wanted."""
        data = self.cleaned_data
        start, end = (
            timezone.make_aware(datetime.combine(data["day"], data[name]))
            for name in ("starts", "ends")
        )
        return Wanted(data["venue"].pk, start, end, data["purpose"], data["heads"])
