"""Refusals about volunteers, their trainings, hours and certificates."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "too_young": Sentence(
        gettext_lazy("没有办成：未满 {0} 周岁，不能登记为志愿者。"),
        gettext_lazy("欢迎长大以后再来。"),
    ),
    "guardian": Sentence(
        gettext_lazy("没有办成：未满 {0} 周岁，要有监护人的姓名、电话和同意。"),
        gettext_lazy("请补上监护人三项。"),
    ),
    "identity_unsound": Sentence(
        gettext_lazy("没有办成：这不是有效的身份证号。"), gettext_lazy("请核对，或留空。")
    ),
    "identity_other": Sentence(
        gettext_lazy("没有办成：这个身份证号已登记在另一个姓名或账户下。"),
        gettext_lazy("请核对姓名和号码，或请创城办查明。"),
    ),
    "identity_birth": Sentence(
        gettext_lazy("没有办成：出生年份与身份证号不一致。"), gettext_lazy("请改对其中一个。")
    ),
    "registered_before": Sentence(
        gettext_lazy("没有办成：同名同电话的人已由单位登记。"),
        gettext_lazy("请填身份证号来认领，或请单位负责人办理。"),
    ),
    "volunteer_unknown": Sentence(
        gettext_lazy("没有编号为“{0}”的志愿者，或姓名不符。"), gettext_lazy("请核对编号。")
    ),
    "firm_known": Sentence(
        gettext_lazy("没有办成：系统里已有名为“{0}”的单位。"),
        gettext_lazy("请由该单位自己的联络员办理，或改用企业全称。"),
    ),
}
