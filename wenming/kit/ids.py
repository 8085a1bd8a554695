"""Names for things that are made in many places at once: UUIDs of version 7 (RFC 9562).

They sort by the time they were made. Within one process each is greater than the one before, also
when the clock stands still or is set back; across processes 73 random bits keep them apart.
"""

import os
import secrets
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from threading import Lock
from uuid import UUID

TIME_BITS = 48
TAIL_BITS = 74
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Mint:
    """Makes UUIDs that rise; `millis` is the clock, milliseconds since 1970."""

    def __init__(self, millis: Callable[[], int]) -> None:
        self._millis = millis
        self._lock = Lock()
        self._last = 0

    def __call__(self) -> UUID:
        """The next id, greater than every id this mint gave before."""
        with self._lock:
            now = self._millis()
            if now > self._last >> TAIL_BITS:
                # The tail begins in its lower half, to leave room for the steps within this moment.
                self._last = now << TAIL_BITS | secrets.randbits(TAIL_BITS - 1)
            else:
                self._last += 1 + secrets.randbits(32)
            return _uuid(self._last)

    def forget(self) -> None:
        """Begin anew, as after a fork: parent and child must not walk on from one number."""
        self._lock = Lock()
        self._last = 0


new_id = Mint(lambda: time.time_ns() // 1_000_000)
os.register_at_fork(after_in_child=new_id.forget)


def when(identity: UUID) -> datetime:
    """When a UUIDv7 says it was made, in UTC to the millisecond; ValueError for other UUIDs."""
    if identity.version != 7:
        raise ValueError(f"{identity} carries no time: it is not a UUID of version 7")
    return EPOCH + timedelta(milliseconds=identity.int >> (128 - TIME_BITS))


def _uuid(ordinal: int) -> UUID:
    """Time and tail, 122 bits, with version and variant put into their places."""
    stamp, tail = divmod(ordinal, 1 << TAIL_BITS)
    high, low = divmod(tail, 1 << 62)
    return UUID(int=stamp << 80 | 7 << 76 | high << 64 | 0b10 << 62 | low)
