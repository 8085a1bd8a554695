"""An edition as pages show it: its tree with sums, one item, two editions side by side."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import QuerySet
from django.utils.html import format_html_join
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.loop.standards.actions import answering, content
from wenming.loop.standards.models import LIMITS, PHOTO_RULES, SCHEMES, Edition, Item, ItemDuty
from wenming.loop.standards.rules import (
    FULL,
    GRADES,
    HALF,
    SEVERE,
    Answers,
    Duty,
    Level,
    Method,
    Scheme,
    difference,
)
from wenming.org.models import Unit
from wenming.web.templatetags.marks import points

SHORT = {Method.SITE.value: "实地", Method.PAPERS.value: "材料", Method.SURVEY.value: "问卷"}
FEW = 3  # units named in a line of the tree; more are counted


class Asked(NamedTuple):
    """What of the tree the reader asks for; a field left blank asks for all."""

    words: str = ""
    unit: int | None = None
    method: str = ""
    kind: int | None = None

    @property
    def narrows(self) -> bool:
        """Whether only part of the tree is asked for; words alone only mark it."""
        return bool(self.unit or self.method or self.kind)


class Rate(NamedTuple):
    """A result beside an item: a share of one, and where it opens to."""

    share: float
    url: str


@dataclass(slots=True, eq=False)
class Node:
    """An item with all that its line says."""

    item: Item
    leaves: int = 0
    hundredths: int = 0
    methods: dict[str, None] = field(default_factory=dict)
    leads: dict[int, None] = field(default_factory=dict)
    assists: dict[int, None] = field(default_factory=dict)
    children: list["Node"] = field(default_factory=list)
    hit: bool = False
    opened: bool = False
    orphans: int = 0
    who: tuple[str, str] = ("", "")  # in short, and in full
    marked: str = ""
    rate: Rate | None = None

    @property
    def how(self) -> str:
        """How it is assessed, in short."""
        return "、".join(SHORT.get(method, method) for method in self.methods)

    @property
    def is_leaf(self) -> bool:
        """Whether it is judged itself."""
        return self.item.level == Level.STANDARD.value


@dataclass(slots=True)
class Outline:
    """A whole tree, and what was found in it."""

    roots: list[Node]
    leaves: int
    hundredths: int
    units: int
    hits: int
    hit_hundredths: int
    orphans: int
    orphan_hundredths: int
    rated: bool


def outline(edition: Edition, asked: Asked) -> Outline:
    """The tree of an edition, narrowed and marked by what is asked; five queries at most."""
    items = list(edition.items.order_by("path").prefetch_related("kinds"))
    who = answering(edition)
    names = {unit.pk: str(unit) for unit in Unit.objects.all()}
    rates = rates_of(edition)
    nodes: dict[str, Node] = {}
    for item in items:
        node = nodes[item.path] = Node(item, rate=rates.get(item.pk))
        if node.is_leaf:
            count_up(node, who.get(item.pk, Answers()))
            node.hit = matches(node, asked)
    leaves = [node for node in nodes.values() if node.is_leaf]
    kept = [node for node in leaves if node.hit] if asked.narrows else leaves
    roots = joined(nodes, kept)
    for node in nodes.values():
        node.who = said_units(node, names)
        node.marked = marked(node.item.text, asked.words)
    hits = [node for node in kept if node.hit] if asked.words or asked.narrows else []
    bare = [node for node in leaves if node.orphans]
    return Outline(
        roots,
        len(leaves),
        sum(node.hundredths for node in leaves),
        len({unit for node in leaves for unit in (*node.leads, *node.assists)}),
        len(hits),
        sum(node.hundredths for node in hits),
        len(bare),
        sum(node.hundredths for node in bare),
        bool(rates),
    )


def count_up(leaf: Node, who: Answers) -> None:
    """What a leaf gives to the sums above it."""
    leaf.leaves, leaf.hundredths = 1, leaf.item.hundredths
    leaf.methods = dict.fromkeys(leaf.item.methods)
    leaf.leads, leaf.assists = dict.fromkeys(who.leads), dict.fromkeys(who.assists)
    leaf.orphans = int(not who.leads)


def matches(leaf: Node, asked: Asked) -> bool:
    """Whether a leaf is what is asked for."""
    item, words = leaf.item, asked.words.casefold().split()
    said = f"{item.code} {item.text}".casefold()
    return (
        all(word in said for word in words)
        and (asked.unit is None or asked.unit in leaf.leads or asked.unit in leaf.assists)
        and (not asked.method or asked.method in leaf.methods)
        and (asked.kind is None or any(kind.pk == asked.kind for kind in item.kinds.all()))
        and bool(words or asked.narrows)
    )


def joined(nodes: Mapping[str, Node], leaves: Sequence[Node]) -> list[Node]:
    """The nodes above some leaves, with sums over those leaves, opened down to what was found."""
    roots: dict[str, Node] = {}
    for leaf in leaves:
        below, path = leaf, leaf.item.path
        while path := path.rpartition(".")[0]:
            node = nodes[path]
            if below not in node.children:
                node.children.append(below)
            node.leaves += 1
            node.hundredths += leaf.hundredths
            node.orphans += leaf.orphans
            node.opened |= leaf.hit
            for name in ("methods", "leads", "assists"):
                getattr(node, name).update(getattr(leaf, name))
            below = node
        roots[below.item.path] = below
    return list(roots.values())


def said_units(node: Node, names: Mapping[int, str]) -> tuple[str, str]:
    """Who answers, in short and in full; above the leaves only how many."""
    leads, assists = ([names[u] for u in units] for units in (node.leads, node.assists))
    full = " · ".join(part for part in ("、".join(leads), "、".join(assists)) if part)
    if node.is_leaf and len(leads) + len(assists) <= FEW:
        return full, ""
    every = list(dict.fromkeys([*leads, *assists]))
    short = full
    if len(every) > 1:
        short = _("%(first)s 等 %(n)s 个") % {"first": every[0], "n": len(every)}
    return short, full if node.is_leaf else ""


def marked(text: str, words: str) -> SafeString:
    """A text with the words that were searched for marked."""
    low, spans = text.casefold(), list[tuple[int, int]]()
    if len(low) == len(text):
        spans = sorted(span for word in set(words.casefold().split()) for span in found(low, word))
    parts, at = list[tuple[SafeString, str, SafeString]](), 0
    plain, on, off = mark_safe(""), mark_safe("<mark>"), mark_safe("</mark>")
    for start, end in spans:
        if start >= at:
            parts += [(plain, text[at:start], plain), (on, text[start:end], off)]
            at = end
    return format_html_join("", "{}{}{}", [*parts, (plain, text[at:], plain)])


def found(text: str, word: str) -> Iterator[tuple[int, int]]:
    """Every place a word stands at."""
    at = text.find(word)
    while at >= 0:
        yield at, at + len(word)
        at = text.find(word, at + 1)


def rates_of(edition: Edition) -> Mapping[int, Rate]:
    """Results by item, where the site names a function that has them (ITEM_RATES)."""
    path = getattr(settings, "ITEM_RATES", "")
    ask: Callable[[Edition], Mapping[int, Rate]] | None = import_string(path) if path else None
    return ask(edition) if ask else {}


# One item


def above(item: Item) -> QuerySet[Item]:
    """The items on the way down to one."""
    steps = item.path.split(".")
    paths = [".".join(steps[:n]) for n in range(1, len(steps))]
    return Item.objects.filter(edition=item.edition_id, path__in=paths).order_by("path")


class Marking(NamedTuple):
    """What so many instances give: share of the weight, and hundredths of a point."""

    seen: str
    share: float
    hundredths: int


USUAL = {
    Scheme.THREE: ((0, FULL), (1, HALF), (SEVERE, 0)),
    Scheme.GRADED: GRADES,
    Scheme.DEDUCTION: ((1, HALF),),
}


def marks(item: Item) -> Iterator[Marking]:
    """The scheme of an item as a table."""
    scheme = Scheme(item.scheme)
    steps = tuple((n, m) for n, m in item.steps) or USUAL.get(scheme, ())

    def line(seen: str, mark: int) -> Marking:
        return Marking(seen, mark / FULL, round(item.hundredths * mark / FULL))

    if scheme is Scheme.BINARY:
        yield line(_("符合"), FULL)
        yield line(_("不符合"), 0)
    elif scheme is Scheme.DEDUCTION:
        yield line(_("没有问题"), FULL)
        yield line(_("每发现一处扣去"), steps[0][1])
    else:
        for (least, mark), (more, _m) in pairwise((*steps, (0, 0))):
            yield line(spanned(least, more - 1), mark)


def spanned(least: int, most: int) -> str:
    """So many instances, in words."""
    if most < least:
        return _("%(n)s 处及以上") % {"n": least}
    return _("%(n)s 处") % {"n": least if most == least else f"{least}–{most}"}


class Duties(NamedTuple):
    """Who answers for an item, and on which item above it that is said."""

    leads: list[Unit]
    assists: list[Unit]
    said_at: Item | None


def duties_of(item: Item) -> Duties:
    """Who answers: those named on the item, else on the nearest above it."""
    way = [item, *reversed(list(above(item)))]
    rows = list(ItemDuty.objects.filter(item__in=way).select_related("unit").order_by("order"))
    for one in way:
        if own := [row for row in rows if row.item_id == one.pk]:
            leads = [row.unit for row in own if row.duty == Duty.LEAD.value]
            assists = [row.unit for row in own if row.duty == Duty.ASSIST.value]
            return Duties(leads, assists, one if one != item else None)
    return Duties([], [], None)


# Two editions


COLUMNS = {
    "text": gettext_lazy("内容"),
    "hundredths": gettext_lazy("分值"),
    "methods": gettext_lazy("测评方法"),
    "scheme": gettext_lazy("计分方式"),
    "steps": gettext_lazy("计分档次"),
    "limit": gettext_lazy("整改类别"),
    "photos": gettext_lazy("照片要求"),
    "exempt": gettext_lazy("不算违规的情形"),
    "papers": gettext_lazy("材料要求"),
    "note": gettext_lazy("备注"),
    "kinds": gettext_lazy("点位类型"),
    "leads": gettext_lazy("牵头单位"),
    "assists": gettext_lazy("配合单位"),
}


class Change(NamedTuple):
    """A column that says something else: what it is called, what it said, what it says."""

    word: str
    before: str
    after: str


class Changed(NamedTuple):
    """An item that both editions have, otherwise."""

    item: Item
    changes: list[Change]


class Compared(NamedTuple):
    """What one edition has otherwise than another."""

    added: list[Item]
    removed: list[Item]
    changed: list[Changed]


def compared(before: Edition, after: Edition) -> Compared:
    """What `after` has otherwise than `before`, item by item in its own order."""
    old, new = ({row["code"]: row for row in content(one)} for one in (before, after))
    told = difference(*(bare(rows) for rows in (old, new)))
    names = {unit.pk: str(unit) for unit in Unit.objects.all()}
    items = {item.code: item for item in after.items.all()}
    gone = {item.code: item for item in before.items.all()}
    changed = [
        Changed(
            items[code],
            [
                Change(
                    str(COLUMNS[n]), worded(n, old[code][n], names), worded(n, new[code][n], names)
                )
                for n in columns
            ],
        )
        for code, columns in told.changed.items()
    ]
    return Compared([items[c] for c in told.added], [gone[c] for c in told.removed], changed)


def bare(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, dict[str, Any]]:
    """What of an item is compared: not its place, which moves with its neighbours."""
    return {code: {n: row[n] for n in COLUMNS} for code, row in rows.items()}


def worded(column: str, value: Any, names: Mapping[int, str]) -> str:
    """A column's value in words."""
    tables: dict[str, Mapping[Any, Any]] = {
        "scheme": SCHEMES,
        "limit": LIMITS,
        "photos": PHOTO_RULES,
    }
    if column in tables:
        return str(tables[column][value])
    if column == "hundredths":
        return points(value)
    if column in {"leads", "assists"}:
        return "、".join(names.get(unit, str(unit)) for unit in value)
    if column == "steps":
        return "、".join(f"{least}: {mark / 100:g}%" for least, mark in value)
    return "、".join(value) if isinstance(value, list) else str(value)
