"""The words of a matching: its title, what it breaks, why an order is left out. It has no table of its own."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenming.proposals.planners import Row, spoken

SENTENCES: dict[str, str | Promise] = {
    "skill": _("{1}没有{0}要的专长"),
    "barred": _("{1}退过{0}"),
    "reach": _("{0}离{1}太远，远出 {n} 米"),
    "away": _("{0}在{1}不服务"),
    "busy": _("{0}在{1}多派了 {n} 单"),
    "when": _("{0}不要在{1}"),
    "short": _("{1}不够{0}用，差 {n} 分钟"),
    "kind": _("{1}不是{0}要的那类场地"),
    "seats": _("{1}容不下{0}，差 {n} 人"),
    "closed": _("{0}在{1}不开放"),
    "booked": _("{0}在{1}已有预约"),
    "venue": _("{0}的场地不对：要场地的没有，或不要的给了"),
    "many": _("{0}本月多接了 {n} 单"),
    "twice": _("{0}派了两次"),
    "promise": _("{0}已经派出，不能改动"),
    "gone": _("{0}已不在待派之列"),
    "no_team": _("没有准入的、有位置的服务队；请先审核队伍"),
    "no_order": _("没有待派的订单"),
    "unknown": _("{0}的队伍或场地已不在册"),
}
REASONS: dict[str, str | Promise] = {
    "skill": _("没有队伍有这项专长"),
    "barred": _("有这项专长的队伍都退过这一单"),
    "reach": _("有这项专长的队伍都太远"),
    "times": _("想要的日子里没有队伍能来"),
    "venue": _("没有容得下的这类场地"),
    "closed": _("队伍能来的时候场地不开放"),
    "full": _("能来的队伍或场地都排满了"),
    "held": _("人工留下，暂不派"),
}


def sentence(row: Row) -> str:
    """What a rule that is broken says, with the names of what it is at."""
    return spoken(SENTENCES, row)


def title(about: str) -> str:
    """The matching from a day on, in words."""
    return gettext("%(day)s起的派单方案") % {"day": about}


def address(which: int) -> str:
    """Where a matching is looked at."""
    return reverse("matching:plan", args=[which])
