"""Numbers that stand for a person: the identity number of eighteen digits, kept only as a keyed hash
and under lock, and the neutral number that is shown in its place.

The check digit of an identity number is ISO 7064 MOD 11-2 (GB 11643), that of a neutral number
ISO 7064 MOD 11,10: one wrong digit, and nearly every two changed about, is found.
"""

import base64
import hashlib
import hmac
import os
import re
from datetime import date
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from wenming.kit.words import half

IDENTITY = re.compile(r"[1-9]\d{5}(\d{8})\d{3}[\dX]")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECKS = "10X98765432"
_NONCE = 12  # bytes
RUNNING = 7  # digits of the running part of a neutral number


def plain(said: str) -> str:
    """An identity number as people type it, in its one spelling."""
    return re.sub(r"[\s\-]", "", half(said)).upper()


def is_sound(number: str) -> bool:
    """Whether a plain identity number has its shape, a day of birth that was, and its check digit."""
    if not IDENTITY.fullmatch(number) or born(number) is None:
        return False
    total = sum(int(d) * w for d, w in zip(number, _WEIGHTS, strict=False))
    return _CHECKS[total % 11] == number[17]


def born(number: str) -> date | None:
    """The day of birth a plain identity number says; None where there is no such day."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


@lru_cache(maxsize=8)
def _key(secret: str, purpose: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=b"wenming identity " + purpose).derive(
        secret.encode()
    )


def keyed(number: str, secret: str) -> str:
    """HMAC-SHA256 of a number in hex: the same number gives the same, and nobody without the secret
    can try numbers out."""
    return hmac.new(_key(secret, b"hash"), number.encode(), hashlib.sha256).hexdigest()


def lock(number: str, secret: str) -> str:
    """The number under AES-256-GCM, as text; every time another."""
    nonce = os.urandom(_NONCE)
    sealed = AESGCM(_key(secret, b"lock")).encrypt(nonce, number.encode(), None)
    return base64.b64encode(nonce + sealed).decode()


def unlock(locked: str, secret: str) -> str:
    """What `lock` was given; ValueError where the secret is another or the text was changed."""
    whole = base64.b64decode(locked)
    try:
        return AESGCM(_key(secret, b"lock")).decrypt(whole[:_NONCE], whole[_NONCE:], None).decode()
    except InvalidTag as wrong:
        raise ValueError("locked with another secret, or changed") from wrong


def numbered(prefix: str, running: int) -> str:
    """A neutral number: the prefix (digits), the running number, a check digit."""
    body = f"{prefix}{running:0{RUNNING}}"
    return body + _check(body)


def is_number(said: str) -> bool:
    """Whether the check digit of a neutral number is right."""
    return len(said) > 1 and said.isdecimal() and said.isascii() and _check(said[:-1]) == said[-1]


def _check(body: str) -> str:
    carried = 10
    for digit in body:
        carried = (carried + int(digit)) % 10 or 10
        carried = carried * 2 % 11
    return str((11 - carried) % 10)
