"""What is asked of a month's roster, and what the rules that one can break are about. Pure."""

from dataclasses import dataclass

HOUR_RULES = frozenset({"hours_over", "hours_under"})  # told in hours, not minutes


@dataclass(frozen=True)
class Terms:
    """The unit, the month ("2026-11"), from which day on the roster may change, and what counts how much.

    `missing` is the weight of each head below the wish, `uneven` of each hour away from a fair share,
    `weekend` of the last free weekend. `mend`: what is agreed may change, but as little as can be.
    """

    unit: int
    month: str
    since: str
    missing: int = 20
    uneven: int = 1
    weekend: int = 10
    mend: bool = False


# What each rule is about: a person, a day, a shift.
ABOUT: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("agreed", "away", "unfit", "barred", "sequence"), ("person", "day")),
    **dict.fromkeys(("long_run", "short_run", "short_rest"), ("person", "day")),
    **dict.fromkeys(("hours_under", "hours_over", "weekends", "tally"), ("person",)),
    **dict.fromkeys(("person_hours", "person_runs", "person_limit"), ("person",)),
    **dict.fromkeys(("cover_under", "cover_over", "left_out", "cover_numbers"), ("cover",)),
    **dict.fromkeys(("agreed_barred", "agreed_twice"), ("agreed",)),
}


def about(unit: int, month: str) -> str:
    """The name of what is planned: the roster of a unit's month."""
    return f"{unit}/{month}"
