"""What a refusal is told with, and the sentences about plans and about orders.

A verb about plans that has a reason of its own adds its line here; `words.REASONS` has it from here.
"""

from typing import NamedTuple

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

Words = str | Promise


class Sentence(NamedTuple):
    """What is wrong, and what to do."""

    wrong: Words
    todo: Words = ""


OF_PLANS: dict[str, Sentence] = {
    # what to mend first
    "gain_hours": Sentence(
        gettext_lazy("超出{0}可用工时 {1} 小时。"), gettext_lazy("请去掉几件，或增加工时。")
    ),
    "gain_money": Sentence(
        gettext_lazy("超出可用资金 {0} 元。"), gettext_lazy("请去掉几件，或增加资金。")
    ),
    "no_gain_case": Sentence(
        gettext_lazy("没有采用：没有勾选还在办的整改单。"), gettext_lazy("请先勾选，再采用。")
    ),
}
OF_ORDERS: dict[str, Sentence] = {
    # teams, stations, orders
    "team_taken": Sentence(
        gettext_lazy("已有名为“{0}”的队伍，属于别的单位。"), gettext_lazy("请另起一个名称。")
    ),
    "team_times": Sentence(gettext_lazy("没有“{0}”这个时段。"), gettext_lazy("请从表里选。")),
    "station_above": Sentence(
        gettext_lazy("不能设在“{0}”下面：中心管所，所管站，站管点。"), gettext_lazy("请改上级。")
    ),
    "venue_seats": Sentence(
        gettext_lazy("“{0}”只容得下 {1} 人。"), gettext_lazy("请换大一些的场地，或减少人数。")
    ),
    "venue_closed": Sentence(
        gettext_lazy("“{0}”这时候不开放。"), gettext_lazy("请改时间，或换一处场地。")
    ),
    "venue_booked": Sentence(
        gettext_lazy("“{0}”在 {1} 已有预约。"), gettext_lazy("请改时间，或换一处场地。")
    ),
    "venue_needed": Sentence(gettext_lazy("这项服务要一处{0}。"), gettext_lazy("请选一处场地。")),
    "venue_kind": Sentence(
        gettext_lazy("这项服务要的是{0}，不是这类场地。"), gettext_lazy("请换一处场地。")
    ),
    "off_menu": Sentence(
        gettext_lazy("这项服务不在这个站的菜单上，或已下架。"), gettext_lazy("请另选一项。")
    ),
    "order_heads": Sentence(
        gettext_lazy("这项服务一次至多 {0} 人。"), gettext_lazy("请减少人数，或分几次点。")
    ),
    "order_days": Sentence(
        gettext_lazy("日子要从今天起、{0} 天以内，最晚不早于最早。"), gettext_lazy("请改日期。")
    ),
    "team_unfit": Sentence(
        gettext_lazy("“{0}”没有准入，或没有“{1}”这项专长。"), gettext_lazy("请换一支队伍。")
    ),
    "team_declined": Sentence(
        gettext_lazy("“{0}”退过这一单，不再派给它。"), gettext_lazy("请换一支队伍。")
    ),
    "team_away": Sentence(
        gettext_lazy("“{0}”这个时段不服务。"), gettext_lazy("请改时间，或换一支队伍。")
    ),
    "team_busy": Sentence(
        gettext_lazy("“{0}”这时候已有一单（{1}）。"), gettext_lazy("请改时间，或换一支队伍。")
    ),
    "past": Sentence(gettext_lazy("这个时间已经过去。"), gettext_lazy("请改时间。")),
    "part_short": Sentence(
        gettext_lazy("这个时段只有 {0} 分钟，不够。"), gettext_lazy("请换一个时段。")
    ),
}
OF_CAMPAIGNS: dict[str, Sentence] = {
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
