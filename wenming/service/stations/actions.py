"""The verbs about stations: setting them up, their venues and menu, and booking a venue."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime

from wenming.kit.flow import Refused
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.org.rules import SYSTEM
from wenming.records.actions import Step, note_down
from wenming.service.stations.drafts import OfferDraft, StationDraft, VenueDraft, Wanted
from wenming.service.stations.models import Booking, Offer, Station, Venue
from wenming.service.stations.rules import ABOVE, StationKind, is_open
from wenming.service.volunteers.models import Skill

By = User | None  # None: the command line on the server itself


def powers_over(station: Station, by: By) -> frozenset[str]:
    """What a person may do to a station and its orders; who rosters the unit that runs it dispatches."""
    if by is None:
        return SYSTEM
    held = by.powers(station.area.path, units=[station.unit_id])
    return held | {"dispatch"} if "roster" in held else held


def must_run(station: Station, by: By) -> None:
    """Refuse who does not run the station."""
    if "dispatch" not in powers_over(station, by):
        raise Refused("power", "dispatch")


@transaction.atomic
def set_station(draft: StationDraft, *, by: By, at: datetime) -> Station:
    """Set up a station, or change the one of that name; it stands below one of the next kind above."""
    if by is not None and "grant" not in by.any_powers:
        raise Refused("power", "grant")
    if not (name := tidy(draft.name)[:80]):
        raise Refused("needs", "name")
    above = Station.objects.filter(pk=draft.parent or 0).first()
    if above is not None and ABOVE[draft.kind] is not StationKind(above.kind):
        raise Refused("station_above", above.name)
    row = Station.objects.select_for_update(of=("self",)).filter(name=name).first()
    row = row or Station(name=name)
    row.kind, row.parent = draft.kind.value, above
    row.area_id, row.unit_id, row.site_id = draft.area, draft.unit, draft.site
    row.address, row.phone, row.lon, row.lat = draft.address, draft.phone, draft.lon, draft.lat
    row.save()
    step = Step("station", row.pk, "set", facts={"title": name}, units=[row.unit_id])
    note_down(step, by=by, at=at)
    return row


@transaction.atomic
def set_venue(station: int, draft: VenueDraft, *, by: By, at: datetime) -> Venue:
    """Give a station a venue, or change the one of that name."""
    here = Station.objects.select_related("area").select_for_update(of=("self",)).get(pk=station)
    must_run(here, by)
    if not (name := tidy(draft.name)[:60]):
        raise Refused("needs", "name")
    if draft.closes <= draft.opens:
        raise Refused("ends_first")
    values = {
        "kind": draft.kind.value,
        "seats": draft.seats,
        "weekdays": sorted(set(draft.weekdays) & set(range(7))),
        "opens": draft.opens,
        "closes": draft.closes,
    }
    row = Venue.objects.update_or_create(station=here, name=name, defaults=values)[0]
    note_down(Step("venue", row.pk, "set", facts={"title": name}), by=by, at=at)
    return row


@transaction.atomic
def set_offer(draft: OfferDraft, *, by: By, at: datetime) -> Offer:
    """Put something on a station's menu, or on every station's, or change what is said of it."""
    station = None
    if draft.station is not None:
        station = Station.objects.select_related("area").get(pk=draft.station)
        must_run(station, by)
    elif by is not None and "grant" not in by.any_powers:
        raise Refused("power", "grant")
    if not (name := tidy(draft.name)[:60]) or not (skill := tidy(draft.skill)[:40]):
        raise Refused("needs", "name")
    values = {
        "skill": Skill.objects.get_or_create(name=skill)[0],
        "minutes": draft.minutes,
        "most": draft.most,
        "text": tidy(draft.text)[:200],
        "hall": draft.hall.value if draft.hall else "",
        "closed": None,
    }
    row = Offer.objects.update_or_create(station=station, name=name, defaults=values)[0]
    note_down(Step("offer", row.pk, "set", facts={"title": name}), by=by, at=at)
    return row


@transaction.atomic
def close_offer(key: int, *, by: By, at: datetime) -> Offer:
    """Take something off the menu; what was ordered stands."""
    row = Offer.objects.select_for_update(of=("self",)).select_related("station__area").get(pk=key)
    if row.station is not None:
        must_run(row.station, by)
    elif by is not None and "grant" not in by.any_powers:
        raise Refused("power", "grant")
    if row.closed is None:
        row.closed = localdate(at)
        row.save(update_fields=["closed"])
        note_down(Step("offer", key, "close", facts={"title": row.name}), by=by, at=at)
    return row


@transaction.atomic
def book(wanted: Wanted, *, by: By, at: datetime) -> Booking:
    """Book a venue for whoever runs its station; the database keeps two from overlapping."""
    venue = Venue.objects.select_related("station__area").get(pk=wanted.venue)
    must_run(venue.station, by)
    return hold(venue, wanted, by=by, at=at)


def hold(venue: Venue, wanted: Wanted, *, by: By, at: datetime) -> Booking:
    """Write the booking of a venue; Refused where it is too small, closed or taken then."""
    start, end = localtime(wanted.start), localtime(wanted.end)
    if wanted.end <= wanted.start:
        raise Refused("ends_first")
    if wanted.heads > venue.seats:
        raise Refused("venue_seats", str(venue), str(venue.seats))
    if not is_open(venue.weekdays, venue.opens, venue.closes, start, end):
        raise Refused("venue_closed", str(venue))
    purpose = tidy(wanted.purpose)[:100]
    try:
        with transaction.atomic():
            row = Booking.objects.create(
                venue=venue, start=wanted.start, end=wanted.end, purpose=purpose, by=by
            )
    except IntegrityError as no:
        raise Refused("venue_booked", str(venue), f"{start:%m-%d %H:%M}") from no
    told = {"title": purpose, "venue": venue.name, "start": wanted.start.isoformat()}
    note_down(Step("booking", row.pk, "book", facts=told), by=by, at=at)
    return row


@transaction.atomic
def cancel(key: int, *, by: By, at: datetime) -> Booking:
    """Take a booking back; taken back before: nothing happens."""
    rows = Booking.objects.select_for_update(of=("self",)).select_related("venue__station__area")
    row = rows.get(pk=key)
    must_run(row.venue.station, by)
    return release(row, by=by, at=at)


def release(row: Booking, *, by: By, at: datetime) -> Booking:
    """Let a booking go, whoever held it."""
    if row.cancelled is None:
        row.cancelled = at
        row.save(update_fields=["cancelled"])
        note_down(Step("booking", row.pk, "cancel", facts={"title": row.purpose}), by=by, at=at)
    return row
