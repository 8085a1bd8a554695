"""The story as a table: which rounds there were, when, and how good each place was at them.

Days are working days from today, so that a holiday never leaves a round without any. The table
and how it was tried out are told in docs/decisions/0009-demo-city.md.
"""

from dataclasses import dataclass

from wenming.loop.inspections.rules import RoundKind
from wenming.site.demo.books import CITY, MINORS


@dataclass(frozen=True, slots=True)
class Chapter:
    """One round: its days from the first to the last, its size, and how much failed at it.

    `shift` is added to the log-odds of every failure; `replaced` stops could not be got into. A
    round whose last day is still to come is under way.
    """

    name: str
    kind: RoundKind
    first: int
    last: int
    number: int = 0
    shift: float = 0.0
    edition: str = CITY
    replaced: int = 0
    certain: bool = False
    seed: str = ""

    @property
    def opened(self) -> int:
        """The day on which it is planned and committed to; the draw is the morning after."""
        return self.first - 1


A, P, L = RoundKind.ASSESSMENT, RoundKind.PATROL, RoundKind.LOOK_BACK
CHAPTERS = (
    Chapter("第1轮", A, -86, -77, 180, 0.50, replaced=4, seed="5e2a91c07d44" * 4),
    Chapter("第2轮", A, -57, -48, 180, 0.05, replaced=3, seed="b81f03e6a29c" * 4),
    Chapter("未成年人第1轮", A, -43, -38, 64, -0.12, edition=MINORS, seed="70c4d95be813" * 4),
    Chapter("第3轮", A, -28, -19, 180, -0.12, replaced=4, certain=True, seed="1d96f7a3c50e" * 4),
    Chapter("夜市和早市巡查", P, -13, -9, 40),
    Chapter("第3轮回头看", L, -7, -4, 24),
    Chapter("第4轮", A, -6, 3, 180, -0.18, seed="e37b2068fd19" * 4),
)
FEEDBACK_DAY = -30  # on which last year's feedback is loaded
PATROLLED = frozenset({"集贸市场", "商业大街", "背街小巷"})
UNMENDED = 4  # of the places looked at again

# Added to the log-odds of every failure there.
GROUND = -1.7
AREAS = {
    "东湖街道": -0.45, "柳园街道": -0.35, "河西街道": -0.25, "城北镇": 0.05, "南关街道": 0.10,
    "兰坪镇": 0.10, "白杨镇": 0.15, "鼓楼街道": 0.40, "沙井镇": 0.50, "石堰镇": 0.60,
}  # fmt: skip
AREA_WEIGHT = 1.5
KINDS = {
    "集贸市场": 0.6, "背街小巷": 0.5, "居民小区": 0.45, "餐饮店": 0.4, "经营性公共场所": 0.4,
    "交通路口": 0.3, "建筑围挡": 0.3, "校园周边": 0.2, "环卫中转站": 0.2, "室外公共厕所": 0.0,
    "公共文化设施": -0.4, "爱国主义教育基地": -0.6, "政务大厅": -0.8, "银行营业厅": -0.8,
    "出入境办证大厅": -1.0,
}  # fmt: skip
OTHER_KINDS = -0.1
LAGGARDS = frozenset(name for name, effect in AREAS.items() if effect >= 0.4)  # late twice as often
