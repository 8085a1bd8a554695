"""Refusals about cases and their steps."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "appealed": Sentence(
        gettext_lazy("没有办成：本单有一件申诉没有裁定，先停在这里。"),
        gettext_lazy("请等裁定；在裁定以前得分不动，时限停计。"),
    ),
    "asked": Sentence(
        gettext_lazy("没有办成：已经申请过延期，还没有批。"), gettext_lazy("请等批复。")
    ),
    "unknown": Sentence(
        gettext_lazy("没有办成：指的单位、记录或照片不存在。"), gettext_lazy("请重新选择。")
    ),
    "until": Sentence(
        gettext_lazy("没有办成：延至的日期不晚于现在的时限。"), gettext_lazy("请填更晚的日期。")
    ),
    "plan": Sentence(
        gettext_lazy("没有办成：计划日期要晚于今天。"), gettext_lazy("请填更晚的日期。")
    ),
    "into": Sentence(
        gettext_lazy("没有办成：只能并入另一件在办的整改单。"), gettext_lazy("请核对单号。")
    ),
    "live": Sentence(
        gettext_lazy("没有办成：这个点位的同一条标准已有在办的 {0} 号。"),
        gettext_lazy("请在那一件上办理。"),
    ),
    "others": Sentence(
        gettext_lazy("没有办成：本单还有别的发现成立，不能撤销。"),
        gettext_lazy("请改用“申诉部分成立”，只更正有误的一次。"),
    ),
    "superseded": Sentence(
        gettext_lazy("没有办成：这条记录已经更正过了。"), gettext_lazy("请看最新的记录。")
    ),
    "case_moved": Sentence(
        gettext_lazy("{0} 号已经在办，台账不能改它的责任单位和时限。"),
        gettext_lazy("请在整改单上移交、延期；或把这一行改回原样再导入。"),
    ),
    "minutes": Sentence(gettext_lazy("时限要多于零。"), gettext_lazy("请改数字。")),
}
