"""Rows of plain values as an Arrow table of a contract.

Its columns are laid out here and not by `pyarrow.array`, which loads pandas wherever that is
installed: a second of work and tens of megabytes, at the first round a process scores, for nothing.
"""

from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate, islice
from typing import Any

import pyarrow as pa

TYPES = {
    "int64": pa.int64(),
    "int32": pa.int32(),
    "string": pa.string(),
    "boolean": pa.bool_(),
    "timestamp": pa.timestamp("us", tz="UTC"),
}
WHOLE = {"int64": "q", "int32": "i"}  # as the module array calls them
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
TICK = timedelta(microseconds=1)


def arrow(rows: Iterable[Sequence[object]], schema: Mapping[str, str]) -> pa.Table:
    """Rows as a table, gathered in pieces so that no row outlives its piece; None is null.

    `schema` gives for each column its kind, one of TYPES. OverflowError for a number too large.
    """
    shape = pa.schema([(name, TYPES[kind]) for name, kind in schema.items()])
    kinds = list(schema.values())
    batches = [
        pa.record_batch(list(map(column, zip(*piece, strict=True), kinds)), schema=shape)
        for piece in pieces(rows)
    ]
    return pa.Table.from_batches(batches, schema=shape)


def pieces(rows: Iterable[Any], size: int = 20_000) -> Iterator[list[Any]]:
    """Rows in lists of at most `size`."""
    left = iter(rows)
    while piece := list(islice(left, size)):
        yield piece


def column(values: Sequence[Any], kind: str) -> pa.Array:
    """Values of one kind as an Arrow array."""
    known = [value is not None for value in values]
    there = None if all(known) else pa.py_buffer(bits(known))
    return pa.Array.from_buffers(TYPES[kind], len(values), [there, *laid_out(values, kind)])


def laid_out(values: Sequence[Any], kind: str) -> list[pa.Buffer]:
    """The buffers of values after that of which are there."""
    if kind == "string":
        texts = [(value or "").encode() for value in values]
        ends = array("i", accumulate(map(len, texts), initial=0))
        return [pa.py_buffer(ends), pa.py_buffer(b"".join(texts))]
    if kind == "boolean":
        return [pa.py_buffer(bits(values))]
    if kind == "timestamp":
        ticks = (0 if value is None else (value - EPOCH) // TICK for value in values)
        return [pa.py_buffer(array("q", ticks))]
    return [pa.py_buffer(array(WHOLE[kind], (0 if value is None else value for value in values)))]


def bits(flags: Sequence[object]) -> bytes:
    """Flags as bits, the first in the lowest bit of the first byte."""
    said = "".join("1" if flag else "0" for flag in reversed(flags))
    return int(said or "0", 2).to_bytes((len(flags) + 7) // 8, "little")
