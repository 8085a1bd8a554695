"""The words of rosters: what one is called, where it is looked at, what one breaks."""

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from wenming.org.models import Unit
from wenming.proposals.planners import Row, spoken

SENTENCES: dict[str, str | Promise] = {
    "agreed": _("{0} {1}：已经排定的，方案不能改"),
    "away": _("{0} {1}：请了假，或已说不能来"),
    "unfit": _("{0} {1}：不能上这一班"),
    "barred": _("{0} {1}：没有这一班要求的有效资格"),
    "sequence": _("{0} {1}：与前一天的班之间休息不足 11 小时"),
    "long_run": _("{0} 从 {1} 起连值太久，多 {n} 天"),
    "hours_over": _("{0} 当月小时数超出 {n} 小时"),
    "hours_under": _("{0} 当月小时数还差 {n} 小时"),
    "cover_under": _("{0}：缺 {n} 人"),
    "cover_over": _("{0}：多 {n} 人"),
    "nothing": _("{0}这个月还没有班次，或还没有队员；请先排出班次、登记队员"),
    "person_hours": _("{0}：每月至少的小时数多于至多的小时数"),
    "agreed_barred": _("{0}：已经排定的一班与请假或资格矛盾"),
    "cost": _("方案的合计与逐项相加不符"),
    "bound": _("方案的下限高于它的合计"),
}
FOR_ALL: dict[str, str | Promise] = {  # a demand meant for everybody
    "agreed": _("已经排定的不能改"),
    "away": _("请假的日子不排"),
    "barred": _("没有有效资格的不排"),
    "sequence": _("两班之间休息满 11 小时"),
    "long_run": _("连值不超过规定的天数"),
    "hours_over": _("每人当月不超过规定的小时数"),
    "hours_under": _("每人当月不少于规定的小时数"),
}


def sentence(row: Row) -> str:
    """What a rule that is broken says, with the names of what it is at."""
    known = SENTENCES if row.names else FOR_ALL | {"cost": SENTENCES["cost"]}
    return spoken(known, row)


def title(about: str) -> str:
    """The roster of a unit's month, in words."""
    unit, _slash, month = about.partition("/")
    name = Unit.objects.filter(pk=unit or 0).values_list("name", flat=True).first()
    return gettext("%(unit)s %(month)s 排班方案") % {"unit": name or unit, "month": month}


def address(which: int) -> str:
    """Where a roster is looked at."""
    return reverse("rosters:plan", args=[which])
