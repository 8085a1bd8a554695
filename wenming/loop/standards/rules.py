"""Editions, their items and how one leaf is judged. Pure: no Django, no clock."""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import NamedTuple

from wenming.kit.flow import Arrow, Refused

FULL = 10_000  # a mark is whole ten-thousandths of an item's weight


class EditionState(StrEnum):
    """Where an edition stands."""

    DRAFT = "draft"
    PUBLISHED = "published"
    ARCHIVED = "archived"


class EditionMove(StrEnum):
    """What may be done to an edition."""

    PUBLISH = "publish"
    ARCHIVE = "archive"


EDITION_ARROWS = {
    EditionMove.PUBLISH: Arrow({EditionState.DRAFT}, EditionState.PUBLISHED, "publish"),
    EditionMove.ARCHIVE: Arrow({EditionState.PUBLISHED}, EditionState.ARCHIVED, "publish"),
}


class Level(StrEnum):
    """The four steps of an assessment tree: 测评项目, 测评指标, 测评内容, 测评标准."""

    PROJECT = "project"
    INDICATOR = "indicator"
    CONTENT = "content"
    STANDARD = "standard"


class Method(StrEnum):
    """How an item is assessed; an edition may name further methods of its own."""

    SITE = "实地考察"
    PAPERS = "材料审核"
    SURVEY = "问卷调查"


class Scheme(StrEnum):
    """How a verdict becomes a mark."""

    BINARY = "binary"
    THREE = "three"
    GRADED = "graded"
    DEDUCTION = "deduction"


class Limit(StrEnum):
    """Classes of time limits: 立行立改, 限期整改, 长期坚持."""

    AT_ONCE = "at_once"
    TERM = "term"
    STANDING = "standing"


class Duty(StrEnum):
    """Lead (牵头单位) or assist (配合单位)."""

    LEAD = "lead"
    ASSIST = "assist"


class PhotoRule(StrEnum):
    """Whether a standard asks for photographs; most do not."""

    NONE = "none"
    FAIL = "fail"
    ALWAYS = "always"


class BarState(StrEnum):
    """The negative list: 未触发, 预警, 触发, 已消除."""

    CLEAR = "clear"
    WARNING = "warning"
    TRIGGERED = "triggered"
    LIFTED = "lifted"


class BarMove(StrEnum):
    """What may be done to an entry of the negative list."""

    WARN = "warn"
    TRIGGER = "trigger"
    LIFT = "lift"
    CLEAR = "clear"


BAR_ARROWS = {
    BarMove.WARN: Arrow({BarState.CLEAR, BarState.LIFTED}, BarState.WARNING, "publish", {"note"}),
    BarMove.TRIGGER: Arrow(
        {BarState.CLEAR, BarState.WARNING, BarState.LIFTED},
        BarState.TRIGGERED,
        "publish",
        {"note"},
    ),
    BarMove.LIFT: Arrow(
        {BarState.WARNING, BarState.TRIGGERED}, BarState.LIFTED, "publish", {"note"}
    ),
    BarMove.CLEAR: Arrow({BarState.LIFTED, BarState.WARNING}, BarState.CLEAR, "publish", {"note"}),
}


class Verdict(StrEnum):
    """What was seen of one item: 符合, 不符合, 不适用."""

    PASS = "pass"  # noqa: S105 - a verdict, not a password
    FAIL = "fail"
    NA = "na"


# Instances found -> mark, in ten-thousandths: A 0, B 1, C 2, C# 3 and more (domain: 100/66/33/0 %).
GRADES: tuple[tuple[int, int], ...] = ((0, 10_000), (1, 6_600), (2, 3_300), (3, 0))
SEVERE = 3  # three states: from this many instances a failure is a severe one
HALF = 5_000  # deduction: what one instance costs unless the item says otherwise


def mark(
    scheme: Scheme, verdict: Verdict, count: int | None, steps: Sequence[Sequence[int]] = ()
) -> int | None:
    """The mark of one observation in ten-thousandths; None where the item does not apply.

    `steps` are an item's own numbers: for GRADED and THREE pairs (instances at least, mark), for
    DEDUCTION one pair (1, cost of an instance). Raises Refused("count") where a failure of a
    counted scheme brings no count, or a count contradicts the verdict.
    """
    if verdict is Verdict.NA:
        return None
    if count is not None and (count < 0 or (count > 0) != (verdict is Verdict.FAIL)):
        raise Refused("count")
    if verdict is Verdict.PASS:
        return FULL
    if scheme is Scheme.BINARY:
        return 0
    seen = 1 if count is None else count
    if scheme is Scheme.DEDUCTION:
        cost = steps[0][1] if steps else HALF
        return max(0, FULL - cost * seen)
    if scheme is Scheme.THREE:
        steps = steps or ((0, FULL), (1, HALF), (SEVERE, 0))
    return [m for least, m in sorted(map(tuple, steps or GRADES)) if least <= seen][-1]


class Answers(NamedTuple):
    """Who leads and who assists, by primary key, in the workbook's order."""

    leads: tuple[int, ...] = ()
    assists: tuple[int, ...] = ()


def answers(path: str, named: Mapping[str, Answers]) -> Answers:
    """Who answers for the item at `path`: those named on it, else on the nearest above it."""
    steps = path.split(".")
    for depth in range(len(steps), 0, -1):
        if found := named.get(".".join(steps[:depth])):
            return found
    return Answers()


class Difference(NamedTuple):
    """What one edition has otherwise than another, by item code."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: Mapping[str, tuple[str, ...]]  # code -> the columns that differ


def difference(
    before: Mapping[str, Mapping[str, object]], after: Mapping[str, Mapping[str, object]]
) -> Difference:
    """What changed from one edition's items (code -> columns) to another's."""
    both = [code for code in after if code in before]
    changed = {
        code: tuple(n for n in after[code] if before[code].get(n) != after[code][n])
        for code in both
    }
    return Difference(
        added=tuple(code for code in after if code not in before),
        removed=tuple(code for code in before if code not in after),
        changed={code: names for code, names in changed.items() if names},
    )
