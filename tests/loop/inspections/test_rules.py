"""What a visit must hold: every fault is named with its place."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

import pytest

from wenming.kit.ids import new_id
from wenming.loop.inspections.rules import Fault, Faulty, RoundKind, judged
from wenming.loop.standards.rules import Scheme, Verdict


@dataclass
class Standard:
    code: str
    scheme: str = Scheme.BINARY.value
    steps: Sequence[Sequence[int]] = ()


@dataclass(frozen=True)
class Saw:
    item: str
    verdict: Verdict = Verdict.PASS
    count: int | None = None
    id: UUID = field(default_factory=new_id)


LITTER, STALLS = Standard("Ⅲ-1-1"), Standard("Ⅲ-1-2", Scheme.GRADED.value)
ASSESS, PATROL, LOOK_BACK = RoundKind.ASSESSMENT, RoundKind.PATROL, RoundKind.LOOK_BACK


def faults(kind: RoundKind, asked: list[Standard], *seen: Saw) -> list[Fault]:
    with pytest.raises(Faulty) as no:
        judged(kind, asked, seen)
    return list(no.value.faults)


def test_an_assessment_says_something_of_every_item() -> None:
    assert faults(ASSESS, [LITTER, STALLS], Saw("Ⅲ-1-2")) == [
        Fault("$.findings", "item_missing", ("Ⅲ-1-1",))
    ]


def test_an_item_is_found_whatever_width_its_code_is_typed_in() -> None:
    marks = judged(ASSESS, [LITTER, STALLS], [Saw("III-1-1"), Saw("ⅲ－1－2", Verdict.FAIL, 2)])
    assert marks == [(LITTER, 10_000), (STALLS, 3_300)]


def test_an_item_is_judged_once() -> None:
    assert faults(ASSESS, [LITTER], Saw("Ⅲ-1-1"), Saw("III-1-1", Verdict.FAIL)) == [
        Fault("$.findings[1].item", "item_twice", ("III-1-1",))
    ]


def test_an_item_not_asked_there_is_named_with_its_place() -> None:
    assert faults(LOOK_BACK, [LITTER], Saw("Ⅲ-1-1"), Saw("Ⅲ-9-9")) == [
        Fault("$.findings[1].item", "item_not_asked", ("Ⅲ-9-9",))
    ]


@pytest.mark.parametrize("verdict", [Verdict.PASS, Verdict.NA])
def test_a_patrol_records_problems_only(verdict: Verdict) -> None:
    assert faults(PATROL, [LITTER], Saw("Ⅲ-1-1", verdict)) == [
        Fault("$.findings[0].verdict", "problems_only", ("Ⅲ-1-1",))
    ]


def test_a_patrol_need_not_name_what_it_did_not_look_at() -> None:
    assert judged(PATROL, [LITTER, STALLS], [Saw("Ⅲ-1-1", Verdict.FAIL)]) == [(LITTER, 0)]
    assert judged(PATROL, [LITTER, STALLS], []) == []


def test_what_does_not_apply_has_no_mark() -> None:
    assert judged(ASSESS, [LITTER], [Saw("Ⅲ-1-1", Verdict.NA)]) == [(LITTER, None)]


@pytest.mark.parametrize(
    ("verdict", "count"), [(Verdict.PASS, 1), (Verdict.FAIL, 0), (Verdict.NA, 2)]
)
def test_a_count_may_not_gainsay_the_verdict(verdict: Verdict, count: int) -> None:
    assert faults(ASSESS, [STALLS], Saw("Ⅲ-1-2", verdict, count)) == [
        Fault("$.findings[0].count", "count", ("Ⅲ-1-2",))
    ]


def test_everything_wrong_is_told_at_once() -> None:
    told = faults(ASSESS, [LITTER, STALLS], Saw("Ⅲ-1-2", Verdict.PASS, 3), Saw("Ⅲ-9"))
    assert [one.place for one in told] == [
        "$.findings[0].count",
        "$.findings[1].item",
        "$.findings",
    ]
