"""The tree of an edition as the rows of its workbook build it, and as rows that build it again."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace

from wenming.kit.sheets.writing import Written
from wenming.kit.words import half, key, tidy
from wenming.loop.standards.drafts import ItemDraft
from wenming.loop.standards.models import Edition, Item
from wenming.loop.standards.rules import Duty, Level, Scheme
from wenming.loop.standards.wordings import LIMITS, PHOTOS, said_scheme
from wenming.org.sheets import spoken

MINORS = "未成年人"
UPPER = ((Level.PROJECT, "project"), (Level.INDICATOR, "indicator"), (Level.CONTENT, "content"))
CODED = re.compile(
    r"([ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩIVX]+[-—–]\d+(?:[-—–]\d+)*|\d+(?:[.．]\d+)*|[一二三四五六七八九十]+)"
    r"(?:[\s、.．:：]+|(?<=\d)(?=[^\d.．)）年月日时个项条次分秒米元%％])(?!小时|公里|平方))(.+)",
    re.DOTALL,
)
NUMBERED = re.compile(r"[(（]?(\d{1,3})[)）、.．]\s*(.+)", re.DOTALL)


@dataclass(slots=True)
class Tree:
    """The nodes as they come, each once under its parent, with codes and places given."""

    nodes: list[ItemDraft] = field(default_factory=list)
    seen: dict[tuple[str, str], str] = field(default_factory=dict)  # parent path, label: path
    leaves: dict[tuple[str, str], str] = field(default_factory=dict)  # parent path, label: where
    children: dict[str, int] = field(default_factory=dict)
    codes: dict[str, str] = field(default_factory=dict)  # code: where

    def place(self, parent: str) -> tuple[str, int]:
        """The next place below a parent, and its number."""
        number = self.children[parent] = self.children.get(parent, 0) + 1
        return (f"{parent}." if parent else "") + f"{number:03}", number

    def upper(self, level: Level, label: str, parent: str, code: str = "") -> str:
        """The path of a node above the leaves; the same label under one parent is one node.

        Where no code is given for it, the label begins with one, or one is made from the parent's.
        """
        said = f"{code} {label}" if code else label
        if (path := self.seen.get((parent, key(said)))) is None:
            path, number = self.place(parent)
            self.seen[parent, key(said)] = path
            self.seen.setdefault((parent, key(label)), path)
            found = None if code else CODED.fullmatch(label)
            code = code or (written(found[1]) if found else self.below(parent, number))
            text = tidy(found[2]) if found else label
            self.nodes.append(ItemDraft(level, self.free(code, path), path, text))
        return path

    def leaf(self, said: str, parent: str, where: str) -> str:
        """Where the same words stand under a parent already; '' where they do not."""
        found = self.leaves.setdefault((parent, key(said)), where)
        return "" if found == where else found

    def kept(self) -> tuple[ItemDraft, ...]:
        """The nodes, without those above the leaves that nothing hangs on."""
        used = {node.path for node in self.nodes if node.level is Level.STANDARD or node.leads}
        used |= {path.rsplit(".", n)[0] for path in used for n in range(1, path.count(".") + 1)}
        return tuple(node for node in self.nodes if node.path in used)

    def answer(self, path: str, leads: tuple[int, ...], assists: tuple[int, ...]) -> None:
        """Say who answers for a node, and so for all below it that name nobody."""
        at = next(n for n, node in enumerate(self.nodes) if node.path == path)
        self.nodes[at] = replace(self.nodes[at], leads=leads, assists=assists)

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


def written(code: str) -> str:
    """A code as it is kept: half-width, but for the Roman numerals that are one character."""
    return code if code[0] in "ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩ" else tidy(half(code))


def edition_rows(edition: Edition) -> tuple[tuple[str, ...], Iterator[tuple[Written, ...]]]:
    """The breakdown as a sheet that loads back: one row a leaf, its codes written out, and one for
    every node above that names units of its own."""
    heads = (
        "项目编号", "测评项目", "指标编号", "测评指标", "内容编号", "测评内容",
        "编号", "测评标准", "测评方法", "分值", "牵头单位", "配合单位", "计分方式", "整改类别",
        "不算违规的情形", "照片要求", "材料要求", "点位类型", "备注",
    )  # fmt: skip
    items = edition.items.order_by("path")
    nodes = items.prefetch_related("duties__unit__aliases", "kinds")
    upper = {item.path: item for item in nodes if item.level != Level.STANDARD.value}
    rows = [n for n in nodes if n.level == Level.STANDARD.value or n.duties.all()]
    return heads, (row_of(node, upper) for node in rows)


def title_of(edition: Edition) -> str:
    """The lines above the sheet that say of an edition what its rows do not."""
    told = [edition.name, f"名称：{edition.name}", f"年度：{edition.year or '/'}"]
    told.append(f"方法：{'、'.join(edition.methods) or '/'}")
    return "\n".join([*told, f"体系：{MINORS}"] if edition.minors else told)


def row_of(node: Item, upper: Mapping[str, Item]) -> tuple[Written, ...]:
    """One node as a row."""
    steps = node.path.split(".")
    on_the_way = [upper.get(".".join(steps[:n])) for n in range(1, len(steps) + 1)]
    levels = {one.level: (one.code, one.text) for one in on_the_way if one}
    places = [word for level, _c in UPPER for word in levels.get(level.value, ("", "/"))]
    by_duty = [
        "、".join(spoken(d.unit) for d in node.duties.all() if d.duty == duty.value)
        for duty in (Duty.LEAD, Duty.ASSIST)
    ]
    if node.level != Level.STANDARD.value:
        return (*places, "", "", "", "", *by_duty, *("" for _ in range(7)))
    return (
        *places,
        node.code,
        f"（1）{node.text}" if NUMBERED.fullmatch(node.text) else node.text,
        "、".join(node.methods),
        node.hundredths / 100,
        *by_duty,
        said_scheme(Scheme(node.scheme), node.steps, node.hundredths),
        next(word for word, limit in LIMITS.items() if limit.value == node.limit),
        node.exempt,
        next(word for word, rule in PHOTOS.items() if rule.value == node.photos),
        node.papers,
        "、".join(kind.name for kind in node.kinds.all()),
        node.note,
    )
