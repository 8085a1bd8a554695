"""Refusals of signing up, said to whoever signs up."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

OTHER_SHIFT = gettext_lazy("请看别的班次。")

SENTENCES: dict[str, Sentence] = {
    "code_nobody": Sentence(
        gettext_lazy("没有签上：这一班没有您的名字。"), gettext_lazy("请找带班的人。")
    ),
    "code_time": Sentence(
        gettext_lazy("没有签上：开班前半小时起才能签到。"), gettext_lazy("请到时再来。")
    ),
    "code_tries": Sentence(
        gettext_lazy("没有签上：输错的次数太多。"), gettext_lazy("请带班的人按名单记到岗。")
    ),
    "code_wrong": Sentence(
        gettext_lazy("没有签上：签到码不对，或已经换了。"),
        gettext_lazy("请照屏幕上现在的六位数再输一次，还可以试 {0} 次。"),
    ),
    "code_not_come": Sentence(gettext_lazy("没有签退：您还没有签到。"), gettext_lazy("请先签到。")),
    "signup_none": Sentence(gettext_lazy("没有报上：这一班不开放报名。"), OTHER_SHIFT),
    "signup_early": Sentence(
        gettext_lazy("没有报上：这一班还没有开始报名。"), gettext_lazy("{0} 开始，请到时再来。")
    ),
    "signup_late": Sentence(
        gettext_lazy("没有报上：这一班 {0} 已截止报名。"),
        gettext_lazy("请看别的班次；急着要来，请找带班的人。"),
    ),
    "signup_others": Sentence(gettext_lazy("没有报上：这一班不对“{0}”的队员开放。"), OTHER_SHIFT),
    "signup_left": Sentence(
        gettext_lazy("没有报上：您已离开“{0}”的队伍。"),
        gettext_lazy("请先归队，或用别的队伍报名。"),
    ),
    "signup_refused": Sentence(
        gettext_lazy("没有报上：带班的人没有同意这次报名。"),
        gettext_lazy("请看别的班次，或问带班的人。"),
    ),
    "signup_overlap": Sentence(
        gettext_lazy("没有报上：您 {0}—{1} 已在别处值班，时间重叠。"),
        gettext_lazy("请看别的班次，或先放弃那一班。"),
    ),
    "signup_unfit": Sentence(
        gettext_lazy("没有报上：这个岗位要先参加“{0}”。"),
        gettext_lazy("请先报名参加培训，登记以后再来。"),
    ),
    "signup_away": Sentence(
        gettext_lazy("没有报上：您那一天请了假。"), gettext_lazy("能来的话，请先收回请假。")
    ),
    "signup_rest": Sentence(
        gettext_lazy("没有报上：与您相邻的一班之间只休息 {0} 小时，不足 {1} 小时。"), OTHER_SHIFT
    ),
    "signup_hours_over": Sentence(
        gettext_lazy("没有报上：您当月将达 {0} 小时，超过 {1} 小时。"),
        gettext_lazy("请看下个月的班次。"),
    ),
    "signup_long_run": Sentence(
        gettext_lazy("没有报上：您将连值 {0} 天，超过 {1} 天。"),
        gettext_lazy("请隔一天再报。"),
    ),
    "signup_heads_full": Sentence(
        gettext_lazy("没有报上：人数已满，这一班至多 {0} 人。"), OTHER_SHIFT
    ),
    "signup_lapsed": Sentence(
        gettext_lazy("没有办成：确认的时间已过，空位已轮到下一位。"), OTHER_SHIFT
    ),
    "signup_begun": Sentence(
        gettext_lazy("没有办成：这一班已经开始。"), gettext_lazy("请直接告诉带班的人。")
    ),
    "signup_places": Sentence(
        gettext_lazy("名额要在 1 与 {0} 之间：岗位每班至多 {0} 人。"), gettext_lazy("请改名额。")
    ),
    "signup_nobody": Sentence(
        gettext_lazy("没有办成：还没有说谁可以报名。"),
        gettext_lazy("请选单位，或勾选“已准入的队伍都可报名”。"),
    ),
    "signup_no_shifts": Sentence(
        gettext_lazy("没有办成：这些日子没有将要开始的班次。"),
        gettext_lazy("请先排出班次，或换日子。"),
    ),
    "signup_no_post": Sentence(
        gettext_lazy("没有办成：这个岗位已撤销。"), gettext_lazy("请换岗位。")
    ),
}
