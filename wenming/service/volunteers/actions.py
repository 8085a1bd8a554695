"""The verbs about teams: applying, changing what is said of one, and every step of its admission."""

from datetime import datetime

from django.db import transaction

from wenming.kit.flow import Refused, after
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.org.rules import SYSTEM
from wenming.records.actions import Step, note_down
from wenming.service.members.actions import city_wide
from wenming.service.volunteers.drafts import TeamDraft
from wenming.service.volunteers.models import Skill, Team
from wenming.service.volunteers.rules import TEAM_ARROWS, WEEK, TeamMove, TeamState

By = User | None  # None: the command line on the server itself
COLUMNS = ("contact", "phone", "heads", "lon", "lat", "reach", "most")


def powers_over(unit: int, by: By) -> frozenset[str]:
    """What a person may do to a team of a unit; who rosters the unit leads its teams."""
    held = SYSTEM if by is None else by.powers(units=[unit]) | city_wide(by)
    return held | {"lead"} if "roster" in held else held


@transaction.atomic
def apply(draft: TeamDraft, *, by: By, at: datetime) -> Team:
    """Put a team forward for admission; the same name of the same unit again is the same team."""
    must_lead(draft.unit, by)
    if not (name := tidy(draft.name)[:60]):
        raise Refused("needs", "name")
    if (here := Team.objects.filter(name=name).first()) is not None:
        if here.unit_id != draft.unit:
            raise Refused("team_taken", name)
        return here
    row = Team(unit_id=draft.unit, name=name, state=TeamState.APPLIED.value)
    write(row, draft)
    told = {"title": name, "unit": draft.unit}
    note_down(Step("team", row.pk, "apply", "", row.state, facts=told), by=by, at=at)
    return row


@transaction.atomic
def change(key: int, draft: TeamDraft, *, by: By, at: datetime) -> Team:
    """Put down what a team now can do, from where and when; its name and unit stay."""
    row = Team.objects.select_for_update(of=("self",)).get(pk=key)
    must_lead(row.unit_id, by)
    write(row, draft)
    note_down(Step("team", key, "change", facts={"title": row.name}), by=by, at=at)
    return row


def write(row: Team, draft: TeamDraft) -> None:
    """The columns and skills of a draft; Refused for times that are none."""
    if wrong := sorted(set(draft.times) - set(WEEK)):
        raise Refused("team_times", wrong[0])
    for column in COLUMNS:
        setattr(row, column, getattr(draft, column))
    row.times = [one for one in WEEK if one in draft.times]
    row.save()
    names = sorted({tidy(name)[:40] for name in draft.skills} - {""})
    row.skills.set([Skill.objects.get_or_create(name=name)[0] for name in names])


@transaction.atomic
def take(key: int, move: TeamMove, *, note: str = "", by: By, at: datetime) -> Team:
    """Take one step of a team's admission, or raise Refused and leave no trace."""
    row = Team.objects.select_for_update(of=("self",)).get(pk=key)
    before = TeamState(row.state)
    given = {"note"} if tidy(note) else set[str]()
    state = after(TEAM_ARROWS, before, move, powers=powers_over(row.unit_id, by), given=given)
    row.state = state.value
    row.save(update_fields=["state"])
    told = {"title": row.name}
    step = Step("team", key, move.value, before, state, tidy(note), told, units=[row.unit_id])
    note_down(step, by=by, at=at)
    return row


def must_lead(unit: int, by: By) -> None:
    """Refuse who does not roster the people of a unit."""
    if "lead" not in powers_over(unit, by):
        raise Refused("power", "roster")
