"""One paper with every part of a paper in it."""

import io
from datetime import date

from PIL import Image

from wenming.kit.papers import Head, Paper, Para, Picture, Pictures, Source, Span, Table, spans

LINE = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地玄黄宇宙"  # as many as a line holds
ADDRESS = "https://city.example/campaigns/1/"


def picture() -> bytes:
    """A small grey picture."""
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "grey").save(out, "JPEG")
    return out.getvalue()


def whole() -> Paper:
    """A brief with all that a paper may hold."""
    return Paper(
        "环境卫生大清扫活动简报",
        (
            Para(spans("共清运垃圾", Span("93.42吨", 1, ADDRESS), "。")),
            Head(1, "总体情况"),
            Head(2, "分区域"),
            Table(("区域", "吨"), (("江城市", "93.42"),), "分区域统计", (2, 1), frozenset({1})),
            Head(3, "照片"),
            Pictures((Picture(picture(), "清扫前"), Picture(picture(), "清扫后"))),
            Para((Span("到此为止。"),)),
        ),
        issuer="江城市精神文明建设办公室",
        number="江文明办〔2026〕1号",
        addressee="各街道",
        sources=(Source("57个单位的报数，第2版", ADDRESS),),
        signature="江城市精神文明建设办公室",
        day=date(2026, 3, 9),
        imprint=(("抄送：市委办。", ""), ("江城市精神文明建设办公室", "2026年3月9日印发")),
    )


def lines(count: int) -> Paper:
    """A paper whose body is so many lines and nothing else; its title stands on the page before."""
    return Paper("标题", (Para((Span(LINE * count),)),))
