"""Refusals about campaigns and what is reported of them."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "campaign_days": Sentence(
        gettext_lazy("日期要依次在后：第一天、最后一天、报数截止。"), gettext_lazy("请改日期。")
    ),
    "campaign_taken": Sentence(
        gettext_lazy("已有名为“{0}”的活动。"), gettext_lazy("请另起一个名称。")
    ),
    "campaign_state": Sentence(
        gettext_lazy("“{0}”现在不收报数：还没有开始，或已经结束。"),
        gettext_lazy("有数要更正时，请联系创城办。"),
    ),
    "measure_twice": Sentence(gettext_lazy("指标“{0}”写了两次。"), gettext_lazy("请只留一个。")),
    "measure_places": Sentence(
        gettext_lazy("指标“{0}”的小数位数要在 0 至 {1} 之间。"), gettext_lazy("请改位数。")
    ),
    "not_asked": Sentence(
        gettext_lazy("没有保存：这个单位不在本次活动的报数单位里。"),
        gettext_lazy("请核对是不是别的单位的数，或请创城办把它加进来。"),
    ),
    "return_day": Sentence(
        gettext_lazy("没有保存：{0} 不在“{1}”的日期里。"),
        gettext_lazy("请核对是不是往年或别的活动的数。"),
    ),
    "reported": Sentence(
        gettext_lazy("没有保存：“{0}”的数已有人报过，与您看到的不是同一版。"),
        gettext_lazy("请看最新的一版；要改时写明理由，作为更正。"),
    ),
    "unknown_campaign": Sentence(
        gettext_lazy("没有叫“{0}”的活动。"), gettext_lazy("请核对名称或编号。")
    ),
    "figure_comma": Sentence(
        gettext_lazy("“{0}”的“{1}”里有逗号，分不清是小数点还是千位。"),
        gettext_lazy("小数请用点，千位不要分隔。"),
    ),
    "figure_unit": Sentence(
        gettext_lazy("“{0}”按{2}报，写的却是“{1}”。"), gettext_lazy("请换算后再填。")
    ),
    "figure_precise": Sentence(
        gettext_lazy("“{0}”至多 {2} 位小数，写的是“{1}”。"), gettext_lazy("请核对后再填。")
    ),
    "figure_unread": Sentence(
        gettext_lazy("“{0}”的“{1}”不是从零起的数。"), gettext_lazy("请只填数字，没有就填 0。")
    ),
}
