"""What becomes of a case, drawn once for good from its place, its item and its round. Pure."""

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Fate(StrEnum):
    """How a case goes, apart from being mended and struck off."""

    PLAIN = "plain"
    REFUSED = "refused"
    MERGED = "merged"
    RETURNED = "returned"
    HANDED_OVER = "handed_over"
    SHELVED = "shelved"
    RESUMED = "resumed"  # shelved for a while
    APPEALED = "appealed"
    EXTENDED = "extended"
    UNTAKEN = "untaken"  # lies at the unit
    UNMENDED = "unmended"
    UNJUDGED = "unjudged"


# How often each is drawn, out of a thousand; what is left goes the plain way.
ODDS = {
    Fate.REFUSED: 14,
    Fate.MERGED: 14,
    Fate.RETURNED: 40,
    Fate.HANDED_OVER: 16,
    Fate.SHELVED: 16,
    Fate.RESUMED: 6,
    Fate.APPEALED: 26,
    Fate.EXTENDED: 40,
    Fate.UNTAKEN: 5,
    Fate.UNMENDED: 18,
    Fate.UNJUDGED: 6,
}
MARKED = {Fate.EXTENDED: (5, 5), Fate.RETURNED: (2, 4), Fate.APPEALED: (2, 5)}  # see Fates.mark
MOST = {Fate.SHELVED: 6, Fate.UNTAKEN: 6, Fate.UNJUDGED: 8}  # in the whole story


EVERY = 10**6


class Judgement(StrEnum):
    """What the office says to what was asked of it."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


class Fates:
    """Draws fates, and sees to it that the rare ones stay rare."""

    def __init__(self) -> None:
        self.drawn: Counter[Fate] = Counter()
        self.marked: Counter[Fate] = Counter()

    def mark(self, age: int, *, long: bool) -> Fate | None:
        """A fate that must stand open today, for a case seen `age` working days ago.

        Of those seen lately the first few are chosen, so that everything that waits for an answer
        is there to be answered.
        """
        for fate, (days, number) in MARKED.items():
            fits = long or fate is not Fate.EXTENDED
            if fits and age <= days and self.marked[fate] < number:
                self.marked[fate] += 1
                return fate
        return None

    def draw(self, chance: Random) -> Fate:
        """The fate of one case."""
        left = chance.randrange(1000)
        for fate, odds in ODDS.items():
            if left < odds:
                if self.drawn[fate] >= MOST.get(fate, EVERY):
                    break
                self.drawn[fate] += 1
                return fate
            left -= odds
        return Fate.PLAIN


@dataclass(frozen=True, slots=True)
class Pace:
    """How fast a case moves: parts of its limits used, and how often it is sent back."""

    take: float
    fix: float
    review: float
    sent_back: int

    @classmethod
    def drawn(cls, chance: Random, *, laggard: bool) -> "Pace":
        """A unit is late now and then; one that lags twice as often."""
        late = chance.random() < (0.24 if laggard else 0.12)
        often = chance.random()
        return cls(
            take=chance.uniform(1.05, 1.6) if chance.random() < 0.06 else chance.uniform(0.1, 0.85),
            fix=chance.uniform(1.05, 1.9) if late else chance.uniform(0.2, 0.95),
            review=chance.uniform(0.15, 0.95),
            sent_back=2 if often < 0.01 else 1 if often < 0.1 else 0,
        )


def answer(chance: Random, *, yes: float, partly: float = 0.0) -> Judgement:
    """What is said to an appeal or a request, by these probabilities."""
    said = chance.random()
    if said < yes:
        return Judgement.YES
    return Judgement.PARTLY if said < yes + partly else Judgement.NO
