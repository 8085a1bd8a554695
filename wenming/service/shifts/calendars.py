"""A month as pages show it: the days of a post, and the people of a unit beside the days."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import NamedTuple

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext_lazy

from wenming.kit.days import Calendar
from wenming.kit.flow import open_to
from wenming.org.calendar import calendar
from wenming.org.models import User
from wenming.records.models import Act
from wenming.service.members.models import Member
from wenming.service.shifts.actions import powers_over
from wenming.service.shifts.models import PLACE_MOVES, PLACE_STATES, Place, Post, Shift
from wenming.service.shifts.rules import (
    PLACE_ARROWS,
    STANDING,
    Broken,
    PlaceMove,
    PlaceState,
    days_of,
)
from wenming.web.shapes import Happened
from wenming.web.words import Words

BREAKS: dict[str, Words] = {
    "unfit": gettext_lazy("没有有效的“{0}”资格"),
    "overlap": gettext_lazy("与 {0}—{1} 的班重叠"),
    "heads_full": gettext_lazy("人数已满（至多 {0} 人）"),
    "left": gettext_lazy("已离队"),
    "away": gettext_lazy("请了假"),
    "rest": gettext_lazy("两班之间只休息 {0} 小时，不足 {1} 小时"),
    "hours_over": gettext_lazy("当月达 {0} 小时，超过 {1} 小时"),
    "long_run": gettext_lazy("连值 {0} 天，超过 {1} 天"),
}


WEEK = (
    pgettext_lazy("星期", "一"),
    pgettext_lazy("星期", "二"),
    pgettext_lazy("星期", "三"),
    pgettext_lazy("星期", "四"),
    pgettext_lazy("星期", "五"),
    pgettext_lazy("星期", "六"),
    pgettext_lazy("星期", "日"),
)
LOOKS = {
    PlaceState.AGREED: "half",
    PlaceState.CAME: "ended",
    PlaceState.ABSENT: "refused",
    PlaceState.DROPPED: "paused",
    PlaceState.TAKEN_OFF: "refused",
}
STEPS: dict[str, Words] = {
    "put_on": gettext_lazy("排上"),
    "mark": gettext_lazy("点名"),
    "go": gettext_lazy("签退"),
}


def words_of(found: Iterable[Broken]) -> str:
    """What standing there would break, in words."""
    return _("；").join(str(BREAKS[one.rule]).format(*one.told) for one in found)


class Day(NamedTuple):
    """A day of a month: its number, its weekday, whether the city rests, whether it is today."""

    day: date
    rest: bool
    today: bool

    @property
    def week(self) -> str:
        """The weekday in one character or two letters."""
        return str(WEEK[self.day.weekday()])

    @property
    def label(self) -> str:
        """The day as a narrow page names it."""
        return _("%(day)s 日 周%(week)s") % {"day": self.day.day, "week": self.week}


def days(first: date, known: Calendar | None = None) -> list[Day]:
    """The days of a month, by the city's calendar."""
    known, today = known or calendar(), timezone.localdate()
    return [Day(day, not known.is_workday(day), day == today) for day in days_of(first)]


def clock(at: datetime) -> str:
    """A time of day here."""
    return f"{timezone.localtime(at):%H:%M}"


def hours_of(shift: Shift) -> str:
    """From when to when: 08:30—16:30."""
    return f"{clock(shift.start)}—{clock(shift.end)}"


class Standing(NamedTuple):
    """Somebody on a shift, as a post's day shows it."""

    name: str
    word: str  # of the state, where it is not plainly agreed


class Slot(NamedTuple):
    """A shift in a post's month, with who stands there and how many are missing."""

    shift: Shift
    hours: str
    people: list[Standing]
    missing: int


class PostDay(NamedTuple):
    """A day of a post."""

    day: Day
    slots: list[Slot]


def month_of_post(post: Post, first: date) -> list[PostDay]:
    """The days of a post with their shifts and people."""
    rows = Place.objects.exclude(state=PlaceState.TAKEN_OFF.value).select_related("member")
    places: dict[int, list[Place]] = defaultdict(list)
    for place in rows.filter(shift__post=post, shift__day__in=days_of(first)).order_by("pk"):
        places[place.shift_id].append(place)
    slots: dict[date, list[Slot]] = defaultdict(list)
    for shift in post.shifts.filter(day__in=days_of(first)).order_by("start"):
        on = places[shift.pk]
        heads = sum(place.state in STANDING for place in on)
        people = [Standing(str(p.member), said(p)) for p in on]
        slots[shift.day].append(Slot(shift, hours_of(shift), people, max(0, post.least - heads)))
    return [PostDay(day, slots[day.day]) for day in days(first)]


def said(place: Place) -> str:
    """The state of a place in words, where it is not plainly agreed."""
    state = PlaceState(place.state)
    return "" if state is PlaceState.AGREED else str(PLACE_STATES[state])


class Mark(NamedTuple):
    """A shift of one person on one day: one character where it is narrow, all of it elsewhere."""

    shift: int
    brief: str
    full: str
    look: str = ""  # "late" for what somebody must look at, "gone" for who did not stand there


class Cell(NamedTuple):
    """A day of one person."""

    day: Day
    marks: list[Mark]


class Row(NamedTuple):
    """The month of one person."""

    member: Member
    cells: list[Cell]
    minutes: int
    shifts: int


class Board(NamedTuple):
    """The month of a unit: its days, its people, and how many heads each day lacks."""

    days: list[Day]
    rows: list[Row]
    lacks: list[int]

    @property
    def lacking(self) -> int:
        """How many heads are missing in all."""
        return sum(self.lacks)


Seats = Mapping[int, Mapping[int, str]]  # shift -> member -> state


def seats_of(shifts: Iterable[Shift]) -> Seats:
    """Who stands on these shifts now, and who came or not."""
    rows = Place.objects.filter(shift__in=[s.pk for s in shifts])
    found: dict[int, dict[int, str]] = defaultdict(dict)
    shown = rows.exclude(state=PlaceState.TAKEN_OFF.value)
    for shift, member, state in shown.values_list("shift_id", "member_id", "state"):
        found[shift][member] = state
    return found


def board(
    first: date,
    members: Sequence[Member],
    shifts: Sequence[Shift],
    seats: Seats,
    *,
    late: frozenset[tuple[int, int]] = frozenset(),
) -> Board:
    """People beside days; `late` are (shift, member) somebody must look at."""
    marks: dict[tuple[int, date], list[Mark]] = defaultdict(list)
    minutes: dict[int, list[int]] = defaultdict(list)
    lacks: dict[date, int] = defaultdict(int)
    for shift in shifts:
        full = f"{shift.word} {hours_of(shift)} {shift.post.site}"
        seated, length = (
            seats.get(shift.pk, {}),
            int((shift.end - shift.start).total_seconds()) // 60,
        )
        for member, state in seated.items():
            look = "late" if (shift.pk, member) in late else "" if state in STANDING else "gone"
            told = "" if state == PlaceState.AGREED else f" {PLACE_STATES[PlaceState(state)]}"
            marks[member, shift.day].append(Mark(shift.pk, shift.word[0], full + told, look))
            if state in STANDING:
                minutes[member].append(length)
        heads = sum(state in STANDING for state in seated.values())
        lacks[shift.day] += max(0, shift.post.least - heads)
    shown = days(first)
    rows = [
        Row(
            member,
            [Cell(day, marks[member.pk, day.day]) for day in shown],
            sum(minutes[member.pk]),
            len(minutes[member.pk]),
        )
        for member in members
    ]
    return Board(shown, rows, [lacks[day.day] for day in shown])


def heads(post: Post) -> str:
    """How many a post wants, in words."""
    if post.least == post.most:
        return ngettext("%(n)s 人", "%(n)s 人", post.least) % {"n": post.least}
    facts = {"least": post.least, "wish": post.wish, "most": post.most}
    return _("%(least)s 至 %(most)s 人，希望 %(wish)s 人") % facts


class Line(NamedTuple):
    """A place as a page shows it, with what this reader may do."""

    place: Place
    hours: str
    moves: list[tuple[str, str]]

    @property
    def word(self) -> str:
        """Its state in words."""
        return str(PLACE_STATES[PlaceState(self.place.state)])

    @property
    def look(self) -> str:
        """The ring of its state."""
        return LOOKS[PlaceState(self.place.state)]

    @property
    def drops(self) -> bool:
        """Whether the reader may say that the member cannot come."""
        return any(code == PlaceMove.DROP_OUT.value for code, _word in self.moves)


def lines(places: Iterable[Place], by: User) -> list[Line]:
    """Places with their buttons."""
    return [line(place, place.shift, by) for place in places]


def line(place: Place, shift: Shift, by: User) -> Line:
    """A place with its buttons."""
    held = powers_over(shift.post, by)
    if place.member.user_id == by.pk:
        held |= {"stand"}
    begun = shift.start <= timezone.now()
    marks = {PlaceMove.COME, PlaceMove.MISS}
    moves = [
        (move.value, str(PLACE_MOVES[move]))
        for move in open_to(PLACE_ARROWS, PlaceState(place.state), held)
        if begun or move not in marks
    ]
    return Line(place, hours_of(shift), moves)


def happened(act: Act) -> Happened:
    """A step on a shift, as its page tells it."""
    moves = {move.value: word for move, word in PLACE_MOVES.items()}
    did = STEPS.get(act.move) or moves.get(act.move, act.move)
    what = str(act.facts.get("member", ""))
    if what.isdecimal():  # acts are sealed and bear no names, which can be taken away
        what = str(Member.objects.filter(pk=what).first() or "")
    if act.move == "mark":
        what = _("到岗 %(came)s，未到 %(absent)s") % act.facts
    return Happened(str(act.by or ""), str(did), what, act.note, act.at)
