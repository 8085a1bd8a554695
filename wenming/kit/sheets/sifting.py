"""Which rows below a head are data: totals, notes, repeated heads, headings and blanks are not."""

import itertools
import re
from collections.abc import Sequence
from typing import NamedTuple

from wenming.kit.sheets.heads import Head
from wenming.kit.sheets.shapes import Broken, Sheet, Value, blank
from wenming.kit.words import half, key, tidy

_TOTAL_WORD = re.compile(
    r"[(\[]?(?:本?[页项组类]|按?月|季度|全年|全市|全部|总体)?(?:合计|小计|总计|累计|共计|总分值?|总数|平均分?)[)\]]?[:=]?"
    r"(?:[\d.,]+(?:分|个|项|处|家|米|条|人|户|座)?)?"
)
_TOTAL_NAMED = re.compile(r".{1,40}(?:合计|小计|总计|累计)[:=]?(?:[\d.,]+\w?)?")
_FIGURE = re.compile(r"[\d.,%+\-]+(?:分|个|项|处|家|米|条|人|户|座|%)?")
_NOTE = re.compile(
    r"[(\[]?(?:(?:注|备注|附注|说明|附|填[表报写](?:说明|要求|人|单位|日期|时间)?|编制说明|制表人?|审核人?|审批人?|复核人?|经办人"
    r"|(?:单位|主管|分管)?(?:负责人|领导)(?:签字|签名)?|联系人|联系(?:电话|方式)|电话|[填上]?报送?单位|报送(?:日期|时间)"
    r"|单位(?:\(盖章\)|盖章)?|日期|时间|数据来源)\d{0,2}(?:\(盖章\)|\(签字\))?[:)\].、]"
    r"|注\d*[.、:,]?(?=\D)|[※*]\D|\(?盖章)"
)
_DAY_ALONE = re.compile(r"(?:\d{4}|二〇[〇一二三四五六七八九]{2})年\S{1,3}月(?:\S{1,3}日)?")
_HEADING = re.compile(
    r"(?:[(]?[一二三四五六七八九十]{1,3}[)、.]|第[一二三四五六七八九十\d]{1,3}[部分章节类项]|[ivx]{1,4}-\d+)\S*"
)
_STEPS = tuple(
    re.compile(form)
    for form in (
        r"i-?\d+(?!\d)",
        r"ii-?\d+(?!\d)",
        r"iii-?\d+(?!\d)",
        r"第[一二三四五六七八九十\d]{1,3}[部分章]",
        r"第[一二三四五六七八九十\d]{1,3}[节类项]",
        r"[一二三四五六七八九十]{1,3}[、.]",
        r"\([一二三四五六七八九十]{1,3}\)",
        r"\d{1,2}[、.](?!\d)",
        r"\(\d{1,2}\)",
    )
)
_SUSPECT = frozenset(
    "合小总累共平本全年按季注备附说填编制审复经单主分负联电上报日时数盖※*(（[【 \t\n　1１"
)
_BANNER = 3  # a merged line this wide, or over half of what is read, is a heading
_NUMBERED = re.compile(r"[(]?(\d{1,2})[)]?(?:\.0)?(?:栏|列)?")


def below(bands: tuple[str, ...], said: str) -> tuple[str, ...]:
    """The headings that stand over what follows a heading: those of wider steps, and itself."""
    step = _step(said)
    kept = itertools.takewhile(lambda band: _step(band) < step, bands)
    return (*kept, said)


def _step(said: str) -> int:
    """How deep a heading's numbering is; the widest where it has none."""
    phrase = key(said)
    return next((n for n, form in enumerate(_STEPS) if form.match(phrase)), -1)


class Sifted(NamedTuple):
    """One row passed over: why, and its text."""

    code: str
    said: str


class Sieve:
    """Sorts the rows below one head, in order. `row` gives None for data."""

    def __init__(
        self, sheet: Sheet, head: Head, title: Sequence[str], needed: Sequence[int]
    ) -> None:
        self._rows = sheet.rows
        self._claimed = head.claimed
        self._needed = needed
        self._head = head
        self._title = {key(line) for line in title}
        self._heads = [self._signature(row) for row in range(head.top, head.end)]
        self._leads = {one[1] for one in self._heads if one}
        self._wide: dict[int, int] = {}
        for merge in sheet.merges:
            if merge.top == merge.bottom:
                width = merge.right - merge.left + 1
                self._wide[merge.top] = max(width, self._wide.get(merge.top, 0))
        self._after_note = False

    def _signature(self, row: int) -> tuple[int, Value, dict[int, str]] | None:
        """A head row as it would come back on the next printed page."""
        texts = {c: self._rows[row][c] for c in self._claimed if not blank(self._rows[row][c])}
        if len(texts) < 2:
            return None
        first = min(texts)
        return first, texts[first], {c: key(str(v)) for c, v in texts.items()}

    def row(self, number: int) -> Sifted | None:
        """Why the row is passed over, or None. Rows must be asked for in order."""
        values = self._rows[number]
        if self._is_plain_data(values):
            self._after_note = False
            return None
        first = next((c for c in self._claimed if not blank(values[c])), None)
        if first is None:
            return Sifted("row_blank", "")
        if isinstance(values[first], str) and (sifted := self._worded(number, first, values)):
            self._after_note = sifted.code == "row_note"
            return sifted
        self._after_note = False
        if number == self._head.end and self._column_numbers(values):
            return Sifted("row_numbers", "")
        return self._total_inside(values)

    def _is_plain_data(self, values: list[Value]) -> bool:
        """Whether a glance is enough: everything needed is there, and the first text is no word of
        a total, a note or a head."""
        if len(self._needed) < 2:
            return False
        for column in self._needed:
            if values[column] == "" or values[column] is None:
                return False
        lead = values[self._claimed[0]]
        if not isinstance(lead, str):
            return lead != 1
        return (
            bool(lead) and lead[0] not in _SUSPECT and "计" not in lead and lead not in self._leads
        )

    def _worded(self, number: int, first: int, values: list[Value]) -> Sifted | None:
        """What the first text of a row says about the row."""
        lead = str(values[first])
        said = half(lead) if len(lead) < 300 else half(lead[:300])
        phrase, filled = key(said), [v for v in values if not blank(v)]
        if self._is_head(values):
            return Sifted("row_head_again", "")
        if self._is_total(phrase, filled):
            return Sifted("row_total", tidy(lead)[:40])
        if self._is_note(phrase, filled, first, values):
            return Sifted("row_note", tidy(lead)[:40])
        if len(filled) == 1 and phrase in self._title:
            return Sifted("row_head_again", "")
        if len(filled) == 1 and self._is_heading(number, phrase):
            return Sifted("row_band", tidy(lead))
        return None

    def _is_head(self, values: list[Value]) -> bool:
        for signature in self._heads:
            if signature and values[signature[0]] == signature[1]:
                own = {c: key(str(values[c])) for c in self._claimed if not blank(values[c])}
                if own == signature[2]:
                    return True
        return False

    def _is_total(self, phrase: str, filled: list[Value]) -> bool:
        if len(phrase) > 60:
            return False
        if _TOTAL_WORD.fullmatch(phrase):
            return sum(not _is_figure(v) for v in filled) <= 2
        return bool(_TOTAL_NAMED.fullmatch(phrase)) and all(map(_is_figure, filled[1:]))

    def _is_note(self, phrase: str, filled: list[Value], first: int, values: list[Value]) -> bool:
        if len(filled) == 1:
            return bool(_NOTE.match(phrase) or _DAY_ALONE.fullmatch(phrase) or self._after_note)
        if first != self._claimed[0] or not _NOTE.match(phrase):
            return False
        return any(blank(values[c]) for c in self._needed) or len(filled) <= 2

    def _is_heading(self, number: int, phrase: str) -> bool:
        if self._wide.get(number, 0) >= max(_BANNER, (len(self._claimed) + 1) // 2):
            return True
        return len(self._claimed) > 2 and bool(_HEADING.fullmatch(phrase))

    def _column_numbers(self, values: list[Value]) -> bool:
        """Whether the first row below the head only numbers the columns: 1, 2, 3 …"""
        texts = [key(str(values[c])) for c in self._claimed if not blank(values[c])]
        found = [_NUMBERED.fullmatch(text) for text in texts]
        if len(texts) < 3 or not all(found):
            return False
        numbers = [int(one[1]) for one in found if one]
        return all(later == one + 1 for one, later in itertools.pairwise(numbers))

    def _total_inside(self, values: list[Value]) -> Sifted | None:
        """A total whose word stands behind a number or a repeated name."""
        for value in values:
            if isinstance(value, str) and 2 <= len(value) <= 12 and value.rstrip()[-1:] in "计)）":
                filled = [v for v in values if not blank(v)]
                if self._is_total(key(value), filled):
                    return Sifted("row_total", tidy(value))
        return None


def _is_figure(value: Value) -> bool:
    if isinstance(value, str):
        return _FIGURE.fullmatch(key(value)) is not None
    return isinstance(value, int | float | Broken)
