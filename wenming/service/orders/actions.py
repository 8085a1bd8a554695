"""The verbs about orders: placing one, and the one verb by which it takes any step.

Each step locks the order (and the team that is to have it), asks the table, changes the row, and
writes one act. Whatever is refused leaves no trace.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.timezone import localdate

from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.org.rules import SYSTEM
from wenming.records.actions import Step, count_up, note_down
from wenming.service.members.actions import city_wide
from wenming.service.orders.drafts import NOTHING, Given, OrderDraft
from wenming.service.orders.models import Order
from wenming.service.orders.rules import ARRANGING, ARROWS, LEAVING, Move, State
from wenming.service.stations.actions import hold, release
from wenming.service.stations.actions import powers_over as powers_at
from wenming.service.stations.drafts import Wanted
from wenming.service.stations.models import Booking, Offer, Station, Venue
from wenming.service.volunteers.actions import powers_over as powers_of_team
from wenming.service.volunteers.models import Team
from wenming.service.volunteers.rules import HOURS, Part, TeamState, gives, minutes

By = User | None  # None: the command line on the server itself
COLUMNS = ("state", "team", "start", "end", "booking", "result", "stars", "praise")
LONGEST = 60  # days ahead
LEAST_DIGITS, MOST_DIGITS = 7, 15  # of a telephone number
MOST_AT_ONCE = 3  # orders not yet served, of one telephone number


def powers_over(order: Order, by: By) -> frozenset[str]:
    """What a person may do to an order: as its station's, its team's, or as the one who placed it."""
    if by is None:
        return SYSTEM | {"serve", "grab", "ask"}
    held = powers_at(order.station, by)
    if "dispatch" in held or order.placed_by_id == by.pk:
        held |= {"ask"}
    if order.team and "lead" in powers_of_team(order.team.unit_id, by):
        held |= {"serve"}
    leads = "roster" in city_wide(by) or Team.objects.admitted().led_by(by).exists()
    return held | {"grab"} if leads else held


@transaction.atomic
def place(draft: OrderDraft, *, by: By, at: datetime) -> Order:
    """Order something from a station's menu; the same form sent again is the same order."""
    station = Station.objects.select_for_update().get(pk=draft.station)
    if (here := Order.objects.filter(key=draft.key).first()) is not None:
        return here
    mine = Offer.objects.open().filter(pk=draft.offer)
    offer = mine.filter(Q(station=None) | Q(station=station)).first()
    if offer is None:
        raise Refused("off_menu")
    if not (name := tidy(draft.name)[:40]):
        raise Refused("needs", "name")
    if not offer.hall and not tidy(draft.address):
        raise Refused("needs", "address")
    if draft.heads > offer.most:
        raise Refused("order_heads", str(offer.most))
    today = localdate(at)
    if not today <= draft.earliest <= draft.latest <= today + timedelta(days=LONGEST):
        raise Refused("order_days", str(LONGEST))
    row = Order.objects.create(
        key=draft.key,
        number=f"DD{today.year}-{count_up(f'orders-{today.year}'):05}",
        state=State.PLACED.value,
        station=station,
        offer=offer,
        name=name,
        phone=tidy(draft.phone)[:40],
        address=tidy(draft.address)[:200],
        helper=tidy(draft.helper)[:40],
        heads=draft.heads,
        wishes=tidy(draft.wishes)[:400],
        earliest=draft.earliest,
        latest=draft.latest,
        part=draft.part.value if draft.part else "",
        placed=at,
        placed_by=by,
    )
    told = {"title": offer.name}
    step = Step("order", row.pk, "place", "", row.state, facts=told, units=[station.unit_id])
    note_down(step, by=by, at=at)
    return row


@transaction.atomic
def place_openly(draft: OrderDraft, *, at: datetime) -> Order:
    """Order something without an account; a telephone number is needed, and has few orders at once.

    Refused beside those of `place`: "phone", "order_phone".
    """
    digits = "".join(filter(str.isdigit, draft.phone))
    if not LEAST_DIGITS <= len(digits) <= MOST_DIGITS:
        raise Refused("phone")
    live = Order.objects.live().filter(phone=digits).exclude(key=draft.key)
    if live.count() >= MOST_AT_ONCE:
        raise Refused("order_phone", str(MOST_AT_ONCE))
    return place(replace(draft, phone=digits), by=None, at=at)


def code_of(order: Order) -> str:
    """The eight digits by which whoever asked finds an order again; made from its key and kept nowhere."""
    told = salted_hmac("wenming.orders.code", str(order.key), algorithm="sha256").hexdigest()
    return f"{int(told, 16) % 10**8:08}"


def take_openly(key: int, move: Move, given: Given = NOTHING, *, at: datetime) -> Order:
    """Rate an order or take it back as whoever holds its code; Refused("power") for anything else."""
    if ARROWS[move].power != "ask":
        raise Refused("power", ARROWS[move].power)
    return take(key, move, given, by=None, at=at)


@transaction.atomic
def take(key: int, move: Move, given: Given = NOTHING, *, by: By, at: datetime) -> Order:
    """Take one step on an order, or raise Refused and leave no trace; `by` None is the system.

    Beside the table's own reasons those of `arrange`. A team that gives it back is not asked again.
    """
    rows = Order.objects.select_for_update(of=("self",))
    row = rows.select_related("station__area", "offer", "team", "booking").get(pk=key)
    before, had = State(row.state), row.team
    state = after(ARROWS, before, move, powers=powers_over(row, by), given=given.names)
    if move in LEAVING:
        let_go(row, by=by, at=at)
    if move is Move.DECLINE and had is not None:
        row.declined.add(had)
    if move in ARRANGING:
        arrange(row, given, grabbed=move is Move.GRAB, by=by, at=at)
    if move is Move.FINISH:
        row.result = tidy(given.note)[:400]
    if move is Move.RATE:
        row.stars, row.praise = max(1, min(5, given.stars or 1)), tidy(given.note)[:400]
    row.state = state.value
    row.save(update_fields=COLUMNS)
    units = {row.station.unit_id, *(team.unit_id for team in (had, row.team) if team)}
    persons = [row.placed_by_id] if row.placed_by_id else []
    facts = {"title": row.offer.name} | told(row)
    note = tidy(given.note)[:400]
    step = Step("order", key, move.value, before, state, note, facts, sorted(units), persons)
    note_down(step, by=by, at=at)
    return row


def told(row: Order) -> dict[str, object]:
    """What the timeline says of an order beside the note."""
    if row.team is None or row.start is None:
        return {}
    return {"team": row.team.name, "start": row.start.isoformat()}


def let_go(row: Order, *, by: By, at: datetime) -> None:
    """Free the team, the time and the venue of an order."""
    if row.booking is not None:
        release(row.booking, by=by, at=at)
    row.team = row.start = row.end = row.booking = None


def arrange(row: Order, given: Given, *, grabbed: bool, by: By, at: datetime) -> None:
    """Give an order its team, time and venue.

    Refused: "team_unfit" (not admitted, or without the skill), "team_declined", "team_away",
    "team_busy", "past", "part_short", "venue_needed", "venue_kind", and those of booking. Who grabs
    must lead the team.
    """
    team = Team.objects.select_for_update(of=("self",)).filter(pk=given.team or 0).first()
    if team is None or given.day is None or given.part is None:
        raise Refused("unknown", "team")
    if grabbed and "lead" not in powers_of_team(team.unit_id, by):
        raise Refused("power", "roster")
    start, end = times_of(given.day, given.part, row.offer.minutes)
    if start < at:
        raise Refused("past")
    if row.offer.minutes > minutes(given.part):
        raise Refused("part_short", str(minutes(given.part)))
    fit(row, team, given.day, given.part)
    others = team.orders.held().filter(start__lt=end, end__gt=start).exclude(pk=row.pk)
    if busy := others.first():
        raise Refused("team_busy", team.name, busy.number)
    row.team, row.start, row.end = team, start, end
    row.booking = held_for(row, given.venue, by=by, at=at) if row.offer.hall else None


def held_for(row: Order, key: int | None, *, by: By, at: datetime) -> Booking:
    """The venue of an order, booked for its time; Refused where it is none, or of another kind."""
    if (venue := Venue.objects.filter(pk=key or 0).first()) is None:
        raise Refused("venue_needed", row.offer.get_hall_display())
    if venue.kind != row.offer.hall or row.start is None or row.end is None:
        raise Refused("venue_kind", row.offer.get_hall_display())
    wanted = Wanted(venue.pk, row.start, row.end, f"{row.number} {row.offer.name}", row.heads)
    return hold(venue, wanted, by=by, at=at)


def fit(row: Order, team: Team, day: date, part: Part) -> None:
    """Refuse a team that may not or does not serve this order then."""
    skilled = team.skills.filter(pk=row.offer.skill_id).exists()
    if team.state != TeamState.ADMITTED.value or not skilled:
        raise Refused("team_unfit", team.name, row.offer.skill.name)
    if row.declined.filter(pk=team.pk).exists():
        raise Refused("team_declined", team.name)
    if not gives(team.times, day, part):
        raise Refused("team_away", team.name)


def times_of(day: date, part: Part, length: int) -> tuple[datetime, datetime]:
    """From when to when something of so many minutes is served in a part of a day."""
    start = timezone.make_aware(datetime.combine(day, HOURS[part][0]))
    return start, start + timedelta(minutes=length)
