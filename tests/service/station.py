"""A practice station of River City: two venues, a menu of three, two teams; the day is Monday, 2 March 2026."""

from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from tests.world import MONDAY, World, person
from wenming.org.rules import Role
from wenming.service.orders.actions import place
from wenming.service.orders.drafts import Given, OrderDraft
from wenming.service.orders.models import Order
from wenming.service.stations.actions import set_offer, set_station, set_venue
from wenming.service.stations.drafts import OfferDraft, StationDraft, VenueDraft
from wenming.service.stations.rules import StationKind, VenueKind
from wenming.service.volunteers.actions import apply, take
from wenming.service.volunteers.drafts import TeamDraft
from wenming.service.volunteers.rules import WEEK, Part, TeamMove

TUESDAY = date(2026, 3, 3)


class Town:
    """The station is run by the street; `host` dispatches there, `captain` leads the market's team."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.office, self.host, self.captain = world.office, world.mender, world.liaison
        self.asker = person("lao", Role.LEADER, area=world.west)
        self.second = person("gao", Role.LIAISON, unit=world.roads)  # leads the other team
        self.told: dict[str, Any] = {"by": self.office, "at": MONDAY}
        self.centre = set_station(
            StationDraft(StationKind.CENTRE, "江城市中心", world.city.pk, world.roads.pk),
            **self.told,
        )
        self.station = set_station(
            StationDraft(
                StationKind.OFFICE,
                "东街道实践所",
                world.east.pk,
                world.street.pk,
                parent=self.centre.pk,
                lon=98.3,
                lat=39.7,
            ),
            **self.told,
        )
        told: dict[str, Any] = {"by": self.host, "at": MONDAY}
        self.hall = set_venue(self.station.pk, VenueDraft("大厅", VenueKind.HALL, 50), **told)
        self.room = set_venue(self.station.pk, VenueDraft("教室", VenueKind.CLASSROOM, 20), **told)
        self.hair = set_offer(OfferDraft("上门理发", "理发"), **self.told)
        self.talk = set_offer(
            OfferDraft("法律讲座", "普法", 90, 40, hall=VenueKind.HALL), **self.told
        )
        self.team = self.crew("市场服务队", world.market.pk, "理发", "普法")
        self.other = self.crew("住建服务队", world.roads.pk, "理发")

    def crew(self, name: str, unit: int, *skills: str) -> Any:
        """A team that is admitted and serves at any time."""
        draft = TeamDraft(unit, name, skills, WEEK, lon=98.31, lat=39.7)
        team = apply(draft, **self.told)
        return take(team.pk, TeamMove.ADMIT, **self.told)

    def draft(self, number: int = 1, **over: Any) -> OrderDraft:
        """Somebody wants a haircut this week."""
        plain = OrderDraft(
            key=UUID(int=number),
            station=self.station.pk,
            offer=self.hair.pk,
            name="王奶奶",
            phone="0937-0000000",
            address="东街道1号院",
            earliest=TUESDAY,
            latest=date(2026, 3, 8),
        )
        return replace(plain, **over)

    def order(self, number: int = 1, **over: Any) -> Order:
        """The same, placed by a neighbour."""
        return place(self.draft(number, **over), by=self.asker, at=MONDAY)

    def given(self, **over: Any) -> Given:
        """The market's team, on Tuesday morning."""
        return replace(Given(team=self.team.pk, day=TUESDAY, part=Part.MORNING), **over)
