"""Reckon a round: marks out of the database, through the expressions of insight, into rows."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import Any

import pyarrow as pa
from django.db import transaction
from django.db.models import Max, Q
from django.utils.timezone import get_current_timezone, localdate

from wenming.duties.models import Charge
from wenming.duties.rules import ChargeKind
from wenming.insight import tables
from wenming.insight.estimates import Estimate
from wenming.insight.indices import Figure, Period, counted, figures
from wenming.insight.ranks import ranked
from wenming.insight.rounds import WHOLE, RoundScore, covariances, rolled_up, scored
from wenming.insight.run import Engine, Source, opened
from wenming.insight.tables import CASES, FRAME, FULL_MARK, MARKS
from wenming.insight.trends import trend
from wenming.kit.draws import CERTAIN
from wenming.kit.flow import Refused
from wenming.loop.cases.published import cases, mended
from wenming.loop.inspections.models import Round
from wenming.loop.inspections.published import Mark, marks, strata
from wenming.loop.inspections.rules import RoundKind, RoundState
from wenming.loop.scores.models import Rank, Reckoning, Score
from wenming.loop.scores.rules import Change, Moment, Of
from wenming.loop.standards.actions import answering
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Method
from wenming.org.models import Area, Unit
from wenming.places.models import SiteKind
from wenming.records.models import Act

ON_SITE = 1  # the number of the method by which a round judges: 实地考察
NOWHERE = 0  # the key of an area or a unit that is not known
TYPES = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}
HALF_A_YEAR = timedelta(days=183)
NO_CHANGE = {"difference": None, "margin": None, "verdict": ""}
PLACES = {
    Of.ITEM: "item",
    Of.PROJECT: "project",
    Of.METHOD: "method",
    Of.AREA: "area",
    Of.UNIT: "unit",
    Of.KIND: "kind",
}


@dataclass(slots=True)
class Ground:
    """What the marks of a round are told with: numbers of strata, projects, and who answers."""

    round: Round
    strata: dict[str, int] = field(default_factory=dict)
    projects: dict[str, int] = field(default_factory=dict)
    in_charge: dict[int, int] = field(default_factory=dict)
    leads: dict[int, int] = field(default_factory=dict)

    @classmethod
    def of(cls, round_: Round) -> "Ground":
        """Read it: the charges as they stood on the day the round was opened."""
        ground = cls(round_, {name: n for n, name in enumerate(sorted(strata(round_)), start=1)})
        tops = Item.objects.filter(edition=round_.edition, parent=None)
        ground.projects = dict(tops.values_list("path", "pk"))
        charges = Charge.objects.on(localdate(round_.opened)).filter(
            kind=ChargeKind.IN_CHARGE.value, site__stops__round=round_
        )
        ground.in_charge = dict(charges.values_list("site_id", "unit_id"))
        ground.leads = {
            item: found.leads[0] for item, found in answering(round_.edition).items() if found.leads
        }
        return ground

    def row(self, mark: Mark, fixed: bool) -> tuple[object, ...]:
        """A mark as a row of the table `marks`: the unit of the site first, then the item's lead."""
        return (
            self.round.pk,
            self.strata[mark.stratum],
            mark.site,
            mark.item,
            self.projects[mark.path.partition(".")[0]],
            ON_SITE,
            mark.area or NOWHERE,
            self.in_charge.get(mark.site) or self.leads.get(mark.item),
            mark.kind,
            mark.hundredths,
            mark.mark,
            FULL_MARK if fixed and mark.mark is not None else mark.mark,
        )


def arrow(rows: Iterable[tuple[object, ...]], schema: Mapping[str, str]) -> pa.Table:
    """Rows as an Arrow table of a contract, gathered in pieces so that no row outlives its piece."""
    shape = pa.schema([(name, TYPES[kind]) for name, kind in schema.items()])
    batches = [
        pa.record_batch([pa.array(c, f.type) for c, f in zip(zip(*p, strict=True), shape, strict=True)], schema=shape)
        for p in pieces(rows)
    ]  # fmt: skip
    return pa.Table.from_batches(batches, schema=shape)


def pieces(rows: Iterable[tuple[object, ...]], size: int = 20_000) -> Iterator[list[Any]]:
    """Rows in lists of at most `size`."""
    left = iter(rows)
    while piece := list(islice(left, size)):
        yield piece


def sources(*rounds: Round) -> dict[str, Source]:
    """The tables that rounds are reckoned from."""
    frames = [arrow(frame_of(round_), FRAME) for round_ in rounds]
    told = [arrow(marks_of(round_), MARKS) for round_ in rounds]
    return {"frame": pa.concat_tables(frames), "marks": pa.concat_tables(told)}


def frame_of(round_: Round) -> Iterator[tuple[object, ...]]:
    """The strata of a round as rows of the table `frame`."""
    for number, (name, sites) in enumerate(sorted(strata(round_).items()), start=1):
        yield round_.pk, number, name, sites, name == CERTAIN


def marks_of(round_: Round) -> Iterator[tuple[object, ...]]:
    """The marks of a round as rows of the table `marks`."""
    ground, closed = Ground.of(round_), mended(round_)
    return (ground.row(mark, mark.finding in closed) for mark in marks(round_))


def reckon(round_: Round, *, at: datetime) -> Reckoning:
    """Reckon a round anew and put the rows in the place of the old ones.

    Refused("unscored") for a patrol or a look-back, which enter no score.
    """
    if round_.kind != RoundKind.ASSESSMENT.value:
        raise Refused("unscored", round_.name)
    upto = Act.objects.aggregate(last=Max("id"))["last"] or 0
    rows: list[Score] = []
    ranks: list[Rank] = []
    before = earlier(round_)
    with opened(sources(round_, *([before] if before else []))) as engine:
        for moment, column in ((Moment.SIGHT, "mark"), (Moment.MENDED, "mended")):
            if (score := scored(engine, column=column).get(round_.pk)) is not None:
                found = list(rows_of(round_, rolled_up(score, ancestors()), moment))
                rows += found
                ranks += placed(engine, score, found, column)
        moved = changed(engine, before, round_) if before else {}
    with transaction.atomic():
        Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
        Score.objects.filter(round=round_).delete()
        Score.objects.bulk_create(rows, batch_size=500)
        Rank.objects.bulk_create(ranks, batch_size=500)
        said = {"at": at, "act": upto, "before": before, **NO_CHANGE, **moved}
        return Reckoning.objects.update_or_create(round=round_, defaults=said)[0]


def earlier(round_: Round) -> Round | None:
    """The scored round before this one under the same edition."""
    rows = Round.objects.filter(
        kind=RoundKind.ASSESSMENT.value,
        edition=round_.edition_id,
        state=RoundState.CLOSED.value,
        opened__lt=round_.opened,
    )
    return rows.select_related("edition").order_by("-opened").first()


def changed(engine: Engine, before: Round, round_: Round) -> dict[str, object]:
    """How the total moved since the round before, on the items that both judged."""
    found = trend(engine, before.pk, round_.pk).get(WHOLE)
    if found is None:
        return {}
    return {
        "difference": found.difference,
        "margin": found.margin,
        "verdict": Change(found.verdict).value,
    }


def ancestors() -> dict[int, list[int]]:
    """The areas above every area, by primary key."""
    paths = dict(Area.objects.values_list("path", "pk"))
    return {
        pk: [paths[path[: at + 1]] for at in range(1, len(path) - 1) if path[at] == "/"]
        for path, pk in paths.items()
    }


def rows_of(round_: Round, score: RoundScore, moment: Moment) -> Iterator[Score]:
    """A round's score as rows, one for each thing that has a rate."""
    yield from row_of(round_, moment, Of.TOTAL, "", round_.name, score.total)
    for level, domain in PLACES.items():
        found = {key: e for key, e in score.by(domain).items() if key != NOWHERE}
        names = named(level, found)
        for key, each in found.items():
            yield from row_of(round_, moment, level, str(key), names.get(key, ""), each)


def row_of(
    round_: Round, moment: Moment, level: Of, key: str, name: str, found: Estimate
) -> Iterator[Score]:
    """One estimate as a row; nothing where nothing applied."""
    if found.rate is not None and found.points_hundredths is not None:
        yield Score(
            round=round_,
            level=level.value,
            moment=moment.value,
            key=key,
            name=name[:200],
            rate=found.rate,
            points=found.points_hundredths,
            se=found.se,
            lo=found.low,
            hi=found.high,
            df=found.df,
            sites=found.sites,
            observations=found.observations,
        )


def named(level: Of, keys: Iterable[int]) -> dict[int, str]:
    """What the things of a level are called."""
    keys = list(keys)
    if level in {Of.ITEM, Of.PROJECT}:
        rows = Item.objects.filter(pk__in=keys).values_list("pk", "code", "text")
        return {pk: f"{code} {text}" for pk, code, text in rows}
    if level is Of.METHOD:
        return {ON_SITE: Method.SITE.value}
    if level is Of.AREA:
        return dict(Area.objects.filter(pk__in=keys).values_list("pk", "name"))
    if level is Of.UNIT:
        return dict(Unit.objects.filter(pk__in=keys).values_list("pk", "name"))
    return dict(SiteKind.objects.filter(pk__in=keys).values_list("pk", "name"))


def placed(engine: Engine, score: RoundScore, rows: Iterable[Score], column: str) -> Iterator[Rank]:
    """The places of units within their class; differences that may be noise share one."""
    kinds = dict(Unit.objects.values_list("pk", "kind"))
    by_key = {int(row.key): row for row in rows if row.level == Of.UNIT.value}
    classes: dict[str, dict[int, Estimate]] = defaultdict(dict)
    for key, found in score.by("unit").items():
        if key in by_key:
            classes[kinds[key]][key] = found
    between = covariances(engine, score, column=column)
    for peers, estimates in sorted(classes.items()):
        for standing in ranked(estimates, between):
            yield Rank(
                score=by_key[standing.key],
                peers=peers,
                place=standing.place,
                best=standing.best,
                worst=standing.worst,
                tie=standing.tie,
            )


def stale(round_: Round) -> bool:
    """Whether something has happened since the round was last reckoned."""
    last = Reckoning.objects.filter(round=round_).first()
    kinds = ("case", "visit", "finding", "round")
    return last is None or Act.objects.filter(kind__in=kinds, id__gt=last.act).exists()


def reckon_stale(*, at: datetime) -> int:
    """Reckon the rounds in which something has happened since they were; how many."""
    rows = Round.objects.filter(kind=RoundKind.ASSESSMENT.value).exclude(draw=None)
    waiting = [r for r in rows.under_way().select_related("edition") if stale(r)]
    for round_ in waiting:
        reckon(round_, at=at)
    return len(waiting)


def credited(round_: Round, unit: int) -> Q:
    """The findings of a round that count for a unit: at its sites, or on its items at nobody's."""
    ground = Ground.of(round_)
    own = [site for site, by in ground.in_charge.items() if by == unit]
    led = [item for item, by in ground.leads.items() if by == unit]
    elsewhere = ~Q(visit__site__in=list(ground.in_charge))
    return Q(visit__site__in=own) | (elsewhere & Q(item__in=led))


def indices(since: date, until: date) -> dict[str, Figure]:
    """The case indices of a span of days, over the cases filed since half a year before it."""
    start, end = (datetime.combine(day, time(), get_current_timezone()) for day in (since, until))
    columns = list(CASES)
    rows = (tuple(case[c] for c in columns) for case in cases(start - HALF_A_YEAR, end))
    period = Period(*(moment.astimezone(UTC).replace(tzinfo=None) for moment in (start, end)))
    with opened({"cases": arrow(rows, CASES)}) as engine:
        [row] = engine.table(counted(tables.cases, period)).to_pylist()
    return figures(row)
