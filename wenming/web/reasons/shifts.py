"""Refusals about posts, members and their shifts."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "span": Sentence(
        gettext_lazy("“{0}”不是一个班次。"), gettext_lazy("请每行写一班，如“正班 08:30-16:30”。")
    ),
    "post_heads": Sentence(
        gettext_lazy("人数要依次增大：至少、希望、至多。"),
        gettext_lazy("请改人数；至多不少于 1 人。"),
    ),
    "post_taken": Sentence(
        gettext_lazy("这个点位已有“{0}”的岗位。"), gettext_lazy("请改已有的岗位，或换一个职责。")
    ),
    "pattern_taken": Sentence(
        gettext_lazy("已有名为“{0}”的班制。"), gettext_lazy("请另起一个名称。")
    ),
    "no_pattern": Sentence(
        gettext_lazy("岗位“{0}”没有班制。"), gettext_lazy("请选一个班制，或先给岗位定班制。")
    ),
    "shift_used": Sentence(
        gettext_lazy("没有办成：这一班排过人，记录要留着。"),
        gettext_lazy("请把人撤下；班次留作记录。"),
    ),
    "not_begun": Sentence(
        gettext_lazy("没有办成：这一班还没有开始。"), gettext_lazy("请在开始以后记到岗。")
    ),
    "member_limits": Sentence(
        gettext_lazy("小时数要由少到多，连值至少 1 天。"), gettext_lazy("请改数字。")
    ),
    "unfit": Sentence(
        gettext_lazy("没有办成：那一天没有有效的“{0}”资格。"),
        gettext_lazy("请换人，或先登记资格。"),
    ),
    "overlap": Sentence(
        gettext_lazy("没有办成：同一时间已在别处值班（{0}—{1}）。"), gettext_lazy("请换人。")
    ),
    "heads_full": Sentence(
        gettext_lazy("没有办成：人数已满，这一班至多 {0} 人。"), gettext_lazy("请看别的班次。")
    ),
    "left": Sentence(gettext_lazy("没有办成：{0}已经离队。"), gettext_lazy("请换人。")),
    "away": Sentence(
        gettext_lazy("没有办成：那一天请了假。"),
        gettext_lazy("请换人；确要排上，请勾选“仍然排上”。"),
    ),
    "rest": Sentence(
        gettext_lazy("没有办成：与相邻一班之间只休息 {0} 小时，不足 {1} 小时。"),
        gettext_lazy("请换人；确要排上，请勾选“仍然排上”。"),
    ),
    "hours_over": Sentence(
        gettext_lazy("没有办成：当月将达 {0} 小时，超过 {1} 小时。"),
        gettext_lazy("请换人；确要排上，请勾选“仍然排上”。"),
    ),
    "long_run": Sentence(
        gettext_lazy("没有办成：将连值 {0} 天，超过 {1} 天。"),
        gettext_lazy("请换人；确要排上，请勾选“仍然排上”。"),
    ),
}
