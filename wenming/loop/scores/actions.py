"""Reckon a round: marks out of the database, through the expressions of insight, into rows."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from django.db import transaction
from django.db.models import Max, Min
from django.utils.timezone import get_current_timezone, localdate

from wenming.insight import tables
from wenming.insight.arrow import arrow
from wenming.insight.estimates import Estimate
from wenming.insight.indices import MAIN, Figure, Period, counted, counting, figures
from wenming.insight.ranks import by_class
from wenming.insight.rounds import WHOLE, RoundScore, covariances, rolled_up, scored
from wenming.insight.run import Engine, opened
from wenming.insight.tables import CASES
from wenming.insight.totals import Part, Total, barred, cycle_total, with_minors, year_total
from wenming.insight.totals import Profile as Shares
from wenming.insight.trends import trend
from wenming.kit.flow import Refused
from wenming.loop.cases.published import MENDING, cases, rounds_mended
from wenming.loop.inspections.models import Round
from wenming.loop.inspections.published import rounds_seen
from wenming.loop.inspections.rules import RoundKind, RoundState
from wenming.loop.scores.models import Rank, Reckoning, Score
from wenming.loop.scores.plans import NOWHERE, ON_SITE, earlier, sources
from wenming.loop.scores.rules import Change, Moment, Of
from wenming.loop.standards.models import Bar, Edition, Item, Profile
from wenming.loop.standards.rules import BarState, Method
from wenming.loop.terms.models import Term
from wenming.org.models import Area, Unit
from wenming.places.models import SiteKind
from wenming.records.actions import SETTLING, Step, note_down
from wenming.records.models import Act

NO_CHANGE = {"difference": None, "margin": None, "verdict": ""}
PLACES = {
    Of.ITEM: "item",
    Of.PROJECT: "project",
    Of.METHOD: "method",
    Of.AREA: "area",
    Of.UNIT: "unit",
    Of.KIND: "kind",
}


def reckon(round_: Round, *, at: datetime) -> Reckoning:
    """Reckon a round anew and put the rows in the place of the old ones.

    Where a closed round's total comes out otherwise, by an appeal or a correction, an act says so.
    Refused("unscored") for a patrol or a look-back, which enter no score.
    """
    if round_.kind != RoundKind.ASSESSMENT.value:
        raise Refused("unscored", round_.name)
    upto = settled(at)
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
        here = Round.objects.select_for_update(of=("self",)).get(pk=round_.pk)
        note_change(here, rows, at=at)
        Score.objects.filter(round=round_).delete()
        Score.objects.bulk_create(rows, batch_size=500)
        Rank.objects.bulk_create(ranks, batch_size=500)
        said = {"at": at, "act": upto, "before": before, **NO_CHANGE, **moved}
        return Reckoning.objects.update_or_create(round=round_, defaults=said)[0]


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
    between = covariances(engine, score, column=column)
    classes = {key: kinds[key] for key in by_key}
    for peers, standings in by_class(score.by("unit"), classes, between).items():
        for standing in standings:
            yield Rank(
                score=by_key[standing.key],
                peers=peers,
                place=standing.place,
                best=standing.best,
                worst=standing.worst,
                tie=standing.tie,
            )


def note_change(round_: Round, rows: Iterable[Score], *, at: datetime) -> None:
    """Write down that the total of a round which was reckoned after its close is another now."""
    total = {"level": Of.TOTAL.value, "moment": Moment.SIGHT.value}
    was = Score.objects.filter(round=round_, **total).first()
    now = next((r for r in rows if (r.level, r.moment) == tuple(total.values())), None)
    last = Reckoning.objects.filter(round=round_).first()
    if round_.closed is None or last is None or last.at < round_.closed or not (was and now):
        return
    if was.points != now.points:
        facts = {"title": round_.name, "was": was.points, "now": now.points}
        said = f"{was.points / 100:.2f} → {now.points / 100:.2f}"
        kept = ("round", round_.pk, "reckon", round_.state, round_.state, said, facts)
        note_down(Step(*kept), by=None, at=at)


def settled(at: datetime) -> int:
    """The last act that no act with a smaller number can still come after: see records.SETTLING."""
    old = Act.objects.filter(at__lte=at - SETTLING)
    young = Act.objects.filter(at__gt=at - SETTLING).aggregate(first=Min("id"))["first"]
    return (old.aggregate(last=Max("id"))["last"] or 0) if young is None else young - 1


def touched(since: int) -> set[int]:
    """The rounds whose marks, or the mending of what was found, acts after `since` have changed."""
    acts = Act.objects.filter(id__gt=since)
    visits = acts.filter(kind="visit").values_list("key", flat=True)
    cases_ = acts.filter(kind="case", move__in=MENDING).values_list("key", flat=True)
    return rounds_seen(set(visits)) | rounds_mended(set(cases_))


def reckon_stale(*, at: datetime) -> int:
    """Reckon the rounds in which something has happened since they were, open or closed; how many."""
    rows = Round.objects.filter(kind=RoundKind.ASSESSMENT.value).exclude(draw=None)
    rows = rows.filter(state__in=[RoundState.DRAWN.value, RoundState.CLOSED.value])
    known = dict(Reckoning.objects.values_list("round_id", "act"))
    upto = settled(at)
    moved = touched(min(known.values(), default=upto))
    waiting = [r for r in rows.select_related("edition") if r.pk not in known or r.pk in moved]
    for round_ in waiting:
        reckon(round_, at=at)
    Reckoning.objects.exclude(round__in=waiting).filter(act__lt=upto).update(act=upto)
    return len(waiting)


def indices(since: date, until: date) -> dict[str, Figure]:
    """The case indices of a span of days."""
    with case_tables(since, until) as (engine, period):
        [row] = engine.table(counted(tables.cases, period)).to_pylist()
    return figures(row)


def indices_by(since: date, until: date, by: str) -> dict[int, dict[str, Figure]]:
    """The MAIN indices of a span of days for each unit, area or kind of site, by its key."""
    with case_tables(since, until) as (engine, period):
        rows = engine.table(counted(tables.cases, period, by)).to_pylist()
    told = {row["key"]: figures(row, MAIN) for row in rows}
    return {key: row for key, row in told.items() if any(one.bottom for one in row.values())}


def index_cases(since: date, until: date, code: str, side: str) -> dict[int, int]:
    """The cases that an index of a span of days counts on one side, each with how much."""
    with case_tables(since, until) as (engine, period):
        rows = engine.table(counting(tables.cases, period, code, side)).to_pylist()
    return {row["case"]: row["n"] for row in rows}


@contextmanager
def case_tables(since: date, until: date) -> Iterator[tuple[Engine, Period]]:
    """The cases of which anything fell into a span of days, as a table, and the span."""
    start, end = (datetime.combine(day, time(), get_current_timezone()) for day in (since, until))
    found, columns = cases(start, end, Term.objects.in_force()), list(CASES)
    table = arrow((tuple(case[c] for c in columns) for case in found), CASES)
    period = Period(*(moment.astimezone(UTC).replace(tzinfo=None) for moment in (start, end)))
    with opened({"cases": table}) as engine:
        yield engine, period


@dataclass(frozen=True, slots=True)
class Outlook:
    """What the rounds of an edition come to by its profile: each year, the cycle, with the minors'.

    A year is that of its newest round over the whole city; `years` gives it, its score and total.
    `minors` and `whole` are None and the cycle itself where the profile counts no minors' edition.
    """

    years: tuple[tuple[int, Score | None, Total | None], ...]
    weights: tuple[int, ...]
    cycle: Total
    minors: Total | None
    whole: Total
    barred: tuple[str, ...]


def outlook(edition: Edition) -> Outlook | None:
    """The year's and the cycle's totals of an edition; None without a profile or a scored round."""
    profile = Profile.objects.filter(edition=edition).first()
    if profile is None or not profile.methods:
        return None
    said = Shares(profile.methods, tuple(profile.years) or (100,), profile.minors, profile.gate)
    if not (years := years_of(edition, said)):
        return None
    cycle = cycle_total(said, [total for _, _, total in years])
    other = profile.minors_edition if profile.minors else None
    theirs = outlook(other) if other and other.pk != edition.pk else None
    minors = theirs.cycle if theirs else None
    triggered = Bar.objects.filter(edition=edition, state=BarState.TRIGGERED.value)
    known = minors.points_hundredths if minors and minors.complete else None
    return Outlook(
        years=years,
        weights=said.years,
        cycle=cycle,
        minors=minors,
        whole=with_minors(said, cycle, minors) if other else cycle,
        barred=barred(said, known, list(triggered.values_list("text", flat=True))),
    )


def years_of(edition: Edition, said: Shares) -> tuple[tuple[int, Score | None, Total | None], ...]:
    """The years of the present cycle, which is counted from the edition's first scored round."""
    rows = Score.objects.of(Of.TOTAL).filter(round__edition=edition, round__area__parent=None)
    newest = {localdate(s.round.opened).year: s for s in rows.order_by("round__opened", "round")}
    if not newest:
        return ()
    span = len(said.years)
    first = min(newest) + (max(newest) - min(newest)) // span * span
    found = [(n, newest.get(n)) for n in range(first, first + span)]
    return tuple((n, score, year_of(score, said) if score else None) for n, score in found)


def year_of(score: Score, said: Shares) -> Total:
    """What one round gives to its year; the other methods are missing until they have a result."""
    part = Part(score.points, score.se, score.df or 0)
    return year_total(said, {m: part for m in (Method.SITE.value,) if m in said.methods})
