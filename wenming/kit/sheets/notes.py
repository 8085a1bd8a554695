"""What reading left out or took for granted: every code with its sentence in Chinese and in English."""

LEFT_OUT = {
    "macros_ignored": (
        "文件里的宏没有读取，也没有运行。",
        "Macros in the file were neither read nor run.",
    ),
    "sheet_hidden": ("隐藏的工作表“{sheet}”没有读取。", "The hidden sheet '{sheet}' was not read."),
    "sheet_empty": ("工作表“{sheet}”是空的。", "Sheet '{sheet}' is empty."),
    "sheet_not_table": (
        "“{sheet}”不是普通工作表，没有读取。",
        "'{sheet}' is not a worksheet and was not read.",
    ),
    "sheet_without_head": (
        "工作表“{sheet}”没有{form}的表头，没有读取。",
        "Sheet '{sheet}' has no head for {form} and was not read.",
    ),
    "column_unread": (
        "“{column}”列（{cell}）没有读取。",
        "The column '{column}' ({cell}) was not read.",
    ),
    "column_taken_as": (
        "“{said}”列（{cell}）按“{column}”读取。",
        "The column '{said}' ({cell}) was read as '{column}'.",
    ),
    "rows_hidden": (
        "工作表“{sheet}”有 {count} 行是隐藏的，照样读取了（第一行在 {cell}）。",
        "{count} hidden rows of sheet '{sheet}' were read all the same (the first is {cell}).",
    ),
    "crs_assumed": (
        "工作表“{sheet}”没有“坐标系”列，坐标按 CGCS2000（同 WGS-84）读取。",
        "Sheet '{sheet}' has no column '坐标系'; positions were read as CGCS2000 (as WGS-84).",
    ),
    "crs_taken": (
        "工作表“{sheet}”没有“坐标系”列，坐标按标题和表头所说的 {crs} 读取。",
        "Sheet '{sheet}' has no column '坐标系'; positions were read as {crs}, as its head or title says.",
    ),
    "coordinates_two": (
        "工作表“{sheet}”有几套坐标：按 {crs} 读取；另一套 {other}（{cell}）只用来核对。",
        "Sheet '{sheet}' has several pairs of coordinates: {crs} was read; {other} ({cell}) was held beside it.",
    ),
    "codes_given": (
        "工作表“{sheet}”没有编号列：点位按类型、区域和名称辨认，新点位的编号由系统给出。",
        "Sheet '{sheet}' numbers no sites: they are told by kind, area and name; new ones are numbered.",
    ),
    "units_further": (
        "工作表“{sheet}”的“{column}”有 {count} 行写了几个单位，只以第一个为主管单位（第一处在 {cell}）。",
        "{count} rows of sheet '{sheet}' name several units under '{column}'; the first holds (first: {cell}).",
    ),
    "total_differs": (
        "{cell} 的合计是 {said}，各行相加是 {sum}，请核对；导入以各行为准。",
        "{cell} says {said} in all, the rows add up to {sum}; the rows hold.",
    ),
    "method_taken_as": (
        "测评方法“{said}”按“{method}”读取。",
        "The method '{said}' was read as '{method}'.",
    ),
    "owners_split": (
        "工作表“{sheet}”只有一列责任单位：排在首位的作为牵头单位，其余作为配合单位。",
        "Sheet '{sheet}' has one column of units: the first of a cell leads, the others assist.",
    ),
    "row_blank": ("{cell} 是空行。", "{cell} is blank."),
    "row_total": ("{cell} 是合计行“{said}”，没有读取。", "{cell} is a total, '{said}'; left out."),
    "row_note": ("{cell} 是说明“{said}”，没有读取。", "{cell} is a note, '{said}'; left out."),
    "row_band": (
        "{cell} 是分组标题“{said}”，没有作为一条数据读取。",
        "{cell} is a heading of a group, '{said}'; left out.",
    ),
    "row_head_again": ("{cell} 重复了表头，没有读取。", "{cell} repeats the head; left out."),
    "row_numbers": ("{cell} 是列号行，没有读取。", "{cell} numbers the columns; left out."),
}
