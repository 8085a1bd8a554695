"""The verbs every app calls: leave a trace, take a number, keep a file, tell people, seal."""

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import chain
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.db.models import Model

from wenming.kit.digests import canonical
from wenming.kit.flow import Refused
from wenming.records.models import Act, Entry, File, Lease, Notice, Seal, entry
from wenming.records.proofs import content, place_of
from wenming.records.rules import LARGEST, leaf, mime, seal

Person = Any  # the user by string reference: records does not know org
SETTLING = timedelta(minutes=1)  # acts younger than this may still be overtaken by an older number
RUN = 2000  # acts under one seal
COUNT_UP = (
    "INSERT INTO records_counter (name, value) VALUES (%s, %s) ON CONFLICT (name)"
    " DO UPDATE SET value = records_counter.value + excluded.value RETURNING value"
)


@dataclass(frozen=True, slots=True)
class Step:
    """What one act says; `units` and `persons` are primary keys of those it concerns.

    `facts` is plain JSON without fractions, for it is sealed.
    """

    kind: str
    key: object
    move: str
    before: str = ""
    after: str = ""
    note: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    units: Sequence[int] = ()
    persons: Sequence[int] = ()


def note_down(step: Step, *, by: Person, at: datetime) -> Act:
    """Write one act. Call it inside the transaction of the change it tells of."""
    return note_all([step], by=by, at=at)[0]


def note_all(steps: Iterable[Step], *, by: Person, at: datetime) -> list[Act]:
    """Write many acts in one go; an act that concerns nobody counts as told."""
    return Act.objects.bulk_create([act_of(step, by, at) for step in steps], batch_size=500)


def act_of(step: Step, by: Person, at: datetime) -> Act:
    """The row of a step; TypeError where its facts could not be sealed."""
    canonical(step.facts)
    return Act(
        at=at,
        by=by,
        kind=step.kind,
        key=str(step.key),
        move=step.move,
        before=step.before,
        after=step.after,
        note=step.note,
        facts=step.facts,
        units=sorted(set(step.units)),
        persons=sorted(set(step.persons)),
        told=None if step.units or step.persons else at,
    )


def count_up(name: str, by: int = 1) -> int:
    """The last of the next `by` numbers of a counter; two callers never get the same."""
    with connection.cursor() as cursor:
        cursor.execute(COUNT_UP, [name, by])
        [(value,)] = cursor.fetchall()
    return int(value)


def enter(kind: str, rows: Iterable[tuple[int, str, str]]) -> None:
    """Let things be found by the one search field: (primary key, title, what else is said of it).

    Call it where a thing is made or renamed; entering it again puts the new words for the old.
    """
    Entry.objects.bulk_create(
        [entry(kind, key, title[:200], note[:200]) for key, title, note in rows],
        batch_size=500,
        update_conflicts=True,
        unique_fields=["id"],
        update_fields=["title", "note", "plain", "terms"],
    )


def keep_file(content: bytes, *, name: str, by: Person, at: datetime) -> File:
    """Keep a file by its content; the same content is kept once, however often it comes.

    Raises Refused("file_large") above 20 MB and Refused("file_kind") for what is no picture or PDF.
    """
    if len(content) > LARGEST:
        raise Refused("file_large", name, str(LARGEST // 2**20))
    kind = mime(content[:16])
    if not kind:
        raise Refused("file_kind", name)
    sha256 = hashlib.sha256(content).hexdigest()
    store(content, place_of(sha256))
    defaults = {"size": len(content), "mime": kind, "name": name[:200], "at": at, "by": by}
    return File.objects.get_or_create(sha256=sha256, defaults=defaults)[0]


def content_of(file: Any) -> bytes:
    """The bytes of an upload; Refused("file_large") before one that is too large is read."""
    if file.size > LARGEST:
        raise Refused("file_large", file.name, str(LARGEST // 2**20))
    return bytes(file.read())


def store(content: bytes, path: Path) -> None:
    """Write bytes whole or not at all, and to the disk itself before it is said to be done."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(draft).replace(path)
    except OSError:
        with suppress(OSError):
            Path(draft).unlink()
        raise


Listeners = Callable[[Sequence[Act]], Mapping[int, Iterable[int]]]


@transaction.atomic
def tell(listeners: Listeners, *, at: datetime, most: int = 500) -> int:
    """Put acts nobody was told of into inboxes; how many acts were told.

    `listeners` gives, for acts, the primary keys of the users to tell. Two tellers at once take
    different acts where the database can skip locked rows, and wait for one another where not.
    """
    skip = connection.features.has_select_for_update_skip_locked
    rows = Act.objects.untold().order_by("id").select_for_update(skip_locked=skip)
    acts = list(rows[:most])
    heard = listeners(acts) if acts else {}
    Notice.objects.bulk_create(
        [
            Notice(act_id=act.pk, to_id=user, at=at)
            for act in acts
            for user in sorted(set(heard.get(act.pk, ())) - {act.by_id})
        ],
        ignore_conflicts=True,
        batch_size=500,
    )
    Act.objects.filter(pk__in=[act.pk for act in acts]).update(told=at)
    return len(acts)


def sent(notices: Sequence[int], *, at: datetime) -> None:
    """Mark notices as taken by mail or a web hook."""
    Notice.objects.filter(pk__in=notices).update(sent=at)


def opened(user: Person, *, at: datetime, notice: int | None = None) -> int:
    """Mark one notice of a reader, or all, as read; how many there were."""
    unread = Notice.objects.unread().filter(to=user)
    return (unread if notice is None else unread.filter(pk=notice)).update(read=at)


@transaction.atomic
def seal_up(*, at: datetime) -> int:
    """Seal the acts that have settled, one seal for each run; how many acts were sealed.

    The last seal is locked, so that two sealers never fork the chain.
    """
    last = Seal.objects.select_for_update().order_by("-id").first()
    before, done = (last.digest if last else ""), 0
    while run := list(Act.objects.unsealed().filter(at__lte=at - SETTLING).order_by("id")[:RUN]):
        held = [content(act) for act in run]
        digest, leaves = seal(held, before), [leaf(one) for one in held]
        row = Seal.objects.create(
            at=at, before=before, count=len(run), digest=digest, leaves=leaves
        )
        Act.objects.filter(pk__in=[act.pk for act in run]).update(seal=row)
        before, done = digest, done + len(run)
    return done


def lease(name: str, holder: str, *, until: datetime, at: datetime) -> bool:
    """Take or keep the turn at a periodic task; False while another holds it."""
    defaults = {"holder": holder, "until": until}
    row, new = Lease.objects.get_or_create(name=name, defaults=defaults)
    if new:
        return True
    free = Lease.objects.filter(name=name, until=row.until, holder=row.holder)
    if row.holder != holder and row.until > at:
        return False
    return bool(free.update(holder=holder, until=until))


@dataclass(slots=True)
class Brought:
    """What came of bringing rows: keys made new, keys changed, and how many were the same."""

    created: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    same: int = 0

    def add(self, other: "Brought") -> None:
        """Count another batch in."""
        self.created += other.created
        self.changed += other.changed
        self.same += other.same


def bring(
    model: type[Model],
    key: str,
    rows: Iterable[Mapping[str, Any]],
    within: Mapping[str, Any] | None = None,
) -> Brought:
    """Write rows by their key, many at a time: new ones made, different ones changed.

    Every row gives the same columns, references by their `_id`. `within` are columns all rows
    share, where the key is unique only among those. Bringing the same rows again changes nothing.
    Call it inside a transaction.
    """
    rows = list(rows)
    names = [name for name in (rows[0] if rows else {}) if name != key]
    manager, within = model._default_manager, within or {}
    known = {
        getattr(row, key): row
        for row in chain.from_iterable(
            manager.filter(**within, **{f"{key}__in": [row[key] for row in part]})
            for part in (rows[n : n + RUN] for n in range(0, len(rows), RUN))
        )
    }
    brought, new, other = Brought(), [], []
    for row in rows:
        here = known.get(row[key])
        if here is None:
            new.append(model(**within, **row))
            brought.created.append(str(row[key]))
        elif any(getattr(here, name) != row[name] for name in names):
            for name in names:
                setattr(here, name, row[name])
            other.append(here)
            brought.changed.append(str(row[key]))
        else:
            brought.same += 1
    manager.bulk_create(new, batch_size=RUN)
    if other:
        manager.bulk_update(other, [n.removesuffix("_id") for n in names], batch_size=200)
    return brought
