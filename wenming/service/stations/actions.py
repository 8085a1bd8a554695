"""The verbs about stations: setting them up, their venues and menu, and booking a venue."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate, localtime

from wenming.kit.flow import Refused
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.org.rules import SYSTEM
from wenming.records.actions import Step, note_down
from wenming.service.stations.drafts import (
    ClosureDraft,
    OfferDraft,
    StationDraft,
    VenueDraft,
    Wanted,
    Whereabouts,
)
from wenming.service.stations.models import Booking, Closure, Offer, Station, Venue
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


def must_grant(by: By) -> None:
    """Refuse who does not say what stations the city has."""
    if by is not None and "grant" not in by.any_powers:
        raise Refused("power", "grant")


def named(said: str, most: int) -> str:
    """A name as it is kept; Refused("needs") where there is none."""
    if not (name := tidy(said)[:most]):
        raise Refused("needs", "name")
    return name


@transaction.atomic
def set_station(draft: StationDraft, *, key: int | None = None, by: By, at: datetime) -> Station:
    """Set up a station, or change the one of that key or name; it stands below one of the next kind above."""
    must_grant(by)
    name = named(draft.name, 80)
    above = Station.objects.filter(pk=draft.parent or 0).first()
    if above is not None and ABOVE[draft.kind] is not StationKind(above.kind):
        raise Refused("station_above", above.name)
    rows = Station.objects.select_for_update(of=("self",))
    row = rows.filter(pk=key).first() if key else rows.filter(name=name).first()
    if key and rows.filter(name=name).exclude(pk=key).exists():
        raise Refused("name_taken", name)
    row = row or Station()
    row.name, row.kind, row.parent = name, draft.kind.value, above
    row.area_id, row.unit_id, row.site_id = draft.area, draft.unit, draft.site
    row.address, row.phone, row.lon, row.lat = draft.address, draft.phone, draft.lon, draft.lat
    row.save()
    step = Step("station", row.pk, "set", facts={"title": name}, units=[row.unit_id])
    note_down(step, by=by, at=at)
    return row


@transaction.atomic
def describe(station: int, said: Whereabouts, *, by: By, at: datetime) -> Station:
    """Say where a station is and how it is reached; the same again changes nothing."""
    here = Station.objects.select_related("area").select_for_update(of=("self",)).get(pk=station)
    must_run(here, by)
    new = {
        "address": tidy(said.address)[:200],
        "phone": tidy(said.phone)[:40],
        "lon": said.lon,
        "lat": said.lat,
    }
    changed = [name for name, value in new.items() if getattr(here, name) != value]
    for name in changed:
        setattr(here, name, new[name])
    if changed:
        here.save(update_fields=changed)
        facts: dict[str, object] = {"title": here.name, "changed": sorted(changed)}
        note_down(Step("station", here.pk, "set", facts=facts), by=by, at=at)
    return here


@transaction.atomic
def set_venue(
    station: int, draft: VenueDraft, *, key: int | None = None, by: By, at: datetime
) -> Venue:
    """Give a station a venue, or change the one of that key or name.

    Refused("venue_parts") where it would be part of a part, or of another station's;
    Refused("venue_in_use") where bookings that stand would then overlap.
    """
    here = Station.objects.select_related("area").select_for_update(of=("self",)).get(pk=station)
    must_run(here, by)
    name = named(draft.name, 60)
    if draft.closes <= draft.opens:
        raise Refused("ends_first")
    row = here.venues.filter(**({"pk": key} if key else {"name": name})).first()
    if here.venues.filter(name=name).exclude(pk=row.pk if row else 0).exists():
        raise Refused("name_taken", name)
    row = row or Venue(station=here)
    row.name, row.kind, row.seats = name, draft.kind.value, draft.seats
    row.weekdays = sorted(set(draft.weekdays) & set(range(7)))
    row.opens, row.closes, row.part_of = draft.opens, draft.closes, whole_of(row, draft.part_of)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as no:
        raise Refused("venue_in_use", name) from no
    note_down(Step("venue", row.pk, "set", facts={"title": name}), by=by, at=at)
    return row


def whole_of(row: Venue, key: int | None) -> Venue | None:
    """The hall a venue is said to be part of; Refused where that cannot be."""
    if key is None:
        return None
    whole = Venue.objects.filter(pk=key, station=row.station_id, part_of=None).first()
    if whole is None or whole == row or (row.pk and row.parts.exists()):
        raise Refused("venue_parts")
    return whole


@transaction.atomic
def shut(station: int, draft: ClosureDraft, *, by: By, at: datetime) -> tuple[Closure, int]:
    """Close a station or a venue for some days; how many bookings stand on them beside. Again: the same."""
    here = Station.objects.select_related("area").select_for_update(of=("self",)).get(pk=station)
    must_run(here, by)
    if draft.last < draft.first:
        raise Refused("ends_first")
    venue = here.venues.filter(pk=draft.venue).first() if draft.venue else None
    told = {"first": draft.first, "last": draft.last}
    row, new = Closure.objects.get_or_create(
        station=here, venue=venue, **told, defaults={"note": tidy(draft.note)[:100]}
    )
    if new:
        facts: dict[str, object] = {"title": str(venue or here)}
        facts |= {name: day.isoformat() for name, day in told.items()}
        note_down(Step("station", here.pk, "shut", note=row.note, facts=facts), by=by, at=at)
    met = Booking.objects.standing().filter(venue__station=here)
    met = met.filter(start__date__lte=draft.last, end__date__gte=draft.first)
    return row, (met.filter(venue__in=venue.sharing) if venue else met).count()


@transaction.atomic
def reopen(key: int, *, by: By, at: datetime) -> None:
    """Take back that a station is closed on some days; taken back before: nothing happens."""
    row = Closure.objects.select_related("station__area", "venue").filter(pk=key).first()
    if row is None:
        return
    must_run(row.station, by)
    facts = {"title": str(row.venue or row.station), "first": row.first.isoformat()}
    row.delete()
    note_down(Step("station", row.station_id, "reopen", facts=facts), by=by, at=at)


@transaction.atomic
def set_offer(draft: OfferDraft, *, key: int | None = None, by: By, at: datetime) -> Offer:
    """Put something on a station's menu, or on every station's, or change what is said of it.

    What was closed is open again.
    """
    station = None
    if draft.station is not None:
        station = Station.objects.select_related("area").get(pk=draft.station)
        must_run(station, by)
    else:
        must_grant(by)
    name = named(draft.name, 60)
    skill = named(draft.skill, 40)
    menu = Offer.objects.select_for_update(of=("self",)).filter(station=station)
    row = menu.filter(**({"pk": key} if key else {"name": name})).first()
    if menu.filter(name=name).exclude(pk=row.pk if row else 0).exists():
        raise Refused("name_taken", name)
    row = row or Offer(station=station)
    row.name, row.skill = name, Skill.objects.get_or_create(name=skill)[0]
    row.minutes, row.most, row.text = draft.minutes, draft.most, tidy(draft.text)[:200]
    row.hall, row.closed = draft.hall.value if draft.hall else "", None
    row.save()
    note_down(Step("offer", row.pk, "set", facts={"title": name}), by=by, at=at)
    return row


@transaction.atomic
def close_offer(key: int, *, by: By, at: datetime) -> Offer:
    """Take something off the menu; what was ordered stands."""
    row = Offer.objects.select_for_update(of=("self",)).select_related("station__area").get(pk=key)
    if row.station is not None:
        must_run(row.station, by)
    else:
        must_grant(by)
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
    if (shut_then := Closure.objects.on(start.date()).shutting(venue).first()) is not None:
        raise Refused("venue_shut", str(venue), f"{start:%m-%d}", shut_then.note)
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
