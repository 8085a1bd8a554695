"""What a step is called, and where its thing is opened: for inboxes and first pages."""

from collections.abc import Mapping
from typing import Any

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from wenming.loop.cases.models import MARKS, MOVES
from wenming.loop.inspections.models import ROUND_MOVES
from wenming.loop.standards.models import EDITION_MOVES
from wenming.proposals.models import MOVES as PROPOSAL_MOVES
from wenming.records.models import Act
from wenming.service.campaigns.models import CAMPAIGN_MOVES
from wenming.service.certificates.models import PAPER_MOVES
from wenming.service.checklists.models import EVIDENCE_MOVES
from wenming.service.enrolments.models import ENROLMENT_MOVES
from wenming.service.grids.models import MATTER_MOVES
from wenming.service.members.models import Member
from wenming.service.orders.models import ORDER_MOVES
from wenming.service.shifts.models import PLACE_MOVES
from wenming.service.signups.models import SIGNUP_MOVES
from wenming.service.trainings.models import SEAT_MOVES
from wenming.service.volunteers.models import TEAM_MOVES
from wenming.web.http import key_in
from wenming.web.words import Words


def words_of(act: Act) -> tuple[str, str]:
    """What a step is called, and where its thing is opened: what an inbox shows of it."""
    tables: dict[str, tuple[str, dict[str, Words], str]] = {
        "case": ("", {**by_code(MOVES), **by_code(MARKS)}, "cases:detail"),
        "round": (_("批次"), by_code(ROUND_MOVES), "inspections:round"),
        "proposal": (_("方案"), by_code(PROPOSAL_MOVES), ""),
        "gain": ("", {"accept": gettext_lazy("先改计划已采用")}, "gains:gains"),
        "shift": ("", {**by_code(PLACE_MOVES), **SHIFT_STEPS}, "shifts:shift"),
        "shifts": (_("排班"), SHIFT_STEPS, ""),
        "post": (_("岗位"), POST_STEPS, "shifts:post"),
        "pattern": (_("班制"), POST_STEPS, "shifts:pattern"),
        "member": (member(act), MEMBER_STEPS, "members:member"),
        **of_persons(),
        "signup": (_("值班报名"), {**by_code(SIGNUP_MOVES), **SIGNUP_STEPS}, "signups:shift"),
        "order": (
            _("订单"),
            {"place": gettext_lazy("点单"), **by_code(ORDER_MOVES)},
            "orders:order",
        ),
        "station": (_("实践站"), POST_STEPS, "stations:station"),
        "evidence": (_("建设清单"), EVIDENCE_STEPS | by_code(EVIDENCE_MOVES), "checklists:station"),
        **of_the_community(),
        "team": (_("队伍"), by_code(TEAM_MOVES), ""),
        "campaign": (_("活动"), by_code(CAMPAIGN_MOVES), "campaigns:campaign"),
        "edition": (_("测评体系"), by_code(EDITION_MOVES), "standards:edition"),
    }
    prefix, said, name = tables.get(act.kind, ("", OTHER_STEPS, ""))
    label = f"{prefix} {said.get(act.move) or OTHER_STEPS.get(act.move, act.move)}".strip()
    try:
        return label, reverse(name, args=[act.key]) if name else ""
    except NoReverseMatch:
        return label, ""


def of_persons() -> dict[str, tuple[str, dict[str, Words], str]]:
    """The same about single volunteers: themselves, their trainings, hours and certificates."""
    return {
        "volunteer": (_("志愿者"), VOLUNTEER_STEPS, "volunteers:person"),
        "session": (_("培训"), {**SESSION_STEPS, **by_code(SEAT_MOVES)}, "trainings:session"),
        "certificate": (
            _("服务证明"),
            {"apply": gettext_lazy("已申请"), **by_code(PAPER_MOVES)},
            "certificates:certificate",
        ),
        "service": (_("服务时长"), SERVICE_STEPS, ""),
    }


def member(act: Act) -> str:
    """Which member an act is about, by his name of today: acts bear none."""
    key = key_in(act.key) if act.kind == "member" else None
    return _("队员 %(name)s") % {"name": Member.objects.filter(pk=key).first() or ""} if key else ""


def of_the_community() -> dict[str, tuple[str, dict[str, Words], str]]:
    """The same for what goes on around a station."""
    filed, asked = gettext_lazy("提出了一件事"), gettext_lazy("已提出")
    return {
        "grid": (_("网格"), GRID_STEPS, "grids:grid"),
        "neighbour": (_("网格人员"), GRID_STEPS, ""),
        "matter": (_("网格事项"), {"file": filed, **by_code(MATTER_MOVES)}, "grids:matter"),
        "alliance": (_("联盟"), ALLIANCE_STEPS, ""),
        "course": (_("课程"), COURSE_STEPS, "enrolments:course"),
        "enrolment": (_("报名"), {"enrol": asked, **by_code(ENROLMENT_MOVES)}, ""),
    }


EVIDENCE_STEPS: dict[str, Words] = {"offer": gettext_lazy("有新佐证")}
SHIFT_STEPS: dict[str, Words] = {
    "put_on": gettext_lazy("排上了班"),
    "mark": gettext_lazy("点名"),
    "go": gettext_lazy("签退"),
    "drop": gettext_lazy("撤了一班"),
    "make": gettext_lazy("排出一个月的班次"),
    "copy": gettext_lazy("照另一个月排出班次"),
    "seat": gettext_lazy("方案已排定"),
}
SIGNUP_STEPS: dict[str, Words] = {
    "sign_up": gettext_lazy("报了名"),
    "close": gettext_lazy("已截止"),
    "remind": gettext_lazy("明天轮到您值班"),
    "offer": gettext_lazy("有空位轮到您，请确认"),
}
POST_STEPS: dict[str, Words] = {
    "open_up": gettext_lazy("已开放报名"),
    "open": gettext_lazy("已设"),
    "change": gettext_lazy("有变动"),
    "close": gettext_lazy("已撤销"),
    "set": gettext_lazy("有变动"),
}
GRID_STEPS: dict[str, Words] = {
    "bring": gettext_lazy("登记了人员"),
    "end": gettext_lazy("不再任职"),
    "join": gettext_lazy("合为一人了"),
}
ALLIANCE_STEPS: dict[str, Words] = {
    "found": gettext_lazy("有变动"),
    "plan": gettext_lazy("年初计划已写定"),
    "change": gettext_lazy("本季度有调整"),
    "appraise": gettext_lazy("月度点评"),
}
COURSE_STEPS: dict[str, Words] = {
    "set": gettext_lazy("已开课"),
    "change": gettext_lazy("有变动"),
    "drop": gettext_lazy("停了一次"),
    "call_off": gettext_lazy("停办"),
    "mark": gettext_lazy("点名"),
}
MEMBER_STEPS: dict[str, Words] = {
    "join": gettext_lazy("入队"),
    "change": gettext_lazy("有变动"),
    "leave": gettext_lazy("离队"),
    "grant": gettext_lazy("登记了资格"),
    "run_out": gettext_lazy("资格快要到期"),
    "wish": gettext_lazy("请假或意愿"),
    "unwish": gettext_lazy("收回请假或意愿"),
}
SESSION_STEPS: dict[str, Words] = {
    "set": gettext_lazy("已安排"),
    "book": gettext_lazy("有了名额"),
}
SERVICE_STEPS: dict[str, Words] = {
    "record": gettext_lazy("已记下"),
    "confirm": gettext_lazy("已确认"),
    "reverse": gettext_lazy("已冲正"),
}
VOLUNTEER_STEPS: dict[str, Words] = {
    "register": gettext_lazy("已登记"),
    "claim": gettext_lazy("与账户相连"),
    "correct": gettext_lazy("资料有更正"),
    "belong": gettext_lazy("加入队伍"),
    "forget": gettext_lazy("资料已删除"),
}
OTHER_STEPS: dict[str, Words] = {
    "password": gettext_lazy("密码已重设"),
    "locked": gettext_lazy("登录失败多次，账户暂停"),
    "codes_off": gettext_lazy("两步验证已随重设密码关闭"),
    **dict.fromkeys(("appointed", "relieved"), gettext_lazy("任职有变动")),
    "made": gettext_lazy("账户已开"),
    "feed": gettext_lazy("日历订阅有变动"),
    "opened": gettext_lazy("账户重新启用"),
    "closed": gettext_lazy("账户已停用"),
    "open": gettext_lazy("已建"),
    "hand": gettext_lazy("点位交给本组"),
    "share_out": gettext_lazy("点位已分到组"),
    "replace": gettext_lazy("点位由替补代替"),
    "profile": gettext_lazy("权重方案有变动"),
    "charge": gettext_lazy("责任有变动"),
    "hand_over": gettext_lazy("责任移交"),
    "release": gettext_lazy("责任解除"),
    "tour": gettext_lazy("巡查路线已定"),
    "adopt": gettext_lazy("本年包街已定"),
    "ask": gettext_lazy("已提出"),
    "write": gettext_lazy("负面清单有更新"),
    "load": gettext_lazy("导入表格"),
    "trigger": gettext_lazy("负面清单触发"),
    "warn": gettext_lazy("负面清单预警"),
    "lift": gettext_lazy("负面清单消除"),
}


def by_code(labels: Mapping[Any, Words]) -> dict[str, Words]:
    """Labels by the codes that acts hold."""
    return {str(member): word for member, word in labels.items()}
