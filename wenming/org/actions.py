"""The verbs about people: the first account, and telling those whom an act concerns."""

import json
import logging
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.core.mail import send_mail
from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.kit.days import next_waking
from wenming.org.models import Appointment, Area, User
from wenming.org.rules import Role
from wenming.records import actions as records
from wenming.records.actions import Step, note_down
from wenming.records.models import Act, Notice

log = logging.getLogger("wenming.org")
BATCH = 100


@transaction.atomic
def first_account(name: str, password: str, *, at: datetime) -> bool:
    """Make the account with which an installation begins; False where there is one already.

    It may see to everything, and must change its password at the first sign-in.
    """
    if User.objects.filter(is_superuser=True).exists():
        return False
    user = User.objects.create_superuser(name, password=password, must_change=True)
    note_down(Step("user", user.pk, "made", facts={"name": name}), by=None, at=at)
    return True


@transaction.atomic
def over_the_city(area: Area, *, at: datetime) -> None:
    """Appoint superusers who are nothing yet to see to the city, once there is one."""
    for user in User.objects.filter(is_superuser=True, appointments=None):
        for role in (Role.ADMIN, Role.OFFICE):
            Appointment.objects.create(user=user, role=role.value, area=area, since=localdate(at))
        note_down(Step("user", user.pk, "appointed", facts={"area": area.code}), by=None, at=at)


def listeners(acts: Sequence[Act]) -> Mapping[int, Iterable[int]]:
    """Whom to tell of each act: the persons named, and the liaisons of the units named."""
    units = {unit for act in acts for unit in act.units}
    liaisons: dict[int, set[int]] = defaultdict(set)
    rows = Appointment.objects.on(localdate()).filter(
        unit__in=units, role=Role.LIAISON.value, user__is_active=True
    )
    for unit, user in rows.values_list("unit_id", "user_id"):
        liaisons[unit].add(user)
    known = set(
        User.objects.filter(
            pk__in={person for act in acts for person in act.persons}, is_active=True
        ).values_list("pk", flat=True)
    )
    return {
        act.pk: (set(act.persons) & known).union(*(liaisons[unit] for unit in act.units))
        for act in acts
    }


def tell(*, at: datetime) -> int:
    """Put what is untold into inboxes, all of it; how many acts there were."""
    told = 0
    while count := records.tell(listeners, at=at):
        told += count
    return told


def send(*, at: datetime, post: Callable[[Notice], None] | None = None) -> int:
    """Send mail and web hooks for notices not yet sent; never at night. How many went out.

    A notice is marked after it went, so one may go twice when the server dies between; one that
    fails is logged and tried again the next time.
    """
    if next_waking(at) > at:
        return 0
    rows = Notice.objects.filter(sent=None).exclude(to__by_mail=False, to__hook="")
    gone = []
    for notice in rows.select_related("act", "to").order_by("id")[:BATCH]:
        try:
            (post or deliver)(notice)
        except (OSError, URLError, HTTPException) as error:
            log.warning("notice %s did not go out: %s", notice.pk, error)
        else:
            gone.append(notice.pk)
    records.sent(gone, at=at)
    return len(gone)


def deliver(notice: Notice) -> None:
    """Send one notice by the ways its reader chose."""
    act, reader = notice.act, notice.to
    title = act.facts.get("title") or f"{act.kind} {act.key}"
    if reader.by_mail and reader.email:
        subject = _("文明创建平台：%(title)s") % {"title": title}
        send_mail(subject, act.note or title, None, [reader.email])
    if reader.hook:
        body = {"title": title, "move": act.move, "note": act.note, "at": act.at.isoformat()}
        content = {"Content-Type": "application/json"}
        hook = Request(reader.hook, json.dumps(body).encode(), content)  # noqa: S310
        urlopen(hook, timeout=10).close()  # noqa: S310 - an http address, checked by its form
