"""What the office weighs when orders are matched, and what each rule of a plan is about. Pure."""

from dataclasses import dataclass

DAYS = 14  # that a plan looks ahead


@dataclass(frozen=True)
class Terms:
    """All weights in metres of way; see the planner's own terms. `since` is the first day."""

    since: str
    days: int = DAYS
    day: int = 300
    waited: int = 30
    stray: int = 500
    even: int = 150


# What each rule is about: an order, a team, a slot, a venue.
ABOUT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("skill", "barred", "reach"), ("order", "team")),
    **dict.fromkeys(("away", "busy"), ("team", "slot")),
    **dict.fromkeys(("when", "short"), ("order", "slot")),
    **dict.fromkeys(("kind", "seats"), ("order", "venue")),
    **dict.fromkeys(("closed", "booked"), ("venue", "slot")),
    **dict.fromkeys(("venue", "twice", "promise", "lost", "left_out"), ("order",)),
    **dict.fromkeys(("reason", "spare"), ("order",)),
    **dict.fromkeys(("order_slot", "order_numbers", "order_team"), ("order",)),
    **dict.fromkeys(("many", "team_slot", "team_numbers"), ("team",)),
    **dict.fromkeys(("venue_slot", "venue_numbers", "venue_booked"), ("venue",)),
}
