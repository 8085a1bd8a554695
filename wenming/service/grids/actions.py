"""The verbs about grids: who does what there, joining two rows of one person, and matters step by step."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from wenming.kit.flow import Refused, after
from wenming.kit.words import half, tidy
from wenming.org.calendar import calendar
from wenming.org.models import Area, Unit, User
from wenming.org.rules import SYSTEM
from wenming.records.actions import Step, count_up, note_down
from wenming.service.grids.drafts import MatterDraft, PersonDraft
from wenming.service.grids.models import Matter, Person, Tie
from wenming.service.grids.rules import ARROWS, LIMITS, Duty, Move, State

By = User | None  # None: the command line on the server itself
BOTH = frozenset({"grid", "community"})


def units_of(grid: Area) -> list[int]:
    """The units of the street and the community above a grid."""
    codes = grid.path.strip("/").split("/")
    rows = Unit.objects.filter(area__code__in=codes, area__level__in=["street", "community"])
    return sorted(rows.values_list("pk", flat=True))


def powers_over(grid: Area, by: By) -> frozenset[str]:
    """What a person may do in a grid: the community's people all, those with an acting duty its matters."""
    if by is None:
        return SYSTEM | BOTH
    if "roster" in by.powers(grid.path, units=units_of(grid)):
        return BOTH
    acting = Tie.objects.acting().filter(grid=grid, person__account=by)
    return frozenset({"grid"}) if acting.exists() else frozenset()


def locked(key: int) -> Area:
    """A grid, held until the transaction ends; Refused("no_grid") for what is none."""
    row = Area.objects.select_for_update(of=("self",)).filter(pk=key, level="grid").first()
    if row is None:
        raise Refused("no_grid")
    return row


# People


@transaction.atomic
def bring(grid: int, drafts: Sequence[PersonDraft], *, by: By, at: datetime) -> list[Tie]:
    """Give people duties in a grid; who is known by account, or by name and telephone, is one person."""
    here = locked(grid)
    if "community" not in powers_over(here, by):
        raise Refused("power", "roster")
    rows = [serve(here, draft, at) for draft in drafts]
    facts = {"title": here.name, "people": len(rows)}
    note_down(Step("grid", here.pk, "bring", facts=facts), by=by, at=at)
    return rows


def serve(grid: Area, draft: PersonDraft, at: datetime) -> Tie:
    """One duty of one person; said again it is the same."""
    if not (name := tidy(draft.name)[:40]):
        raise Refused("needs", "person")
    phone = "".join(filter(str.isdecimal, half(draft.phone)))[:16]
    person = meant(name, phone, draft.account, grid) or Person(name=name)
    person.phone, person.elder = phone or person.phone, draft.elder or person.elder
    if draft.account is not None:
        person.account_id = draft.account
    person.save()
    values = {"since": localdate(at)}
    told = {"person": person, "grid": grid, "duty": draft.duty.value, "until": None}
    return Tie.objects.get_or_create(**told, defaults=values)[0]


def meant(name: str, phone: str, account: int | None, grid: Area) -> Person | None:
    """Who is meant: by account, by name and telephone, or, without one, by name within the grid."""
    if account is not None and (row := Person.objects.filter(account=account).first()):
        return row
    rows = Person.objects.filter(name=name)
    if phone:
        return rows.filter(phone=phone).first()
    return rows.filter(ties__grid=grid).first()


@transaction.atomic
def join(keep: int, other: int, *, by: By, at: datetime) -> Person:
    """Make one person of two rows: the duties of both, once each; two accounts are never one person."""
    rows = Person.objects.select_for_update().filter(pk__in=(keep, other)).in_bulk()
    one, two = rows.get(keep), rows.get(other)
    if one is None or two is None or one is two:
        raise Refused("unknown", "person")
    for grid in Area.objects.filter(ties__person__in=(keep, other)).distinct():
        if "community" not in powers_over(grid, by):
            raise Refused("power", "roster")
    if one.account_id and two.account_id:
        raise Refused("two_accounts", one.name)
    for tie in two.ties.standing():
        if not one.ties.standing().filter(grid=tie.grid_id, duty=tie.duty).exists():
            tie.person = one
            tie.save(update_fields=["person"])
    account, phone, elder = one.account_id or two.account_id, one.phone or two.phone, two.elder
    two.delete()
    one.account_id, one.phone, one.elder = account, phone, one.elder or elder
    one.save()
    facts = {"title": one.name, "other": other}
    note_down(Step("neighbour", one.pk, "join", facts=facts), by=by, at=at)
    return one


@transaction.atomic
def end(key: int, *, by: By, at: datetime) -> Tie:
    """End a duty; who has none left and no history is not kept. Ended before: nothing happens."""
    row = Tie.objects.select_for_update(of=("self",)).select_related("grid", "person").get(pk=key)
    if "community" not in powers_over(row.grid, by):
        raise Refused("power", "roster")
    if row.until is None:
        row.until = localdate(at)
        row.save(update_fields=["until"])
        facts = {"title": row.grid.name, "duty": row.duty}
        note_down(Step("grid", row.grid_id, "end", facts=facts), by=by, at=at)
    return row


# Matters


@transaction.atomic
def file(draft: MatterDraft, *, by: By, at: datetime) -> Matter:
    """File a matter in a grid and let its people know; the same form again is the same matter."""
    grid = locked(draft.grid)
    if (here := Matter.objects.filter(key=draft.key).first()) is not None:
        return here
    if not (title := tidy(draft.title)[:80]):
        raise Refused("needs", "matter")
    year = localdate(at).year
    row = Matter.objects.create(
        key=draft.key,
        number=f"WG{year}-{count_up(f'matters-{year}'):05}",
        grid=grid,
        state=State.FILED.value,
        title=title,
        text=tidy(draft.text)[:800],
        name=tidy(draft.name)[:40],
        phone=tidy(draft.phone)[:40],
        by=by,
        at=at,
        due=calendar().add_worktime(at, LIMITS[State.FILED]),
    )
    told(row, "file", "", "", by=by, at=at)
    return row


@transaction.atomic
def take(key: int, move: Move, note: str = "", *, by: By, at: datetime) -> Matter:
    """Take one step on a matter, or raise Refused and leave no trace; a new limit begins with it."""
    rows = Matter.objects.select_for_update(of=("self",)).select_related("grid")
    row, note = rows.get(pk=key), tidy(note)[:400]
    before = State(row.state)
    given = {"note"} if note else set[str]()
    state = after(ARROWS, before, move, powers=powers_over(row.grid, by), given=given)
    row.state = state.value
    minutes = LIMITS.get(state)
    row.due = calendar().add_worktime(at, minutes) if minutes else None
    row.save(update_fields=["state", "due"])
    told(row, move.value, before.value, note, by=by, at=at)
    return row


def told(row: Matter, move: str, before: str, note: str, *, by: By, at: datetime) -> None:
    """One act about a matter: the people of its grid hear of it, who filed it, and the community above."""
    acting = Tie.objects.acting().filter(grid=row.grid).exclude(person__account=None)
    persons = set(acting.values_list("person__account_id", flat=True))
    persons |= {row.by_id} if row.by_id else set()
    up = move == Move.HAND_UP.value
    units = units_of(row.grid) if up else []
    facts = {"title": row.title, "grid": row.grid.name}
    act = Step("matter", row.pk, move, before, row.state, note, facts, units, sorted(persons))
    note_down(act, by=by, at=at)


def acting_in(grid: Area) -> list[tuple[Duty, Person]]:
    """Those a matter of this grid goes to, the grid's worker first."""
    order = [Duty.WORKER, Duty.GROUP_HEAD, Duty.BUILDING_HEAD]
    rows = Tie.objects.acting().filter(grid=grid).select_related("person")
    found = [(Duty(row.duty), row.person) for row in rows]
    return sorted(found, key=lambda one: (order.index(one[0]), one[1].pk))
