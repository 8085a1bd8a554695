"""One way to write a value down as bytes, and the SHA-256 of those bytes.

Seals, draws and drafts compare digests made on other machines, by other versions, years apart; so
equal values must give equal bytes. Text is UTF-8 JSON without blanks, keys sorted. A fraction is
refused, for two programs may spell one differently: give whole numbers, a Decimal or text.
"""

import hashlib
import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from decimal import Decimal
from uuid import UUID

Json = None | bool | int | str | list["Json"] | dict[str, "Json"]


def canonical(value: object) -> bytes:
    """The bytes that stand for `value`.

    It may hold None, booleans, whole numbers, text, Decimals, UUIDs, days, instants with a zone
    (written in UTC to the microsecond), lists, tuples and mappings keyed by text. TypeError names
    the place of anything else, ValueError that of an instant without a zone or a Decimal that is
    no number.
    """
    text = json.dumps(_plain(value, "$"), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def digest(value: object) -> str:
    """SHA-256 of the canonical bytes of `value`, in 64 lower-case hex digits."""
    return hashlib.sha256(canonical(value)).hexdigest()


def _plain(value: object, place: str) -> Json:
    match value:
        case None | bool() | int() | str():
            return value
        case Mapping():
            return _plain_mapping(value, place)
        case list() | tuple():
            return [_plain(each, f"{place}[{n}]") for n, each in enumerate(value)]
    return _plain_scalar(value, place)


def _plain_mapping(value: Mapping[object, object], place: str) -> Json:
    plain: dict[str, Json] = {}
    for key, each in value.items():
        if not isinstance(key, str):
            raise TypeError(f"{place}: a key must be text, not {key!r}")
        plain[key] = _plain(each, f"{place}.{key}")
    return plain


def _plain_scalar(value: object, place: str) -> Json:
    match value:
        case datetime():
            if value.tzinfo is None:
                raise ValueError(f"{place}: an instant needs its time zone")
            return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        case date():
            return value.isoformat()
        case UUID():
            return str(value)
        case Decimal():
            return _plain_decimal(value, place)
    raise TypeError(f"{place}: {type(value).__name__} has no one way to be written")


def _plain_decimal(value: Decimal, place: str) -> str:
    if not value.is_finite():
        raise ValueError(f"{place}: {value} is not a number")
    plain = f"{value:f}"
    if "." in plain:
        plain = plain.rstrip("0").rstrip(".")
    return "0" if plain in {"-0", ""} else plain
