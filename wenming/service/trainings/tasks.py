"""What this room holds about a volunteer, for his own page, and how it forgets him."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext as _

from wenming.org.models import User
from wenming.service.trainings.actions import give_up
from wenming.service.trainings.models import SEAT_STATES, Seat
from wenming.service.trainings.rules import SeatState
from wenming.service.volunteers.holdings import Held
from wenming.service.volunteers.models import Volunteer


class Trainings:
    """The trainings somebody has a seat at."""

    def held(self, row: Volunteer) -> Iterator[Held]:
        """Each with what came of it."""
        seats = Seat.objects.filter(volunteer=row).select_related("session__training")
        found = [
            (s.session.day, s.session.training, s.session.place, SEAT_STATES[SeatState(s.state)])
            for s in seats.order_by("-session__day")
        ]
        yield Held(_("培训"), (_("日期"), _("培训"), _("地点"), _("状态")), found)

    def forget(self, row: Volunteer, *, by: User | None, at: datetime) -> None:
        """Give up the seats ahead."""
        give_up(row, at=at)


ROOM = Trainings()
