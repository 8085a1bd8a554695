"""The breakdown of an edition (任务分解表): columns <-> drafts of the tree."""

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wenming.kit.sheets import cells, titles
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.tables import Reading
from wenming.kit.words import half, is_nothing, tidy
from wenming.kit.words import names as split_names
from wenming.loop.standards.breakdown import MINORS, NUMBERED, UPPER, Tree
from wenming.loop.standards.checks import check_projects, check_weights, hundredths, say_methods
from wenming.loop.standards.drafts import EditionDraft, ItemDraft
from wenming.loop.standards.rules import Level, Limit, PhotoRule, Scheme
from wenming.loop.standards.wordings import LIMITS, METHODS, PHOTOS, methods, scheme
from wenming.org.sheets import Names

OWNERS = ("责任单位", "责任部门", "责任分工")
EDITION = Form(
    "测评任务分解表",
    (
        Column("project_code", ("项目编号", "项目代码"), exact=True),
        Column("indicator_code", ("指标编号", "指标代码"), exact=True),
        Column("content_code", ("内容编号", "内容代码"), exact=True),
        Column(
            "project", ("测评项目",), like=titles.PROJECT, carry=True, sheet_named=True, band=True
        ),
        Column(
            "indicator",
            ("测评指标", "指标名称", "指标"),
            like=titles.INDICATOR,
            carry=True,
            band=True,
        ),
        Column("content", ("测评内容", "内容"), like=titles.CONTENT, carry=True, band=True),
        Column("code", ("编号", "标准编号", "条目编号"), like=titles.ITEM_CODE),
        Column("standard", ("测评标准", "标准", "具体标准"), True, titles.STANDARD),
        Column(
            "methods",
            ("测评方法", "测评方式", "考核方式"),
            like=titles.METHODS,
            family=True,
            members=tuple(METHODS),
        ),
        Column("weight", ("分值", "权重（分）", "权重", "标准分"), True, titles.WEIGHT),
        Column("lead", ("牵头单位", "牵头部门", "主责单位"), like=titles.LEAD),
        Column("assist", ("配合单位", "配合部门", "协同单位"), like=titles.ASSIST),
        Column("owners", OWNERS, like=titles.OWNERS),
        Column("scheme", ("计分方式", "计分办法", "评分办法"), like=titles.SCHEME),
        Column("limit", ("整改类别", "整改类型", "整改要求")),
        Column("exempt", ("不算违规的情形", "不计问题的情形", "不计情形")),
        Column("photos", ("照片要求", "现场照片", "拍照要求")),
        Column("papers", ("材料要求", "材料清单")),
        Column("kinds", ("点位类型", "适用点位"), like=titles.KINDS, remark=True),
        Column("note", ("备注", "说明")),
    ),
)
YEAR = re.compile(r"(20\d\d)\s*年")
CHAPTER = re.compile(r"[（(][一二三四五六七八九十]+[)）].*$")
OWN = ("standard", "weight")  # a row with neither, but a code above, says who answers above
CODES = tuple(f"{column}_code" for _level, column in UPPER)
PARTICULARS = re.compile(r"(名称|年度|体系|方法)[:：]\s*(.*)")


def read_edition(reading: Reading, code: str) -> EditionDraft:
    """The edition a workbook holds: its name and year from the title, its tree from the rows."""
    names, tree, told = Names.known(), Tree(), particulars(reading)
    found: dict[str, None] = {}
    check_projects(reading)
    check_weights(reading)
    for row in reading.rows(EDITION):
        parent = above(row, tree)
        if parent and not any(map(row.has, OWN)) and any(map(row.has, CODES)):
            tree.answer(parent, *duties(row, names))
            continue
        leaf = replace(leaf_of(row, parent, tree, names), methods=means(row, told))
        if not row.faults:
            tree.nodes.append(leaf)
            found |= dict.fromkeys(leaf.methods)
    say_methods(reading, tuple(told.get("methods", ())))
    head = EditionDraft(code, "", None, False, tuple(found), tree.kept())
    return replace(head, **told)


def particulars(reading: Reading) -> dict[str, Any]:
    """What the lines above the heads say: name, year, whether it is the minors' system, and, where
    we wrote them, the methods."""
    lines = [line for table in reading.tables for line in table.title]
    titles = [line for table in reading.tables for line in table.title[:1]]
    title = titles[0] if titles else reading.book.name
    told = {found[1]: str(found[2]) for line in lines if (found := PARTICULARS.fullmatch(line))}
    if {"名称", "方法"} <= set(told):
        year = told.get("年度", "").strip("年")
        return {
            "name": told["名称"],
            "year": int(year) if year.isdecimal() else None,
            "minors": told.get("体系") == MINORS,
            "methods": split_names(told["方法"]),
        }
    found = YEAR.search(half(" ".join(lines)))
    name, year = CHAPTER.sub("", title)[:120], found[1] if found else ""
    return {"name": name, "year": int(year) if year else None, "minors": MINORS in title}


def means(row: Row, told: Mapping[str, Any]) -> tuple[str, ...]:
    """The methods of a row; a word that names none is a fault of it."""
    found, unknown = methods(row.ticked("methods"), told.get("methods", ()))
    for word in unknown:
        row.fault("methods", "method_unknown", said=word)
    return tuple(found)


def above(row: Row, tree: Tree) -> str:
    """The path of the node a row's upper columns name, made where it is new."""
    parent = ""
    for level, column in UPPER:
        if (label := row.text(column)) and not is_nothing(label):
            parent = tree.upper(level, label, parent, row.text(f"{column}_code"))
    return parent


def leaf_of(row: Row, parent: str, tree: Tree, names: Names) -> ItemDraft:
    """One row as a leaf under its parent."""
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
    if not row.has("code") and (other := tree.leaf(said, parent, row.ref("standard"))):
        row.fault("standard", "name_twice", said=said[:60], other=other)
    points = row.read("weight", hundredths, needed=True) or 0
    judged = scheme(row.text("scheme"), points)
    if judged is None:
        row.fault("scheme", "scheme_unknown", said=row.text("scheme"))
    leads, assists = duties(row, names)
    return ItemDraft(
        level=Level.STANDARD,
        code=code,
        path=path,
        text=tidy(found[2]) if found else said,
        hundredths=points,
        scheme=judged[0] if judged else Scheme.BINARY,
        steps=judged[1] if judged else (),
        kinds=row.names("kinds"),
        limit=row.read("limit", cells.choice(LIMITS)) or Limit.TERM,
        photos=row.read("photos", cells.choice(PHOTOS)) or PhotoRule.NONE,
        exempt=row.text("exempt"),
        papers=row.text("papers"),
        note=row.text("note"),
        leads=leads,
        assists=assists,
    )


def duties(row: Row, names: Names) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The units that lead and those that assist; of one column of units the first leads, unless the
    cell itself says who does."""
    leads, helps = names.shared(row, "lead", leads=None)
    _none, assists = names.shared(row, "assist", leads=0)
    if not leads:
        leads, others = names.shared(row, "owners", leads=1)
        helps = (*helps, *others)
    return leads, tuple(u for u in dict.fromkeys((*helps, *assists)) if u not in leads)
