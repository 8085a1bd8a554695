"""What an official paper says, apart from how it is laid out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from wenming.kit.flow import Refused

DIGITS = "零一二三四五六七八九"
DEEPEST = 4
MOST_HEADS = 99


@dataclass(frozen=True, slots=True)
class Span:
    """Some words; `source` is the number of the note they stand on (0 for none), `link` where they open."""

    text: str
    source: int = 0
    link: str = ""


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph of the body, its first line two characters in."""

    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Head:
    """A heading of level 1 (一、) to 4 （（1））; the paper numbers it."""

    level: int
    text: str


@dataclass(frozen=True, slots=True)
class Table:
    """A table: its title, the words of its head row, and rows of as many cells.

    `widths` are shares of the text block's width, one a column (equal where empty); `figures` the
    columns that hold figures, set to the right.
    """

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    title: str = ""
    widths: tuple[int, ...] = ()
    figures: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Picture:
    """A JPEG or PNG file and the words under it."""

    content: bytes
    words: str = ""


@dataclass(frozen=True, slots=True)
class Pictures:
    """Pictures side by side, all of the same width; one alone is `width` mm wide where that is given."""

    row: tuple[Picture, ...]
    width: int = 0


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure comes from, in words, and the address that shows it."""

    words: str
    link: str = ""


Block = Para | Head | Table | Pictures


@dataclass(frozen=True, slots=True)
class Paper:
    """One official paper: what stands above the red line, the body, and what stands at its end.

    Everything but title and body may be empty and is then left out. `issuer` is the red mark of whoever
    issues it; `number` like "江文明办〔2026〕1号"; `imprint` the lines at the foot of the last page, each
    left and right; `printed` the day the file says it was made (the signed day where there is none).
    """

    title: str
    body: tuple[Block, ...]
    issuer: str = ""
    number: str = ""
    addressee: str = ""
    sources: tuple[Source, ...] = ()
    signature: str = ""
    day: date | None = None
    imprint: tuple[tuple[str, str], ...] = ()
    printed: date | None = None

    def __post_init__(self) -> None:
        """Refused: "paper_shape" for what cannot be laid out, so that no page comes out wrong in silence."""
        for block in self.body:
            check(block, len(self.sources))

    @property
    def made(self) -> date:
        """The day the file itself bears: never the clock's, so that the same records make the same file."""
        return self.printed or self.day or date(2000, 1, 1)


def check(block: Block, sources: int) -> None:
    """Refuse a heading too deep, a row of another width than its head, a note that is not there."""
    match block:
        case Head(level=level) if not 1 <= level <= DEEPEST:
            raise Refused("paper_shape", f"level {level}")
        case Table(head=head, rows=rows, widths=widths):
            if any(len(row) != len(head) for row in rows) or len(widths) not in {0, len(head)}:
                raise Refused("paper_shape", f"columns {len(head)}")
        case Para(spans=said) if any(not 0 <= one.source <= sources for one in said):
            raise Refused("paper_shape", f"sources {sources}")
        case Pictures(row=()):
            raise Refused("paper_shape", "pictures 0")


def spans(*said: str | Span) -> tuple[Span, ...]:
    """Words as spans; what is one already stays."""
    return tuple(Span(one) if isinstance(one, str) else one for one in said)


def chinese(number: int) -> str:
    """A number from 1 to 99 as headings count: 十, 十二, 二十, 二十一."""
    if not 1 <= number <= MOST_HEADS:
        raise Refused("paper_shape", f"heads {number}")
    tens, ones = divmod(number, 10)
    front = {0: "", 1: "十"}.get(tens, f"{DIGITS[tens]}十")
    return front + (DIGITS[ones] if ones else "")


def mark(level: int, number: int) -> str:
    """What stands before a heading: 一、 （一） 1. （1）."""
    told = chinese(number) if level <= 2 else str(number)
    return {1: f"{told}、", 2: f"（{told}）", 3: f"{told}.", 4: f"（{told}）"}[level]


def numbered(body: Iterable[Block]) -> Iterator[Block]:
    """The body with the number before each heading; a heading starts those below it anew."""
    counts = [0] * (DEEPEST + 1)
    for block in body:
        if isinstance(block, Head):
            counts[block.level] += 1
            counts[block.level + 1 :] = [0] * (DEEPEST - block.level)
            yield Head(block.level, mark(block.level, counts[block.level]) + block.text)
        else:
            yield block
