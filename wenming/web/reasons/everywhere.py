"""What any verb may refuse with."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "state": Sentence(
        gettext_lazy("没有办成：这一步现在不能走，状态已经变了。"),
        gettext_lazy("请看最新的状态，再决定怎么办。"),
    ),
    "conflict": Sentence(
        gettext_lazy("没有保存：同一编号已有内容不同的记录。"),
        gettext_lazy("请核对两份记录，需要更正时另建一份。"),
    ),
    "power": Sentence(
        gettext_lazy("没有办成：您的任职没有这一项权限。"),
        gettext_lazy("需要办理时，请联系本单位负责人或创城办。"),
    ),
    "own": Sentence(
        gettext_lazy("没有办成：不能评判自己或本单位的整改。"),
        gettext_lazy("请交给与该单位没有任职关系的人。"),
    ),
    "must_change": Sentence(
        gettext_lazy("没有办成：现在的密码是别人给的，须先改掉。"),
        gettext_lazy("请在网页上登录，改密码后再来。"),
    ),
    "full": Sentence(
        gettext_lazy("没有保存：存储空间已满。"), gettext_lazy("已收到的内容都在；请通知管理员。")
    ),
}
