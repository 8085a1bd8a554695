"""The verbs of a proposal: ask, begin, write down the best so far, end; stop, change, accept, drop."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import IntegrityError, connection, transaction

from wenming.kit.flow import Refused, after
from wenming.org.models import User
from wenming.org.rules import SYSTEM
from wenming.proposals.models import Proposal
from wenming.proposals.planners import Told, Unsolvable, planner_of
from wenming.proposals.rules import (
    ARROWS,
    LEAST_SECONDS,
    LOCAL,
    MOST_SECONDS,
    UNFINISHED,
    Kind,
    Move,
    State,
    Work,
    unit_in,
)
from wenming.records.actions import Step, note_down


def ask_for(
    kind: Kind, about: str, ask: Mapping[str, Any], work: Work, *, by: User | None, at: datetime
) -> Proposal:
    """Ask for a plan; while one about the same is worked on, asking again gives that one."""
    if "propose" not in powers_over(kind, about, by):
        raise Refused("power", "propose")
    if not LEAST_SECONDS <= work.seconds <= MOST_SECONDS:
        raise Refused("seconds", str(LEAST_SECONDS), str(MOST_SECONDS))
    ask = planner_of(kind).meant(about, ask)
    facts = {"kind": kind.value, "about": about}
    try:
        with transaction.atomic():
            row = Proposal.objects.create(**facts, **work._asdict(), ask=ask, asked=at, by=by)
            step = Step("proposal", row.pk, "ask", after=row.state, facts=facts)
            note_down(step, by=by, at=at)
    except IntegrityError:
        return Proposal.objects.get(**facts, state__in=[s.value for s in UNFINISHED])
    return row


@transaction.atomic
def begin(*, at: datetime, which: int | None = None) -> Proposal | None:
    """Take the proposal that has waited longest, or the one named; None where nothing waits."""
    skip = connection.features.has_select_for_update_skip_locked
    rows = Proposal.objects.filter(state=State.ASKED.value).order_by("id")
    rows = rows if which is None else rows.filter(pk=which)
    row = rows.select_for_update(skip_locked=skip, of=("self",)).first()
    if row is None:
        return None
    row.began = row.beat = at
    step_to(row, Move.BEGIN, "began", "beat", by=None, at=at)
    return row


@transaction.atomic
def beat(which: int, told: Told | None, *, at: datetime) -> bool:
    """Say that one is still at it, with a better plan where there is one; whether to go on."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=which)
    if row.state != State.WORKING.value:
        return False
    row.beat = at
    if told is not None:
        row.plan, row.figures, row.better = told.plan, told.figures, row.better + 1
    row.save(update_fields=["beat", "plan", "figures", "better"])
    return not row.stop


@transaction.atomic
def end(which: int, told: Told | None, *, at: datetime) -> Proposal:
    """The planner is done, or was stopped: what it has is ready; with nothing to show, it failed."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=which)
    if row.state != State.WORKING.value:
        return row
    if told is not None:
        row.plan, row.figures = told.plan, told.figures
    row.ended = at
    if not row.plan:
        row.fault = ["broken_off", []]
    move = Move.FAIL if not row.plan else Move.END
    step_to(row, move, "plan", "figures", "ended", "fault", by=None, at=at)
    return row


@transaction.atomic
def fail(which: int, why: Unsolvable, *, at: datetime) -> Proposal:
    """There is no plan: keep what clashes, or which rows contradict themselves."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=which)
    if row.state != State.WORKING.value:
        return row
    row.fault, row.plan = [why.reason, [list(one) for one in why.rows]], {}
    row.ended = at
    step_to(row, Move.FAIL, "fault", "plan", "ended", by=None, at=at)
    return row


def rescue(*, at: datetime) -> int:
    """End what was begun by a process that is gone: the best it wrote down is kept; how many."""
    found = list(Proposal.objects.abandoned(at).values_list("pk", flat=True))
    for which in found:
        end(which, None, at=at)
    return len(found)


def step_to(row: Proposal, move: Move, *columns: str, by: User | None, at: datetime) -> None:
    """Take a step with a locked row: ask the table, save, leave an act."""
    powers = powers_over(row.kind, row.about, by)
    before = State(row.state)
    row.state = after(ARROWS, before, move, powers=powers, given=frozenset()).value
    row.save(update_fields=["state", *columns])
    facts = {"kind": row.kind, "about": row.about}
    step = Step("proposal", row.pk, move.value, before.value, row.state, facts=facts)
    note_down(step, by=by, at=at)


@transaction.atomic
def stop(which: int, *, by: User | None, at: datetime) -> None:
    """Ask the planner to stop with the best it has."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=which)
    if row.stop and row.state == State.WORKING.value:
        return
    row.stop = True
    step_to(row, Move.STOP, "stop", by=by, at=at)


@transaction.atomic
def change(
    which: int, told: Told, *, seen: int, note: str, by: User | None, at: datetime
) -> Proposal:
    """Put a plan changed by hand in the place of the one seen; Refused("state") where that is gone."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=which)
    if row.edits != seen:
        raise Refused("state", "changed")
    after(
        ARROWS,
        State(row.state),
        Move.CHANGE,
        powers=powers_over(row.kind, row.about, by),
        given=frozenset(),
    )
    row.plan, row.figures, row.edits = told.plan, told.figures, seen + 1
    row.save(update_fields=["plan", "figures", "edits"])
    facts = {"kind": row.kind, "about": row.about}
    step = Step("proposal", row.pk, Move.CHANGE.value, row.state, row.state, note=note, facts=facts)
    note_down(step, by=by, at=at)
    return row


@transaction.atomic
def accept(which: int, *, seen: int | None = None, by: User | None, at: datetime) -> Proposal:
    """Do what the plan says, all or nothing; what it breaks now refuses it in words.

    Accepted twice it is accepted once; the one that stood before is replaced. `seen` is how many hand
    changes the reader saw, where a reader did.
    """
    kind, about = Proposal.objects.values_list("kind", "about").get(pk=which)
    rows = Proposal.objects.filter(kind=kind, about=about).order_by("pk")
    held = {row.pk: row for row in rows.select_for_update(of=("self",))}
    row = held[which]
    if row.state == State.ACCEPTED.value:
        return row
    after(
        ARROWS,
        State(row.state),
        Move.ACCEPT,
        powers=powers_over(row.kind, row.about, by),
        given=frozenset(),
    )
    if seen is not None and row.edits != seen:
        raise Refused("state", "changed")
    planner = planner_of(kind)
    if wrong := planner.wrong(row.ask, row.plan):
        raise Refused("broken", str(len(wrong)), planner.sentence(wrong[0]))
    for other in held.values():
        if other.state == State.ACCEPTED.value:
            step_to(other, Move.REPLACE, by=by, at=at)
    planner.accept(row.ask, row.plan, by=by, at=at)
    step_to(row, Move.ACCEPT, by=by, at=at)
    return row


@transaction.atomic
def drop(which: int, *, by: User | None, at: datetime) -> None:
    """Put a proposal away; dropped twice it is dropped once."""
    row = Proposal.objects.select_for_update(of=("self",)).get(pk=which)
    if row.state != State.DROPPED.value:
        step_to(row, Move.DROP, by=by, at=at)


def powers_over(kind: str, about: str, by: User | None) -> frozenset[str]:
    """What somebody may do to a proposal about a thing; the command line everything."""
    if by is None:
        return SYSTEM
    power, unit = dict(LOCAL).get(Kind(kind)), unit_in(about)
    own = power is not None and unit is not None and power in by.powers(units=[unit])
    return by.any_powers | {"propose"} if own else by.any_powers
