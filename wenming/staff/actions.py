"""The verbs about people: accounts, posts, keys for machines; work groups' beats; the calendar."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import asdict
from datetime import date, datetime

from allauth.mfa.models import Authenticator
from django.db import transaction
from django.utils.timezone import localdate

from wenming.kit.flow import Refused
from wenming.org import actions as org
from wenming.org.models import Appointment, Area, Group, Holiday, Token, Unit, User
from wenming.org.rules import DayKind, Role
from wenming.records.actions import Step, note_down
from wenming.staff.drafts import PersonDraft, PostDraft
from wenming.staff.rules import PASSWORD_LENGTH, PASSWORD_LETTERS, check_post, check_rank

KEY_START = "wm_"  # so that a key is known for one where it lies about


def new_password() -> str:
    """A password to be given to somebody, who changes it at the first sign-in."""
    return "".join(secrets.choice(PASSWORD_LETTERS) for _ in range(PASSWORD_LENGTH))


def may_tend(by: User | None, person: User) -> None:
    """Refuse a hand on somebody's account that is not allowed it: one's own, or one of more rank."""
    org.may(by, "people")
    if by is not None and by.pk == person.pk:
        raise Refused("self")
    roles = {
        Role(role) for role in person.appointments.on(localdate()).values_list("role", flat=True)
    }
    check_rank(by.held if by else None, roles)


@transaction.atomic
def make_person(
    username: str, draft: PersonDraft, *, by: User | None, at: datetime
) -> tuple[User, str]:
    """Make an account; the password is told this once and nowhere kept."""
    org.may(by, "people")
    if User.objects.filter(username__iexact=username).exists():
        raise Refused("username_taken", username)
    password = new_password()
    person = User(username=username, must_change=True, **asdict(draft))
    person.set_password(password)
    person.save()
    facts = {"name": username}
    note_down(Step("user", person.pk, "made", facts=facts, persons=[person.pk]), by=by, at=at)
    return person, password


@transaction.atomic
def give_password(person: User, *, by: User | None, at: datetime) -> str:
    """A new password for somebody who forgot his; told this once, and changed at the next sign-in.

    One-time codes go with the old one, so that a lost phone does not shut anybody out for good.
    """
    may_tend(by, person)
    password = new_password()
    org.set_password(person, password, own=False, by=by, at=at)
    if Authenticator.objects.filter(user=person).delete()[0]:
        note_down(Step("user", person.pk, "codes_off", persons=[person.pk]), by=by, at=at)
    return password


@transaction.atomic
def set_active(person: User, active: bool, *, by: User | None, at: datetime) -> None:
    """Close an account, its keys with it, or open it again."""
    may_tend(by, person)
    if person.is_active == active:
        return
    person.is_active = active
    person.save(update_fields=["is_active"])
    if not active:
        person.tokens.all().delete()
    move = "opened" if active else "closed"
    note_down(Step("user", person.pk, move, persons=[person.pk]), by=by, at=at)


@transaction.atomic
def describe(person: User, draft: PersonDraft, *, by: User | None, at: datetime) -> None:
    """Say who somebody is and how he is reached: he himself, or who tends accounts."""
    if by is None or by.pk != person.pk:
        may_tend(by, person)
    columns = asdict(draft)
    changed = sorted(name for name, value in columns.items() if getattr(person, name) != value)
    for name in changed:
        setattr(person, name, columns[name])
    if changed:
        person.save(update_fields=changed)
        note_down(Step("user", person.pk, "described", facts={"columns": changed}), by=by, at=at)


@transaction.atomic
def appoint(person: User, draft: PostDraft, *, by: User | None, at: datetime) -> Appointment:
    """Appoint somebody to a post; who appoints must tend people there, and nobody appoints himself."""
    may_tend(by, person)
    over = {name: getattr(draft, name) for name in ("area", "unit", "group")}
    check_post(draft.role, [name for name, key in over.items() if key is not None])
    check_rank(by.held if by else None, [draft.role])
    reach(by, draft)
    if draft.until is not None and draft.until < draft.since:
        raise Refused("until")
    columns = {f"{name}_id": key for name, key in over.items()}
    standing = person.appointments.filter(role=draft.role.value, until=None, **columns)
    if (held := standing.first()) is not None:
        return held
    post = Appointment.objects.create(
        user=person, role=draft.role.value, since=draft.since, until=draft.until, **columns
    )
    told(person, "appointed", post, by=by, at=at)
    return post


def reach(by: User | None, draft: PostDraft) -> None:
    """Refuse a post over what the giver does not tend people of; a unit without an area of its own
    is the city's."""
    if by is None:
        return
    area = Area.objects.get(pk=draft.area) if draft.area is not None else None
    if draft.unit is not None:
        area = Unit.objects.select_related("area").get(pk=draft.unit).area
    area = area or Area.objects.roots().first()
    if "people" not in by.powers(area.path if area else ""):
        raise Refused("power", "people")


@transaction.atomic
def end_post(post: Appointment, *, until: date, by: User | None, at: datetime) -> None:
    """End a post with a day, the last on which it is held; one that had not begun goes."""
    may_tend(by, post.user)
    check_rank(by.held if by else None, [Role(post.role)])
    if post.until is not None and post.until <= until:
        return
    told(post.user, "relieved", post, by=by, at=at)
    if until < post.since:
        post.delete()
        return
    post.until = until
    post.save(update_fields=["until"])


def told(person: User, move: str, post: Appointment, *, by: User | None, at: datetime) -> None:
    """Leave the act of a post given or taken."""
    names = {name: getattr(post, f"{name}_id") for name in ("area", "unit", "group")}
    facts = {"role": post.role} | {name: key for name, key in names.items() if key is not None}
    note_down(Step("user", person.pk, move, facts=facts, persons=[person.pk]), by=by, at=at)


@transaction.atomic
def make_key(name: str, *, until: datetime | None, by: User, at: datetime) -> str:
    """A key with which a machine acts as oneself; told this once, kept only as its SHA-256."""
    key = KEY_START + secrets.token_urlsafe(32)
    sha256 = hashlib.sha256(key.encode()).hexdigest()
    Token.objects.create(user=by, name=name, sha256=sha256, made=at, until=until)
    note_down(Step("user", by.pk, "key_made", facts={"name": name}), by=by, at=at)
    return key


@transaction.atomic
def revoke_key(key: int, *, by: User, at: datetime) -> None:
    """Take one of one's own keys back at once."""
    if row := Token.objects.filter(pk=key, user=by).first():
        row.delete()
        note_down(Step("user", by.pk, "key_revoked", facts={"name": row.name}), by=by, at=at)


@transaction.atomic
def set_beat(group: Group, areas: Iterable[Area], *, by: User | None, at: datetime) -> None:
    """Say which areas a work group inspects; none means all."""
    org.may(by, "people")
    wanted = {area.pk: area.code for area in areas}
    if set(wanted) == set(group.beat.values_list("pk", flat=True)):
        return
    group.beat.set(wanted)
    facts = {"beat": sorted(wanted.values()), "title": group.name}
    note_down(Step("group", group.pk, "beat", facts=facts), by=by, at=at)


@transaction.atomic
def set_day(day: date, kind: DayKind, name: str, *, by: User | None, at: datetime) -> None:
    """Say of a day that the city rests or works on it, whatever the national notice says."""
    org.may(by, "load")
    known = Holiday.objects.filter(day=day, kind=kind.value, name=name)
    if known.exists():
        return
    Holiday.objects.update_or_create(day=day, defaults={"kind": kind.value, "name": name})
    facts = {"kind": kind.value, "title": name}
    note_down(Step("day", day.isoformat(), "set", facts=facts), by=by, at=at)


@transaction.atomic
def clear_day(day: date, *, by: User | None, at: datetime) -> None:
    """Let a day be again as the national notice says."""
    org.may(by, "load")
    if Holiday.objects.filter(day=day).delete()[0]:
        note_down(Step("day", day.isoformat(), "clear"), by=by, at=at)
