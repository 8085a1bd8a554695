"""Fairness over past months: who bore more than others is asked for less this time."""

import heapq
from collections.abc import Sequence


def wishes(borne: Sequence[int], total: int, shares: Sequence[int] | None = None) -> list[int]:
    """How many of `total` burdens each should bear now, so that old and new together are level.

    `borne` is what each bore in past months; `shares` what each should bear of the whole (a half-time
    post has half of a full one; None: all alike). A burden goes to whoever would then stand lowest,
    the first of them where several would. The wishes add up to `total`; use them as `Tally.wish` or
    `Weekends.wish`.
    """
    parts = [1] * len(borne) if shares is None else list(shares)
    found = [0] * len(borne)
    level = [
        ((b + 1) / part, n) for n, (b, part) in enumerate(zip(borne, parts, strict=True)) if part
    ]
    heapq.heapify(level)
    for _ in range(total if level else 0):
        _, number = heapq.heappop(level)
        found[number] += 1
        heapq.heappush(level, ((borne[number] + found[number] + 1) / parts[number], number))
    return found
