"""Refusals about official papers and how they are laid out."""

from django.utils.translation import gettext_lazy

from wenming.web.sentences import Sentence

SENTENCES: dict[str, Sentence] = {
    "pdf_missing": Sentence(
        gettext_lazy("这台机器没有安装排 PDF 的部件。"),
        gettext_lazy("请用 Word 文件，或请管理员安装 wenming[pdf]。"),
    ),
    "pdf_fonts": Sentence(
        gettext_lazy("这台机器没有中文字体，排不出 PDF。"),
        gettext_lazy("请用 Word 文件，或请管理员安装一种中文字体。"),
    ),
    "paper_kind": Sentence(
        gettext_lazy("公文只能是 docx 或 pdf 文件，不能是“{0}”。"), gettext_lazy("请换一个文件名。")
    ),
    "paper_shape": Sentence(
        gettext_lazy("这份公文排不出来：{0}。"), gettext_lazy("请把这句话告诉管理员。")
    ),
}
