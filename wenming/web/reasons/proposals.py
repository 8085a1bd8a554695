"""Refusals about proposals, plans and who makes them."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "no_planner": Sentence(
        gettext_lazy("这台机器上没有装编排用的程序库。"),
        gettext_lazy("请安装带 planning 的完整版，再来编制。"),
    ),
    "unknown_plan": Sentence(gettext_lazy("没有“{0}”这一种方案。"), gettext_lazy("可以是：{1}。")),
    "plan_about": Sentence(gettext_lazy("不知道“{0}”说的是什么。"), gettext_lazy("请写：{1}。")),
    "seconds": Sentence(
        gettext_lazy("编制时间要在 {0} 至 {1} 秒之间。"), gettext_lazy("请改数字。")
    ),
    "broken": Sentence(
        gettext_lazy("没有采用：方案有 {0} 处不合规则，例如：{1}"),
        gettext_lazy("请先调整，再采用。"),
    ),
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
