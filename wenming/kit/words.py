"""Words as offices type them, brought to one form without changing what they say.

`tidy` is what is kept and shown; `key` is what is compared. Nothing here guesses: two names are the
same only when their keys are.
"""

import re
import unicodedata
from functools import lru_cache

# Zero-width marks, soft hyphens, byte-order marks and control codes: never seen, never meant.
_UNSEEN = (
    "\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb"
)
_UNSEEN_OR_CONTROL = re.compile(f"[{_UNSEEN}\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f]+")
_UNTIDY = re.compile(f"[^\\S ]|[{_UNSEEN}\x00-\x1f\x7f-\x9f]|  ")
_LINE_BREAK = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_NOTHING = re.compile(r"[/\\\-–—―─_]*|无|暂无|没有|n/a|null|none")
_SEPARATORS = "、,，;；/／|｜\r\n"
_OPENING, _CLOSING = "（(【[〔《“", "）)】]〕》”"
_EDGES = " \t。.、，,；;：:·"
_NUMERALS = dict(zip("〇零一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_SHORT = 80
_PLACES = {"十": 10, "百": 100}


def tidy(text: str) -> str:
    """The text without unseen characters, each line trimmed and its runs of blanks made one.

    Empty lines go; line breaks between lines stay as '\\n'. Full-width punctuation stays.
    """
    if text.isalnum():
        return text
    if not _UNTIDY.search(text):
        return text.strip()
    kept = _UNSEEN_OR_CONTROL.sub("", _LINE_BREAK.sub("\n", text))
    return "\n".join(line for line in (" ".join(one.split()) for one in kept.split("\n")) if line)


def half(text: str) -> str:
    """Full-width digits, letters and punctuation as their half-width twins (NFKC)."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def key(text: str) -> str:
    """What two spellings of one name share: NFKC, no white space, nothing unseen, no case."""
    return _short_key(text) if len(text) <= _SHORT else _key(text)


def _key(text: str) -> str:
    return "".join(_UNSEEN_OR_CONTROL.sub("", half(text)).split()).casefold()


_short_key = lru_cache(maxsize=1 << 14)(_key)  # a city has few names and writes them often


def unit_key(name: str) -> str:
    """The key of a unit's name: as `key`, without the full stops and commas typed around it."""
    return key(name).strip(_EDGES + "'\"‘’“”")


def is_nothing(text: str) -> bool:
    """Whether a cell says 'none': blank, '/', '—', '无' and their like."""
    return len(text) < 8 and _NOTHING.fullmatch(key(text)) is not None


def names(text: str, also: str = "") -> tuple[str, ...]:
    """Several names in one cell, in order, each once; () when the cell says 'none'.

    Split by 、 ， ； / | and line breaks and by the characters of `also`, never within brackets:
    '市公安局（交警、治安）' is one name.
    """
    return _short_names(text, also) if len(text) <= _SHORT else _names(text, also)


def _names(text: str, also: str) -> tuple[str, ...]:
    if is_nothing(text):
        return ()
    found: dict[str, str] = {}
    for piece in _pieces(text, _SEPARATORS + also):
        name = tidy(piece).strip(_EDGES)
        if name and not is_nothing(name):
            found.setdefault(key(name), name)
    return tuple(found.values())


_short_names = lru_cache(maxsize=1 << 13)(_names)


def _pieces(text: str, separators: str) -> list[str]:
    pieces, start, depth = [], 0, 0
    opened, closed = (sum(text.count(c) for c in kind) for kind in (_OPENING, _CLOSING))
    level = opened == closed  # a bracket somebody forgot to close holds nothing together
    for at, char in enumerate(text):
        if level and char in _OPENING:
            depth += 1
        elif level and char in _CLOSING:
            depth = max(0, depth - 1)
        elif not depth and char in separators:
            pieces.append(text[start:at])
            start = at + 1
    pieces.append(text[start:])
    return pieces


def numeral(text: str) -> int:
    """The whole number a Chinese numeral below a thousand names; digit rows ('二〇二〇') too.

    Raises ValueError for anything else.
    """
    if not text or any(c not in _NUMERALS and c not in _PLACES for c in text):
        raise ValueError(text)
    if not any(c in _PLACES for c in text):
        return int("".join(str(_NUMERALS[c]) for c in text))
    total, pending, ceiling = 0, None, 1000
    for char in text:
        place = _PLACES.get(char)
        if place is None:
            if pending:
                raise ValueError(text)
            pending = _NUMERALS[char]
        elif place >= ceiling or pending == 0:
            raise ValueError(text)
        else:
            total += place * (1 if pending is None else pending)
            pending, ceiling = None, place
    return total + (pending or 0)


def number_in(name: str) -> int:
    """The first number in a name, in digits or Chinese: 督查十一组 is 11; 0 where there is none."""
    found = re.search(r"\d{1,4}|[零一二两三四五六七八九十百]+", half(name))
    try:
        return 0 if found is None else int(found[0]) if found[0].isdigit() else numeral(found[0])
    except ValueError:
        return 0
