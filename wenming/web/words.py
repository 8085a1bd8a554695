"""Words for what the rules refuse. A rule gives a code and facts; people read the sentence here.

A verb with a reason of its own adds its line to REASONS; "{0}" stands for the first fact it gives.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.kit.flow import Refused

Words = str | Promise


class Sentence(NamedTuple):
    """What is wrong, and what to do."""

    wrong: Words
    todo: Words = ""


REASONS: dict[str, Sentence] = {
    "state": Sentence(
        gettext_lazy("没有办成：这一步现在不能走，状态已经变了。"),
        gettext_lazy("请看最新的状态，再决定怎么办。"),
    ),
    "conflict": Sentence(
        gettext_lazy("没有保存：同一编号已有内容不同的记录。"),
        gettext_lazy("请核对两份记录，需要更正时另建一份。"),
    ),
    "power": Sentence(
        gettext_lazy("没有办成：您的任职没有这一项权限。"),
        gettext_lazy("需要办理时，请联系本单位负责人或创城办。"),
    ),
    "own": Sentence(
        gettext_lazy("没有办成：不能评判自己或本单位的整改。"),
        gettext_lazy("请交给与该单位没有任职关系的人。"),
    ),
    "full": Sentence(
        gettext_lazy("没有保存：存储空间已满。"), gettext_lazy("已收到的内容都在；请通知管理员。")
    ),
}
NEEDS: dict[str, Words] = {
    "note": gettext_lazy("说明"),
    "reason": gettext_lazy("理由"),
    "unit": gettext_lazy("责任单位"),
    "photo": gettext_lazy("照片"),
    "photos": gettext_lazy("照片"),
    "until": gettext_lazy("日期"),
    "plan": gettext_lazy("计划日期"),
    "site": gettext_lazy("点位"),
    "item": gettext_lazy("测评标准"),
    "seed": gettext_lazy("抽样种子"),
    "group": gettext_lazy("督查组"),
}


def refusal(no: Refused) -> Sentence:
    """The words of a refusal: what is wrong and what to do."""
    if no.reason == "needs":
        what = _("、").join(str(NEEDS.get(name, name)) for name in no.lacking)
        return Sentence(
            _("没有办成：还缺%(what)s。") % {"what": what}, _("请补上后再提交，已填的内容都在。")
        )
    if sentence := REASONS.get(no.reason):
        return Sentence(*(str(words).format(*no.lacking) for words in sentence))
    return Sentence(
        _("没有办成：规则不允许（%(reason)s）。") % {"reason": no.reason},
        _("请把这个代码告诉创城办。"),
    )
