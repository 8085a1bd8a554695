"""One of every thing an address can name, in River City, made by the real verbs."""

import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core import signing
from django.test import Client
from django.utils import timezone
from django.utils.timezone import localdate

from tests.adoptions.street import Streets
from tests.fieldwork import SEED
from tests.service.drive import Drive
from tests.world import World, person
from wenming.adoptions.actions import wish
from wenming.adoptions.rules import WishKind
from wenming.doors.field import actions as field
from wenming.doors.workbooks.actions import keep_upload
from wenming.doors.workbooks.views import SALT
from wenming.duties.models import Charge
from wenming.kit.ids import new_id
from wenming.loop.cases.drafts import Given
from wenming.loop.cases.models import Case, Sighting
from wenming.loop.cases.rules import Move
from wenming.loop.casework.actions import take
from wenming.loop.inspections.drafts import FindingDraft, VisitDraft
from wenming.loop.inspections.models import Round
from wenming.loop.inspections.rules import RoundKind
from wenming.loop.rounds import actions as rounds
from wenming.loop.rounds.drafts import RoundDraft
from wenming.loop.scores.actions import reckon
from wenming.loop.standards.models import Bar, Edition, Item, Profile
from wenming.loop.standards.rules import Verdict
from wenming.org.models import User
from wenming.org.rules import Role
from wenming.places.models import Site
from wenming.proposals.actions import ask_for
from wenming.proposals.rules import Kind, Work
from wenming.proposals.tasks import made
from wenming.records.actions import keep_file
from wenming.records.models import Act, Notice
from wenming.service.members import actions as members
from wenming.service.members.drafts import MemberDraft, WishDraft
from wenming.service.members.rules import WishKind as Say
from wenming.service.orders.actions import place
from wenming.service.orders.drafts import OrderDraft
from wenming.service.rosters.rules import about
from wenming.service.shifts.actions import make_month, put_on, set_pattern, set_post
from wenming.service.shifts.drafts import PatternDraft, PostDraft
from wenming.service.shifts.rules import spans
from wenming.service.stations.actions import book, set_offer, set_station, set_venue
from wenming.service.stations.drafts import OfferDraft, StationDraft, VenueDraft, Wanted
from wenming.service.stations.rules import StationKind, VenueKind
from wenming.service.volunteers.actions import apply
from wenming.service.volunteers.actions import take as admit
from wenming.service.volunteers.drafts import TeamDraft
from wenming.service.volunteers.rules import WEEK, TeamMove
from wenming.staff.actions import make_key

BOOK = "单位名称,单位类别\n市审计局,部门\n".encode()
JPEG = b"\xff\xd8\xff\xe0" + b"a picture" * 10


class Specimens(World):
    """River City in the middle of its work.

    `keys` says what a word in capitals stands for in an address: "/cases/FIXED/" is a case that
    was reported mended.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = timezone.now()
        self.group_head = person("zheng", Role.GROUP_HEAD, area=self.city, group=self.first)
        self.chief = person("feng", Role.UNIT_HEAD, unit=self.street)
        self.keys: dict[str, object] = {
            "AREA": self.east.pk,
            "EDITION": self.edition.pk,
            "YEAR": self.edition.code,
            "CITY": self.city.code,
            "ITEM": self.litter.pk,
            "KIND": self.lane.pk,
            "SITE": self.sites[1].pk,
            "CODE": self.sites[1].code,
            "UNIT": self.street.pk,
            "GROUP": self.first.pk,
            "UPLOAD": self.upload(),
            "CHARGE": Charge.objects.filter(unit=self.street).latest("pk").pk,
            "HELD": self.head.appointments.get().pk,
            "KEY": self.key_of(self.office),
            "USER": self.head.pk,
        }
        self.standards()
        self.rounds()
        self.visits()
        self.service()
        self.campaign()
        self.cases()
        self.proposals()
        self.tours()
        self.stations()
        told = Act.objects.filter(kind="case").latest("pk")
        self.keys |= {"NOTICE": Notice.objects.create(act=told, to=self.office, at=self.now).pk}

    def key_of(self, user: User) -> int:
        """Somebody's key for a machine."""
        make_key("汇总", until=None, by=user, at=self.now)
        return user.tokens.get().pk

    def sign_in(self, roles: Iterable[str]) -> None:
        """A browser of each of these people, as its cookies."""
        self.cookies: dict[str, str] = {}
        for role in roles:
            client = Client()
            client.force_login(getattr(self, role))
            self.cookies[role] = client.cookies.output(header="", sep=";")

    def said(self, what: Any) -> Any:
        """An address, or what is sent to it, with the things it names."""
        if isinstance(what, str):
            return re.sub(r"[A-Z]{3,}", lambda word: str(self.keys[word[0]]), what)
        if isinstance(what, dict):
            return {self.said(name): self.said(value) for name, value in what.items()}
        return [self.said(one) for one in what] if isinstance(what, list) else what

    def standards(self) -> None:
        """A draft beside the edition in force, of the same standards and with one entry that bars."""
        Profile.objects.create(edition=self.edition, methods={"实地考察": 100}, years=[100])
        draft = Edition.objects.create(code="2027", name="测评体系", year=2027, state="draft")
        rows: dict[str, Item] = {}
        for item in self.edition.items.select_related("parent").order_by("path"):
            above = rows[item.parent.path] if item.parent else None
            item.pk, item.edition, item.parent = None, draft, above
            item.save()
            rows[item.path] = item
        bar = Bar.objects.create(edition=draft, order=1, text="重大事故")
        self.keys |= {"DRAFT": draft.pk, "BAR": bar.pk}

    def proposals(self) -> None:
        """An allocation of streets that is ready, and a wish it heeds."""
        streets = Streets(self)
        first = wish(
            streets.units[3], streets.sites[1], WishKind.WANTS, by=self.office, at=self.now
        )
        asked = ask_for(Kind.ADOPTIONS, "2026", {}, Work(), by=self.office, at=self.now)
        row = made(asked, lambda: self.now)
        self.keys |= {"PROPOSAL": row.pk, "WISH": first.pk, "SEGMENT": streets.sites[0].pk}

    def stations(self) -> None:
        """A station of the street's with a venue that is booked, a team that applied, an order."""
        told: dict[str, Any] = {"by": self.office, "at": self.now}
        draft = StationDraft(
            StationKind.STATION, "东街道实践站", self.east.pk, self.street.pk, lon=98.3, lat=39.7
        )
        station = set_station(draft, **told)
        hall = set_venue(station.pk, VenueDraft("大厅", VenueKind.HALL, 50), **told)
        start = self.now.replace(year=2199, hour=2, minute=0, second=0, microsecond=0)
        booked = Wanted(hall.pk, start, start + timedelta(hours=1), "排练")
        offer = set_offer(OfferDraft("上门理发", "理发"), **told)
        today = localdate(self.now)
        order = OrderDraft(new_id(), station.pk, offer.pk, "王奶奶", today, today, address="1号院")
        crew = apply(TeamDraft(self.roads.pk, "住建队", ("理发",), ("0-morning",)), **told)
        served = TeamDraft(self.roads.pk, "老队", ("理发",), WEEK, lon=98.3, lat=39.7)
        admit(apply(served, **told).pk, TeamMove.ADMIT, **told)
        ordered = place(order, **told)
        asked = ask_for(Kind.MATCHES, today.isoformat(), {}, Work(), by=self.office, at=self.now)
        self.keys |= {
            "MATCHED": made(asked, lambda: self.now).pk,
            "STATION": station.pk,
            "VENUE": hall.pk,
            "BOOKING": book(booked, **told).pk,
            "OFFER": offer.pk,
            "ORDERED": ordered.pk,
            "CREW": crew.pk,
            "OTHER": self.roads.pk,
            "TODAY": today.isoformat(),
        }

    def rounds(self) -> None:
        """One being recorded, one planned, one committed to, one over, and a patrol."""
        self.open = self.drawn("一季度")
        over = self.drawn("去年末")
        self.see(over, self.sites[0], bad=())
        rounds.close(over.pk, by=self.office, at=self.now)
        reckon(Round.objects.get(pk=over.pk), at=self.now)
        planned = self.plan("二季度")
        ready = self.plan("三季度")
        rounds.commit(ready.pk, seed=SEED, by=self.office, at=self.now)
        patrol = self.plan("夜市巡查", RoundKind.PATROL)
        rounds.start(patrol.pk, by=self.office, at=self.now)
        stops = self.open.stops.filter(group=self.first)
        self.keys |= {
            "ROUND": self.open.pk,
            "OVER": over.pk,
            "PLANNED": planned.pk,
            "READY": ready.pk,
            "PATROL": patrol.pk,
            "STOP": stops.get(site=self.sites[0]).pk,
        }

    def tours(self) -> None:
        """Tours of the round under way that are ready."""
        ask, by, at = {"days": 2}, self.office, self.now
        asked = ask_for(Kind.TOURS, str(self.open.pk), ask, Work(effort=1), by=by, at=at)
        row = made(asked, lambda: self.now)
        legs = [stop for _day, _user, stops in row.plan["tours"] for stop in stops]
        self.keys |= {"TOURS": row.pk, "DAY": row.plan["tours"][0][0], "LEG": legs[0]}

    def plan(self, name: str, kind: RoundKind = RoundKind.ASSESSMENT) -> Round:
        """A round of the whole city."""
        return rounds.plan(RoundDraft(name, kind), by=self.office, at=self.now)

    def drawn(self, name: str) -> Round:
        """An assessment of all five sites."""
        row = self.plan(name)
        rounds.commit(row.pk, seed=SEED, by=self.office, at=self.now)
        rounds.draw(row.pk, by=self.office, at=self.now)
        return Round.objects.get(pk=row.pk)

    def see(self, round_: Round, site: Site, *, bad: tuple[Item, ...]) -> VisitDraft:
        """A visit of the first group's inspector; every bad item with a photograph."""
        picture = keep_file(JPEG, name="a.jpg", by=self.inspector, at=self.now)
        findings = tuple(
            FindingDraft(
                id=new_id(),
                item=item.code,
                verdict=Verdict.FAIL if item in bad else Verdict.PASS,
                count=1 if item in bad else None,
                photos=(picture.pk,) if item in bad else (),
            )
            for item in (self.litter, self.stalls, self.signs)
        )
        began = self.now - timedelta(minutes=10)
        draft = VisitDraft(new_id(), round_.name, site.code, began, self.now, findings)
        answer = field.take_in(draft, by=self.inspector, at=self.now, door="form")
        assert answer.faults == ()
        self.keys |= {"PHOTO": picture.pk}
        return draft

    def service(self) -> None:
        """A post of the street's at its lane, with a shift tomorrow on which somebody stands."""
        told: dict[str, Any] = {"by": self.mender, "at": self.now}
        [one, other] = members.add(
            [MemberDraft(self.street.pk, name) for name in ("甲", "乙")], **told
        )
        pattern = set_pattern(PatternDraft("白班", tuple(spans("白班 09:00-17:00"))), **told)
        draft = PostDraft(self.sites[1].pk, "劝导", self.street.pk, pattern.pk)
        post = set_post(draft, **told)
        tomorrow = localdate(self.now) + timedelta(days=1)
        make_month([post.pk], tomorrow.replace(day=1), **told)
        shift = post.shifts.get(day=tomorrow)
        place = put_on(shift.pk, one.pk, **told)
        away = WishDraft(Say.AWAY, tomorrow, tomorrow)
        asked: dict[str, Any] = {"by": self.office, "at": self.now}
        key = about(self.street.pk, f"{tomorrow:%Y-%m}")
        roster = made(ask_for(Kind.ROSTERS, key, {}, Work(seconds=5, effort=0), **asked))
        self.keys |= {
            "PATTERN": pattern.pk,
            "STAND": post.pk,
            "SHIFT": shift.pk,
            "PLACE": place.pk,
            "MEMBER": other.pk,
            "LEAVE": members.wish(other.pk, away, **told).pk,
            "MONTH": f"{tomorrow:%Y-%m}",
            "ROSTER": roster.pk,
            "TOMORROW": tomorrow.isoformat(),
        }

    def campaign(self) -> None:
        """A clean-up day on which the market bureau has reported and the street has not."""
        self.drive = drive = Drive(self)
        row = drive.report()
        self.keys |= {"DRIVE": drive.row.pk, "RETURN": row.pk, "COUNTED": drive.vehicles.pk}
        self.keys |= {"WEIGHED": drive.tonnes.pk, "BUREAU": self.market.pk}

    def visits(self) -> None:
        """A lane in the east, where nothing was in order."""
        draft = self.see(self.open, self.sites[1], bad=(self.litter, self.stalls, self.signs))
        self.keys |= {"VISIT": draft.id, "FINDING": draft.findings[1].id}

    def cases(self) -> None:
        """Three cases of the street's: filed, being mended, reported mended."""
        filed, taken, fixed = Case.objects.filter(site=self.sites[1]).order_by("pk")
        for case in (taken, fixed):
            self.step(case, Move.ASSIGN, self.office, unit=self.street.pk)
            self.step(case, Move.TAKE, self.mender)
        sighting = Sighting.objects.get(case=fixed)
        later = (self.now + timedelta(days=200)).date()
        self.step(taken, Move.ASK, self.mender, note="等料", until=later)
        self.step(fixed, Move.FIX, self.mender, note="已清理")
        self.keys |= {"FILED": filed.pk, "TAKEN": taken.pk, "FIXED": fixed.pk}
        self.keys |= {"SIGHTED": sighting.pk, "NUMBER": fixed.number}

    def step(self, case: Case, move: Move, by: Any, **given: Any) -> None:
        """Take a step on a case."""
        take(case.pk, move, Given(**given), by=by, at=self.now)

    def upload(self) -> str:
        """A workbook handed in and not yet decided on, as its preview's address names it."""
        sha256 = keep_upload([BOOK], name="units.csv", at=self.now)
        return signing.dumps([sha256, "units.csv", "units", "", ""], salt=SALT, compress=True)
