"""Refusals about alliances."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "plan_first": Sentence(
        gettext_lazy("这一年还没有年初计划。"), gettext_lazy("请先写年初计划。")
    ),
    "plan_written": Sentence(
        gettext_lazy("“{0}”这个季度的计划已经写定，不再改写。"),
        gettext_lazy("要变，请下个季度再调整。"),
    ),
    "plan_early": Sentence(gettext_lazy("这个季度还没有到。"), gettext_lazy("请到时候再调整。")),
    "plan_items": Sentence(
        gettext_lazy("计划要有 1 到 {0} 项，每项写明事项和月份，序号不重复。"),
        gettext_lazy("请改计划事项。"),
    ),
    "plan_owner": Sentence(
        gettext_lazy("“{0}”的责任单位不是联盟的成员。"),
        gettext_lazy("请换单位，或先让它加入联盟。"),
    ),
    "month_early": Sentence(gettext_lazy("这个月还没有到。"), gettext_lazy("请到时候再点评。")),
    "appraised": Sentence(
        gettext_lazy("“{0}”这个月的点评刚被别人写过。"),
        gettext_lazy("请看过新的，再决定要不要更正。"),
    ),
}
