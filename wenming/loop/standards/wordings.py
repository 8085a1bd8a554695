"""What the words of a breakdown mean: methods, schemes, classes of limits, photographs."""

import re
from collections.abc import Collection, Sequence
from decimal import Decimal

from wenming.kit.words import key, tidy
from wenming.loop.standards.rules import Limit, Method, PhotoRule, Scheme

LIMITS = {
    **dict.fromkeys(("立行立改", "立即整改", "即知即改"), Limit.AT_ONCE),
    **dict.fromkeys(("限期整改", "限期", "限时整改"), Limit.TERM),
    **dict.fromkeys(("长期坚持", "长期", "持续推进", "常态化"), Limit.STANDING),
}
PHOTOS = {
    **dict.fromkeys(("不要求", "无", "不需要", "否", "/"), PhotoRule.NONE),
    **dict.fromkeys(("不符合时拍照", "不符合时要求", "问题拍照"), PhotoRule.FAIL),
    **dict.fromkeys(("都要求", "都要拍照", "必拍", "是", "每次拍照"), PhotoRule.ALWAYS),
}
Steps = tuple[tuple[int, int], ...]
METHODS = {
    key(word): method.value
    for method, words in {
        Method.SITE: "实地考察 实地 实地测评 实地暗访 实地检查 实地查看 实地核查 现场考察 现场检查 "
        "现场测评 现场查看 暗访",
        Method.PAPERS: "材料审核 材料 材料审查 材料测评 资料审核 材料申报 资料申报 网上申报 "
        "网上材料申报 网上资料申报 网上材料审核",
        Method.SURVEY: "问卷调查 问卷 问卷测评 调查问卷 入户调查 入户问卷 入户问卷调查",
    }.items()
    for word in words.split()
}
GLUED = re.compile("|".join(sorted(map(re.escape, METHODS), key=len, reverse=True)))
OWN_METHOD = re.compile(
    r"\S{0,8}(?:考察|审核|调查|测评|观察|访谈|访问|汇报|评议|核查|检查|抽查|评价|评估|暗访|申报|监测|监控|统计|意见|验证|查阅|座谈|问卷|体验|督查)"
)
PER_INSTANCE = re.compile(r"每(?:发现)?[一1]?[处个例次]扣([\d.]+)分?")
GRADE = re.compile(r"([ABC]#?)\((\d+)(?:[-–—~至]\d+)?[处例个]?(?:及以上|以上)?\)")
GRADE_MARKS = {"A": 10_000, "B": 6_600, "C": 3_300, "C#": 0}

BARE = {"按处数分级": Scheme.GRADED, "按处扣分": Scheme.DEDUCTION}  # with the numbers of the house
PLAIN = {"", "符合/不符合", "符合、不符合", "符合不符合", "达标/不达标", "/"}


def methods(said: Sequence[str], declared: Collection[str] = ()) -> tuple[list[str], list[str]]:
    """The methods that words name, each once, and the words that name none.

    An edition's own are those its title declares, and what ends as the name of a method does.
    """
    found: dict[str, None] = {}
    unknown = []
    for word in said:
        plain = key(word)
        if word in declared:
            found[word] = None
        elif plain in METHODS:
            found[METHODS[plain]] = None
        elif not GLUED.sub("", plain):
            found |= dict.fromkeys(METHODS[one] for one in GLUED.findall(plain))
        elif OWN_METHOD.fullmatch(plain):
            found[tidy(word)] = None
        else:
            unknown.append(word)
    return list(found), unknown


def scheme(text: str, hundredths: int) -> tuple[Scheme, Steps] | None:
    """A scheme and its numbers out of an office's words; None where they cannot be read.

    What an instance costs is said in points and kept as a share of the item's weight.
    """
    said = key(text)
    if said in PLAIN:
        return Scheme.BINARY, ()
    if grades := GRADE.findall(said.upper()):
        return Scheme.GRADED, tuple((int(least), GRADE_MARKS[grade]) for grade, least in grades)
    if found := PER_INSTANCE.search(said):
        cost = round(Decimal(found[1]) * 100 * 10_000 / max(hundredths, 1))
        return Scheme.DEDUCTION, ((1, cost),)
    if said in BARE:
        return BARE[said], ()
    if "三档" in said or "合格/不合格/严重不合格" in said:
        return Scheme.THREE, ()
    return None


def said_scheme(chosen: Scheme, steps: Sequence[Sequence[int]], hundredths: int) -> str:
    """The words of a scheme that are read back as the same."""
    if chosen is Scheme.GRADED and steps:
        marks = {mark: grade for grade, mark in GRADE_MARKS.items()}
        ends = [least - 1 for least, _mark in steps[1:]]
        spans = [
            f"{marks[mark]}（{least}{f'–{end}' if end > least else ''}处）"
            for (least, mark), end in zip(steps, ends, strict=False)
        ]
        last = f"{marks[steps[-1][1]]}（{steps[-1][0]}处及以上）"
        return "按处数分级：" + "、".join([*spans, last])
    if chosen is Scheme.DEDUCTION and steps:
        points = Decimal(steps[0][1] * max(hundredths, 1)) / 1_000_000
        return f"每处扣{points.quantize(Decimal('0.000001')).normalize():f}分"
    bare = {scheme: word for word, scheme in BARE.items()}
    return {Scheme.THREE: "三档", **bare}.get(chosen, "符合/不符合")
