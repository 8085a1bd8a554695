"""Invented people: a name for whoever a workbook must name, and a number nobody can ring."""

from tools.city.chance import stream

SURNAMES = "李王张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕"
FIRST = "文志建晓海春国玉明雪立永秀佳思宏长若景月"
LAST = "川林平安华清宁岚峰阳霞梅松瑞禾舟远芳杰敏"


def names(count: int, what: str) -> list[str]:
    """So many different invented names for one purpose."""
    pool = [s + f + g for s in SURNAMES for f in FIRST for g in LAST]
    return stream("names", what).sample(pool, count)


def phone(no: int) -> str:
    """0937-00xxxxx: no exchange gives numbers that begin with 00."""
    return f"0937-00{20000 + no * 37 % 79999:05d}"
