"""Readers of single cells: a value in, what it means out.

Each returns None for a blank cell (also '/', '无', '—'), raises `Unread` with a code for what it
cannot read, and never guesses. Numbers may come as numbers, or as text with full-width digits,
thousands separators and a unit. Options are keyword-only; use `functools.partial`.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation
from typing import TypeVar

from wenming.kit.sheets.faults import Unread
from wenming.kit.sheets.shapes import QUOTED, Broken, Value
from wenming.kit.words import half, is_nothing, key, names, tidy

T = TypeVar("T")
_EXACT_FLOAT = 10**15  # a workbook keeps fifteen digits; what is longer has lost some
_SHOWN = 60
_NUMBER = re.compile(r"[+-]?(?:\d+|\d{1,3}(?:[, ]\d{3})+)(?:\.\d*)?|[+-]?\.\d+")
_POINT_ZERO = re.compile(r"(?<=\d{5})\.0+$")  # what other programs make of a code that was a number
_EXPONENT = re.compile(r"[+-]?\d+(?:\.\d+)?e\+?\d+", re.IGNORECASE)
_PHONE = re.compile(r"\+?[\d\s()\-]{5,24}(?:(?:转|x|ext\.?|-)\s*\d{1,6})?", re.IGNORECASE)
_TICKS = frozenset("√ ✓ ✔ ☑ ✅ ∨ v 是 有 对 y yes true 1 ● ■ ▲ ★ ü \uf0fc \uf052 \uf050".split())
_NO_TICKS = frozenset("× ✗ ✘ ☒ ❌ x 否 不 n no false 0 □ ☐".split())


def shown(value: Value) -> str:
    """A value as a sentence shows it, cut to a sensible length."""
    said = _plain(value)
    return said if len(said) <= _SHOWN else said[: _SHOWN - 1] + "…"


def _plain(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, Broken):
        return value.said
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e18 else repr(value)
    if isinstance(value, datetime | date | time):
        return value.isoformat(*([" "] if isinstance(value, datetime) else []))
    return tidy(value) if isinstance(value, str) else str(value)


def given(value: Value) -> Value:
    """The value, or None for a blank one. Raises Unread for a broken one.

    An apostrophe typed (or written by `writing`) only to keep a cell text is taken off.
    """
    if isinstance(value, Broken):
        raise Unread(value.code, said=value.said)
    if isinstance(value, str):
        return tidy(value[1:] if QUOTED.match(value) else value) or None
    return value


def _said(value: Value) -> str | None:
    """The half-width text of a text cell, or of a number as it was typed; None for none."""
    value = given(value)
    if value is None or (isinstance(value, str) and is_nothing(value)):
        return None
    if isinstance(value, str):
        return half(value)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Unread("not_number", said=shown(value))
    return repr(value)


def text(value: Value, *, most: int | None = None) -> str | None:
    """Text; a number becomes its digits where none are lost. A date is a fault: '1-2' may have
    become one behind the typist's back."""
    value = given(value)
    if value is None:
        return None
    if isinstance(value, bool | date | time | timedelta):
        raise Unread("not_text", said=shown(value))
    if isinstance(value, int | float) and abs(value) >= _EXACT_FLOAT:
        raise Unread("digits_lost", said=shown(value))
    said = _plain(value)
    if most is not None and len(said) > most:
        raise Unread("text_too_long", length=len(said), most=most)
    return said


def number(
    value: Value,
    *,
    places: int = 2,
    least: Decimal | int | None = 0,
    most: Decimal | int | None = None,
    units: Sequence[str] = (),
) -> Decimal | None:
    """A decimal number with at most `places` places, within `least` and `most`, in plain `units`."""
    said = _said(value)
    if said is None:
        return None
    found = _decimal(said, units) if isinstance(value, str) else _typed(said)
    if found is None:
        raise Unread("not_number", said=shown(value))
    if abs(found) >= _EXACT_FLOAT:
        raise Unread("digits_lost", said=shown(value))
    if found != found.quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN):
        if places:
            raise Unread("too_precise", said=shown(value), places=places)
        raise Unread("not_whole", said=shown(value))
    _check_bounds(found, least, most, shown(value))
    return found


def _check_bounds(
    found: Decimal, least: Decimal | int | None, most: Decimal | int | None, said: str
) -> None:
    if least is not None and found < least:
        raise Unread("too_small" if least else "negative", said=said, least=str(least))
    if most is not None and found > most:
        raise Unread("too_big", said=said, most=str(most))


def _typed(said: str) -> Decimal | None:
    """A number cell's number, to the twelve digits a sum of typed decimals keeps exactly."""
    typed = float(said)
    found = Decimal(int(typed)) if typed.is_integer() else Decimal(f"{typed:.12g}")
    return found if found.is_finite() else None


def _decimal(said: str, units: Sequence[str]) -> Decimal | None:
    for unit in sorted(map(half, units), key=len, reverse=True):
        if unit and said.casefold().endswith(unit.casefold()):
            said = said[: -len(unit)].rstrip()
            break
    if not _NUMBER.fullmatch(said):
        return None
    try:
        return Decimal(said.replace(",", "").replace(" ", ""))
    except InvalidOperation:  # pragma: no cover - the pattern admits only numbers
        return None


def whole(
    value: Value, *, least: int | None = 0, most: int | None = None, units: Sequence[str] = ()
) -> int | None:
    """A whole number: 3, 3.0, '３', '1,200', '1 200', '12人' with that unit."""
    found = number(value, places=0, least=least, most=most, units=units)
    return None if found is None else int(found)


def hundredths(
    value: Value, *, most: int | None = None, units: Sequence[str] = ("分",)
) -> int | None:
    """Whole hundredths of a point: '1.5分', '０．５', 0.75. Three decimals or a minus are faults."""
    found = number(value, places=2, units=units)
    if found is None:
        return None
    if most is not None and found * 100 > most:
        raise Unread("too_big", said=shown(value), most=str(Decimal(most) / 100))
    return int(found * 100)


def share(value: Value, *, percent: bool = False) -> Decimal | None:
    """A share from 0 to 1: '85%', 0.85; 85 only where the column says per cent (`percent`)."""
    said = _said(value)
    if said is None:
        return None
    marked = said.endswith("%")
    found = number(said.removesuffix("%").rstrip() if marked else value, places=6)
    if found is None:
        raise Unread("not_number", said=shown(value))
    if found > (100 if marked or percent else 1):
        raise Unread(
            "too_big" if marked or percent else "share_unclear", said=shown(value), most="100%"
        )
    return found / 100 if marked or percent else found


def tick(value: Value) -> bool:
    """Whether a cell is ticked: √ ✓ 是 Y 1 ●, against blank, ×, 否, /. Anything else is a fault."""
    if value == "√" or value == "" or value is None:
        return value == "√"
    value = given(value)
    if value is None or isinstance(value, bool):
        return bool(value)
    said = key(_plain(value))
    if said in _NO_TICKS or is_nothing(said):
        return False
    if said in _TICKS or set(said) == {"√"}:
        return True
    raise Unread("tick_unclear", said=shown(value))


def code(value: Value, *, lengths: Sequence[int] = (12,)) -> str | None:
    """A code of digits, kept as text: '629900000000', 629900000000.0, a blank or apostrophe before."""
    value = given(value)
    if value is None:
        return None
    said = _POINT_ZERO.sub("", half(_plain(value)).replace(" ", "").strip("'’‘`"))
    if is_nothing(said):
        return None
    if _EXPONENT.fullmatch(said) or (not isinstance(value, str) and len(said) > 15):
        raise Unread("digits_lost", said=shown(value))
    if not (said.isascii() and said.isdigit()) or len(said) not in lengths:
        raise Unread("not_code", said=shown(value), lengths="、".join(map(str, lengths)))
    return said


def phone(value: Value) -> str | None:
    """A telephone number, half-width; several ('、') where several are given."""
    value = given(value)
    numbers = [re.sub(r"[—–‐]+", "-", half(one)) for one in names(_plain(value))]
    for one in numbers:
        if not _PHONE.fullmatch(one) or sum(c.isdigit() for c in one) < 5:
            raise Unread("not_phone", said=shown(value))
    return "、".join(numbers) or None


def choice(options: Mapping[str, T]) -> Callable[[Value], T | None]:
    """A reader of one word out of a list, compared by `words.key`."""
    keyed = {key(word): meaning for word, meaning in options.items()}
    allowed = "、".join(options)

    def chosen(value: Value) -> T | None:
        said = text(value)
        if said is None or (is_nothing(said) and key(said) not in keyed):
            return None
        if key(said) not in keyed:
            raise Unread("not_in_list", said=shown(value), allowed=allowed)
        return keyed[key(said)]

    return chosen
