"""The ledger of last year's feedback: columns <-> drafts."""

import hashlib
from collections import Counter
from collections.abc import Iterator
from datetime import date

from django.utils.timezone import localtime

from wenming.kit.sheets.heads import Column, Form
from wenming.kit.sheets.limits import limit
from wenming.kit.sheets.rows import Row
from wenming.kit.sheets.tables import Reading
from wenming.kit.words import key
from wenming.loop.cases.models import STATES, Case
from wenming.loop.cases.rules import Source, State
from wenming.loop.intake.drafts import FeedbackDraft
from wenming.org.sheets import Names

FEEDBACK = Form(
    "反馈问题整改台账",
    (
        Column("project", ("整改项目", "测评项目", "项目")),
        Column(
            "problem", ("存在问题", "反馈问题", "问题描述", "存在的问题", "问题"), required=True
        ),
        Column("cause", ("整改原因", "问题原因", "原因", "原因分析")),
        Column("measure", ("整改举措", "整改措施", "举措", "措施")),
        Column("unit", ("责任单位", "牵头单位", "责任部门"), required=True),
        Column("assist", ("配合单位", "协办单位", "配合部门")),
        Column("limit", ("整改时限", "完成时限", "时限", "整改期限")),
        Column("done", ("完成情况", "整改情况", "进展情况")),
    ),
    ignored=("序号", "备注"),
)


def read_feedback(reading: Reading, dated: date | None) -> Iterator[FeedbackDraft]:
    """The problems of a ledger, each under a name of its own that outlives a change of the row.

    Without `dated` a limit that counts from a day, or names no year, is a fault of its cell.
    """
    names = Names.known()
    seen: Counter[str] = Counter()
    for row in reading.rows(FEEDBACK):
        problem = row.text("problem", needed=True)
        said = row.names("unit", needed=True)
        draft = FeedbackDraft(
            origin=origin(row, problem, seen),
            problem=problem,
            project=row.text("project"),
            cause=row.text("cause"),
            measure=row.text("measure"),
            units=names.find(row, "unit", said),
            assists=names.find(row, "assist", row.names("assist")),
            limit=row.read("limit", lambda v: limit(v, dated=dated)),
            done=row.text("done"),
        )
        if not row.faults:
            yield draft


def origin(row: Row, problem: str, seen: Counter[str]) -> str:
    """The row's name: the ledger's title, the project and the problem, and which of the same."""
    title = row.table.title[0] if row.table.title else ""
    said = "\n".join(key(part) for part in (title, row.text("project"), problem))
    seen[said] += 1
    return hashlib.sha256(f"{said}\n{seen[said]}".encode()).hexdigest()[:40]


def feedback_rows() -> tuple[tuple[str, ...], Iterator[tuple[object, ...]]]:
    """The cases that came from feedback, as a ledger that reads as it was handed over."""
    heads = (
        "整改项目",
        "存在问题",
        "整改原因",
        "整改举措",
        "责任单位",
        "配合单位",
        "整改时限",
        "完成情况",
        "办理状态",
    )
    rows = Case.objects.filter(source=Source.FEEDBACK.value).select_related("unit").order_by("pk")
    return heads, (
        (
            case.project,
            case.problem,
            case.cause,
            case.measure,
            case.unit.name if case.unit else "",
            "、".join(unit.name for unit in case.assists.all()),
            case.said_limit or (localtime(case.due).date() if case.due else ""),
            case.result,
            str(STATES[State(case.state)]),
        )
        for case in rows.prefetch_related("assists").iterator(500)
    )  # fmt: skip
