"""What happened to a case, as its page and the first pages tell it: who, in whose name, did what."""

from collections.abc import Iterator, Mapping
from datetime import date

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from wenming.loop.cases.models import MARKS, Case
from wenming.loop.cases.rules import Mark, Move
from wenming.org.http import posts
from wenming.org.models import Unit
from wenming.records.models import Act
from wenming.web.shapes import Happened
from wenming.web.templatetags.marks import said_day

# The steps as they read when taken, where a button would bid one take them.
DONE = {
    Move.FILE.value: pgettext_lazy("办了", "立案"),
    Move.REFUSE.value: pgettext_lazy("办了", "不予立案"),
    Move.ASSIGN.value: pgettext_lazy("办了", "派遣"),
    Move.TAKE.value: pgettext_lazy("办了", "签收"),
    Move.RETURN.value: pgettext_lazy("办了", "退回"),
    Move.HAND_OVER.value: pgettext_lazy("办了", "移交"),
    Move.FIX.value: pgettext_lazy("办了", "报整改完成"),
    Move.SEND_BACK.value: pgettext_lazy("办了", "退回重改"),
    Move.CLOSE.value: pgettext_lazy("办了", "销号"),
    Move.ASK.value: pgettext_lazy("办了", "申请延期"),
    Move.GRANT.value: pgettext_lazy("办了", "同意延期"),
    Move.DENY.value: pgettext_lazy("办了", "不同意延期"),
    Move.SHELVE.value: pgettext_lazy("办了", "挂账"),
    Move.RESUME.value: pgettext_lazy("办了", "恢复办理"),
    Move.MERGE.value: pgettext_lazy("办了", "并案"),
    Move.LOOK_BACK.value: pgettext_lazy("办了", "回头看未反复"),
    Move.REOPEN.value: pgettext_lazy("办了", "重新交办"),
    Move.APPEAL.value: pgettext_lazy("办了", "申诉"),
    Move.UPHOLD.value: pgettext_lazy("办了", "申诉成立"),
    Move.AMEND.value: pgettext_lazy("办了", "申诉部分成立"),
    Move.DISMISS.value: pgettext_lazy("办了", "驳回申诉"),
    Move.WITHDRAW.value: pgettext_lazy("办了", "撤销立案"),
    **{mark.value: word for mark, word in MARKS.items()},
}
MENDED = {Move.FIX.value, Move.CLOSE.value, Move.LOOK_BACK.value}
TO_UNIT = {Move.ASSIGN.value, Move.HAND_OVER.value, Move.REOPEN.value}
LEVELS = (
    gettext_lazy("提醒经办人"),
    gettext_lazy("告知经办人"),
    gettext_lazy("告知单位负责人"),
    gettext_lazy("告知创城办"),
)


def happened(case: Case) -> Iterator[Happened]:
    """The acts of a case, newest first, with those by which others were merged into it."""
    merged = [str(pk) for pk in case.absorbed.values_list("pk", flat=True)]
    own = Q(key=str(case.pk)) | Q(key__in=merged, move=Move.MERGE.value)
    rows = Act.objects.filter(own, kind="case").select_related("by").order_by("-id")
    acts = list(rows.only("at", "move", "note", "facts", "by__name", "by__username"))
    named = {act.facts.get("unit") for act in acts if act.move in TO_UNIT}
    units = {case.unit_id: case.unit} if case.unit else {}
    if others := named - {None, case.unit_id}:
        units |= Unit.objects.in_bulk(others)
    posted = posts(acts)
    for act in acts:
        yield Happened(
            who=" ".join(filter(None, (posted.get(act.pk), str(act.by or _("系统"))))),
            did=str(DONE.get(act.move, act.move)),
            what=" ".join(details(act, units)),
            note=act.note,
            at=act.at,
            kind="mended" if act.move in MENDED else "",
        )


def details(act: Act, units: Mapping[int | None, Unit]) -> Iterator[str]:
    """What an act says beside its words."""
    facts = act.facts
    if act.move in TO_UNIT and facts.get("unit") in units:
        yield _("至 %(unit)s") % {"unit": units[facts["unit"]]}
    if act.move == Mark.ESCALATE.value:
        yield str(LEVELS[facts.get("level", 0)])
    for name, words in (("until", _("至 %(said)s")), ("plan", _("计划 %(said)s"))):
        if facts.get(name):
            yield words % {"said": said_day(date.fromisoformat(facts[name]))}
    if act.move == Move.MERGE.value:
        yield str(facts.get("title", ""))
    if photos := facts.get("photos"):
        yield _("附照片 %(n)s 张") % {"n": len(photos)}
