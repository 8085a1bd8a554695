"""What is wrong with a workbook, or was left out of it: a place, a stable code, the facts.

`SENTENCES` is plain data, Chinese and English, so that command, page and marked copy say the same.
Every sentence says what is wrong and what to do. A code, once published, keeps its meaning.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from wenming.kit.sheets.notes import LEFT_OUT

Fact = str | int


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say about a place. `sheet` and `cell` are '' where it concerns all of it."""

    sheet: str
    cell: str
    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict, hash=False)

    def as_json(self, lang: str = "zh") -> dict[str, str]:
        """The four fields that `load --json` prints."""
        said = message(self, lang)
        return {"sheet": self.sheet, "cell": self.cell, "code": self.code, "message": said}


@dataclass(frozen=True, slots=True)
class Fault(Remark):
    """A cell, row or file that could not be read as meant."""


@dataclass(frozen=True, slots=True)
class LeftOut(Remark):
    """A sheet, column or row that was passed over on purpose."""


class Unread(Exception):
    """A cell's value could not be read: a code of `SENTENCES` and its facts."""

    def __init__(self, code: str, **facts: Fact) -> None:
        super().__init__(code, facts)
        self.code = code
        self.facts = facts


class Unreadable(Exception):
    """A whole file could not be read; `fault` says why."""

    def __init__(self, code: str, sheet: str = "", cell: str = "", **facts: Fact) -> None:
        super().__init__(code, facts)
        self.fault = Fault(sheet, cell, code, facts)


class _Known(dict[str, object]):
    def __missing__(self, name: str) -> str:
        return "…"


def message(remark: Remark, lang: str = "zh") -> str:
    """The sentence of a fault or of what was left out, in Chinese or (any other `lang`) English."""
    zh, en = SENTENCES[remark.code]
    chosen = zh if lang.startswith("zh") else en
    facts = _Known(remark.facts, sheet=remark.sheet, cell=remark.cell)
    return chosen.format_map(facts)


_FILE = {
    "file_missing": (
        "找不到文件“{name}”，请检查路径。",
        "There is no file '{name}'; check the path.",
    ),
    "file_empty": ("文件是空的，请重新导出。", "The file is empty; export it again."),
    "file_too_large": (
        "文件有 {size} MB，超过 {most} MB 的上限；请删去无关内容或拆成几个文件。",
        "The file has {size} MB, more than {most}; remove what is not needed or split it.",
    ),
    "unpacked_too_large": (
        "“{part}”解压后超过 {most} MB，没有读取；请删去多余的行、列和格式，或拆成几个文件。",
        "'{part}' unpacks to more than {most} MB; remove surplus rows and formats, or split it.",
    ),
    "too_many_parts": (
        "压缩包里的文件超过 {most} 个，不像是表格文件；请用 Excel 或 WPS 另存后再导入。",
        "The package holds more than {most} parts; save it again from a spreadsheet program.",
    ),
    "too_many_rows": (
        "工作表“{sheet}”的内容到了 {cell}，行数超过 {most}；请删除下方多余内容或拆成几个文件。",
        "Sheet '{sheet}' reaches {cell}, more than {most} rows; delete surplus rows or split it.",
    ),
    "too_many_cells": (
        "文件里的单元格超过 {most} 个，没有读取；请删去只有格式的空行，或拆成几个文件。",
        "The file has more than {most} cells and was not read; split it.",
    ),
    "stretched_sheet": (
        "工作表“{sheet}”的内容一直延伸到 {cell}，范围过大；请删除远处的多余内容后再导入。",
        "Sheet '{sheet}' stretches as far as {cell}; delete what lies out there and load it again.",
    ),
    "too_much_text": (
        "文件里的文字总量超过上限，没有读取；请拆成几个文件。",
        "The file holds more text than can be read at once; split it.",
    ),
    "too_many_merges": (
        "工作表“{sheet}”的合并单元格过多，没有读取；请取消多余的合并。",
        "Sheet '{sheet}' has too many merged cells; unmerge those not needed.",
    ),
    "password": (
        "文件设了打开密码，请取消密码后再导入。",
        "The file is protected by a password; remove it and load again.",
    ),
    "damaged": (
        "文件已损坏或不完整，请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。",
        "The file is damaged or cut short; open it, save it as .xlsx and load again.",
    ),
    "unsafe_xml": (
        "文件里有表格不该有的内容（{part}），为安全起见没有读取；请另存为 .xlsx 再导入。",
        "The file holds what no workbook needs ({part}) and was not read; save it as .xlsx again.",
    ),
    "html_not_workbook": (
        "这是网页文件，只是后缀像表格；请用 Excel 或 WPS 打开后另存为 .xlsx 再导入。",
        "This is a web page under a workbook's name; open it and save it as .xlsx.",
    ),
    "other_workbook": (
        "“{kind}”格式的表格没有读取，请另存为 .xlsx 再导入。",
        "Workbooks of kind '{kind}' are not read; save it as .xlsx.",
    ),
    "not_a_workbook": (
        "这不是表格文件（{kind}）；请提供 .xlsx、.xls 或 .csv。",
        "This is not a workbook ({kind}); give an .xlsx, .xls or .csv.",
    ),
    "encoding_unknown": (
        "文本文件的编码读不出来，请存为 UTF-8 或 GBK 再导入。",
        "The text's encoding cannot be told; save it as UTF-8 or GBK.",
    ),
    "csv_broken": (
        "第 {line} 行的引号没有配对，后面的内容读不出来；请检查该行。",
        "A quotation mark on line {line} is not closed; check that line.",
    ),
    "took_too_long": (
        "读取时间过长，已停止；请另存为 .xlsx 再导入。",
        "Reading took too long and was stopped; save it as .xlsx and load again.",
    ),
    "no_sheet": ("文件里没有可见的工作表。", "The file has no visible sheet."),
}

_HEAD = {
    "head_not_found": (
        "没有找到{form}的表头；需要有这些列：{names}。",
        "No head for {form} was found; these columns are needed: {names}.",
    ),
    "column_missing": (
        "工作表“{sheet}”缺少“{column}”列；可用的列名：{names}。",
        "Sheet '{sheet}' lacks the column '{column}'; names that would do: {names}.",
    ),
    "column_twice": (
        "“{column}”列出现了不止一次（{cells}），不知道以哪一列为准；请只留一列或改名。",
        "The column '{column}' occurs more than once ({cells}); keep one or rename the others.",
    ),
    "band_missing": (
        "工作表“{sheet}”里 {cell} 之前没有“{column}”。",
        "Before {cell} nothing in sheet '{sheet}' says '{column}'.",
    ),
}

_CELL = {
    "missing": ("“{column}”是必填项，这里是空的。", "'{column}' is needed and blank here."),
    "formula_error": (
        "公式出错（{said}），请改正公式或直接填写结果。",
        "The formula gives {said}; mend it or type the result.",
    ),
    "formula_not_calculated": (
        "公式还没有计算结果，请用 Excel 或 WPS 打开并保存一次。",
        "The formula was never calculated; open the file in a spreadsheet program and save it.",
    ),
    "not_text": (
        "这里应当是文字，表格却当作日期、时间或逻辑值（{said}）；请把单元格设为文本后重填。",
        "Text was expected, not a date or truth value ({said}); format the cell as text.",
    ),
    "digits_lost": (
        "“{said}”位数太多，表格已丢失末尾数字；请把单元格设为文本后重填。",
        "'{said}' has lost its last digits; format the cell as text and type it again.",
    ),
    "text_too_long": (
        "文字有 {length} 个字，超过 {most} 个字的上限。",
        "The text has {length} characters, more than {most}.",
    ),
    "not_number": ("“{said}”不是数字。", "'{said}' is not a number."),
    "not_whole": ("“{said}”不是整数。", "'{said}' is not a whole number."),
    "too_precise": (
        "“{said}”的小数超过 {places} 位。",
        "'{said}' has more than {places} decimal places.",
    ),
    "negative": ("“{said}”是负数。", "'{said}' is negative."),
    "too_small": ("“{said}”小于 {least}。", "'{said}' is less than {least}."),
    "too_big": ("“{said}”大于 {most}。", "'{said}' is more than {most}."),
    "share_unclear": (
        "“{said}”看不出是比例还是百分数，请写成“85%”这样。",
        "Whether '{said}' is a share or a percentage is unclear; write it like '85%'.",
    ),
    "tick_unclear": (
        "“{said}”看不出是勾选还是不勾选；勾选请用“√”，不勾选请留空。",
        "Whether '{said}' is a tick is unclear; use '√', or leave it blank.",
    ),
    "not_in_list": (
        "“{said}”不在可填的内容里：{allowed}。",
        "'{said}' is not one of: {allowed}.",
    ),
    "not_code": (
        "“{said}”不是 {lengths} 位数字代码。",
        "'{said}' is not a code of {lengths} digits.",
    ),
    "not_phone": ("“{said}”不是电话号码。", "'{said}' is not a telephone number."),
    "not_date": (
        "“{said}”不是日期，请写成“2020-09-15”这样。",
        "'{said}' is not a date; write it like '2020-09-15'.",
    ),
    "no_such_day": ("没有“{said}”这一天。", "There is no such day as '{said}'."),
    "day_out_of_range": (
        "“{said}”的年份不合理，请核对。",
        "The year of '{said}' is out of range; check it.",
    ),
    "day_needs_year": (
        "“{said}”没有年份；请写明年份，或用 --dated 说明从哪一天算起。",
        "'{said}' names no year; write it, or give --dated.",
    ),
    "weekday_differs": (
        "“{said}”的日期和星期对不上，请核对。",
        "The date and the weekday of '{said}' do not agree.",
    ),
    "limit_unknown": (
        "时限“{said}”读不懂；可以写“2020-09-30”“15个工作日内”“立行立改”“长期坚持”。",
        "The limit '{said}' cannot be read; write it like '2020-09-30' or '15个工作日内'.",
    ),
    "limit_unclear": (
        "时限“{said}”有两种理解，请写明到哪一天，比如“9月底前”。",
        "The limit '{said}' can be read in two ways; name the last day.",
    ),
    "limit_without_day": (
        "“{said}”没有写明期限到哪一天。",
        "'{said}' does not say until when.",
    ),
    "limit_two": (
        "“{said}”里有不止一个时限，请只留一个。",
        "'{said}' names more than one limit; keep one.",
    ),
    "weight_shared": (
        "“{said}”合并在几行上，看不出是各得这么多还是一共这么多；请取消合并，逐行填写。",
        "'{said}' stands in a cell merged over several rows: each, or all together? Write it row by row.",
    ),
    "limit_backwards": (
        "“{said}”的结束早于开始，请核对。",
        "'{said}' ends before it begins; check it.",
    ),
}

_SENSE = {
    "code_twice": ("编号“{said}”与 {other} 重复。", "The code '{said}' is already at {other}."),
    "name_twice": ("“{said}”与 {other} 重复。", "'{said}' is already at {other}."),
    "row_differs": (
        "与 {other} 的同一条内容不一致，不知道以哪一行为准。",
        "This differs from the same entry at {other}; which one holds is not known.",
    ),
    "unit_unknown": (
        "没有“{said}”这个单位；请核对名称，或先在单位通讯录里补上它或它的简称。",
        "There is no unit '{said}'; check the name, or add it or its alias to the units first.",
    ),
    "unit_unclear": (
        "“{said}”可能是{several}，请写全称。",
        "'{said}' may be {several}; write the full name.",
    ),
    "area_unknown": (
        "区划里没有“{said}”，请核对名称或先导入区划。",
        "There is no area '{said}'; check the name or load the areas first.",
    ),
    "area_unclear": (
        "“{said}”不止一处（{several}），请写明上级。",
        "There are several areas '{said}' ({several}); name the one above it.",
    ),
    "parent_unknown": ("找不到上级“{said}”。", "The area above, '{said}', was not found."),
    "level_unknown": ("不认识的级别“{said}”。", "The level '{said}' is not known."),
    "kind_unknown": (
        "点位类型“{said}”既不在类型名录里，也不在测评体系里。",
        "The site kind '{said}' is in neither the catalogue nor an edition.",
    ),
    "method_unknown": ("不认识的测评方法“{said}”。", "The method '{said}' is not known."),
    "scheme_unknown": (
        "计分方式“{said}”读不懂；可以写“符合/不符合”“按处数分级：A（0处）、B（1处）…”“每处扣0.5分”。",
        "The scheme '{said}' cannot be read; write '符合/不符合', '按处数分级：A（0处）…', '每处扣0.5分'.",
    ),
    "segment_unknown": ("没有“{said}”这个路段。", "There is no segment '{said}'."),
    "item_unknown": ("测评体系里没有“{said}”。", "The edition has no item '{said}'."),
    "site_unknown": ("点位台账里没有“{said}”。", "There is no site '{said}'."),
    "site_unclear": (
        "这一类型、区域里“{said}”不止一个（{several}）；请加“编号”列。",
        "There are several sites '{said}' of this kind here ({several}); add a column of codes.",
    ),
    "crs_unknown": (
        "不认识的坐标系“{said}”；可用 WGS84、CGCS2000、GCJ02、BD09。",
        "The coordinate system '{said}' is not known; use WGS84, CGCS2000, GCJ02 or BD09.",
    ),
    "coordinates_swapped": (
        "经度和纬度填反了（{said}），请对调。",
        "Longitude and latitude are swapped ({said}).",
    ),
    "coordinates_apart": (
        "两套坐标（{crs}、{other}）相差 {metres} 米，不知道以哪一套为准；请改正，或删去一套。",
        "The two pairs ({crs}, {other}) lie {metres} m apart; mend one or leave one out.",
    ),
    "coordinates_missing": (
        "缺{column}；经度、纬度要么都填，要么按要求补全。",
        "{column} is missing; both coordinates are needed.",
    ),
    "span_unclear": (
        "“{said}”看不出起点和止点，请写成“甲路口—乙路口”，或分成两列。",
        "Where '{said}' begins and ends is unclear; write it like '甲路口—乙路口', or in two columns.",
    ),
    "column_unclear": (
        "“{said}”列的内容像是“{column}”，列名却不认识；请改成“{column}”。",
        "The column '{said}' looks like '{column}' but is not called so; rename it.",
    ),
    "coordinates_unreadable": ("坐标“{said}”读不懂。", "The coordinate '{said}' cannot be read."),
    "not_a_map": (
        "这不是 GeoJSON 的 FeatureCollection，请从制图软件重新导出。",
        "This is not a GeoJSON FeatureCollection; export it again.",
    ),
    "feature_unknown": (
        "不认识“{said}”；what 应为 area（面，有 code）、segment 或 road（线，有 name）。",
        "'{said}' is not known; what is area (a polygon with code), segment or road (a line with name).",
    ),
    "geometry_unreadable": ("图形“{said}”读不懂。", "The geometry '{said}' cannot be read."),
    "coordinates_outside": (
        "坐标（{said}）不在本市范围内，请核对。",
        "The position ({said}) lies outside the city.",
    ),
}

_PEOPLE = {
    "identity_unsound": (
        "这不是有效的身份证号；请核对，或留空。",
        "This is no valid identity number; check it, or leave it blank.",
    ),
    "identity_other": (
        "这个身份证号已登记在另一个姓名下；请核对姓名和号码。",
        "This identity number is registered under another name; check both.",
    ),
    "identity_birth": (
        "出生年份与身份证号不一致；请核对。",
        "The year of birth and the identity number differ; check them.",
    ),
    "too_young": (
        "未满8周岁，不能登记为志愿者。",
        "Children below 8 are not registered as volunteers.",
    ),
    "guardian": (
        "未满18周岁，要填监护人姓名、电话，并注明监护人已同意。",
        "A minor needs the guardian's name, phone and consent.",
    ),
    "no_consent": (
        "没有注明本人已同意；请先取得同意，再填“是”。",
        "No consent is noted; obtain it first, then write yes.",
    ),
    "unit_not_yours": (
        "“{said}”的人员不归您管理；请由该单位自己登记。",
        "You do not keep the people of '{said}'; that unit registers them itself.",
    ),
    "person_twice": (
        "“{said}”与 {other} 是同一个人；请只留一行。",
        "'{said}' is the same person as in {other}; keep one row.",
    ),
    "volunteer_unknown": (
        "没有这个编号和姓名的志愿者；请核对，新登记的请把编号留空。",
        "There is no volunteer of this number and name; leave the number of new ones blank.",
    ),
}

SENTENCES: dict[str, tuple[str, str]] = {**_PEOPLE, **_FILE, **_HEAD, **_CELL, **_SENSE, **LEFT_OUT}
"""Every code with its sentence in Chinese and in English."""
