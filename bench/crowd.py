"""One installation of `bench signup`: a crossing with a few places, and a crowd that wants them.

Started by bench/signup.py as `... make PEOPLE PLACES`, which says as JSON who comes with which
session, or as `... count`, which says how everybody stands afterwards.
"""

import json
import sys
from collections.abc import Iterable
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.core.management import call_command
from django.utils import timezone

from wenming.org.models import Area, Unit, User
from wenming.places.models import Site, SiteKind
from wenming.service.members.actions import add, grant
from wenming.service.members.drafts import MemberDraft
from wenming.service.members.models import Qualification
from wenming.service.shifts.actions import make_month, set_pattern, set_post
from wenming.service.shifts.drafts import PatternDraft, PostDraft
from wenming.service.shifts.rules import spans
from wenming.service.signups.actions import open_up
from wenming.service.signups.drafts import OpeningDraft
from wenming.service.signups.models import Signup

AHEAD = timedelta(days=3)


def make(people: int, places: int) -> dict[str, Any]:
    """Tables, the crossing, the crowd; the shift, and of each his session and his membership."""
    (Path(settings.HOME) / "static").mkdir(exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    told: dict[str, Any] = {"by": None, "at": timezone.now()}
    area = Area.objects.create(
        code="629900000000", name="大河市", level="city", path="/629900000000/"
    )
    unit = Unit.objects.create(name="交通志愿者协会", kind="association", area=area)
    kind = SiteKind.objects.create(name="路口", order=1, source="bench")
    site = Site.objects.create(
        code="LK001", kind=kind, name="人民路口", area=area, lon=98.5, lat=39.7
    )
    users = User.objects.bulk_create(
        User(username=f"v{n}", name=f"志愿者{n}") for n in range(people)
    )
    members = add([MemberDraft(unit.pk, u.name, u.pk) for u in users], **told)
    grant([m.pk for m in members], "交通劝导培训", since=date(2020, 1, 1), until=None, **told)
    needed = Qualification.objects.get()
    pattern = set_pattern(PatternDraft("早高峰", tuple(spans("早高峰 08:30-10:00"))), **told)
    draft = PostDraft(site.pk, "交通劝导", unit.pk, pattern.pk, (needed.pk,), 1, 1, places)
    post = set_post(draft, **told)
    day = timezone.localdate() + AHEAD
    make_month([post.pk], day.replace(day=1), **told)
    open_up(post.pk, OpeningDraft(day, day, told["at"], 2, places, (unit.pk,)), **told)
    shift = post.shifts.get(day=day)
    return {"shift": shift.pk, "people": list(coming(users, [m.pk for m in members]))}


def coming(users: Iterable[User], members: Iterable[int]) -> Iterable[tuple[str, int]]:
    """Everybody signed in: the key of his session and of his membership."""
    store = import_module(settings.SESSION_ENGINE).SessionStore
    for user, member in zip(users, members, strict=True):
        session = store()
        session[SESSION_KEY] = str(user.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = user.get_session_auth_hash()
        session.save()
        yield session.session_key, member


def count() -> dict[str, Any]:
    """How many are in and wait, and whether the list is in one order without gaps."""
    rows = list(Signup.objects.order_by("order").values_list("order", "state", "at"))
    states = [state for _order, state, _at in rows]
    inside, waiting = states.count("in"), states.count("waiting")
    whole = [order for order, _state, _at in rows] == list(range(1, len(rows) + 1))
    first = states == ["in"] * inside + ["waiting"] * waiting
    return {"in": inside, "waiting": waiting, "in_order": whole and first}


def main() -> None:
    """What was asked for, as JSON."""
    word, *numbers = sys.argv[1:]
    print(json.dumps(make(*map(int, numbers)) if word == "make" else count()))
