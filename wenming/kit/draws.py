"""The public draw: which sites a round looks at, so that anybody can draw them again.

In three sentences: every site of a stratum gets the number SHA-256(seed:stratum:site); the sites
are put in the order of these numbers and the first n are drawn; those that follow are the reserve,
in that order. The order within a stratum depends on nothing but the seed and the sites' codes, so
asking for more only makes the list longer, and a site that is added moves no other past its
neighbour (permanent random numbers).

Before the draw the office publishes the frame and a commitment that hides the seed; afterwards it
publishes the seed. Whoever tries many seeds in secret could still pick a pleasant one, so a text
that nobody chooses (a lottery's numbers) may be mixed in after the commitment: `mixed`.
"""

import hashlib
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import NamedTuple

from wenming.kit.flow import Refused

Row = tuple[str, str]
"""One line of a frame: (stratum, site code)."""

CERTAIN = "certain"
"""The stratum of sites that are looked at in any case, all of them."""

GUESSABLE_DIGITS = 32
"""A seed shorter than this (128 bits) could be found by trying before it is revealed."""


UNWRITABLE = re.compile("[\x00-\x1f\x7f\ud800-\udfff]")


class How(StrEnum):
    """How numbers are given to strata."""

    PROPORTIONAL = "proportional"
    FIXED = "fixed"


class Share(NamedTuple):
    """How many sites a stratum holds and how many of them are drawn."""

    stratum: str
    frame: int
    drawn: int


class Difference(NamedTuple):
    """Where a published draw departs from the draw made again; `facts` belong to the code's words.

    Codes: "frame" and "commitment" (published, found), "extra" and "missing" (stratum, site),
    "order" and "reserve" (stratum), or the reason and facts of a Refused.
    """

    code: str
    facts: tuple[str, ...]


class Change(NamedTuple):
    """What became of a frame: codes of sites that came, went, or are in another stratum now."""

    added: tuple[str, ...]
    gone: tuple[str, ...]
    moved: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Draw:
    """A draw's answer: strata by name, within each the sites in their drawn order."""

    drawn: tuple[Row, ...]
    reserve: tuple[Row, ...]
    strata: tuple[Share, ...]


@dataclass(frozen=True, slots=True)
class Published:
    """What the office has made public about a draw."""

    frame_digest: str
    commitment: str
    seed: str
    numbers: Mapping[str, int]
    drawn: tuple[Row, ...]
    reserve: tuple[Row, ...]


def seeded(seed: str) -> str:
    """The seed as it enters the draw, hex in lower case; Refused("seed") for anything else."""
    plain = seed.strip().lower()
    if not re.fullmatch("[0-9a-f]+", plain):
        raise Refused("seed", seed)
    return plain


def guessable(seed: str) -> bool:
    """Whether a commitment to this seed hides nothing, because all such seeds can be tried."""
    return len(seeded(seed)) < GUESSABLE_DIGITS


def mixed(seed: str, public: str) -> str:
    """The seed to draw with when a publicly known text was added after the commitment to `seed`."""
    return _sha256(f"wenming mix 1\nseed {seeded(seed)}\npublic {public.strip()}\n")


def frame_text(frame: Iterable[Row]) -> bytes:
    """The frame's lines, `stratum TAB site LF`, sorted by their bytes: the file to publish.

    The order of rows does not matter. Refused as by `checked`.
    """
    return b"".join(sorted(_line(row) for row in checked(frame)))


def frame_digest(frame: Iterable[Row]) -> str:
    """SHA-256 over `frame_text`: what `sha256sum` says of the published file."""
    return hashlib.sha256(frame_text(frame)).hexdigest()


def commitment(seed: str, frame: str) -> str:
    """What is published before the draw: SHA-256 over the seed and the frame's digest.

    The text is three lines, each ending in LF: `wenming draw 1`, `seed HEX`, `frame HEX`.
    """
    return _sha256(f"wenming draw 1\nseed {seeded(seed)}\nframe {frame}\n")


def checked(frame: Iterable[Row]) -> tuple[Row, ...]:
    """The frame itself, or Refused: "blank", "text" (a control character), "repeated" (a site).

    A site belongs to one stratum, once: else its chance would not be what is said.
    """
    rows = tuple(frame)
    seen: set[str] = set()
    for stratum, site in rows:
        for text in (stratum, site):
            if not text.strip():
                raise Refused("blank", stratum, site)
            if UNWRITABLE.search(text):
                raise Refused("text", stratum, site)
        if site in seen:
            raise Refused("repeated", site)
        seen.add(site)
    return rows


def change(before: Iterable[Row], now: Iterable[Row]) -> Change:
    """What became of a frame between two times; every code once, in order."""
    was = {site: stratum for stratum, site in before}
    is_ = {site: stratum for stratum, site in now}
    return Change(
        added=tuple(sorted(is_.keys() - was.keys())),
        gone=tuple(sorted(was.keys() - is_.keys())),
        moved=tuple(sorted(site for site in was.keys() & is_.keys() if was[site] != is_[site])),
    )


def with_certain(frame: Iterable[Row], certain: Collection[str]) -> tuple[Row, ...]:
    """The frame with these sites taken out of their strata and put into the stratum CERTAIN.

    Refused("unknown_site") for one that is not in the frame.
    """
    rows = checked(frame)
    wanted = frozenset(certain)
    if unknown := sorted(wanted - {site for _, site in rows}):
        raise Refused("unknown_site", *unknown)
    return tuple((CERTAIN if site in wanted else stratum, site) for stratum, site in rows)


def sizes(frame: Iterable[Row]) -> dict[str, int]:
    """How many sites each stratum holds, strata by name."""
    counts: dict[str, int] = {}
    for stratum, _ in frame:
        counts[stratum] = counts.get(stratum, 0) + 1
    return dict(sorted(counts.items()))


def ranked(sites: Iterable[str], stratum: str, seed: str) -> list[str]:
    """The sites of one stratum in the order of the draw."""
    head = f"{seeded(seed)}:{stratum}:"
    return sorted(sites, key=lambda site: (_sha256(head + site), site))


def draw(frame: Iterable[Row], numbers: Mapping[str, int], *, seed: str) -> Draw:
    """Draw `numbers[stratum]` sites from each stratum; one not named gives none, CERTAIN gives all.

    Refused: as by `checked` and `seeded`; "unknown_stratum"; "too_many" (stratum, asked, present);
    "negative" (stratum).
    """
    strata: dict[str, list[str]] = {}
    for stratum, site in checked(frame):
        strata.setdefault(stratum, []).append(site)
    _check_numbers(numbers, strata)
    drawn: list[Row] = []
    reserve: list[Row] = []
    shares: list[Share] = []
    for stratum in sorted(strata):
        order = ranked(strata[stratum], stratum, seed)
        count = len(order) if stratum == CERTAIN else numbers.get(stratum, 0)
        drawn += ((stratum, site) for site in order[:count])
        reserve += ((stratum, site) for site in order[count:])
        shares.append(Share(stratum, len(order), count))
    return Draw(tuple(drawn), tuple(reserve), tuple(shares))


def allocate(
    sizes: Mapping[str, int], number: int, *, how: How = How.PROPORTIONAL, minimum: int = 0
) -> dict[str, int]:
    """How many sites to draw from each stratum, given how many it holds.

    PROPORTIONAL: `number` sites in all, shared by size with the largest remainders (Hare), a tie
    going to the stratum whose name comes first; each stratum gets at least `minimum`, or all it
    has. FIXED: `number` from every stratum, or all it has. CERTAIN is left aside. Refused:
    "negative"; "too_many" (asked, present); "too_few" (asked, needed for the minima).
    """
    open_sizes = {name: size for name, size in sorted(sizes.items()) if name != CERTAIN}
    if number < 0 or minimum < 0 or any(size < 0 for size in open_sizes.values()):
        raise Refused("negative")
    if how is How.FIXED:
        return {name: min(number, size) for name, size in open_sizes.items()}
    present = sum(open_sizes.values())
    if number > present:
        raise Refused("too_many", str(number), str(present))
    floors = {name: min(minimum, size) for name, size in open_sizes.items()}
    if number < (needed := sum(floors.values())):
        raise Refused("too_few", str(number), str(needed))
    return _proportional(open_sizes, floors, number)


def verify(frame: Iterable[Row], published: Published) -> list[Difference]:
    """Draw again and compare with what was published: every difference, none when it stands."""
    try:
        rows = checked(frame)
        again = draw(rows, published.numbers, seed=published.seed)
    except Refused as no:
        return [Difference(no.reason, no.lacking)]
    differences = []
    if (found := frame_digest(rows)) != published.frame_digest:
        differences.append(Difference("frame", (published.frame_digest, found)))
    if (found := commitment(published.seed, published.frame_digest)) != published.commitment:
        differences.append(Difference("commitment", (published.commitment, found)))
    differences += _between(again, published)
    return differences


def _between(again: Draw, published: Published) -> Iterator[Difference]:
    should, is_said = frozenset(again.drawn), frozenset(published.drawn)
    yield from (Difference("extra", row) for row in sorted(is_said - should))
    yield from (Difference("missing", row) for row in sorted(should - is_said))
    for stratum in sorted({name for name, _ in (*again.reserve, *published.reserve)}):
        if _of(stratum, again.reserve) != _of(stratum, published.reserve):
            yield Difference("reserve", (stratum,))
    if should == is_said:
        for stratum in sorted({name for name, _ in again.drawn}):
            if _of(stratum, again.drawn) != _of(stratum, published.drawn):
                yield Difference("order", (stratum,))


def _of(stratum: str, rows: Sequence[Row]) -> list[str]:
    return [site for name, site in rows if name == stratum]


def _check_numbers(numbers: Mapping[str, int], strata: Mapping[str, Sequence[str]]) -> None:
    for stratum, count in sorted(numbers.items()):
        if stratum not in strata:
            raise Refused("unknown_stratum", stratum)
        if count < 0:
            raise Refused("negative", stratum)
        if count > (present := len(strata[stratum])):
            raise Refused("too_many", stratum, str(count), str(present))


def _proportional(
    sizes: Mapping[str, int], floors: Mapping[str, int], number: int
) -> dict[str, int]:
    """Shares by size; a stratum that falls under its floor gets the floor, the rest share anew.

    Nobody is ever given more than he has: the share of the rest only sinks, and it began at no more
    than one whole.
    """
    given: dict[str, int] = {}
    free, left = dict(sizes), number
    while low := [n for n in free if left * free[n] < floors[n] * sum(free.values())]:
        for name in low:
            given[name] = floors[name]
            del free[name]
        left = number - sum(given.values())
    whole = sum(free.values()) or 1
    given |= {name: left * size // whole for name, size in free.items()}
    by_remainder = sorted(free, key=lambda name: (-(left * free[name] % whole), name))
    for name in by_remainder[: number - sum(given.values())]:
        given[name] += 1
    return dict(sorted(given.items()))


def _line(row: Row) -> bytes:
    return f"{row[0]}\t{row[1]}\n".encode()


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
