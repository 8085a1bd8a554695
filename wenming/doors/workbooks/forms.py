"""What somebody fills in to have a workbook read."""

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from wenming.doors.workbooks.drafts import KINDS
from wenming.doors.workbooks.rules import Kind
from wenming.kit.flow import choices

LONGEST_NAME = 180  # bytes of a file's name
NEEDS_CODE, NEEDS_DAY = {Kind.EDITION.value}, {Kind.FEEDBACK.value, Kind.CHARGES.value}


class UploadForm(forms.Form):
    """A workbook, what it holds, and what its cells do not say."""

    kind = forms.ChoiceField(label=_("表格种类"), choices=choices(KINDS))
    file = forms.FileField(
        label=_("文件"),
        help_text=_("xlsx、xls 或 csv，不超过 200 MB；区域轮廓和路段走向用 geojson。"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.csv,.txt,.geojson"}),
    )
    code = forms.RegexField(
        r"^[\w.\-]{1,40}$",
        label=_("版本代码"),
        required=False,
        help_text=_("只有任务分解表要填，例如 YC2026；同一代码的草稿会被这份表替换。"),
    )
    dated = forms.DateField(
        label=_("填表日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_(
            "“9月30日”“即日起15个工作日”从这一天算起；包街一览表按这一年算上年度、本年度。"
        ),
    )

    def __init__(
        self, kinds: Sequence[Kind], data: Any = None, files: Any = None, wanted: str | None = None
    ) -> None:
        super().__init__(data, files, initial={"kind": wanted})
        field: Any = self.fields["kind"]
        field.choices = [(kind.value, KINDS[kind]) for kind in kinds]
        if not NEEDS_CODE & set(kinds):
            del self.fields["code"], self.fields["dated"]

    def clean(self) -> dict[str, Any]:
        """An edition needs its code, whatever its cells say."""
        given = super().clean() or {}
        if given.get("kind") in NEEDS_CODE and not given.get("code"):
            self.add_error("code", _("任务分解表要有版本代码。"))
        return given

    def file_name(self) -> str:
        """The file's own name, without a path, fit to lie on a disk."""
        plain = PurePath(str(self.cleaned_data["file"].name).replace("\\", "/")).name
        kept = "".join(c for c in plain if c.isprintable()).strip(". ")
        while len(kept.encode()) > LONGEST_NAME:
            kept = kept[1:]
        return kept or "upload"
