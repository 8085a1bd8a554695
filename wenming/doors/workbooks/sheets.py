"""What the city holds, as workbooks that load back with no difference; the first rows of one read."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date

from django.utils.translation import get_language

from wenming.doors.workbooks.drafts import Cell, Shown
from wenming.doors.workbooks.rules import Kind
from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.duties.sheets import ADOPTERS, SEGMENTS, adopter_rows, segment_rows
from wenming.kit.flow import Refused
from wenming.kit.sheets.cells import shown
from wenming.kit.sheets.faults import message
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Page, Written
from wenming.loop.intake.sheets import FEEDBACK, feedback_rows
from wenming.loop.standards.breakdown import edition_rows, title_of
from wenming.loop.standards.models import Edition
from wenming.loop.standards.sheets import EDITION
from wenming.org.divisions import AREAS, area_rows
from wenming.org.models import Area
from wenming.org.rules import Level
from wenming.org.sheets import UNITS, spoken, unit_rows
from wenming.places.actions import ROAD, SEGMENT
from wenming.places.attributes import said
from wenming.places.coordinates import said_place
from wenming.places.models import Site, SiteKind
from wenming.places.sheets import SITES
from wenming.service.volunteers.sheets import VOLUNTEERS, hidden, volunteer_rows

STEPS = (Level.DISTRICT, Level.STREET, Level.COMMUNITY, Level.GRID)
HEADS = (
    "编号", "点位类型", "点位名称", "所属区", "街道（镇）", "社区（村）", "网格", "区划代码", "地址",
    "经度", "纬度", "坐标系", "主管单位", "备注",
)  # fmt: skip
NOWHERE = (*("" for _ in STEPS), "/")


def site_pages(_code: str, _dated: date) -> Iterator[Page]:
    """The sites in use, a sheet for each kind with the attributes of that kind."""
    places = ways()
    charges = Charge.objects.standing().filter(kind=ChargeKind.IN_CHARGE.value)
    keepers = {
        charge.site_id: spoken(charge.unit)
        for charge in charges.select_related("unit").prefetch_related("unit__aliases")
    }
    of_kind: dict[int, list[Site]] = defaultdict(list)
    for site in Site.objects.active().exclude(lon=None).order_by("code"):
        of_kind[site.kind_id].append(site)
    if not of_kind:
        yield Page(SITES.name, HEADS, ())
    for kind in SiteKind.objects.exclude(name__in=(SEGMENT, ROAD)):
        if sites := of_kind.get(kind.pk):
            yield kind_page(kind.name, sites, places, keepers)


def kind_page(
    kind: str,
    sites: Sequence[Site],
    places: Mapping[int, tuple[str, ...]],
    keepers: Mapping[int, str],
) -> Page:
    """The sites of one kind."""
    labels = list(dict.fromkeys(label for site in sites for label in site.attributes))
    rows = (site_row(site, kind, places, keepers, labels) for site in sites)
    return Page(kind, (*HEADS, *labels), rows)


def ways() -> dict[int, tuple[str, ...]]:
    """Of every area the names of the steps down to it, and its code."""
    areas = {area.code: area for area in Area.objects.all()}
    found = {}
    for area in areas.values():
        on = {areas[c].level: areas[c].name for c in area.path.strip("/").split("/") if c in areas}
        found[area.pk] = (*(on.get(step.value, "") for step in STEPS), area.code)
    return found


def site_row(
    site: Site,
    kind: str,
    places: Mapping[int, tuple[str, ...]],
    keepers: Mapping[int, str],
    labels: list[str],
) -> tuple[Written, ...]:
    """One site as a row."""
    filled = (site.attributes.get(label) for label in labels)
    return (
        site.code,
        kind,
        site.name,
        *places.get(site.area_id or 0, NOWHERE),
        site.address,
        *said_place(site),
        keepers.get(site.pk, ""),
        site.note,
        *("" if value is None else said(value) for value in filled),
    )


def feedback_pages(_code: str, _dated: date) -> Iterator[Page]:
    """The cases that came from feedback."""
    yield Page(FEEDBACK.name, *feedback_rows())


def area_pages(_code: str, _dated: date) -> Iterator[Page]:
    """The division tree."""
    yield Page(AREAS.name, *area_rows())


def unit_pages(_code: str, _dated: date) -> Iterator[Page]:
    """The units."""
    yield Page(UNITS.name, *unit_rows())


def edition_pages(code: str, _dated: date) -> Iterator[Page]:
    """One edition."""
    edition = Edition.objects.filter(code=code).first()
    if edition is None:
        raise Refused("unknown_edition" if code else "needs", code or "code")
    yield Page(EDITION.name, *edition_rows(edition), title=title_of(edition))


def charge_pages(_code: str, dated: date) -> Iterator[Page]:
    """The adopted segments and the units that adopt."""
    yield Page(SEGMENTS.name, *segment_rows(dated.year))
    yield Page(ADOPTERS.name, *adopter_rows())


def volunteer_pages(_code: str, _dated: date) -> Iterator[Page]:
    """The volunteers of units, without what no sheet may hold."""
    yield Page(VOLUNTEERS.name, *volunteer_rows())


PAGES: Mapping[Kind, Callable[[str, date], Iterator[Page]]] = {
    Kind.AREAS: area_pages,
    Kind.UNITS: unit_pages,
    Kind.EDITION: edition_pages,
    Kind.SITES: site_pages,
    Kind.CHARGES: charge_pages,
    Kind.FEEDBACK: feedback_pages,
    Kind.VOLUNTEERS: volunteer_pages,
}


SHEETS_SHOWN, ROWS_SHOWN = 12, 8
HIDDEN = "••••••"  # identity numbers, which no page shows


def beginnings(reading: Reading) -> Iterator[Shown]:
    """The first rows of every table, in the sheet's own columns."""
    for table in reading.tables[:SHEETS_SHOWN]:
        labels = dict(sorted(table.head.labels.items()))
        wrong = {fault.cell: message(fault, get_language() or "zh") for fault in table.faults}
        secret = hidden(table.head.at)
        rows = tuple(
            (
                row.number,
                tuple(
                    Cell(
                        HIDDEN if at in secret else shown(row.values[at]),
                        wrong.get(row.place(at), ""),
                    )
                    for at in labels
                ),
            )
            for row in table.rows[:ROWS_SHOWN]
        )
        yield Shown(table.sheet, tuple(labels.values()), rows, len(table.rows))
