"""Refusals about what stations must have."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "points_twice": Sentence(gettext_lazy("要点“{0}”写了两次。"), gettext_lazy("请留一条。")),
    "own_evidence": Sentence(
        gettext_lazy("没有办成：不能确认自己登记的佐证。"), gettext_lazy("请交给上一级的其他人。")
    ),
    "evidence_day": Sentence(
        gettext_lazy("日期还没有到。"), gettext_lazy("请填今天或以前的日子。")
    ),
    "point_gone": Sentence(
        gettext_lazy("这一条已不在现行清单上。"), gettext_lazy("请刷新页面，按现行清单登记。")
    ),
}
