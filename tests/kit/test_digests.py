"""Equal values give equal bytes; what could be written in two ways is refused, with its place."""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import IntEnum, StrEnum
from uuid import UUID
from zoneinfo import ZoneInfo

import hypothesis.strategies as st
import pytest
from hypothesis import given

from wenming.kit.digests import canonical, digest

values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc文明", max_size=3), inner),
    max_leaves=10,
)


class Colour(StrEnum):
    RED = "red"


class Number(IntEnum):
    ONE = 1


def test_a_digest_is_the_sha256_of_sorted_utf8_json() -> None:
    value = {"文": [1, True, None], "a": "明\n", "ab": {}}
    written = '{"a":"明\\n","ab":{},"文":[1,true,null]}'
    assert canonical(value) == written.encode()
    assert digest(value) == hashlib.sha256(written.encode()).hexdigest()


def test_what_is_equal_is_written_alike() -> None:
    shanghai = datetime(2026, 11, 23, 9, tzinfo=ZoneInfo("Asia/Shanghai"))
    assert canonical(shanghai) == canonical(shanghai.astimezone(UTC))
    assert canonical(shanghai) == b'"2026-11-23T01:00:00.000000Z"'
    assert canonical((1, 2)) == canonical([1, 2])
    assert canonical([Colour.RED, Number.ONE]) == canonical(["red", 1])
    assert canonical(UUID(int=1)) == b'"00000000-0000-0000-0000-000000000001"'
    assert canonical(date(2026, 1, 2)) == b'"2026-01-02"'


@pytest.mark.parametrize(
    ("number", "written"),
    [("93.42", "93.42"), ("93.420", "93.42"), ("1E+3", "1000"), ("-0.0", "0"), ("100", "100")],
)
def test_a_decimal_is_written_plainly(number: str, written: str) -> None:
    assert canonical(Decimal(number)) == f'"{written}"'.encode()


@pytest.mark.parametrize(
    ("value", "place"),
    [
        ({"a": [1, 2.0]}, r"\$\.a\[1\]: float"),
        ({"a": {1: 2}}, r"\$\.a: a key must be text, not 1"),
        ([{1, 2}], r"\$\[0\]: set"),
        (b"bytes", r"\$: bytes"),
    ],
)
def test_what_has_no_one_form_is_refused_with_its_place(value: object, place: str) -> None:
    with pytest.raises(TypeError, match=place):
        digest(value)


def test_an_instant_without_a_zone_and_a_number_that_is_none_are_refused() -> None:
    with pytest.raises(ValueError, match=r"\$\.at: .*zone"):
        digest({"at": datetime(2026, 1, 1)})  # noqa: DTZ001
    with pytest.raises(ValueError, match="NaN"):
        digest(Decimal("NaN"))


@given(st.dictionaries(st.text("abc文明", max_size=3), values))
def test_the_order_of_keys_does_not_matter(value: dict[str, object]) -> None:
    assert digest(value) == digest(dict(reversed(value.items())))


@given(values, values)
def test_other_values_give_other_bytes(one: object, other: object) -> None:
    assert (canonical(one) == canonical(other)) == (typed(one) == typed(other))


def typed(value: object) -> object:
    """The value such that True and 1 differ, as they do in JSON."""
    if isinstance(value, list):
        return [typed(each) for each in value]
    if isinstance(value, dict):
        return {key: typed(each) for key, each in value.items()}
    return (type(value), value)
