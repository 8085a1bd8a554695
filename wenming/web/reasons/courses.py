"""Refusals about courses and enrolments."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "enrol_days": Sentence(gettext_lazy("报名截止要晚于报名开始。"), gettext_lazy("请改日期。")),
    "sessions_most": Sentence(
        gettext_lazy("一次至多排 {0} 次课。"), gettext_lazy("请减少次数，或分几次加。")
    ),
    "session_twice": Sentence(
        gettext_lazy("{0} 这时候这门课已有一次。"), gettext_lazy("请改日期或时间。")
    ),
    "course_over": Sentence(gettext_lazy("“{0}”已经结束或停办。"), gettext_lazy("请看别的课程。")),
    "enrol_closed": Sentence(
        gettext_lazy("“{0}”现在不在报名时间里。"), gettext_lazy("请打电话问实践站。")
    ),
    "phone": Sentence(
        gettext_lazy("这不像一个电话号码。"), gettext_lazy("请写手机号，或带区号的座机号。")
    ),
    "phone_taken": Sentence(
        gettext_lazy("这个电话已用另一个名字报过这门课。"),
        gettext_lazy("是两个人合用一个电话的，请联系站里代报：{0}。"),
    ),
    "seats_held": Sentence(
        gettext_lazy("已有 {0} 人占着名额，名额不能比这更少。"), gettext_lazy("请改名额。")
    ),
    "session_not_held": Sentence(
        gettext_lazy("这一次还没有上课，或停了。"), gettext_lazy("请上课时再点名。")
    ),
}
