"""Refusals about grids."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "no_grid": Sentence(gettext_lazy("这不是一个网格。"), gettext_lazy("请选一个网格。")),
    "two_accounts": Sentence(
        gettext_lazy("“{0}”和另一行各有账户，不会是同一个人。"),
        gettext_lazy("请核对两个人的账户。"),
    ),
}
