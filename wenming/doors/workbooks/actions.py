"""The one door of the office's workbooks: read, checked whole, saved whole or not at all."""

import hashlib
import json
import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from wenming.doors.workbooks.drafts import Desk, Loaded, Order
from wenming.doors.workbooks.maps import map_features, read_map
from wenming.doors.workbooks.rules import Kind
from wenming.doors.workbooks.sheets import PAGES, beginnings
from wenming.duties.actions import bring_charges
from wenming.duties.drafts import ChargeDraft
from wenming.duties.rules import ChargeKind
from wenming.duties.sheets import ADOPTERS, SEGMENTS, charges_of, read_adoption
from wenming.kit.flow import Refused
from wenming.kit.sheets.book import open_book
from wenming.kit.sheets.columns import Form
from wenming.kit.sheets.faults import Unreadable
from wenming.kit.sheets.tables import Reading, read_forms
from wenming.kit.sheets.writing import Page, Written, appearing, write_book
from wenming.loop.intake.actions import file_feedback
from wenming.loop.intake.sheets import FEEDBACK, read_feedback
from wenming.loop.standards.actions import bring_edition
from wenming.loop.standards.rules import Level
from wenming.loop.standards.sheets import EDITION, read_edition
from wenming.org.actions import bring_areas, bring_outlines, bring_units
from wenming.org.divisions import AREAS, read_areas
from wenming.org.models import User
from wenming.org.sheets import UNITS, read_units
from wenming.places.actions import ROAD, SEGMENT, bring_kinds, bring_sites
from wenming.places.models import Site
from wenming.places.sheets import SITES, read_sites
from wenming.records.actions import Brought
from wenming.service.volunteers.actions import bring as bring_volunteers
from wenming.service.volunteers.sheets import VOLUNTEERS, read_volunteers

DAYS_KEPT = 7
LARGEST = 200 * 2**20  # bytes of an upload
Loader = Callable[[Reading, Desk, Loaded], Brought]


def load(order: Order, *, by: User | None, at: datetime) -> Loaded:
    """Load a workbook. With a fault anywhere nothing is saved, unless the good rows are asked for."""
    if order.kind is Kind.MAP:
        return load_map(order, by=by, at=at)
    forms, loader = LOADERS[order.kind]
    loaded = Loaded(order.kind)
    try:
        reading = read_forms(open_book(order.path), *forms)
        with transaction.atomic():
            loaded.read = sum(1 for form in forms for _row in reading.rows(form))
            brought = loader(reading, Desk(order, by, at), loaded)
            loaded.faults, loaded.left_out = reading.faults, reading.left_out
            loaded.first = tuple(beginnings(reading))
            unheaded = any(not fault.cell for fault in loaded.faults)
            keep = not loaded.faults or (order.keep_good and not unheaded)
            loaded.saved = keep and not order.dry_run
            if keep:
                loaded.brought = brought
            if not loaded.saved:
                transaction.set_rollback(True)
    except Unreadable as unreadable:
        loaded.faults = (unreadable.fault,)
    if order.keep_good and loaded.faults and order.marked and loaded.read:
        from wenming.kit.sheets.marks import marked_copy  # noqa: PLC0415 - brings large libraries

        marked_copy(order.path, loaded.faults, order.marked)
        loaded.marked = order.marked
    return loaded


def load_map(order: Order, *, by: User | None, at: datetime) -> Loaded:
    """Load outlines, segments' lines and roads; as with workbooks, whole or not at all."""
    loaded = Loaded(order.kind)
    try:
        with transaction.atomic():
            bring_kinds([ROAD], source="map")
            drawing = read_map(order.path)
            loaded.read, loaded.faults = drawing.read, tuple(drawing.faults)
            lines = [*drawing.segments, *drawing.roads]
            brought = bring_outlines(drawing.outlines, by=by, at=at)
            brought.add(bring_sites(lines, by=by, at=at))
            loaded.figures = {
                "outlines": len(drawing.outlines),
                "segments": len(drawing.segments),
                "roads": len(drawing.roads),
            }
            keep = not loaded.faults or order.keep_good
            loaded.saved = keep and not order.dry_run
            loaded.brought = brought if keep else loaded.brought
            if not loaded.saved:
                transaction.set_rollback(True)
    except Unreadable as unreadable:
        loaded.faults = (unreadable.fault,)
    return loaded


def dump(kind: Kind, out: Path, *, code: str = "", at: datetime) -> dict[str, int]:
    """Write what the city holds of a kind as a workbook that loads back with no difference.

    The number of rows of each sheet. Refused("unwritable", path) where the file cannot be made.
    """
    written: dict[str, int] = {}
    if not out.parent.is_dir():
        raise Refused("unwritable", str(out))
    if kind is Kind.MAP:
        return dump_map(out)
    with translation.override(settings.LANGUAGE_CODE):
        pages = [counted(page, written) for page in PAGES[kind](code, localdate(at))]
        try:
            write_book(out, pages)
        except OSError as error:
            raise Refused("unwritable", str(out)) from error
    return written


def dump_map(out: Path) -> dict[str, int]:
    """Write outlines and lines as GeoJSON; how many features there are."""
    features = list(map_features())
    body = {"type": "FeatureCollection", "features": features}
    with appearing(out) as part:
        part.write_text(json.dumps(body, ensure_ascii=False))
    return {out.name: len(features)}


def counted(page: Page, written: dict[str, int]) -> Page:
    """A page whose rows are counted as they are written."""

    def rows() -> Iterator[Sequence[Written]]:
        for row in page.rows:
            written[page.name] += 1
            yield row

    written[page.name] = 0
    return replace(page, rows=rows())


def areas(reading: Reading, desk: Desk, _loaded: Loaded) -> Brought:
    """Areas; whatever hangs on an area with a fault is left out with it."""
    drafts = list(read_areas(reading))
    codes = {d.code for d in drafts}
    bad = {row.text("code") for row in reading.rows(AREAS) if row.faults}
    while lost := [d for d in drafts if d.parent in bad and d.parent not in codes]:
        drafts = [d for d in drafts if d not in lost]
        bad, codes = bad | {d.code for d in lost}, codes - {d.code for d in lost}
    return bring_areas(drafts, by=desk.by, at=desk.at)


def units(reading: Reading, desk: Desk, _loaded: Loaded) -> Brought:
    """Units with their names and groups."""
    return bring_units(list(read_units(reading)), by=desk.by, at=desk.at)


def edition(reading: Reading, desk: Desk, loaded: Loaded) -> Brought:
    """An edition: its tree, the duties and the kinds of sites it names."""
    draft = read_edition(reading, desk.order.code)
    if not desk.order.code:
        raise Refused("needs", "code")
    leaves = [item for item in draft.items if item.level is Level.STANDARD]
    loaded.figures = {
        "items": len(leaves),
        "projects": sum(item.level is Level.PROJECT for item in draft.items),
        "total_hundredths": sum(item.hundredths for item in leaves),
        "lead_duties": sum(len(item.leads) for item in leaves),
        "assist_duties": sum(len(item.assists) for item in leaves),
    }
    return bring_edition(draft, by=desk.by, at=desk.at)


def sites(reading: Reading, desk: Desk, _loaded: Loaded) -> Brought:
    """Sites, and the unit in charge of each."""
    read = list(read_sites(reading))
    brought = bring_sites([site for site, _unit in read], by=desk.by, at=desk.at)
    numbers = dict(Site.objects.values_list("code", "pk"))
    since = desk.order.dated or localdate(desk.at)
    charges = [
        ChargeDraft(unit, numbers[site.code], ChargeKind.IN_CHARGE, since)
        for site, unit in read
        if unit is not None
    ]
    moved = bring_charges(charges, by=desk.by, at=desk.at)
    codes = {pk: code for code, pk in numbers.items()}
    given = {codes[int(k.split("-")[1])] for k in moved.changed + moved.created}
    fresh = sorted(given - {*brought.created, *brought.changed})
    brought.changed += fresh
    brought.same -= len(fresh)
    return brought


def charges(reading: Reading, desk: Desk, loaded: Loaded) -> Brought:
    """Adopted streets: segments, adopting units, and who had which segment."""
    bring_kinds([SEGMENT], source="charges")
    day = desk.order.dated or localdate(desk.at)
    found = read_adoption(reading, day.year)
    loaded.figures = {
        "segments": len(found.sites),
        "units": len(found.units),
        "metres": sum(site.metres or 0 for site in found.sites),
    }
    brought = bring_units(found.units, by=desk.by, at=desk.at)
    brought.add(bring_sites(found.sites, by=desk.by, at=desk.at))
    year = date(day.year, 1, 1)
    drafts: Iterable[ChargeDraft] = (
        *charges_of(found.had, date(day.year - 1, 1, 1), date(day.year - 1, 12, 31)),
        *charges_of(found.has, year, None),
    )
    brought.add(bring_charges(list(drafts), by=desk.by, at=desk.at))
    return brought


def feedback(reading: Reading, desk: Desk, loaded: Loaded) -> Brought:
    """Last year's feedback as cases."""
    drafts = list(read_feedback(reading, desk.order.dated))
    forms = {d.limit.said for d in drafts if d.limit}
    loaded.figures = {"cases": len(drafts), "limit_forms": len(forms)}
    dated = desk.order.dated or localdate(desk.at)
    return file_feedback(drafts, dated=dated, by=desk.by, at=desk.at)


def volunteers(reading: Reading, desk: Desk, _loaded: Loaded) -> Brought:
    """The people of units and firms."""
    drafts = list(read_volunteers(reading, desk.by, localdate(desk.at)))
    return bring_volunteers(drafts, by=desk.by, at=desk.at)[0]


LOADERS: Mapping[Kind, tuple[tuple[Form, ...], Loader]] = {
    Kind.AREAS: ((AREAS,), areas),
    Kind.UNITS: ((UNITS,), units),
    Kind.EDITION: ((EDITION,), edition),
    Kind.SITES: ((SITES,), sites),
    Kind.CHARGES: ((SEGMENTS, ADOPTERS), charges),
    Kind.FEEDBACK: ((FEEDBACK,), feedback),
    Kind.VOLUNTEERS: ((VOLUNTEERS,), volunteers),
}


def uploads() -> Path:
    """Where workbooks lie between preview and decision."""
    return Path(settings.HOME) / "uploads"


def keep_upload(chunks: Iterable[bytes], *, name: str, at: datetime) -> str:
    """Keep an uploaded workbook under the SHA-256 of its content, which is returned.

    Those nobody decided about within DAYS_KEPT go. Refused("upload_large", MB) above LARGEST.
    """
    folder, sha256, size = uploads(), hashlib.sha256(), 0
    folder.mkdir(parents=True, exist_ok=True)
    forget_uploads(before=at - timedelta(days=DAYS_KEPT))
    with tempfile.TemporaryDirectory(dir=folder) as draft:
        whole = Path(draft) / name
        with whole.open("wb") as file:
            for chunk in chunks:
                size += len(chunk)
                if size > LARGEST:
                    raise Refused("upload_large", str(LARGEST // 2**20))
                sha256.update(chunk)
                file.write(chunk)
        place = upload(sha256.hexdigest(), name)
        place.parent.mkdir(exist_ok=True)
        whole.replace(place)
    return sha256.hexdigest()


def upload(sha256: str, name: str) -> Path:
    """Where an uploaded workbook lies."""
    return uploads() / sha256 / name


def forget_uploads(*, before: datetime) -> None:
    """Take away the uploads that are older."""
    for folder in uploads().iterdir():
        with suppress(OSError):  # somebody else is at it
            if folder.stat().st_mtime < before.timestamp():
                shutil.rmtree(folder)


def beside(path: Path) -> Path:
    """Where the marked copy of a workbook goes: beside it, or home where that cannot be written."""
    name = f"{path.stem}-{_('待改')}.xlsx"
    folder = path.parent if os.access(path.parent, os.W_OK) else Path(settings.HOME) / "marked"
    folder.mkdir(parents=True, exist_ok=True)
    return folder / name
