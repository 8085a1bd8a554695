"""The verbs about editions: bring one in, publish it, keep the negative list."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils.timezone import localdate

from wenming.kit import flow
from wenming.kit.digests import digest
from wenming.kit.flow import Refused
from wenming.loop.standards.drafts import EditionDraft, ItemDraft, ProfileDraft
from wenming.loop.standards.models import Bar, Edition, Item, ItemDuty, Profile
from wenming.loop.standards.rules import (
    BAR_ARROWS,
    EDITION_ARROWS,
    Answers,
    BarMove,
    BarState,
    Duty,
    EditionMove,
    EditionState,
    answers,
)
from wenming.org.actions import may, told_of
from wenming.org.models import User
from wenming.org.rules import SYSTEM
from wenming.places.actions import bring_kinds
from wenming.records import actions as records
from wenming.records.actions import Brought, Step, note_down

COLUMNS = (
    "level", "path", "text", "hundredths", "methods", "scheme", "steps",
    "limit", "photos", "exempt", "papers", "note",
)  # fmt: skip


@transaction.atomic
def bring_edition(draft: EditionDraft, *, by: User | None, at: datetime) -> Brought:
    """Write an edition with its tree, duties and site kinds; what it no longer has goes.

    A published edition takes the same content again and nothing else: Refused("frozen", code).
    """
    may(by, "load")
    edition, new = Edition.objects.select_for_update().get_or_create(
        code=draft.code, defaults={"name": draft.name}
    )
    kinds = bring_kinds(
        (k for item in draft.items for k in item.kinds), source=f"edition {draft.code}"
    )
    if edition.state != EditionState.DRAFT.value:
        if difference(edition, draft):
            raise Refused("frozen", draft.code)
        return Brought(same=len(draft.items))
    head = {
        "name": draft.name,
        "year": draft.year,
        "minors": draft.minors,
        "methods": list(draft.methods),
    }
    renamed = any(getattr(edition, name) != value for name, value in head.items())
    for name, value in head.items():
        setattr(edition, name, value)
    edition.save(update_fields=list(head))
    brought = bring_items(edition, draft.items)
    relinked = bring_links(edition, draft.items, kinds)
    brought.changed = sorted({*brought.changed, *relinked} - {*brought.created})
    if renamed and not new and not brought.changed:
        brought.changed.append(draft.code)
    brought.same = max(0, len(draft.items) - len(brought.created) - len(brought.changed))
    fresh = {*brought.created, *brought.changed}
    rows = edition.items.filter(code__in=fresh).leaves().values_list("pk", "code", "text")
    records.enter("item", ((pk, f"{code} {text}", draft.name) for pk, code, text in rows))
    return told_of("edition", brought, by=by, at=at)


def difference(edition: Edition, draft: EditionDraft) -> bool:
    """Whether a draft says anything else than a frozen edition holds."""
    here = content(edition)
    there = [
        {name: plain(getattr(item, name)) for name in ("code", *COLUMNS)}
        | {"kinds": sorted(item.kinds)}
        | {"leads": list(item.leads), "assists": list(item.assists)}
        for item in sorted(draft.items, key=lambda item: item.path)
    ]
    return digest(here) != digest(there)


def plain(value: Any) -> Any:
    """A draft's value as the row holds it."""
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    return getattr(value, "value", value)


def bring_items(edition: Edition, drafts: Iterable[ItemDraft]) -> Brought:
    """Write the nodes level by level, so that a parent is there before its children."""
    brought = Brought()
    numbers: dict[str, int] = {}
    drafts = list(drafts)
    Item.objects.filter(edition=edition).exclude(code__in=[d.code for d in drafts]).delete()
    clear_paths(edition, drafts)
    for depth in sorted({d.path.count(".") for d in drafts}):
        rows = [
            {"code": d.code, "parent_id": numbers.get(d.path.rpartition(".")[0])}
            | {name: plain(getattr(d, name)) for name in COLUMNS}
            for d in drafts
            if d.path.count(".") == depth
        ]
        brought.add(records.bring(Item, "code", rows, within={"edition_id": edition.pk}))
        numbers = dict(Item.objects.filter(edition=edition).values_list("path", "pk"))
    return brought


def clear_paths(edition: Edition, drafts: Iterable[ItemDraft]) -> None:
    """Free the places of nodes that moved, so that no two hold one place on the way."""
    wanted = {d.code: d.path for d in drafts}
    moved = [
        item
        for item in Item.objects.filter(edition=edition).only("code", "path")
        if wanted[item.code] != item.path
    ]
    for item in moved:
        item.path = f"~{item.pk}"
    Item.objects.bulk_update(moved, ["path"], batch_size=200)


def bring_links(
    edition: Edition, drafts: Iterable[ItemDraft], kinds: Mapping[str, int]
) -> set[str]:
    """Write duties and site kinds of every node; the codes of the nodes whose links changed."""
    items = {item.code: item for item in Item.objects.filter(edition=edition)}
    wanted = {
        (items[d.code].pk, unit, duty.value, n)
        for d in drafts
        for duty, units in ((Duty.LEAD, d.leads), (Duty.ASSIST, d.assists))
        for n, unit in enumerate(units)
    }
    duties = ItemDuty.objects.filter(item__edition=edition)
    here = set(duties.values_list("item_id", "unit_id", "duty", "order"))
    gone = {item for item, *_rest in here - wanted}
    duties.filter(item__in=gone).delete()
    again = {row for row in wanted if row not in here or row[0] in gone}
    ItemDuty.objects.bulk_create(
        ItemDuty(item_id=item, unit_id=unit, duty=duty, order=n)
        for item, unit, duty, n in sorted(again)
    )
    link = Item.kinds.through
    named = {(items[d.code].pk, kinds[k]) for d in drafts for k in d.kinds}
    links = link.objects.filter(item__edition=edition)
    held = set(links.values_list("item_id", "sitekind_id"))
    if surplus := held - named:
        links.filter(item__in={item for item, _kind in surplus}).delete()
        held = set(links.values_list("item_id", "sitekind_id"))
    link.objects.bulk_create(
        link(item_id=item, sitekind_id=kind) for item, kind in sorted(named - held)
    )
    touched = gone | {row[0] for row in again} | {i for i, _k in surplus | (named - held)}
    return {code for code, item in items.items() if item.pk in touched}


def content(edition: Edition) -> list[dict[str, Any]]:
    """Everything an edition says, node by node in order: what publishing freezes."""
    rows = edition.items.order_by("path").prefetch_related("duties", "kinds")
    return [
        {name: getattr(item, name) for name in ("code", *COLUMNS)}
        | {"kinds": sorted(kind.name for kind in item.kinds.all())}
        | {
            f"{duty.value}s": [d.unit_id for d in item.duties.all() if d.duty == duty.value]
            for duty in Duty
        }
        for item in rows
    ]


def answering(edition: Edition) -> dict[int, Answers]:
    """Who answers for every leaf of an edition, duties above counting where it names nobody."""
    named: dict[str, Answers] = {}
    duties = ItemDuty.objects.filter(item__edition=edition).order_by("duty", "order")
    for path, unit, duty in duties.values_list("item__path", "unit_id", "duty"):
        seen = named.get(path, Answers())
        named[path] = (
            seen._replace(leads=(*seen.leads, unit))
            if duty == Duty.LEAD.value
            else seen._replace(assists=(*seen.assists, unit))
        )
    return {
        pk: answers(path, named)
        for pk, path in Item.objects.filter(edition=edition).leaves().values_list("pk", "path")
    }


@transaction.atomic
def step(code: str, move: EditionMove, *, by: User | None, at: datetime) -> Edition:
    """Publish or archive an edition. Publishing freezes it for good under a digest."""
    edition = Edition.objects.select_for_update().filter(code=code).first()
    if edition is None:
        raise Refused("edition_unknown", code)
    before = EditionState(edition.state)
    powers = SYSTEM if by is None else by.any_powers
    after = flow.after(EDITION_ARROWS, before, move, powers=powers, given=frozenset())
    if move is EditionMove.PUBLISH:
        if not edition.items.leaves().exists():
            raise Refused("edition_empty", code)
        edition.published, edition.digest = at, digest(content(edition))
    edition.state = after.value
    edition.save(update_fields=["state", "published", "digest"])
    facts = {"code": code, "digest": edition.digest, "title": edition.name}
    record = Step("edition", edition.pk, move.value, before.value, after.value, facts=facts)
    note_down(record, by=by, at=at)
    return edition


@transaction.atomic
def move_bar(bar: int, move: BarMove, *, note: str, by: User | None, at: datetime) -> Bar:
    """Warn of, trigger or lift an entry of the negative list; a note says on what grounds."""
    row = Bar.objects.select_for_update().get(pk=bar)
    before = BarState(row.state)
    powers = SYSTEM if by is None else by.any_powers
    given = frozenset({"note"} if note.strip() else ())
    row.state = flow.after(BAR_ARROWS, before, move, powers=powers, given=given).value
    row.evidence, row.since = note, localdate(at) if move is BarMove.TRIGGER else row.since
    row.save(update_fields=["state", "evidence", "since"])
    units = [row.unit_id] if row.unit_id else []
    record = Step("bar", row.pk, move.value, before.value, row.state, note, {}, units)
    note_down(record, by=by, at=at)
    return row


@transaction.atomic
def set_profile(edition: int, draft: ProfileDraft, *, by: User | None, at: datetime) -> Profile:
    """Say how an edition's parts make a year and a cycle, while it is a draft."""
    if by is not None and "publish" not in by.any_powers:
        raise Refused("power", "publish")
    row = Edition.objects.select_for_update().get(pk=edition)
    if row.state != EditionState.DRAFT.value:
        raise Refused("frozen", row.code)
    if wrong := draft.wrong():
        raise Refused(wrong)
    columns = {
        "methods": dict(draft.methods),
        "years": list(draft.years),
        "minors": draft.minors,
        "gate": draft.gate,
        "minors_edition_id": draft.minors_edition,
    }
    profile, _new = Profile.objects.update_or_create(edition=row, defaults=columns)
    note_down(Step("edition", row.pk, "profile", facts={"title": row.name}), by=by, at=at)
    return profile


@transaction.atomic
def set_bar(
    edition: int, text: str, unit: int | None, *, bar: int | None, by: User | None, at: datetime
) -> Bar:
    """Add an entry to the negative list, or change one that nothing has come of yet."""
    if by is not None and "publish" not in by.any_powers:
        raise Refused("power", "publish")
    row = Edition.objects.select_for_update().get(pk=edition)
    if row.state == EditionState.ARCHIVED.value:
        raise Refused("state", row.state)
    if not text.strip():
        raise Refused("needs", "text")
    if bar is None:
        last = row.bars.aggregate(last=Max("order"))["last"] or 0
        entry = Bar(edition=row, order=last + 1)
    else:
        entry = Bar.objects.select_for_update().get(pk=bar, edition=row)
        if entry.state != BarState.CLEAR.value:
            raise Refused("state", entry.state)
    entry.text, entry.unit_id = text.strip(), unit
    entry.save()
    facts = {"edition": row.code, "title": entry.text[:80]}
    units = [unit] if unit else []
    note_down(Step("bar", entry.pk, "write", facts=facts, units=units), by=by, at=at)
    return entry
