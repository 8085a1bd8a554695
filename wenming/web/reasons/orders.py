"""Refusals about teams, stations and orders."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
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
    "venue_shut": Sentence(
        gettext_lazy("“{0}”在 {1} 闭馆：{2}。"), gettext_lazy("请改日期，或换一处场地。")
    ),
    "venue_parts": Sentence(
        gettext_lazy("一处场地只能隔成一层：各间不能再隔，也不能是别的站的。"),
        gettext_lazy("请改“是哪一处的一部分”。"),
    ),
    "venue_in_use": Sentence(
        gettext_lazy("“{0}”已有的预约会因此重在一起。"), gettext_lazy("请先退约，再改。")
    ),
    "name_taken": Sentence(gettext_lazy("已经有“{0}”。"), gettext_lazy("请另起一个名称。")),
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
    "order_phone": Sentence(
        gettext_lazy("这个号码已有 {0} 单还没办完。"),
        gettext_lazy("请等办完再点，或打电话给站里。"),
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
