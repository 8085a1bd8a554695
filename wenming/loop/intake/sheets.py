"""The ledger of last year's feedback: columns <-> drafts."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial

from django.utils.timezone import localdate

from wenming.kit.sheets import titles
from wenming.kit.sheets.columns import Column, Form
from wenming.kit.sheets.limits import limit
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.tables import Reading
from wenming.kit.sheets.writing import Written
from wenming.kit.words import key
from wenming.loop.cases.models import STATES, Case
from wenming.loop.cases.rules import Source, State
from wenming.loop.intake.drafts import FeedbackDraft
from wenming.org.sheets import Names, spoken

FEEDBACK = Form(
    "反馈问题整改台账",
    (
        Column("origin", ("来源标识",), exact=True),
        Column("project", ("整改项目", "测评项目", "项目"), like=titles.FEEDBACK_PROJECT),
        Column("problem", ("存在问题", "反馈问题", "问题描述"), True, titles.PROBLEM),
        Column("cause", ("整改原因", "问题原因", "原因", "原因分析"), like=titles.CAUSE),
        Column("measure", ("整改举措", "整改措施", "举措", "措施"), like=titles.MEASURE),
        Column("unit", ("责任单位", "牵头单位"), True, f"{titles.LEAD}|{titles.OWNERS}"),
        Column("assist", ("配合单位", "协办单位", "配合部门"), like=titles.ASSIST),
        Column("limit", ("整改时限", "完成时限", "时限", "整改期限"), like=titles.DUE),
        Column("done", ("完成情况", "整改情况", "进展情况"), like=titles.DONE),
    ),
    ignored=("序号", "备注", "整改单号", "办理状态"),
)


def read_feedback(reading: Reading, dated: date | None) -> Iterator[FeedbackDraft]:
    """The problems of a ledger, each under a name of its own that outlives a change of the row.

    Without `dated` a limit that counts from a day, or names no year, is a fault of its cell. A
    ledger we wrote names the case of each row; a limit that stands there as before needs no day.
    """
    names, ours = Names.known(), known(reading)
    seen: Counter[str] = Counter()
    places: dict[str, str] = {}
    for row in reading.rows(FEEDBACK):
        problem = row.text("problem", needed=True)
        name = row.text("origin") or origin(row, problem, seen)
        if row.has("origin") and places.setdefault(name, row.ref("origin")) != row.ref("origin"):
            row.fault("origin", "code_twice", said=name, other=places[name])
        case = ours.get(name) if row.has("origin") else None
        since = localdate(case.filed) if case and row.text("limit") == case.said_limit else None
        draft = FeedbackDraft(
            origin=name[:64],
            problem=problem,
            project=row.text("project"),
            cause=row.text("cause"),
            measure=row.text("measure"),
            units=names.find(row, "unit", row.names("unit", needed=case is None)),
            assists=names.find(row, "assist", row.names("assist")),
            limit=row.read("limit", partial(limit, dated=dated or since)),
            done=row.text("done"),
        )
        if not row.faults:
            yield draft


def known(reading: Reading) -> dict[str, Case]:
    """The cases whose rows a ledger names."""
    said = {row.text("origin") for row in reading.rows(FEEDBACK)} - {""}
    return {case.origin: case for case in Case.objects.filter(origin__in=said)}


def origin(row: Row, problem: str, seen: Counter[str]) -> str:
    """The row's name: the ledger's title, the project and the problem, and which of the same."""
    title = row.table.title[0] if row.table.title else ""
    said = "\n".join(key(part) for part in (title, row.text("project"), problem))
    seen[said] += 1
    return hashlib.sha256(f"{said}\n{seen[said]}".encode()).hexdigest()[:40]


def feedback_rows() -> tuple[tuple[str, ...], Iterator[tuple[Written, ...]]]:
    """The cases that came from feedback, as a ledger that loads back."""
    heads = (
        "整改单号", "整改项目", "存在问题", "整改原因", "整改举措", "责任单位", "配合单位", "整改时限",
        "完成情况", "办理状态", "来源标识",
    )  # fmt: skip
    rows = Case.objects.filter(source=Source.FEEDBACK.value).select_related("unit").order_by("pk")
    return heads, (
        (
            case.number,
            case.project,
            case.problem,
            case.cause,
            case.measure,
            spoken(case.unit) if case.unit else "",
            "、".join(spoken(unit) for unit in case.assists.all()),
            case.said_limit,
            case.result,
            str(STATES[State(case.state)]),
            case.origin,
        )
        for case in rows.prefetch_related("unit__aliases", "assists__aliases").iterator(500)
    )
