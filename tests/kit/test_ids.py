"""Ids rise, carry their time and never meet."""

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import UUID, uuid4

import hypothesis.strategies as st
import pytest
from hypothesis import given

from wenming.kit.ids import Mint, new_id, when


def test_an_id_is_a_uuid_of_version_7_made_now() -> None:
    before = datetime.now(UTC) - timedelta(seconds=2)
    made = new_id()
    assert (made.version, made.variant) == (7, UUID(int=0x8 << 60).variant)
    assert before < when(made) <= datetime.now(UTC) + timedelta(seconds=2)


def test_the_time_of_the_rfcs_own_example_is_read() -> None:
    # RFC 9562, appendix A.6: 2022-02-22 14:22:22.00 GMT-05:00
    example = UUID("017F22E2-79B0-7CC3-98C4-DC0C0C07398F")
    assert when(example) == datetime(2022, 2, 22, 19, 22, 22, tzinfo=UTC)


def test_other_uuids_carry_no_time() -> None:
    with pytest.raises(ValueError, match="version 7"):
        when(uuid4())
    with pytest.raises(ValueError, match="version 7"):
        when(UUID("017F22E2-79B0-7CC3-18C4-DC0C0C07398F"))


@given(st.lists(st.integers(1, 2**47), min_size=1, max_size=60))
def test_ids_rise_whatever_the_clock_does(ticks: list[int]) -> None:
    clock: Iterator[int] = iter(ticks)
    mint = Mint(lambda: next(clock))
    made = [mint() for _ in ticks]
    assert made == sorted(set(made))
    assert when(made[0]) == datetime(1970, 1, 1, tzinfo=UTC) + timedelta(milliseconds=ticks[0])
    assert all(identity.version == 7 for identity in made)


def test_a_thousand_ids_of_one_millisecond_keep_their_time() -> None:
    mint = Mint(lambda: 1_000)
    made = [mint() for _ in range(1_000)]
    assert made == sorted(set(made))
    assert {when(identity).timestamp() for identity in made} == {1.0}
    assert len({later.int - sooner.int for sooner, later in pairwise(made)}) > 900, "guessable"


def test_a_new_millisecond_begins_with_new_chance() -> None:
    """Two phones that stepped on from the same number would meet."""
    tails = {Mint(lambda: 1_000)().int & (2**62 - 1) for _ in range(50)}
    assert len(tails) == 50


def test_many_threads_never_get_the_same_id() -> None:
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    with ThreadPoolExecutor(8) as threads:
        runs = list(threads.map(lambda _: [new_id() for _ in range(500)], range(16)))
    sys.setswitchinterval(interval)
    made = [identity for run in runs for identity in run]
    assert len(set(made)) == 8_000
    assert all(run == sorted(run) for run in runs)


FORK = """
import os
from wenming.kit.ids import new_id
new_id._millis = lambda: 1_000
new_id()
reader, writer = os.pipe()
if os.fork() == 0:
    os.write(writer, str(new_id().int).encode())
    os._exit(0)
os.wait()
print(abs(int(os.read(reader, 40)) - new_id().int))
"""


def test_a_forked_worker_does_not_walk_on_from_its_parents_number() -> None:
    apart = subprocess.run([sys.executable, "-c", FORK], capture_output=True, check=True).stdout
    assert int(apart) > 2**40
