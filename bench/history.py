"""Years of inspections and cases in a city, poured in: visits, findings, cases, acts, notices.

What a page reads is as the verbs would have left it; what no page reads (seals' digests, the bytes
of photographs) only has the right shape.
"""

import hashlib
import json
from collections import Counter as Tally
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils import timezone
from django.utils.timezone import localdate

from bench.city import ASKED, City, Size
from bench.pouring import clock, pour, pour_all
from wenming.doors.field.actions import commit, draw
from wenming.loop.cases.actions import title
from wenming.loop.cases.models import Case, CasePhoto, Sighting
from wenming.loop.cases.rules import Move, Source, State
from wenming.loop.inspections.models import Draw, Finding, Photo, Round, Stop, Visit
from wenming.loop.inspections.rules import RoundState, StopRole, StopState
from wenming.loop.rounds.actions import close, plan
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.rounds.plans import frame_of
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import FULL, Limit
from wenming.loop.terms.rules import Stage
from wenming.places.models import Site
from wenming.records.actions import enter
from wenming.records.models import Act, Counter, File, Notice, Seal

BETWEEN = timedelta(days=30)  # one round and the next
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
RUN = 2_000  # acts under a seal
PIECE = 5_000
PHOTOS = 100
ENDS = (State.CLOSED,) * 95 + (State.REFUSED,) * 2 + (State.WITHDRAWN,) * 3
STANDS = (  # of a hundred live cases
    *(State.FILED,) * 10,
    *(State.ASSIGNED,) * 15,
    *(State.TAKEN,) * 40,
    *(State.FIXED,) * 22,
    *(State.SHELVED,) * 8,
    *(State.RETURNED,) * 5,
)
STAGES = {
    State.FILED: Stage.DISPATCH,
    State.RETURNED: Stage.DISPATCH,
    State.ASSIGNED: Stage.TAKE,
    State.TAKEN: Stage.FIX,
    State.FIXED: Stage.REVIEW,
}
STEPS = {  # the way to each state: what was done, by whom
    State.FILED: (),
    State.REFUSED: (Move.REFUSE,),
    State.WITHDRAWN: (Move.ASSIGN, Move.WITHDRAW),
    State.ASSIGNED: (Move.ASSIGN,),
    State.RETURNED: (Move.ASSIGN, Move.RETURN),
    State.TAKEN: (Move.ASSIGN, Move.TAKE),
    State.SHELVED: (Move.ASSIGN, Move.TAKE, Move.SHELVE),
    State.FIXED: (Move.ASSIGN, Move.TAKE, Move.FIX),
    State.CLOSED: (Move.ASSIGN, Move.TAKE, Move.FIX, Move.CLOSE),
}
LEADS = {
    Move.REFUSE: State.REFUSED,
    Move.WITHDRAW: State.WITHDRAWN,
    Move.ASSIGN: State.ASSIGNED,
    Move.RETURN: State.RETURNED,
    Move.TAKE: State.TAKEN,
    Move.SHELVE: State.SHELVED,
    Move.FIX: State.FIXED,
    Move.CLOSE: State.CLOSED,
}
AFTER = (3 * HOUR, DAY, 4 * DAY, 2 * DAY)  # from one step to the next
LATEST = {Move.ASSIGN: "assigned", Move.TAKE: "taken", Move.FIX: "fixed", Move.CLOSE: "closed"}


def visit_id(number: int) -> str:
    """The id of a visit, rising with its number as ids of phones do."""
    return f"{0x018000000000 + number:012x}70008000{number:012x}"


def finding_id(number: int) -> str:
    """The id of a finding."""
    return f"{0x018000000000 + number:012x}70009000{number:012x}"


@dataclass(slots=True)
class Told:
    """Acts before they are poured, with what hangs on them."""

    first: int  # the number of the one before them
    acts: list[tuple[Any, ...]] = field(default_factory=list)
    notices: list[tuple[Any, ...]] = field(default_factory=list)
    mended: dict[int, int] = field(default_factory=dict)  # case -> the act that says so


class History:
    """Everything that has happened; `write` writes it down. Call it inside a transaction."""

    def __init__(self, city: City, size: Size) -> None:
        self.city, self.size, self.now = city, size, timezone.now()
        self.chance, self.clock = Random(size.cases), clock()
        self.visits = -(-size.findings // ASKED)
        self.rounds: list[Round] = []
        self.stops: list[list[Stop]] = []
        self.numbers: Tally[int] = Tally()
        self.after: list[tuple[Any, ...]] = []  # photographs after mending
        self.live = self.living()

    def write(self) -> tuple[Round, Round]:
        """All of it; the newest closed round, with its draw, and the open one."""
        for n in range(-(-self.visits // self.size.stops) - 1):
            self.old_round(n)
        newest = self.drawn_round("最近一轮", self.begun(len(self.rounds)))
        self.gone_to()
        self.seen()
        self.judged()
        self.cases()
        close(newest.pk, by=None, at=self.now - 3 * DAY)
        return newest, self.drawn_round("本轮", self.now - DAY)

    # Rounds and what was seen

    def begun(self, n: int) -> datetime:
        """When the n-th round began; the newest ended three days ago."""
        left = -(-self.visits // self.size.stops) - 1 - n
        return self.now - left * BETWEEN - 24 * DAY

    def old_round(self, n: int) -> None:
        """A closed round of long ago: its stops, and the frame they were drawn from."""
        at = self.begun(n)
        row = Round.objects.create(
            name=f"第{n + 1}轮实地测评",
            kind="assessment",
            edition=self.city.edition,
            area=self.city.root,
            state=RoundState.CLOSED.value,
            opened=at,
            closed=at + 21 * DAY,
        )
        frame = frame_of(row)
        sealed = dict.fromkeys(("frame_digest", "commitment", "kept", "seed"), "5" * 64)
        moments = {"committed": at, "drawn": at}
        Draw.objects.create(round=row, frame=frame, numbers={}, **sealed, **moments)
        strata = {code: stratum for stratum, code in frame}
        sites = self.chance.sample(self.city.sites, self.size.stops)
        stops = [
            Stop(
                round=row,
                site=site,
                stratum=strata[site.code],
                rank=rank,
                role=StopRole.DRAWN.value,
                group=self.city.groups[rank % len(self.city.groups)],
                state=StopState.VISITED.value,
            )
            for rank, site in enumerate(sites)
        ]
        self.rounds.append(row)
        self.stops.append(Stop.objects.bulk_create(stops, batch_size=500))

    def drawn_round(self, name: str, at: datetime) -> Round:
        """A round with a draw of its own, made by the verbs."""
        row = plan(RoundDraft(name, number=self.size.stops), by=None, at=at)
        commit(row.pk, seed="5" * 64, by=None, at=at)
        draw(row.pk, by=None, at=at)
        row.refresh_from_db()
        self.rounds.append(row)
        spread = row.stops.select_related("site").order_by(
            "rank", "pk"
        )  # every kind from the first
        self.stops.append(list(spread))
        return row

    def gone_to(self) -> None:
        """Somebody was at the stops of the newest round, as far as there are visits for them."""
        left = self.visits - (len(self.rounds) - 1) * self.size.stops
        keys = [stop.pk for stop in self.stops[-1][:left]]
        Stop.objects.filter(pk__in=keys).update(state=StopState.VISITED.value)

    def where(self, visit: int) -> tuple[int, Stop, datetime]:
        """The round of a visit, its stop, and when it ended."""
        n, at = divmod(visit, self.size.stops)
        step = 20 * DAY / self.size.stops
        return n, self.stops[n][at], self.begun(n) + at * step

    def seen(self) -> None:
        """Every visit."""
        columns = (
            *("id", "round_id", "site_id", "stop_id", "group_id", "by_id"),
            *("started", "ended", "received", "digest"),
        )
        pour(Visit, columns, self.visit_rows())

    def visit_rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows of visits."""
        people = {user.pk: user for user in self.city.inspectors}
        by_group: dict[int | None, int] = {}
        for key, group in zip(people, (g.pk for g in self.city.groups for _ in "ab"), strict=True):
            by_group.setdefault(group, key)
        for number in range(self.visits):
            n, stop, at = self.where(number)
            ended = self.clock(at)
            yield (
                *(visit_id(number), self.rounds[n].pk, stop.site_id, stop.pk, stop.group_id),
                *(by_group.get(stop.group_id), self.clock(at - HOUR), ended, ended, "0" * 64),
            )

    def judged(self) -> None:
        """Every finding: one in twelve is bad, some do not apply, the others are as they should be."""
        columns = ("id", "visit_id", "item_id", "verdict", "count", "note", "mark", "hundredths")
        pour(Finding, columns, self.finding_rows())

    def finding_rows(self) -> Iterator[tuple[Any, ...]]:
        """The rows of findings."""
        asked = {
            kind: [(item.pk, item.hundredths) for item in items]
            for kind, items in self.city.asked.items()
        }
        said = (("pass", "", FULL), ("fail", "现场可见", 0), ("na", "", None))
        number = 0
        for visit in range(self.visits):
            _n, stop, _at = self.where(visit)
            key = visit_id(visit)
            for item, hundredths in asked[stop.site.kind_id]:
                which = 1 if number % 12 == 0 else 2 if number % 17 == 5 else 0
                verdict, note, mark = said[which]
                yield finding_id(number), key, item, verdict, None, note, mark, hundredths
                number += 1

    # Cases

    def living(self) -> frozenset[int]:
        """Which cases are not at an end: most of them new, some of them old."""
        new = range(max(0, self.size.cases - 2 * self.size.live), self.size.cases)
        fresh = self.chance.sample(new, self.size.live * 4 // 5)
        old = self.chance.sample(range(new.start), min(new.start, self.size.live // 5))
        return frozenset(fresh + old)

    def cases(self) -> None:
        """Every case with what hangs on it, piece by piece; its acts and its words."""
        pour_all([self.photograph(n) for n in range(PHOTOS)])
        first = Act.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        told, alive = Told(first), set[tuple[int, int]]()
        for start in range(0, self.size.cases, PIECE):
            piece = [self.case(n, alive) for n in range(start, min(start + PIECE, self.size.cases))]
            pour_all(piece)
            for case in piece:
                self.steps(case, told)
            self.attached(piece, told)
            names = {stop.site_id: stop.site.name for stops in self.stops for stop in stops}
            enter("case", [(c.pk, title(c), names[c.site_id or 0]) for c in piece])
        self.acts(told)
        Counter.objects.bulk_create(
            Counter(name=f"case {year}", value=count) for year, count in self.numbers.items()
        )

    def case(self, n: int, alive: set[tuple[int, int]]) -> Case:
        """The n-th case: it stands where its state says, and got there step by step."""
        visit, place = divmod(12 * n, ASKED)
        r, stop, filed = self.where(visit)
        item = self.city.asked[stop.site.kind_id][place]
        state = ENDS[n % len(ENDS)]
        if n in self.live and (stop.site_id, item.pk) not in alive:
            state = STANDS[self.chance.randrange(len(STANDS))]
            alive.add((stop.site_id, item.pk))
        year = localdate(filed).year
        self.numbers[year] += 1
        case = Case(
            pk=n + 1,
            number=f"{year}-{self.numbers[year]:05}",
            state=state.value,
            source=Source.ROUND.value,
            round=self.rounds[r],
            site_id=stop.site_id,
            item=item,
            area_id=stop.site.area_id or self.city.root.pk,
            unit_id=self.city.in_charge[stop.site_id],
            group_id=stop.group_id,
            problem=self.problem(n, stop.site, item),
            limit=item.limit,
            filed=filed,
            stage_since=filed,
        )
        self.run(case, state)
        return case

    def problem(self, n: int, site: Site, item: Item) -> str:
        """What somebody wrote down."""
        places = ("东侧", "西侧", "入口处", "北门外", "停车场旁", "公交站旁", "拐角处")
        return f"{site.name}{places[n % len(places)]}：{item.text.partition('（')[0]}不到位，第{n % 97}处"

    def run(self, case: Case, state: State) -> None:
        """Set the moments of a case, and the clock of a live one."""
        at = case.filed
        for move, span in zip(STEPS[state], AFTER, strict=False):
            at = min(at + span, self.now)
            if name := LATEST.get(move):
                setattr(case, name, at)
        case.stage_since, case.steps = at, len(STEPS[state])
        case.due = case.filed + {Limit.AT_ONCE: 2, Limit.TERM: 8}.get(Limit(case.limit), 30) * DAY
        if case.fixed:
            case.fixed_by = self.city.liaisons[(case.unit_id or 1) % len(self.city.liaisons)]
        if case.closed:
            case.closed_by = self.city.office
        if state is State.SHELVED:
            case.plan = localdate(self.now + 60 * DAY)
        if state in STAGES:
            case.stage = STAGES[state].value
            case.stage_due = self.now + self.chance.randrange(-5 * 24, 10 * 24) * HOUR
            case.nudge = self.now + DAY

    def photograph(self, n: int) -> File:
        """A photograph, but for its bytes."""
        sha256 = hashlib.sha256(f"photograph {n}".encode()).hexdigest()
        return File(sha256=sha256, size=200_000, mime="image/jpeg", at=self.now)

    def attached(self, piece: list[Case], told: Told) -> None:
        """Sightings, and the photographs before and after mending."""
        shots = [self.photograph(n).pk for n in range(PHOTOS)]
        seen = [(case, UUID(finding_id(12 * (case.pk - 1)))) for case in piece]
        pour_all([Sighting(pk=c.pk, case=c, finding_id=f, at=c.filed) for c, f in seen])
        pour_all(
            [
                Photo(
                    pk=c.pk, finding_id=f, sha256=shots[c.pk % PHOTOS], file_id=shots[c.pk % PHOTOS]
                )
                for c, f in seen
            ]
        )
        after = [
            (c.pk, told.mended.pop(c.pk), shots[(c.pk + 1) % PHOTOS]) for c in piece if c.fixed
        ]
        self.after += [(case, case, act, shot, Move.FIX.value) for case, act, shot in after]

    def steps(self, case: Case, told: Told) -> None:
        """The acts of a case, and the notice to its unit's liaison."""
        facts = json.dumps({"title": title(case), "unit": case.unit_id}, ensure_ascii=False)
        before, at = State.FILED, case.filed
        self.act(told, case, (Move.FILE, State.SEEN, State.FILED), at, facts)
        for move, span in zip(STEPS[State(case.state)], AFTER, strict=False):
            at = min(at + span, self.now)
            self.act(told, case, (move, before, LEADS[move]), at, facts)
            before = LEADS[move]
            if move is Move.FIX:
                told.mended[case.pk] = told.first + len(told.acts)
            if move is Move.ASSIGN:
                reader = self.city.liaisons[(case.unit_id or 1) % len(self.city.liaisons)].pk
                moment = self.clock(at)
                read = moment if case.closed else None
                number = told.first + len(told.acts)
                told.notices.append((number, reader, moment, read, moment))

    def act(
        self, told: Told, case: Case, step: tuple[Move, State, State], at: datetime, facts: str
    ) -> None:
        """One act: told, and under a seal."""
        number, moment = told.first + len(told.acts) + 1, self.clock(at)
        move, before, after = (one.value for one in step)
        units = json.dumps([case.unit_id])
        told.acts.append(
            (
                *(number, moment, self.city.office.pk, "case", str(case.pk), move, before, after),
                *("", facts, units, "[]", moment, number // RUN + 1),
            )
        )

    def acts(self, told: Told) -> None:
        """All acts behind those the verbs have written, their seals and notices."""
        seals = (told.first + len(told.acts)) // RUN + 1
        Seal.objects.bulk_create(
            Seal(pk=n + 1, at=self.now, count=RUN, digest=f"{n:064x}") for n in range(seals)
        )
        columns = (
            *("id", "at", "by_id", "kind", "key", "move", "before", "after"),
            *("note", "facts", "units", "persons", "told", "seal_id"),
        )
        pour(Act, columns, told.acts)
        pour(Notice, ("act_id", "to_id", "at", "read", "sent"), told.notices)
        pour(CasePhoto, ("id", "case_id", "act_id", "file_id", "move"), self.after)


def built_on() -> str:
    """The database and its version."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sqlite_version()" if connection.vendor == "sqlite" else "SHOW server_version"
        )
        return f"{connection.vendor} {cursor.fetchone()[0]}"
