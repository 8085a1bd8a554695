"""The workbook of last year's feedback: what fell short, why, what is done, by whom, until when."""

from datetime import date, timedelta

from tools.city.paper import Book, Cell, Column
from tools.city.tables import EVERY_STREET, Problem, problems, street_units

EPOCH = date(1899, 12, 30)  # day 0 of a workbook's serial numbers
QUARTERS = "一二三四"


def feedback_book(dated: date) -> Book:
    """反馈问题整改台账, as filled in on a day; its dates count from that day."""
    book = Book("云川市测评反馈问题整改台账")
    page = book.sheet(
        "整改台账",
        "云川市上年度文明城市测评反馈问题整改台账",
        [
            Column("序号", 6, "centre"),
            Column("整改项目", 15, "centre", merge=True),
            Column("存在问题", 38),
            Column("整改原因", 26),
            Column("整改举措", 34),
            Column("责任单位", 20),
            Column("配合单位", 20),
            Column("整改时限", 18, "centre"),
            Column("完成情况", 11, "centre"),
        ],
        f"填报单位：市创城办　　　填报日期：{dated.year}年{dated.month}月{dated.day}日　　　示例，非官方",
    )
    page.rows([feedback_row(no, p, dated) for no, p in enumerate(problems(), 1)])
    page.note("注：“整改时限”未写明年份的，自填报日期起算；“即日起”指填报日期。")
    return book


def feedback_row(no: int, problem: Problem, dated: date) -> list[Cell]:
    """One problem."""
    every = "、".join(u.short for u in street_units())
    return [
        no,
        problem.project,
        problem.problem,
        problem.cause,
        problem.measure,
        problem.lead.replace(EVERY_STREET, every),
        problem.assist.replace(EVERY_STREET, every) or None,
        phrase(problem.limit, dated),
        problem.done or None,
    ]


def phrase(short: str, dated: date) -> Cell:
    """A time limit in one of the forms offices use, counted from the day of the workbook.

    now, long, work:N (working days), end:N (end of the Nth month from now), quarter:N (the Nth
    quarter from now), and N days from now as md (month and day), dot, date (a date cell) or
    serial (a bare number).
    """
    form, _, number = short.partition(":")
    if not number:
        return {"now": "立行立改", "long": "长期坚持"}[form]
    n = int(number)
    if form == "work":
        return f"即日起{n}个工作日"
    if form == "end":
        year, month = divmod(dated.year * 12 + dated.month - 1 + n, 12)
        return f"{year}年{month + 1}月底前"
    if form == "quarter":
        year, quarter = divmod(dated.year * 4 + (dated.month - 1) // 3 + n, 4)
        return f"{year}年{QUARTERS[quarter]}季度"
    return on_a_day(form, dated + timedelta(days=n))


def on_a_day(form: str, day: date) -> Cell:
    """A day as words, as a date cell, or as the bare serial number of one."""
    if form == "md":
        return f"{day.month}月{day.day}日"
    if form == "dot":
        return f"{day.year}.{day.month}.{day.day}"
    return day if form == "date" else (day - EPOCH).days
