"""The verbs about teams and their admission, and about the persons who volunteer."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.timezone import localdate

from wenming.kit.flow import Refused, after
from wenming.kit.identity import numbered
from wenming.kit.words import tidy, unit_key
from wenming.org.actions import bring_units
from wenming.org.drafts import UnitDraft
from wenming.org.models import Alias, Area, Unit, User
from wenming.org.rules import SYSTEM, Role, UnitKind
from wenming.records.actions import Brought, Step, count_up, note_down
from wenming.service.members import actions as members
from wenming.service.members.actions import city_wide, rosters
from wenming.service.members.drafts import MemberDraft
from wenming.service.members.models import Member
from wenming.service.shifts.actions import take as take_place
from wenming.service.shifts.models import Place
from wenming.service.shifts.rules import PlaceMove, PlaceState
from wenming.service.volunteers.drafts import FirmDraft, TeamDraft, VolunteerDraft
from wenming.service.volunteers.models import TEXTS, Belonging, Skill, Team, Volunteer
from wenming.service.volunteers.persons import checked, columns, found, locked_identity, may_mend
from wenming.service.volunteers.rules import TEAM_ARROWS, WEEK, TeamMove, TeamState
from wenming.staff.actions import appoint
from wenming.staff.drafts import PostDraft

By = User | None  # None: the command line on the server itself
COLUMNS = ("contact", "phone", "heads", "lon", "lat", "reach", "most")


def powers_over(unit: int, by: By) -> frozenset[str]:
    """What a person may do to a team of a unit; who rosters the unit leads its teams."""
    held = SYSTEM if by is None else by.powers(units=[unit]) | city_wide(by)
    return held | {"lead"} if "roster" in held else held


def powers_of(row: Team, by: By) -> frozenset[str]:
    """What a person may do to one team: of a firm, the association it applies to admits it."""
    held = powers_over(row.unit_id, by)
    if row.under_id and by is not None and "roster" in by.powers(units=[row.under_id]):
        held |= {"grant", "lead"}
    return held | {"lead"} if by is not None and row.applicant_id == by.pk else held


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
    state = after(TEAM_ARROWS, before, move, powers=powers_of(row, by), given=given)
    row.state = state.value
    if move is TeamMove.ADMIT and row.under_id == row.unit_id:
        settle(row, by=by, at=at)
    row.save(update_fields=["state", "unit"])
    told = {"title": row.name}
    step = Step("team", key, move.value, before, state, tidy(note), told, units=[row.unit_id])
    note_down(step, by=by, at=at)
    return row


@transaction.atomic
def apply_firm(draft: FirmDraft, *, by: User, at: datetime) -> Team:
    """Ask for a firm to be taken into an association; asked again by the same person: the same."""
    if not (name := tidy(draft.name)[:60]):
        raise Refused("needs", "name")
    Unit.objects.select_for_update().get(pk=draft.under, kind=UnitKind.ASSOCIATION.value)
    if (here := Team.objects.filter(name=name).first()) is not None:
        if here.applicant_id != by.pk or here.under_id != draft.under:
            raise Refused("team_taken", name)
        return here
    if Alias.objects.filter(key=unit_key(name)).exists():
        raise Refused("firm_known", name)
    row = Team.objects.create(
        unit_id=draft.under,
        under_id=draft.under,
        name=name,
        applicant=by,
        state=TeamState.APPLIED.value,
        contact=tidy(draft.contact)[:40],
        phone=tidy(draft.phone)[:40],
        heads=draft.heads,
    )
    told = {"title": name, "unit": draft.under}
    note_down(Step("team", row.pk, "apply", "", row.state, "", told, [draft.under]), by=by, at=at)
    return row


def settle(row: Team, *, by: By, at: datetime) -> None:
    """Give an admitted firm its unit under the association, and make who applied its liaison."""
    if Alias.objects.filter(key=unit_key(row.name)).exists():
        raise Refused("firm_known", row.name)
    draft = UnitDraft(row.name, kind=UnitKind.FIRM, contact=row.contact, heads=row.heads)
    bring_units([replace(draft, phone=row.phone)], by=None, at=at)
    row.unit, row.unit.parent_id = Unit.objects.get(name=row.name), row.under_id
    row.unit.save(update_fields=["parent"])
    if row.applicant is not None and row.applicant != by:
        post = PostDraft(Role.LIAISON, localdate(at), unit=row.unit_id)
        appoint(row.applicant, post, by=None, at=at)


def must_lead(unit: int, by: By) -> None:
    """Refuse who does not roster the people of a unit."""
    if "lead" not in powers_over(unit, by):
        raise Refused("power", "roster")


@transaction.atomic
def register(draft: VolunteerDraft, *, by: By, at: datetime) -> Volunteer:
    """Put down somebody who volunteers: he himself, or who rosters a unit; once, however often asked."""
    if draft.user != (by.pk if by else None) and (draft.user or draft.unit is None):
        raise Refused("power", "roster")
    return bring([draft], by=by, at=at)[1][0]


@transaction.atomic
def bring(
    drafts: Sequence[VolunteerDraft], *, by: By, at: datetime
) -> tuple[Brought, list[Volunteer]]:
    """Bring people from a form or a sheet; who is known already is tied to the unit, never put down twice.

    Somebody with an account looks after his data himself: nobody's sheet changes them.
    """
    count_up("volunteer", 0)  # one at a time: two at once never make one person twice
    brought, rows = Brought(), list[Volunteer]()
    for draft in drafts:
        own = by is not None and draft.user == by.pk
        checked(draft, localdate(at))
        may_join(draft, own, by)
        row = found(draft, own=own)
        known = row is not None
        row = row or written(draft, by=by, at=at)
        done = known and mended(row, draft, own, by=by, at=at)
        done |= tied(row, draft.unit, by=by, at=at)
        if known and not done:
            brought.same += 1
        else:
            (brought.changed if known else brought.created).append(row.number)
        rows.append(row)
    return brought, rows


def may_join(draft: VolunteerDraft, own: bool, by: By) -> None:
    """Refuse a unit whose people this person does not roster; oneself, an association takes in."""
    if draft.unit is None or rosters(draft.unit, by):
        return
    kind = UnitKind.ASSOCIATION.value
    if not (own and Unit.objects.filter(pk=draft.unit, kind=kind).exists()):
        raise Refused("power", "roster")


def written(draft: VolunteerDraft, *, by: By, at: datetime) -> Volunteer:
    """A new volunteer, under the next number of the city."""
    kept = columns(draft, localdate(at)) | {"user_id": draft.user, "text": draft.text}
    city = Area.objects.roots().order_by("path").values_list("code", flat=True)[:1]
    row = Volunteer.objects.create(
        number=numbered("".join(city)[:4], count_up("volunteer")),
        identity_locked=locked_identity(draft),
        consented=at,
        guarded=at if draft.guarded else None,
        taken_by=by,
        **kept,
    )
    note_down(step_of(row, "register"), by=by, at=at)
    return row


def mended(row: Volunteer, draft: VolunteerDraft, own: bool, *, by: By, at: datetime) -> bool:
    """Put down what a draft says otherwise of somebody known, if it is for this person to say."""
    if not may_mend(row, own, by):
        return False
    new = columns(draft, localdate(at), row) | ({"user_id": draft.user} if own else {})
    changed = sorted(name for name, value in new.items() if getattr(row, name) != value)
    for name in changed:
        setattr(row, name, new[name])
    if "identity_hash" in changed:
        row.identity_locked = locked_identity(draft)
    if draft.guarded and row.guarded is None:
        row.guarded = at
        changed.append("guarded")
    if changed:
        row.save()
        keys = row.belongings.values_list("member", flat=True)
        members.rename(keys, row.name, row.user_id, by=by, at=at)
        move = "claim" if "user_id" in changed else "correct"
        note_down(step_of(row, move, columns=changed), by=by, at=at)
    return bool(changed)


def tied(row: Volunteer, unit: int | None, *, by: By, at: datetime) -> bool:
    """Make a volunteer a member of a unit; whether he was none before."""
    if unit is None:
        return False
    here = Member.objects.filter(belonging__volunteer=row, unit=unit).first()
    if here is not None:
        return members.take_back(here.pk, by=by, at=at)
    namesakes = Member.objects.filter(unit=unit, belonging=None)
    mine = namesakes.filter(user=row.user_id) if row.user_id else namesakes.none()
    member = mine.first() or namesakes.serving().filter(name=row.name, user=None).first()
    if member is None:
        draft = MemberDraft(unit, row.name, row.user_id)
        member = members.enrol(draft, own=True, by=by, at=at)
    members.rename([member.pk], row.name, row.user_id, by=by, at=at)
    members.inherit(member.pk, row.belongings.values_list("member", flat=True))
    Belonging.objects.create(volunteer=row, member=member, since=localdate(at))
    note_down(step_of(row, "belong", units=[unit]), by=by, at=at)
    return True


@transaction.atomic
def correct(key: int, draft: VolunteerDraft, *, by: By, at: datetime) -> Volunteer:
    """Put right what is held about somebody: he himself, or, where he has no account, who rosters him."""
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=key, forgotten=None)
    own = by is not None and row.user_id == by.pk
    if not may_mend(row, own, by):
        raise Refused("power", "roster")
    guarded = draft.guarded or row.guarded is not None
    phone = draft.phone or (row.phone if row.identity_hash else "")
    draft = replace(draft, consents=True, text=row.text, guarded=guarded, phone=phone)
    checked(draft, localdate(at))
    mended(row, replace(draft, user=row.user_id), own, by=by, at=at)
    return row


@transaction.atomic
def forget(key: int, *, by: By, at: datetime) -> Volunteer:
    """Wipe all that is held about somebody but the number; what was done stays, without a name.

    He himself may, and the office for who asks on paper. Places to come are given up.
    """
    row = Volunteer.objects.select_for_update(of=("self",)).get(pk=key)
    if row.forgotten:
        return row
    if not (by is None or row.user_id == by.pk or "roster" in city_wide(by)):
        raise Refused("power", "roster")
    keys = list(row.belongings.values_list("member", flat=True))
    ahead = {"start__gt": at, "state": PlaceState.AGREED.value}
    for place in Place.objects.filter(member__in=keys, **ahead):
        take_place(place.pk, PlaceMove.DROP_OUT, note="本人已退出", by=None, at=at)
    for room in settings.PERSONAL.values():
        import_string(room).forget(row, by=by, at=at)
    members.erase(keys, row.number, localdate(at), by=by, at=at)
    for name in TEXTS:
        setattr(row, name, "")
    row.year, row.birthday, row.user, row.forgotten = None, None, None, at
    row.save()
    note_down(Step("volunteer", row.pk, "forget", facts={"title": row.number}), by=by, at=at)
    return row


def step_of(row: Volunteer, move: str, units: Sequence[int] = (), **facts: object) -> Step:
    """What is told of a step with a volunteer, by number: acts are sealed, and bear no names."""
    told, persons = {"title": row.number, **facts}, [row.user_id] if row.user_id else []
    return Step("volunteer", row.pk, move, "", "", "", told, units, persons)
