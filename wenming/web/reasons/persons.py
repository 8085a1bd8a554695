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
    "session_over": Sentence(
        gettext_lazy("没有办成：这一场已经开始。"), gettext_lazy("请报下一场。")
    ),
    "session_ahead": Sentence(
        gettext_lazy("没有办成：这一场还没有开始。"), gettext_lazy("请在开始以后记结果。")
    ),
    "session_full": Sentence(
        gettext_lazy("没有办成：名额 {0} 人已满。"), gettext_lazy("请报别的场次。")
    ),
    "own_record": Sentence(
        gettext_lazy("没有办成：记录的人不能确认自己记的时长。"),
        gettext_lazy("请另一位负责人确认。"),
    ),
    "own_hours": Sentence(
        gettext_lazy("没有办成：本人的时长由别人记录和确认。"), gettext_lazy("请另一位负责人办理。")
    ),
    "minutes_of_a_day": Sentence(
        gettext_lazy("没有办成：一天的时长要多于零、不超过 24 小时。"), gettext_lazy("请改小时数。")
    ),
    "not_served_yet": Sentence(
        gettext_lazy("没有办成：这一天还没到。"), gettext_lazy("请改日期。")
    ),
    "reversal_stands": Sentence(
        gettext_lazy("没有办成：冲正本身不再冲正。"), gettext_lazy("请另补记一条。")
    ),
    "levels_rise": Sentence(
        gettext_lazy("没有办成：各星级的小时数要由少到多。"), gettext_lazy("请改数字。")
    ),
    "notice_days": Sentence(
        gettext_lazy("没有办成：公示不满 {0} 天。"), gettext_lazy("最早 {1} 可以开具。")
    ),
    "no_hours": Sentence(
        gettext_lazy("没有办成：这段时间没有已确认的时长。"), gettext_lazy("请先请人确认时长。")
    ),
}
