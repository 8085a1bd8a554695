"""What a refusal is told with, and the sentences about plans: what breaks one, and what clashes.

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
