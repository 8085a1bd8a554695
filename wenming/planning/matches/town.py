"""What the office weighs, and what an order's waiting is worth by it."""

from typing import NamedTuple


class Terms(NamedTuple):
    """All in metres of way.

    day: what each day of waiting costs an order that has just come; waited: how much more for each day
    it waited already; stray: a day beside the day that was wished; even: each order a team gets, for
    every one it had before; left: an order that is left out, with as much more as it waited.
    """

    day: int = 300
    waited: int = 30
    stray: int = 500
    even: int = 150
    left: int = 1_000_000


USUAL = Terms()


def hurry_of(days_waited: int, terms: Terms = USUAL) -> int:
    """Metres each day more costs an order that waited so many days."""
    return terms.day + terms.waited * days_waited


def worth_of(days_waited: int, terms: Terms = USUAL) -> int:
    """Metres leaving it out costs: above any way, and more the longer it waited."""
    return terms.left + (terms.left // 100) * days_waited
