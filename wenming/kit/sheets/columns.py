"""Columns a caller wants, and what the label of a sheet's column may mean among them.

Names are compared by `words.key`. Offices write one thing in many ways ('分值（分）', '权重分值',
'牵头部门', '责任单位（牵头）'): a label is one of the names, stands in another's brackets, is like what the
column is called, or ends in a name; the surer reading wins, and one that is not sure is told.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

from wenming.kit.sheets.shapes import Sheet
from wenming.kit.words import key

LONGEST_LABEL = 60
_SHORTEST_ENDING = 3
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]|【([^【】]*)】")
_REMARK_SEPARATORS = re.compile(r"[、,;/]")
_JOINTS = re.compile(r"[、,;/\\·\-—.:*_]")
_ORDINAL = re.compile(r"(?:[ivx]{1,4}|[a-z]|[一二三四1-4])级?")
_MARKS = "*:★☆·."
JOINED, WHOLE, REMARK, TURNED, BASE, LIKE, LIKE_JOINED, ENDING, UNDER = (
    60,
    50,
    45,
    42,
    40,
    38,
    36,
    20,
    5,
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column the caller wants.

    `names`: how offices write it, the best for sentences first. `like`: a pattern of other ways to
    write it, brackets and joints left out. `under`: names of the head above it, one of which must be
    there. `family`: every column under a head of these names, or every column named in `members`;
    such a column may also come as one column of words. `remark`: its name may stand in another
    name's brackets. `exact`: longer names that end in one of ours will not do. `carry`: a blank cell
    means 'as above'; `grouped`: only where most are blank. `sheet_named` and `band`: where the
    column is not there, the sheet's name, or the heading line over a group of rows, says the value.
    `prefer`: of several such columns the one named first in `names` is read. `instead`: columns that
    make up for it where it is needed.
    """

    key: str
    names: tuple[str, ...]
    required: bool = False
    like: str = ""
    under: tuple[str, ...] = ()
    family: bool = False
    members: tuple[str, ...] = ()
    remark: bool = False
    exact: bool = False
    carry: bool = False
    grouped: bool = False
    sheet_named: bool = False
    band: bool = False
    prefer: bool = False
    instead: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
    """A kind of table: its name in sentences, its columns, and column names passed over in silence.

    `required` is false where a workbook may do without such a sheet. `choose` is called with the head
    and the sheet where columns come twice: what it settles it takes out of `head.twice`.
    """

    name: str
    columns: tuple[Column, ...]
    ignored: tuple[str, ...] = ("序号", "顺序号", "行号", "No", "No.")
    required: bool = True
    choose: Callable[[Any, Sheet], None] | None = None

    @cached_property
    def named(self) -> dict[str, list[Column]]:
        """Every name's key with the columns it names (members of families apart)."""
        found: dict[str, list[Column]] = {}
        for column in self.columns:
            for name in column.names:
                found.setdefault(key(name), []).append(column)
        return found

    @cached_property
    def members(self) -> dict[str, Column]:
        """The key of every known member of a family."""
        return {key(name): column for column in self.columns for name in column.members}

    @cached_property
    def endings(self) -> tuple[str, ...]:
        """The keys of names that a longer name may end in."""
        loose = (c for c in self.columns if not c.exact and not c.family)
        return tuple(
            key(name) for c in loose for name in c.names if len(key(name)) >= _SHORTEST_ENDING
        )

    @cached_property
    def patterns(self) -> tuple[tuple[re.Pattern[str], Column], ...]:
        """What columns are called besides their names."""
        return tuple((re.compile(c.like), c) for c in self.columns if c.like)

    @cached_property
    def words(self) -> frozenset[str]:
        """The keys of every word a head of this form may hold."""
        under = (key(name) for column in self.columns for name in column.under)
        return frozenset((*self.named, *self.members, *under))

    @cached_property
    def passed_over(self) -> frozenset[str]:
        """The keys of names passed over in silence."""
        return frozenset(key(name) for name in self.ignored)

    def column(self, wanted: str) -> Column:
        """The column of that key. Raises KeyError for a key the form does not have."""
        return self._by_key[wanted]

    @cached_property
    def _by_key(self) -> dict[str, Column]:
        return {column.key: column for column in self.columns}

    def knows(self, label: str) -> bool:
        """Whether a label is in any way one of the form's."""
        if (known := self._known.get(label)) is None:
            said = spoken(label)
            named = not self.words.isdisjoint((said.whole, said.base, *said.remarks))
            like = any(one.fullmatch(way) for one, _c in self.patterns for way in said.ways)
            known = self._known[label] = named or like or said.base.endswith(self.endings)
        return known

    @cached_property
    def _known(self) -> dict[str, bool]:
        return {}


class Claim(NamedTuple):
    """A column of the sheet that may be one of ours, and how surely (more is surer)."""

    score: int
    at: int
    column: Column
    label: str
    single: bool = False


class Spoken(NamedTuple):
    """A label as compared: whole, without what is in brackets, and what is in brackets; `ways`, the
    ways to say it as one word, '责任单位（牵头）' being 牵头责任单位 too."""

    whole: str
    base: str
    remarks: tuple[str, ...]
    ways: tuple[str, ...]


@lru_cache(maxsize=8192)
def spoken(label: str) -> Spoken:
    """A head's label as it is compared."""
    whole = key(label).strip(_MARKS)
    inside = [next(part for part in found if part is not None) for found in _bracketed(whole)]
    remarks = tuple(r for one in inside for r in _REMARK_SEPARATORS.split(one) if r)
    base = _BRACKETS.sub("", whole).strip(_MARKS)
    if inside and _ORDINAL.fullmatch(base):
        base = inside[0]  # Ⅰ（测评项目）, X（经度）
    plain = _JOINTS.sub("", base)
    return Spoken(whole, base, remarks, (plain, *(_JOINTS.sub("", r + plain) for r in remarks)))


def _bracketed(whole: str) -> list[tuple[str | None, ...]]:
    return [found.groups() for found in _BRACKETS.finditer(whole)]


def claims(form: Form, at: int, path: tuple[str, ...]) -> Iterator[Claim]:
    """Every column of the form that the labels over a sheet's column may mean."""
    whole, base, remarks, _ways = spoken(path[-1])
    above = {one for label in path[:-1] for one in spoken(label)[:2]}
    joined = "".join(spoken(label).base for label in path) if len(path) > 1 else ""
    for name, score in ((joined, JOINED), (whole, WHOLE), (base, BASE)):
        for column in form.named.get(name, ()):
            if not column.under or above & {key(n) for n in column.under}:
                yield Claim(score + UNDER * bool(column.under), at, column, path[-1], column.family)
        if name in form.members and score != JOINED:
            yield Claim(score, at, form.members[name], path[-1])
    for remark in remarks:
        asking = (c for c in form.named.get(remark, ()) if c.remark)
        yield from (Claim(REMARK, at, column, path[-1], column.family) for column in asking)
    if whole not in form.passed_over:
        yield from _likely(form, at, path)
    for label in above:
        grouping = [c for c in form.named.get(label, ()) if c.family]
        grouping += [c for one, c in form.patterns if c.family and one.fullmatch(label)]
        yield from (Claim(WHOLE, at, column, path[-1]) for column in grouping)
    yield from _endings(form, at, base, path[-1])


def _likely(form: Form, at: int, path: tuple[str, ...]) -> Iterator[Claim]:
    """The columns that are called like a label, or like it and the one above it in one word."""
    last = spoken(path[-1])
    asked = [(last.ways[0], LIKE), *((way, TURNED) for way in last.ways[1:])]
    if len(path) > 1:
        above = spoken(path[-2]).ways[0]
        asked += [(last.ways[0] + above, LIKE_JOINED), (above + last.ways[0], LIKE_JOINED)]
    for pattern, column in form.patterns:
        scores = [score for way, score in asked if pattern.fullmatch(way)]
        if not column.under and column.remark:
            scores += [LIKE for remark in last.remarks if pattern.fullmatch(remark)]
        if scores:
            yield Claim(max(scores), at, column, path[-1], column.family)


def _endings(form: Form, at: int, base: str, label: str) -> Iterator[Claim]:
    if not base.endswith(form.endings):
        return
    for name in form.endings:
        if base.endswith(name) and base != name:
            for column in form.named[name]:
                if not column.exact and not column.family and not column.under:
                    yield Claim(ENDING + min(len(name), 15), at, column, label)
