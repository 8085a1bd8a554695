"""Who a draft of a volunteer means, and what of it is kept: read here, written by the verbs."""

from datetime import date
from typing import Any

from django.conf import settings

from wenming.kit.flow import Refused
from wenming.kit.identity import born, is_sound, keyed, lock
from wenming.kit.words import tidy
from wenming.org.models import User
from wenming.service.members.actions import rostered
from wenming.service.volunteers.drafts import VolunteerDraft
from wenming.service.volunteers.models import CONSENTS, Volunteer
from wenming.service.volunteers.rules import age, check_age, kept_birthday


def checked(draft: VolunteerDraft, day: date) -> None:
    """Refuse a draft that lacks something, contradicts itself, or is of somebody too young."""
    lacking = {
        "person": not tidy(draft.name),
        "phone": not (draft.phone or draft.identity or draft.number),
    }
    lacking["consent"] = not draft.consents or draft.text not in CONSENTS
    if draft.identity and not is_sound(draft.identity):
        raise Refused("identity_unsound")
    year, birthday = birth(draft)
    if missing := [name for name, lacks in lacking.items() if lacks] or ["born"] * (year is None):
        raise Refused("needs", *missing)
    years = age(year or 0, birthday, day)
    check_age(years, bool(draft.guarded and draft.guardian and draft.guardian_phone))


def birth(draft: VolunteerDraft) -> tuple[int | None, date | None]:
    """Year and day of birth, as said or as the identity number says; Refused where they differ."""
    told = born(draft.identity) if draft.identity else None
    day = draft.born or told
    year = day.year if day else draft.year
    if told and (told, told.year) != (draft.born or told, draft.year or told.year):
        raise Refused("identity_birth")
    return year, day


def columns(draft: VolunteerDraft, day: date, row: Volunteer | None = None) -> dict[str, Any]:
    """What of a draft is kept; what it does not say, or what stands in the row for good, is not among it."""
    year, birthday = birth(draft)
    kept: dict[str, Any] = {"name": tidy(draft.name)[:40], "year": year}
    kept["birthday"] = kept_birthday(birthday, day) if birthday else None
    for name in ("phone", "guardian", "guardian_phone"):
        if said := tidy(getattr(draft, name))[:40]:
            kept[name] = said
    if draft.identity and not (row and row.identity_hash):
        kept["identity_hash"] = keyed(draft.identity, settings.SECRET_KEY)
    if row and kept["birthday"] is None and row.year == year:
        del kept["birthday"]  # the year alone was said, and agrees
    return kept


def may_mend(row: Volunteer, own: bool, by: User | None) -> bool:
    """Whether it is for somebody to say otherwise: oneself, or for who has no account who rosters him."""
    if own or by is None:
        return own or row.user_id is None
    units = rostered(by)
    theirs = units is None or row.belongings.filter(member__unit__in=units).exists()
    return theirs and row.user_id is None


def locked_identity(draft: VolunteerDraft) -> str:
    """The identity number under lock; nothing where none is said."""
    return lock(draft.identity, settings.SECRET_KEY) if draft.identity else ""


def found(draft: VolunteerDraft, *, own: bool = False) -> Volunteer | None:
    """Who is registered already: by number, account, identity, or name and phone; None for nobody.

    Refused where the identity is another's; `own`, by oneself: where only an identity could tell.
    """
    rows = Volunteer.objects.known()
    name = tidy(draft.name)[:40]
    if draft.number:
        if (row := rows.filter(number=draft.number, name=name).first()) is None:
            raise Refused("volunteer_unknown", draft.number)
        return row
    if draft.user and (row := rows.filter(user=draft.user).first()):
        return row
    hashed = keyed(draft.identity, settings.SECRET_KEY) if draft.identity else ""
    if hashed and (row := rows.filter(identity_hash=hashed).first()):
        if row.name != name or (own and row.user_id not in {None, draft.user}):
            raise Refused("identity_other")
        return row
    phone = tidy(draft.phone)[:40]
    row = rows.filter(name=name, phone=phone).first() if phone else None
    if row and hashed and row.identity_hash:
        raise Refused("identity_other")
    if row and own:
        raise Refused("registered_before")
    return row
