"""How cases run on the stage: dispatched, taken, mended, judged, disputed, put off."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from random import Random

from wenming.kit.flow import Refused
from wenming.loop.cases.drafts import NOTHING, Given
from wenming.loop.cases.models import Case
from wenming.loop.cases.rules import Move, Source, State
from wenming.loop.casework.actions import assign_many, take
from wenming.loop.standards.rules import Limit, Scheme, Verdict
from wenming.loop.terms.rules import Stage as Term
from wenming.org.models import Unit, User
from wenming.site.demo.chance import stream
from wenming.site.demo.fates import Fate, Fates, Judgement, Pace, answer
from wenming.site.demo.phrases import CAUSES, MENDED, note
from wenming.site.demo.stage import Scene, Stage

WHOLE = 420  # working minutes of a day
HEAVY = frozenset({Limit.TERM.value})  # classes that may be shelved or prolonged
PROLONGED = 0.8  # of last year's problems whose time runs out unmended
LYING = 2  # working days for which what a unit gave back lies at the office
DONE = "已完成"  # what the feedback ledger says of what is mended


class Docket:
    """Every case of the story, with what is to become of it."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.fates = Fates()
        self.known: dict[int, tuple[Fate, Random]] = {}
        self.rows: dict[int, Case] = {}  # as the last step left them
        self.again: set[int] = set()  # those opened anew
        self.last = 0

    def welcome_feedback(self) -> None:
        """Last year's problems: what the ledger calls done is mended by now, the rest is not."""
        rows = Case.objects.filter(source=Source.FEEDBACK.value, assigned__isnull=False)
        for case in rows.order_by("pk"):
            chance = stream("feedback", case.project, case.problem)
            done = case.result.startswith(DONE)
            self.known[case.pk], self.rows[case.pk] = (Fate.PLAIN, chance), case
            scene = self.taking(case.pk)
            taken = self.arrange(case.filed, chance.uniform(60, 2 * WHOLE), scene)
            due = case.due if case.limit in HEAVY else None
            if due and not done and due < self.stage.now and chance.random() < PROLONGED:
                when = max(self.stage.later(due, -WHOLE), taken + timedelta(days=1))
                self.stage.arrange(when, partial(self.prolong, case.pk))
            if done:
                fixed = self.arrange(taken, chance.uniform(2, 22) * WHOLE, self.fixing(case.pk))
                judge = self.judging(case.pk, Move.CLOSE)
                self.arrange(fixed, chance.uniform(0.3, 3) * WHOLE, judge)

    # The office

    def dispatch(self, at: datetime) -> None:
        """The office looks through what is filed or came back, and sends it out."""
        self.welcome(at)
        rows = Case.objects.filter(state__in=[State.FILED.value, State.RETURNED.value])
        plain = []
        for case in rows.select_related("area").order_by("pk"):
            fate, chance = self.known[case.pk]
            if case.state == State.RETURNED.value:
                if self.stage.calendar.workdays_between(case.stage_since.date(), at.date()) > LYING:
                    self.send_on(case, chance, at)
            elif fate is Fate.REFUSED:
                self.move(case.pk, Move.REFUSE, at, by=self.stage.troupe.office)
            elif fate is Fate.MERGED and (rival := self.rival(case)):
                self.move(case.pk, Move.MERGE, at, Given(into=rival), by=self.stage.troupe.office)
            elif case.unit_id is None:
                self.move(
                    case.pk, Move.ASSIGN, at, self.to(case, chance), by=self.stage.troupe.office
                )
                self.follow(case.pk, at)
            else:
                plain.append(case.pk)
        for case in assign_many(plain, by=self.stage.troupe.office, at=at).done:
            self.rows[case.pk] = case
            self.follow(case.pk, at)

    def welcome(self, at: datetime) -> None:
        """Draw the fates of cases that are new; what was opened anew begins again."""
        new = Case.objects.filter(pk__gt=self.last).exclude(source=Source.FEEDBACK.value)
        names = ("pk", "limit", "filed", "round__name", "site__code", "item__code")
        for pk, limit, filed, *key in new.order_by("pk").values_list(*names):
            chance = stream("fate", *key)
            age = self.stage.age(filed)
            fate = self.fates.mark(age, long=limit in HEAVY) or self.fates.draw(chance)
            self.known[pk] = fate, chance
            self.last = pk
        back = Case.objects.filter(reopened__gt=0, state=State.ASSIGNED.value)
        for case in back.exclude(pk__in=self.again).select_related("area"):
            self.again.add(case.pk)
            self.rows[case.pk], self.known[case.pk] = case, (Fate.PLAIN, self.known[case.pk][1])
            self.follow(case.pk, at)

    def rival(self, case: Case) -> int | None:
        """Another case that is open at the same place."""
        live = Case.objects.live().filter(site=case.site_id).exclude(pk=case.pk)
        return live.order_by("pk").values_list("pk", flat=True).first()

    def to(self, case: Case, chance: Random) -> Given:
        """A unit that is not the one the case was with."""
        helping = list(case.assists.order_by("order").values_list("pk", flat=True))
        others = [pk for pk in helping if pk != case.unit_id]
        if not others:
            units = Unit.objects.responsible().order_by("order").values_list("pk", flat=True)
            others = [pk for pk in units if pk != case.unit_id]
        return Given(unit=chance.choice(others), note=note(Move.HAND_OVER, chance))

    def send_on(self, case: Case, chance: Random, at: datetime) -> None:
        """What came back goes to another unit."""
        given = self.to(case, chance)
        self.move(case.pk, Move.ASSIGN, at, Given(unit=given.unit), by=self.stage.troupe.deputy)
        self.known[case.pk] = Fate.PLAIN, chance
        self.follow(case.pk, at)

    # What follows an assignment

    def follow(self, key: int, at: datetime) -> None:
        """A case is with its unit: what its fate makes of it."""
        fate, chance = self.known[key]
        case = self.rows[key]
        pace = Pace.drawn(chance, laggard=case.unit_id in self.stage.laggards)
        way = WAYS.get(fate if self.fits(case, fate) else Fate.PLAIN, Docket.plainly)
        way(self, case, pace, at)

    def fits(self, case: Case, fate: Fate) -> bool:
        """Whether a fate may befall a case: only what takes long is put off."""
        long = fate in {Fate.SHELVED, Fate.RESUMED, Fate.EXTENDED}
        return not long or case.limit in HEAVY

    def minutes(self, case: Case, term: Term) -> int:
        """Working minutes of a limit of a case."""
        return self.stage.limits.minutes(term, Limit(case.limit))

    def arrange(self, since: datetime, minutes: float, scene: Scene) -> datetime:
        """Put a scene on the clock, so many working minutes on; when it will be."""
        when = self.stage.later(since, minutes)
        self.stage.arrange(when, scene)
        return when

    def plainly(self, case: Case, pace: Pace, at: datetime) -> None:
        """Taken, mended, judged."""
        taken = self.arrange(at, pace.take * self.minutes(case, Term.TAKE), self.taking(case.pk))
        self.mend(case, pace, taken)

    def untaken(self, case: Case, pace: Pace, at: datetime) -> None:
        """It lies there."""

    def unmended(self, case: Case, pace: Pace, at: datetime) -> None:
        """It is taken, and that is all."""
        self.arrange(at, pace.take * self.minutes(case, Term.TAKE), self.taking(case.pk))

    def unjudged(self, case: Case, pace: Pace, at: datetime) -> None:
        """It is mended, and nobody comes to look."""
        taken = self.arrange(at, pace.take * self.minutes(case, Term.TAKE), self.taking(case.pk))
        self.arrange(taken, pace.fix * self.minutes(case, Term.FIX), self.fixing(case.pk))

    def returned(self, case: Case, pace: Pace, at: datetime) -> None:
        """The unit says it is not theirs."""
        scene = partial(self.by_unit, case.pk, Move.RETURN)
        self.arrange(at, pace.take * self.minutes(case, Term.TAKE), scene)

    def handed_over(self, case: Case, pace: Pace, at: datetime) -> None:
        """Taken, then handed over to another."""
        taken = self.arrange(at, pace.take * self.minutes(case, Term.TAKE), self.taking(case.pk))
        self.arrange(taken, 0.3 * WHOLE, partial(self.hand_over, case.pk))

    def shelved(self, case: Case, pace: Pace, at: datetime) -> None:
        """Put off with a date."""
        taken = self.arrange(at, pace.take * self.minutes(case, Term.TAKE), self.taking(case.pk))
        self.arrange(taken, 1.5 * WHOLE, partial(self.shelve, case.pk, False))

    def resumed(self, case: Case, pace: Pace, at: datetime) -> None:
        """Put off for a while."""
        taken = self.arrange(at, pace.take * self.minutes(case, Term.TAKE), self.taking(case.pk))
        self.arrange(taken, 1.5 * WHOLE, partial(self.shelve, case.pk, True))

    def appealed(self, case: Case, pace: Pace, at: datetime) -> None:
        """The unit disputes what was found; then all goes on."""
        taken = self.arrange(at, pace.take * self.minutes(case, Term.TAKE), self.taking(case.pk))
        self.arrange(taken, 0.2 * self.minutes(case, Term.FIX), partial(self.appeal, case.pk, pace))

    def extended(self, case: Case, pace: Pace, at: datetime) -> None:
        """More time is asked for; then all goes on."""
        taken = self.arrange(at, pace.take * self.minutes(case, Term.TAKE), self.taking(case.pk))
        self.arrange(taken, 0.6 * self.minutes(case, Term.FIX), partial(self.ask, case.pk, pace))

    def mend(self, case: Case, pace: Pace, since: datetime) -> None:
        """Mended and judged, from when it was taken on."""
        fixed = self.arrange(since, pace.fix * self.minutes(case, Term.FIX), self.fixing(case.pk))
        review = self.minutes(case, Term.REVIEW)
        for _ in range(pace.sent_back):
            back = self.arrange(fixed, pace.review * review, self.judging(case.pk, Move.SEND_BACK))
            again = 0.7 * self.minutes(case, Term.REFIX)
            fixed = self.arrange(back, again, self.fixing(case.pk))
        self.arrange(fixed, pace.review * review, self.judging(case.pk, Move.CLOSE))

    # Single steps

    def move(
        self, key: int, move: Move, at: datetime, given: Given = NOTHING, *, by: User
    ) -> Case | None:
        """Take a step; None where things have gone another way meanwhile."""
        chance = self.known[key][1]
        if not given.note:
            given = replace(given, note=note(move, chance))
        try:
            limits = self.stage.limits
            self.rows[key] = take(key, move, given, by=by, at=at, limits=limits)
        except Refused as no:
            if no.reason not in {"state", "appealed", "live", "others"}:
                raise
            return None
        return self.rows[key]

    def by_unit(self, key: int, move: Move, at: datetime, given: Given = NOTHING) -> Case | None:
        """A step by the liaison of the unit that has the case."""
        who = self.stage.troupe.liaisons[self.rows[key].unit_id or 0]
        return self.move(key, move, at, given, by=who)

    def taking(self, key: int) -> Scene:
        """The unit takes it on."""
        return partial(self.by_unit, key, Move.TAKE)

    def fixing(self, key: int) -> Scene:
        """The unit reports it mended."""
        return partial(self.fix, key)

    def fix(self, key: int, at: datetime) -> None:
        """Mended, with a photograph where one is asked for."""
        case, chance = self.rows[key], self.known[key][1]
        limit = Limit(case.limit)
        photos = (self.stage.album.pick_mended(chance),) if case.wants_photo else ()
        words = chance.choice(MENDED[limit])
        cause = "" if case.cause else chance.choice(CAUSES[limit])
        given = Given(note=words, cause=cause, measure=case.measure or words, photos=photos)
        self.by_unit(key, Move.FIX, at, given)

    def judging(self, key: int, move: Move) -> Scene:
        """Somebody else looks at what was mended."""
        return partial(self.judge, key, move)

    def judge(self, key: int, move: Move, at: datetime) -> None:
        """The group that found it judges; the office, where it is the group's own."""
        case, troupe = self.rows[key], self.stage.troupe
        people = troupe.heads if self.known[key][1].random() < 0.3 else troupe.inspectors
        own = case.group_id is None or troupe.serve.get(case.unit_id or 0) == case.group_id
        self.move(key, move, at, by=troupe.deputy if own else people[case.group_id or 0])

    def hand_over(self, key: int, at: datetime) -> None:
        """The office gives it to another unit, where it starts again."""
        case, chance = self.rows[key], self.known[key][1]
        given = self.to(case, chance)
        if self.move(key, Move.HAND_OVER, at, given, by=self.stage.troupe.office):
            self.known[key] = Fate.PLAIN, chance
            self.follow(key, at)

    def shelve(self, key: int, for_a_while: bool, at: datetime) -> None:
        """Put off; resumed on the day of the plan where it is for a while."""
        chance = self.known[key][1]
        days = chance.randrange(12, 25) if for_a_while else chance.randrange(100, 240)
        plan = at.date() + timedelta(days=days)
        shelved = self.move(key, Move.SHELVE, at, Given(plan=plan), by=self.stage.troupe.office)
        if shelved and for_a_while:
            self.stage.arrange(self.stage.at(plan, 9, 40), partial(self.resume, key))

    def resume(self, key: int, at: datetime) -> None:
        """Work begins again."""
        case = self.move(key, Move.RESUME, at, by=self.stage.troupe.deputy)
        if case:
            self.mend(case, Pace.drawn(self.known[key][1], laggard=False), at)

    def ask(self, key: int, pace: Pace, at: datetime) -> None:
        """More time: asked, and answered by the office within a day or so."""
        case, chance = self.rows[key], self.known[key][1]
        due = max(case.due or at, at)
        until = self.stage.calendar.add_workdays(due.date(), chance.randrange(3, 8))
        if self.by_unit(key, Move.ASK, at, Given(until=until)):
            minutes = chance.uniform(0.4, 1.4) * WHOLE
            self.arrange(at, minutes, partial(self.answer_ask, key, pace))

    def prolong(self, key: int, at: datetime) -> None:
        """More time for what takes long, granted on the day after; it is still being mended."""
        until = self.stage.day(self.known[key][1].randrange(5, 25))
        if self.by_unit(key, Move.ASK, at, Given(until=until)):
            self.arrange(
                at, WHOLE, partial(self.move, key, Move.GRANT, by=self.stage.troupe.office)
            )

    def answer_ask(self, key: int, pace: Pace, at: datetime) -> None:
        """Granted, mostly."""
        yes = answer(self.known[key][1], yes=0.78) is Judgement.YES
        move = Move.GRANT if yes else Move.DENY
        case = self.move(key, move, at, by=self.stage.troupe.office)
        if case:
            self.mend(case, Pace(pace.take, 0.55, pace.review, pace.sent_back), at)

    def appeal(self, key: int, pace: Pace, at: datetime) -> None:
        """What was found is disputed, and judged within some days."""
        seen = self.rows[key].sightings.order_by("at").first()
        if seen and self.by_unit(key, Move.APPEAL, at, Given(finding=seen.finding_id)):
            minutes = self.known[key][1].uniform(1.0, 3.0) * WHOLE
            self.arrange(at, minutes, partial(self.answer_appeal, key, pace))

    def answer_appeal(self, key: int, pace: Pace, at: datetime) -> None:
        """Upheld, in part, or dismissed."""
        case = Case.objects.select_related("item").get(pk=key)
        said = answer(self.known[key][1], yes=0.3, partly=0.15)
        counted = case.item is not None and case.item.scheme != Scheme.BINARY
        office = self.stage.troupe.office
        if said is Judgement.YES and self.move(key, Move.UPHOLD, at, by=office):
            return
        if said is Judgement.PARTLY and counted:
            given = Given(verdict=Verdict.FAIL, count=1)
            self.move(key, Move.AMEND, at, given, by=office)
        else:
            self.move(key, Move.DISMISS, at, by=office)
        self.mend(case, pace, at)


WAYS: dict[Fate, Callable[[Docket, Case, Pace, datetime], None]] = {
    Fate.RETURNED: Docket.returned,
    Fate.HANDED_OVER: Docket.handed_over,
    Fate.SHELVED: Docket.shelved,
    Fate.RESUMED: Docket.resumed,
    Fate.APPEALED: Docket.appealed,
    Fate.EXTENDED: Docket.extended,
    Fate.UNTAKEN: Docket.untaken,
    Fate.UNMENDED: Docket.unmended,
    Fate.UNJUDGED: Docket.unjudged,
}
