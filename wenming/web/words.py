"""The sentence of a refusal: a rule gives a code and facts, people read this."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from wenming.kit.flow import Refused
from wenming.web.reasons import REASONS
from wenming.web.sentences import Sentence, Words

__all__ = ["NEEDS", "REASONS", "Sentence", "Words", "refusal"]

NEEDS: dict[str, Words] = {
    "code": pgettext_lazy("还缺", "版本代码（--code）"),
    "note": pgettext_lazy("还缺", "说明"),
    "reason": pgettext_lazy("还缺", "理由"),
    "unit": pgettext_lazy("还缺", "责任单位"),
    "photo": pgettext_lazy("还缺", "照片"),
    "photos": pgettext_lazy("还缺", "照片"),
    "until": pgettext_lazy("还缺", "日期"),
    "plan": pgettext_lazy("还缺", "计划日期"),
    "site": pgettext_lazy("还缺", "点位"),
    "item": pgettext_lazy("还缺", "测评标准"),
    "seed": pgettext_lazy("还缺", "抽样种子"),
    "group": pgettext_lazy("还缺", "督查组"),
    "area": pgettext_lazy("还缺", "区域"),
    "text": pgettext_lazy("还缺", "情形"),
    "into": pgettext_lazy("还缺", "并入的单号"),
    "finding": pgettext_lazy("还缺", "申诉的记录"),
    "verdict": pgettext_lazy("还缺", "更正后的结论"),
    "name": pgettext_lazy("还缺", "名称"),
    "duty": pgettext_lazy("还缺", "岗位职责"),
    "qualification": pgettext_lazy("还缺", "资格名称"),
    "team": pgettext_lazy("还缺", "服务队"),
    "start": pgettext_lazy("还缺", "日期和时段"),
    "stars": pgettext_lazy("还缺", "评分"),
    "address": pgettext_lazy("还缺", "住址"),
    "units": pgettext_lazy("还缺", "报数单位"),
    "what": pgettext_lazy("还缺", "服务内容"),
    "person": pgettext_lazy("还缺", "姓名"),
    "phone": pgettext_lazy("还缺", "手机或身份证号"),
    "born": pgettext_lazy("还缺", "出生年份"),
    "consent": pgettext_lazy("还缺", "本人的同意"),
    "points": pgettext_lazy("还缺", "要点"),
    "kinds": pgettext_lazy("还缺", "适用级别"),
    "measures": pgettext_lazy("还缺", "统计指标"),
    "seats": pgettext_lazy("还缺", "名额"),
    "matter": pgettext_lazy("还缺", "什么事"),
    "appraisal": pgettext_lazy("还缺", "点评和每一项的进展"),
}
UNTOLD = ("…",) * 9


def refusal(no: Refused) -> Sentence:
    """The words of a refusal: what is wrong and what to do."""
    if no.reason == "needs":
        what = _("、").join(str(NEEDS.get(name, name)) for name in no.lacking)
        return Sentence(
            _("没有办成：还缺%(what)s。") % {"what": what}, _("请补上后再提交，已填的内容都在。")
        )
    if sentence := REASONS.get(no.reason):
        told = (*no.lacking, *UNTOLD)  # a verb that tells too few facts must not break the refusal
        return Sentence(*(str(words).format(*told) for words in sentence))
    return Sentence(
        _("没有办成：规则不允许（%(reason)s）。") % {"reason": no.reason},
        _("请把这个代码告诉创城办。"),
    )
