"""The verbs about members: who is in a team, what they have learnt, what they wish.

Acts about members bear no names, for acts are sealed and a name can be taken away.
"""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from wenming.kit.flow import Refused
from wenming.kit.words import tidy
from wenming.org.models import Unit, User
from wenming.records.actions import Step, note_all, note_down
from wenming.service.members.drafts import MemberDraft, WishDraft
from wenming.service.members.models import Feed, Holding, Member, Qualification, Wish

By = User | None  # None: the command line on the server itself
LIMITS = ("least_hours", "most_hours", "longest_run")


@transaction.atomic
def add(drafts: Sequence[MemberDraft], *, by: By, at: datetime) -> list[Member]:
    """Take people into teams; an account, or a name without one, that is there already stays as it is."""
    for unit in Unit.objects.filter(pk__in={d.unit for d in drafts}).select_for_update():
        may_roster(unit.pk, by)
    rows = Member.objects.serving().filter(unit__in={d.unit for d in drafts})
    known = {(m.unit_id, m.user_id or m.name): m for m in rows}
    named = [d for d in drafts if tidy(d.name)]
    fresh = {
        (d.unit, d.user or tidy(d.name)): Member(
            unit_id=d.unit,
            name=tidy(d.name)[:40],
            user_id=d.user,
            **{name: getattr(d, name) for name in LIMITS},
        )
        for d in named
        if (d.unit, d.user or tidy(d.name)) not in known
    }
    made = Member.objects.bulk_create(fresh.values(), batch_size=500)
    steps = [Step("member", m.pk, "join", facts={"unit": m.unit_id}) for m in made]
    note_all(steps, by=by, at=at)
    known |= {(m.unit_id, m.user_id or m.name): m for m in made}
    return [known[d.unit, d.user or tidy(d.name)] for d in named]


@transaction.atomic
def enrol(draft: MemberDraft, *, own: bool = False, by: By, at: datetime) -> Member:
    """Take in one person who is known to be nobody of the team yet, whoever bears the same name.

    `own`: the person himself asks, and the team takes everybody.
    """
    if not own:
        may_roster(draft.unit, by)
    limits = {name: getattr(draft, name) for name in LIMITS}
    name = tidy(draft.name)[:40]
    row = Member.objects.create(unit_id=draft.unit, name=name, user_id=draft.user, **limits)
    note_down(Step("member", row.pk, "join", facts={"unit": draft.unit}), by=by, at=at)
    return row


@transaction.atomic
def take_back(key: int, *, by: By, at: datetime) -> bool:
    """Let a member who had left be one again; whether anything changed."""
    row = Member.objects.select_for_update(of=("self",)).get(pk=key)
    if row.left is None:
        return False
    row.left = None
    row.save(update_fields=["left"])
    note_down(Step("member", key, "join", facts={"unit": row.unit_id}), by=by, at=at)
    return True


@transaction.atomic
def rename(keys: Iterable[int], name: str, user: int | None, *, by: By, at: datetime) -> int:
    """Put down the name and the account of one person in all teams; how many rows changed."""
    rows = Member.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update()
    others = Member.objects.filter(user=user, user__isnull=False).exclude(pk__in=set(keys))
    taken = set(others.values_list("unit", flat=True))
    new = [(row, row.user_id if row.unit_id in taken else user) for row in rows]
    wrong = [(row, account) for row, account in new if (row.name, row.user_id) != (name, account)]
    for row, account in wrong:
        row.name, row.user_id = name, account
    Member.objects.bulk_update([row for row, _account in wrong], ["name", "user"])
    note_all([Step("member", row.pk, "change") for row, _account in wrong], by=by, at=at)
    return len(wrong)


@transaction.atomic
def erase(keys: Iterable[int], name: str, day: date, *, by: By, at: datetime) -> int:
    """Let members leave and take their names and wishes away; what they stood stays, under `name`."""
    rows = list(Member.objects.filter(pk__in=set(keys)).order_by("pk").select_for_update())
    Wish.objects.filter(member__in=rows).delete()
    for row in rows:
        row.name, row.user, row.left = name, None, row.left or day
    Member.objects.bulk_update(rows, ["name", "user", "left"])
    note_all([Step("member", row.pk, "leave") for row in rows], by=by, at=at)
    return len(rows)


@transaction.atomic
def change(key: int, draft: MemberDraft, *, by: By, at: datetime) -> Member:
    """Put down another name, account or limits of a member."""
    row = locked(key, by)
    new = {name: getattr(draft, name) for name in LIMITS}
    new |= {"name": tidy(draft.name)[:40], "user_id": draft.user}
    changed = {name: value for name, value in new.items() if getattr(row, name) != value}
    if draft.least_hours > draft.most_hours or draft.longest_run < 1:
        raise Refused("member_limits")
    for name, value in changed.items():
        setattr(row, name, value)
    if changed:
        row.save(update_fields=[name.removesuffix("_id") for name in changed])
        told = {name: value for name, value in changed.items() if name != "name"}
        note_down(Step("member", key, "change", facts=told), by=by, at=at)
    return row


@transaction.atomic
def leave(key: int, day: date, *, by: By, at: datetime) -> Member:
    """Let a member leave the team on a day; what was stood stays on record."""
    row = locked(key, by)
    if row.left is None:
        row.left = day
        row.save(update_fields=["left"])
        note_down(Step("member", key, "leave"), by=by, at=at)
    return row


@transaction.atomic
def grant(
    members: Iterable[int],
    name: str,
    *,
    since: date,
    until: date | None,
    vouched: bool = False,
    by: By,
    at: datetime,
) -> int:
    """Say that members hold a qualification; one held already is renewed. How many changed.

    `vouched`: a training was passed, and whose people they are is not asked.
    """
    if not (name := tidy(name)[:40]):
        raise Refused("needs", "qualification")
    if until is not None and until < since:
        raise Refused("ends_first")
    qualification = Qualification.objects.get_or_create(name=name)[0]
    rows = Member.objects.filter(pk__in=set(members)).order_by("pk").select_for_update()
    held = {h.member_id: h for h in qualification.holdings.filter(member__in=rows)}
    new, renewed = list[Holding](), list[Holding]()
    steps = list[Step]()
    for row in rows:
        if not vouched:
            may_roster(row.unit_id, by)
        one = held.get(row.pk) or Holding(member=row, qualification=qualification)
        if one.pk and (one.since, one.until) == (since, until):
            continue
        one.since, one.until = since, until
        (renewed if one.pk else new).append(one)
        facts = {"name": name, "until": until.isoformat() if until else ""}
        persons = [row.user_id] if row.user_id else []
        steps.append(Step("member", row.pk, "grant", facts=facts, persons=persons))
    Holding.objects.bulk_create(new)
    Holding.objects.bulk_update(renewed, ["since", "until"])
    note_all(steps, by=by, at=at)
    return len(steps)


@transaction.atomic
def inherit(key: int, others: Iterable[int]) -> None:
    """Let a member hold what the same person holds as a member elsewhere."""
    own = set(Holding.objects.filter(member=key).values_list("qualification", flat=True))
    rows = Holding.objects.filter(member__in=set(others)).exclude(qualification__in=own)
    best = {one.qualification_id: one for one in rows.order_by("since", "pk")}
    Holding.objects.bulk_create(
        Holding(member_id=key, qualification_id=q, since=one.since, until=one.until)
        for q, one in best.items()
    )


@transaction.atomic
def wish(key: int, draft: WishDraft, *, by: By, at: datetime) -> Wish:
    """Put down what a member, or whoever rosters the team for him, says of some days; again: anew."""
    row = locked(key, by, own=True)
    if draft.last < draft.first:
        raise Refused("ends_first")
    values = {
        "last": draft.last,
        "weight": max(1, min(9, draft.weight)),
        "note": tidy(draft.note)[:100],
    }
    at_day: dict[str, Any] = {"member": row, "first": draft.first, "kind": draft.kind.value}
    here = Wish.objects.filter(**at_day).first()
    if here and all(getattr(here, name) == value for name, value in values.items()):
        return here
    made = Wish.objects.update_or_create(**at_day, defaults=values)[0]
    facts = {"kind": draft.kind.value, "first": draft.first.isoformat()}
    step = Step("member", key, "wish", facts=facts, units=[row.unit_id])
    note_down(step, by=by, at=at)
    return made


@transaction.atomic
def unwish(key: int, wish_key: int, *, by: By, at: datetime) -> None:
    """Take back what was said of some days; taken back before: nothing happens."""
    row = locked(key, by, own=True)
    if row.wishes.filter(pk=wish_key).delete()[0]:
        note_down(Step("member", key, "unwish"), by=by, at=at)


def locked(key: int, by: By, *, own: bool = False) -> Member:
    """A member, locked; for who rosters the team, or where `own` is enough for the member."""
    row = Member.objects.select_for_update(of=("self",)).get(pk=key)
    if not (own and by is not None and row.user_id == by.pk):
        may_roster(row.unit_id, by)
    return row


def may_roster(unit: int, by: By) -> None:
    """Refuse who may not roster the people of a unit."""
    if not rosters(unit, by):
        raise Refused("power", "roster")


def rosters(unit: int, by: By) -> bool:
    """Whether somebody rosters the people of a unit: there, in the unit it is part of, or everywhere."""
    if by is None:
        return True
    above = Unit.objects.filter(parts=unit).values_list("pk", flat=True)
    return "roster" in by.powers(units=[unit, *above]) | city_wide(by)


def rostered(by: User) -> list[int] | None:
    """The units whose people somebody rosters, those of their parts with them; None: of every unit."""
    if "roster" in city_wide(by):
        return None
    own = [unit for unit in by.reach.units if "roster" in by.powers(units=[unit])]
    rows = Unit.objects.filter(Q(pk__in=own) | Q(parent__in=own))
    return list(rows.values_list("pk", flat=True))


def city_wide(by: User) -> frozenset[str]:
    """What a person may do all over the city."""
    paths = [path for path in by.reach.paths if path.count("/") == 2]
    return frozenset().union(*(by.powers(path) for path in paths))


@transaction.atomic
def set_feed(*, opened: bool, by: User, at: datetime) -> Feed:
    """Give one's calendar a new secret address, or none; the one before stops at once."""
    row = Feed.objects.select_for_update().get_or_create(user=by, defaults={"turn": 0})[0]
    row.turn, row.open = row.turn + 1, opened
    row.save(update_fields=["turn", "open"])
    note_down(Step("user", by.pk, "feed", facts={"open": opened}), by=by, at=at)
    return row
