"""The breakdown of an edition (任务分解表): columns <-> drafts of the tree."""

import re
from collections.abc import Iterator
from dataclasses import replace

from wenming.kit.sheets import cells
from wenming.kit.sheets.faults import LeftOut, Unread
from wenming.kit.sheets.heads import Column, Form
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.shapes import Value
from wenming.kit.sheets.tables import Reading
from wenming.kit.words import half, tidy
from wenming.loop.standards.breakdown import NUMBERED, Tree, said_scheme, scheme
from wenming.loop.standards.drafts import EditionDraft, ItemDraft
from wenming.loop.standards.models import LEVELS, Edition, Item
from wenming.loop.standards.rules import Level, Limit, Method, PhotoRule, Scheme
from wenming.org.sheets import Names

OWNERS = ("责任单位", "责任部门", "责任分工")
EDITION = Form(
    "测评任务分解表",
    (
        Column("project", ("测评项目", "项目"), sheet_named=True),
        Column("indicator", ("测评指标", "指标名称", "指标")),
        Column("content", ("测评内容", "内容")),
        Column("code", ("编号", "标准编号", "条目编号")),
        Column("standard", ("测评标准", "标准", "测评要点", "具体标准"), required=True),
        Column(
            "methods",
            ("测评方法", "测评方式", "考核方式"),
            family=True,
            members=tuple(m.value for m in Method),
        ),
        Column("weight", ("分值", "权重（分）", "权重", "满分", "标准分"), required=True),
        Column("lead", ("牵头单位", "牵头部门", "主责单位", "主责部门", "主办单位")),
        Column("assist", ("配合单位", "协同部门", "协办单位", "配合部门", "协同单位")),
        Column("owners", OWNERS),
        Column("scheme", ("计分方式", "记分办法", "评分方式", "计分办法", "评分办法")),
        Column("limit", ("整改类别", "整改类型", "整改要求")),
        Column("exempt", ("不算违规的情形", "不计问题的情形", "不计情形")),
        Column("photos", ("照片要求", "现场照片", "拍照要求")),
        Column("papers", ("材料要求", "材料清单")),
        Column("kinds", ("点位类型", "点位类别", "适用点位"), remark=True),
        Column("note", ("备注", "说明")),
    ),
)
UPPER = ((Level.PROJECT, "project"), (Level.INDICATOR, "indicator"), (Level.CONTENT, "content"))
LIMITS = {
    **dict.fromkeys(("立行立改", "立即整改", "即知即改"), Limit.AT_ONCE),
    **dict.fromkeys(("限期整改", "限期", "限时整改"), Limit.TERM),
    **dict.fromkeys(("长期坚持", "长期", "持续推进", "常态化"), Limit.STANDING),
}
PHOTOS = {
    **dict.fromkeys(("不要求", "无", "不需要", "否", "/"), PhotoRule.NONE),
    **dict.fromkeys(("不符合时拍照", "不符合时要求", "问题拍照"), PhotoRule.FAIL),
    **dict.fromkeys(("都要求", "都要拍照", "必拍", "是", "每次拍照"), PhotoRule.ALWAYS),
}
YEAR = re.compile(r"(20\d\d)\s*年")


def read_edition(reading: Reading, code: str) -> EditionDraft:
    """The edition a workbook holds: its name and year from the title, its tree from the rows."""
    names, tree = Names.known(), Tree()
    methods: dict[str, None] = {}
    for row in reading.rows(EDITION):
        leaf = leaf_of(row, tree, names)
        methods |= dict.fromkeys(leaf.methods)
        tree.nodes.append(leaf)
    check_totals(reading)
    titles = [line for table in reading.tables for line in table.title[:1]]
    title = titles[0] if titles else reading.book.name
    year = YEAR.search(half(" ".join(line for t in reading.tables for line in t.title)))
    return EditionDraft(
        code=code,
        name=re.sub(r"[（(][一二三四五六七八九十]+[)）].*$", "", title)[:120],
        year=int(year[1]) if year else None,
        minors="未成年人" in title,
        methods=tuple(methods),
        items=tuple(tree.nodes),
    )


def leaf_of(row: Row, tree: Tree, names: Names) -> ItemDraft:
    """One row as a leaf under the nodes its other columns name."""
    parent = ""
    for level, column in UPPER:
        if label := row.text(column):
            parent = tree.upper(level, label, parent)
    path, number = tree.place(parent)
    said = row.text("standard", needed=True)
    found = NUMBERED.fullmatch(said)
    code = row.text("code")
    if code and code in tree.codes:
        row.fault("code", "code_twice", said=code, other=tree.codes[code])
    elif code:
        tree.codes[code] = row.ref("code")
    else:
        code = tree.free(tree.below(parent, int(found[1]) if found else number), path)
    hundredths = row.read("weight", cells.hundredths, needed=True) or 0
    judged = scheme(row.text("scheme"), hundredths)
    if judged is None:
        row.fault("scheme", "scheme_unknown", said=row.text("scheme"))
    return with_duties(
        row,
        names,
        ItemDraft(
            level=Level.STANDARD,
            code=code,
            path=path,
            text=tidy(found[2]) if found else said,
            hundredths=hundredths,
            methods=row.ticked("methods"),
            scheme=judged[0] if judged else Scheme.BINARY,
            steps=judged[1] if judged else (),
            kinds=row.names("kinds"),
            limit=row.read("limit", cells.choice(LIMITS)) or Limit.TERM,
            photos=row.read("photos", cells.choice(PHOTOS)) or PhotoRule.NONE,
            exempt=row.text("exempt"),
            papers=row.text("papers"),
            note=row.text("note"),
        ),
    )


def with_duties(row: Row, names: Names, leaf: ItemDraft) -> ItemDraft:
    """The leaf with the units that answer; of one column of units the first leads."""
    leads = names.find(row, "lead", row.names("lead"))
    assists = names.find(row, "assist", row.names("assist"))
    if not leads and (owners := names.find(row, "owners", row.names("owners"))):
        leads, assists = owners[:1], (*owners[1:], *assists)
    return replace(leaf, leads=leads, assists=tuple(u for u in assists if u not in leads))


def check_totals(reading: Reading) -> None:
    """Say where a sum in the workbook is not that of its rows; where duties share a column."""
    for table in reading.tables:
        at = table.head.at
        if "owners" in at and "lead" not in at:
            reading.left_out.append(LeftOut(table.sheet, "", "owners_split"))
        added = sum(filter(None, (quiet(row.raw("weight")) for row in table.rows)))
        for total in table.totals[-1:]:
            said = quiet(total.raw("weight"))
            if said is not None and said != added:
                facts = {"said": f"{said / 100:.2f}", "sum": f"{added / 100:.2f}"}
                place = total.ref("weight")
                reading.left_out.append(LeftOut(table.sheet, place, "total_differs", facts))


def quiet(value: Value) -> int | None:
    """A weight, or None for a cell that holds none; its fault is told elsewhere."""
    try:
        return cells.hundredths(value)
    except Unread:
        return None


def edition_rows(edition: Edition) -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """The breakdown as a sheet that loads back: one row a leaf, its codes written out."""
    upper = {item.path: item for item in edition.items.exclude(level=Level.STANDARD.value)}
    leaves = edition.items.leaves().order_by("path").prefetch_related("duties__unit", "kinds")
    heads = (
        *(str(LEVELS[level]) for level, _column in UPPER), "编号", "测评标准", "测评方法", "分值",
        "牵头单位", "配合单位", "计分方式", "整改类别", "不算违规的情形", "照片要求", "材料要求",
        "点位类型", "备注",
    )  # fmt: skip
    return heads, (row_of(leaf, upper) for leaf in leaves)


def row_of(leaf: Item, upper: dict[str, Item]) -> tuple[object, ...]:
    """One leaf as a row."""
    steps = leaf.path.split(".")
    above = [upper.get(".".join(steps[:n])) for n in range(1, len(steps))]
    by_level = {node.level: node for node in above if node}
    duties = list(leaf.duties.all())
    units = [
        "、".join(d.unit.name for d in duties if d.duty == duty) for duty in ("lead", "assist")
    ]
    return (
        *(said_node(by_level.get(level.value)) for level, _column in UPPER),
        leaf.code,
        leaf.text,
        "、".join(leaf.methods),
        leaf.hundredths / 100,
        *units,
        said_scheme(Scheme(leaf.scheme), leaf.steps, leaf.hundredths),
        next(word for word, limit in LIMITS.items() if limit.value == leaf.limit),
        leaf.exempt,
        next(word for word, rule in PHOTOS.items() if rule.value == leaf.photos),
        leaf.papers,
        "、".join(kind.name for kind in leaf.kinds.all()),
        leaf.note,
    )


def said_node(node: Item | None) -> str:
    """A node above the leaves as its column says it."""
    return f"{node.code} {node.text}" if node else ""
