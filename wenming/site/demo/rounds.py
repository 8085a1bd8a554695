"""How a round is played: planned, drawn, walked by the groups half a day at a time, closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from itertools import groupby
from random import Random

from django.db.models import QuerySet

from wenming.doors.field import actions as field
from wenming.doors.field.drafts import Outcome
from wenming.kit.flow import Refused
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import State
from wenming.loop.inspections.drafts import FindingDraft, VisitDraft
from wenming.loop.inspections.models import Stop
from wenming.loop.inspections.rules import RoundKind, StopRole
from wenming.loop.rounds import actions as rounds
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.standards.models import Item
from wenming.loop.standards.rules import Verdict
from wenming.org.models import Group, User
from wenming.places.models import Site
from wenming.site.demo import odds
from wenming.site.demo.chance import stream
from wenming.site.demo.chapters import PATROLLED, UNMENDED, Chapter
from wenming.site.demo.odds import Place
from wenming.site.demo.phrases import BACK, LOOKED_AT, SHUT
from wenming.site.demo.stage import Stage

HALVES = ((9, 5), (14, 35))  # when a group sets out
STEP = 34  # minutes from one place to the next
SENT = 6  # minutes after the last place at which the phone finds a network
NOON = 13


@dataclass(frozen=True, slots=True)
class Half:
    """Half a day of one group: where it goes, and when it sets out."""

    group: int
    begins: datetime
    stops: tuple[Stop, ...]

    @property
    def sent(self) -> datetime:
        """When what was seen is handed in."""
        return self.begins + timedelta(minutes=STEP * len(self.stops) + SENT)


class Played:
    """One round on the stage."""

    def __init__(self, chapter: Chapter, stage: Stage) -> None:
        self.chapter, self.stage = chapter, stage
        self.key = 0
        self.shut: set[str] = set()

    def arrange(self) -> None:
        """Put the round's own steps on the clock; its walks follow from the draw."""
        chapter, stage = self.chapter, self.stage
        eve = stage.day(chapter.opened)
        stage.arrange(stage.at(eve, 10, 20), self.open)
        begins = stage.at(stage.day(chapter.first), 8, 40)
        drawn = chapter.kind is RoundKind.ASSESSMENT
        if drawn:
            stage.arrange(stage.at(eve, 15, 30), self.commit)
        stage.arrange(begins, self.draw if drawn else self.start)
        stage.arrange(stage.at(stage.day(chapter.last), 17, 25), self.close)

    def open(self, at: datetime) -> None:
        """Plan it."""
        chapter, stage = self.chapter, self.stage
        drawn = chapter.kind is RoundKind.ASSESSMENT
        draft = RoundDraft(
            chapter.name,
            chapter.kind,
            chapter.edition,
            number=chapter.number if drawn else None,
            least=2 if drawn else None,
            certain=chapter.certain,
            starts=stage.day(chapter.first),
            ends=stage.day(chapter.last),
        )
        self.key = rounds.plan(draft, by=stage.troupe.office, at=at).pk

    def commit(self, at: datetime) -> None:
        """Publish the commitment to the seed and to the frame."""
        field.commit(self.key, seed=self.chapter.seed, by=self.stage.troupe.office, at=at)

    def draw(self, at: datetime) -> None:
        """Reveal the seed, draw, and send the groups out."""
        field.draw(self.key, seed=self.chapter.seed, by=self.stage.troupe.office, at=at)
        chance = stream("shut", self.chapter.name)
        self.hand_out(at)
        drawn = self.stops().filter(role=StopRole.DRAWN.value)
        codes = sorted(drawn.values_list("site__code", flat=True))
        self.shut = set(chance.sample(codes, self.chapter.replaced))
        self.send_out(self.stops())

    def start(self, at: datetime) -> None:
        """Begin a round that goes without a draw, at the places it is meant for."""
        looking_back = self.chapter.kind is RoundKind.LOOK_BACK
        codes = self.mended() if looking_back else self.patrolled()
        rounds.start(self.key, sites=codes, by=self.stage.troupe.office, at=at)
        if looking_back:
            chance = stream("back", self.chapter.name)
            self.shut = set(chance.sample(codes, min(UNMENDED, len(codes))))
            self.hand_back(at)
        self.hand_out(at)
        self.send_out(self.stops())

    def hand_back(self, at: datetime) -> None:
        """Whoever found it looks again."""
        for stop in Stop.objects.filter(round=self.key).select_related("site"):
            closed = Case.objects.filter(site=stop.site_id, state=State.CLOSED.value)
            group = Group.objects.filter(cases__in=closed).order_by("-cases__closed").first()
            if group and group.pk != stop.group_id:
                rounds.hand(stop.pk, group, by=self.stage.troupe.deputy, at=at)

    def hand_out(self, at: datetime) -> None:
        """The office gives to another group what the groups of the place may not judge."""
        for stop in Stop.objects.awaiting().filter(round=self.key, group=None):
            groups = sorted(Group.objects.all(), key=lambda group: group.pk)
            stream("hand", self.chapter.name, stop.site.code).shuffle(groups)
            for group in groups:
                try:
                    rounds.hand(stop.pk, group, by=self.stage.troupe.deputy, at=at)
                except Refused:
                    continue
                break

    def close(self, at: datetime) -> None:
        """End it."""
        rounds.close(self.key, by=self.stage.troupe.office, at=at)

    def stops(self) -> QuerySet[Stop]:
        """Its stops, with all that a walk asks of them."""
        rows = Stop.objects.filter(round=self.key).exclude(group=None)
        return rows.awaiting().select_related("site__kind", "site__area", "site")

    def mended(self) -> list[str]:
        """Places where something of an assessment was struck off since."""
        closed = Case.objects.filter(
            state=State.CLOSED.value, round__kind=RoundKind.ASSESSMENT.value, site__isnull=False
        )
        last = closed.order_by("-round", "site__code").values_list("site__code", flat=True)
        codes = list(dict.fromkeys(last))[: 3 * self.chapter.number]
        return sorted(stream("mended", self.chapter.name).sample(codes, self.chapter.number))

    def patrolled(self) -> list[str]:
        """Places a patrol goes to."""
        sites = Site.objects.active().filter(kind__name__in=PATROLLED).order_by("code")
        codes = list(sites.values_list("code", flat=True))
        return sorted(stream("patrol").sample(codes, self.chapter.number))

    # The walks

    def send_out(self, stops: Iterable[Stop]) -> None:
        """Give every group its half days: places of one community on one day."""
        chapter, stage = self.chapter, self.stage
        days = range(chapter.first, chapter.last + 1)
        halves = [stage.at(stage.day(n), *half) for n in days for half in HALVES]
        halves = halves[:-1]  # the round is closed in the afternoon of its last day
        there = sorted(stops, key=lambda s: (s.group_id or 0, place_key(s)))
        for group, each in groupby(there, key=lambda s: s.group_id or 0):
            mine = list(each)
            turn = stream("turn", chapter.name, mine[0].site.code).randrange(len(mine))
            for half in shared(group, mine, halves, turn):
                stage.arrange(half.sent, partial(self.walk, half))

    def walk(self, half: Half, at: datetime) -> None:
        """A group hands in what it saw in half a day."""
        who = self.stage.troupe.inspectors[half.group]
        drafts = []
        for n, stop in enumerate(half.stops):
            begins = half.begins + timedelta(minutes=STEP * n)
            if stop.site.code in self.shut and self.chapter.kind is RoundKind.ASSESSMENT:
                self.replace(stop, by=who, at=at)
            else:
                drafts.append(self.visit(stop, begins))
        for answer in field.receive(drafts, by=who, at=at):
            if answer.outcome is not Outcome.RECORDED:
                raise Refused("unrecorded", str(answer))

    def replace(self, stop: Stop, *, by: User, at: datetime) -> None:
        """Nobody could get in: the next of the draw takes its place, as soon as may be."""
        reason = stream("reason", stop.site.code).choice(SHUT)
        instead = rounds.replace(stop.pk, reason=reason, by=by, at=at).instead
        if instead is None:
            return
        self.hand_out(at)
        fresh = self.stops().get(pk=instead.pk)
        early = at.hour < NOON
        day = at.date() if early else self.stage.calendar.add_workdays(at.date(), 1)
        begins = self.stage.at(day, 16, 40) if early else self.stage.at(day, 8, 35)
        half = Half(fresh.group_id or 0, begins, (fresh,))
        self.stage.arrange(half.sent, partial(self.walk, half))

    def visit(self, stop: Stop, begins: datetime) -> VisitDraft:
        """What is seen at one place; nothing, perhaps, on a patrol."""
        chance = stream("visit", self.chapter.name, stop.site.code)
        begins += self.stage.jitter(chance, 9)
        ends = begins + timedelta(minutes=9) + self.stage.jitter(chance, 14)
        found = self.look(stop, ends, chance)
        return odds.visit(self.chapter.name, stop.site.code, (begins, ends), found, chance)

    def look(self, stop: Stop, at: datetime, chance: Random) -> list[FindingDraft]:
        """The findings at one place, as the kind of round wants them."""
        if self.chapter.kind is RoundKind.LOOK_BACK:
            return self.look_back(stop, at, chance)
        items = self.asked(stop.site.kind_id)
        place = Place(stop.site.code, stop.site.kind.name, self.street(stop))
        said = list(zip(items, odds.seen(place, items, self.chapter.shift, chance), strict=True))
        if self.chapter.kind is RoundKind.PATROL:  # the worst of it, or nothing
            bad = [pair for pair in said if pair[1] is Verdict.FAIL]
            said = [chance.choice(bad)] if bad else []
        album = self.stage.album
        return [odds.finding(item, v, album, at=at, chance=chance) for item, v in said]

    def look_back(self, stop: Stop, at: datetime, chance: Random) -> list[FindingDraft]:
        """What was mended there, looked at again."""
        closed = Case.objects.filter(site=stop.site_id, state=State.CLOSED.value)
        mended = {case.item: case for case in closed.select_related("item__edition") if case.item}
        back = stop.site.code in self.shut
        found = []
        for item in sorted((i for i in mended if self.asks(stop, i)), key=lambda i: i.path):
            verdict = Verdict.FAIL if back else Verdict.PASS
            back = False
            made = odds.finding(item, verdict, self.stage.album, at=at, chance=chance)
            note = chance.choice(BACK if verdict is Verdict.FAIL else LOOKED_AT)
            found.append(replace(made, note=f"{note}。{made.note}" if made.note else note))
        return found

    def asks(self, stop: Stop, item: Item) -> bool:
        """Whether the round's edition asks this item there."""
        return item.pk in {asked.pk for asked in self.asked(stop.site.kind_id)}

    def asked(self, kind: int) -> Sequence[Item]:
        """What is asked at sites of a kind."""
        return self.stage.asked(self.chapter.edition, kind)

    def street(self, stop: Stop) -> str:
        """The street or town a stop lies in."""
        return self.stage.streets.get(stop.site.area_id or 0, "")


def place_key(stop: Stop) -> tuple[str, str]:
    """Neighbours stand together."""
    return stop.site.area.path if stop.site.area else "", stop.site.code


def shared(
    group: int, stops: Sequence[Stop], halves: Sequence[datetime], turn: int
) -> Iterable[Half]:
    """A group's stops over its half days, evenly, in the order of the places from `turn` on."""
    stops = [*stops[turn:], *stops[:turn]]
    for n, half in enumerate(halves):
        chosen = stops[n * len(stops) // len(halves) : (n + 1) * len(stops) // len(halves)]
        if chosen:
            yield Half(group, half, tuple(chosen))
