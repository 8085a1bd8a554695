"""The tree of an edition as the rows of its workbook build it, and the words of its schemes."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from wenming.kit.words import half, key, tidy
from wenming.loop.standards.drafts import ItemDraft
from wenming.loop.standards.rules import Level, Scheme

Steps = tuple[tuple[int, int], ...]
CODED = re.compile(
    r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]+[-—–]\d+(?:[-—–]\d+)*|\d+(?:[.．]\d+)*|[一二三四五六七八九十]+)"
    r"(?:[\s、.．:：]+|(?<=\d)(?=[^\d.．)）]))(.+)",
    re.DOTALL,
)
NUMBERED = re.compile(r"[(（]?(\d{1,3})[)）、.．]\s*(.+)", re.DOTALL)
PER_INSTANCE = re.compile(r"每(?:发现)?[一1]?[处个例次]扣([\d.]+)分?")
GRADE = re.compile(r"([ABC]#?)\((\d+)(?:[-–—~至]\d+)?[处例个]?(?:及以上|以上)?\)")
GRADE_MARKS = {"A": 10_000, "B": 6_600, "C": 3_300, "C#": 0}

PLAIN = {"", "符合/不符合", "符合、不符合", "符合不符合", "达标/不达标", "/"}


@dataclass(slots=True)
class Tree:
    """The nodes as they come, each once under its parent, with codes and places given."""

    nodes: list[ItemDraft] = field(default_factory=list)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)  # parent path, label: path
    children: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # code: where

    def place(self, parent: str) -> tuple[str, int]:
        """The next place below a parent, and its number."""
        number = self.children[parent] = self.children.get(parent, 0) + 1
        return (f"{parent}." if parent else "") + f"{number:03}", number

    def upper(self, level: Level, label: str, parent: str) -> str:
        """The path of a node above the leaves; the same label under one parent is one node."""
        if (path := self.seen.get((parent, key(label)))) is None:
            path, number = self.place(parent)
            self.seen[parent, key(label)] = path
            found = CODED.fullmatch(label)
            code = tidy(half(found[1])) if found else self.below(parent, number)
            code = found[1] if found and found[1][0] in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ" else code
            text = tidy(found[2]) if found else label
            self.nodes.append(ItemDraft(level, self.free(code, path), path, text))
        return path

    def below(self, parent: str, number: int) -> str:
        """A code made from the parent's: Ⅲ-1 and 2 make Ⅲ-1-2, 1.1 and 2 make 1.1.2."""
        above = next((n.code for n in self.nodes if n.path == parent), "")
        return (
            f"{above}{'.' if above[-1:].isdigit() and '-' not in above else '-'}{number}"
            if above
            else str(number)
        )

    def free(self, code: str, path: str) -> str:
        """A made code that nobody has: the one wished for, else one with the place in it."""
        if code in self.codes:
            code = f"{code}~{path}"
        self.codes[code] = path
        return code


def scheme(text: str, hundredths: int) -> tuple[Scheme, Steps] | None:
    """A scheme and its numbers out of an office's words; None where they cannot be read.

    What an instance costs is said in points and kept as a share of the item's weight.
    """
    said = key(text)
    if said in PLAIN:
        return Scheme.BINARY, ()
    if grades := GRADE.findall(said.upper()):
        return Scheme.GRADED, tuple((int(least), GRADE_MARKS[grade]) for grade, least in grades)
    if found := PER_INSTANCE.search(said):
        cost = round(Decimal(found[1]) * 100 * 10_000 / max(hundredths, 1))
        return Scheme.DEDUCTION, ((1, cost),)
    if "三档" in said or "合格/不合格/严重不合格" in said:
        return Scheme.THREE, ()
    return None


def said_scheme(chosen: Scheme, steps: Sequence[Sequence[int]], hundredths: int) -> str:
    """The words of a scheme that are read back as the same."""
    if chosen is Scheme.GRADED and steps:
        marks = {mark: grade for grade, mark in GRADE_MARKS.items()}
        ends = [least - 1 for least, _mark in steps[1:]]
        spans = [
            f"{marks[mark]}（{least}{f'–{end}' if end > least else ''}处）"
            for (least, mark), end in zip(steps, ends, strict=False)
        ]
        last = f"{marks[steps[-1][1]]}（{steps[-1][0]}处及以上）"
        return "按处数分级：" + "、".join([*spans, last])
    if chosen is Scheme.DEDUCTION and steps:
        points = Decimal(steps[0][1] * hundredths) / 1_000_000
        return f"每处扣{points.quantize(Decimal('0.000001')).normalize():f}分"
    return {
        Scheme.THREE: "三档",
        Scheme.GRADED: "按处数分级：A（0处）、B（1处）、C（2处）、C#（3处及以上）",
    }.get(chosen, "符合/不符合")
