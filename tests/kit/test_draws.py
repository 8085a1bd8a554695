"""The public draw: by hand, again on any machine, and what nobody can slip past it."""

import hashlib
from collections import Counter
from dataclasses import replace
from itertools import combinations

import hypothesis.strategies as st
import pytest
from hypothesis import given

from wenming.kit.draws import (
    CERTAIN,
    Difference,
    How,
    Published,
    Row,
    Share,
    allocate,
    checked,
    commitment,
    draw,
    frame_digest,
    guessable,
    mixed,
    ranked,
    seeded,
    sizes,
    verify,
    with_certain,
)
from wenming.kit.flow import Refused

SEED = "00112233445566778899aabbccddeeff"
FRAME: tuple[Row, ...] = (
    ("公共厕所", "XG0003"),
    ("公共厕所", "XG0001"),
    ("公共厕所", "XG0002"),
    ("主次干道", "XG0004"),
)

codes = st.text("ABC杏林巷 0123456789", min_size=1, max_size=6).filter(lambda t: bool(t.strip()))
frames = st.lists(codes, unique=True, min_size=1, max_size=30).flatmap(
    lambda sites: st.tuples(
        *(st.tuples(st.sampled_from(["路", "市场", "a:b"]), st.just(site)) for site in sites)
    )
)
seeds = st.integers(0, 2**128 - 1).map(lambda n: f"{n:032x}")


def some_of(frame: tuple[Row, ...]) -> dict[str, int]:
    return {stratum: size // 2 for stratum, size in sizes(frame).items()}


def made_public(frame: tuple[Row, ...], numbers: dict[str, int], seed: str) -> Published:
    digest = frame_digest(frame)
    done = draw(frame, numbers, seed=seed)
    return Published(digest, commitment(seed, digest), seed, numbers, done.drawn, done.reserve)


# By hand


def test_a_stratum_is_ordered_by_the_sha256_anybody_can_make() -> None:
    def number(site: str) -> str:
        return hashlib.sha256(f"{SEED}:公共厕所:{site}".encode()).hexdigest()

    assert number("XG0001")[:8] == "e4b24fa1"  # by `printf %s TEXT | sha256sum`
    by_hand = sorted(["XG0001", "XG0002", "XG0003"], key=number)
    assert ranked(["XG0001", "XG0002", "XG0003"], "公共厕所", SEED) == by_hand
    done = draw(FRAME, {"公共厕所": 2}, seed=SEED)
    assert [site for _, site in done.drawn] == by_hand[:2]
    assert done.reserve == (("主次干道", "XG0004"), ("公共厕所", by_hand[2]))
    assert done.strata == (Share("主次干道", 1, 0), Share("公共厕所", 3, 2))


def test_the_frames_digest_is_that_of_its_sorted_lines() -> None:
    lines = "主次干道\tXG0004\n公共厕所\tXG0001\n公共厕所\tXG0002\n公共厕所\tXG0003\n"
    assert frame_digest(FRAME) == hashlib.sha256(lines.encode()).hexdigest()


def test_the_commitment_is_the_digest_of_the_stated_text() -> None:
    digest = frame_digest(FRAME)
    text = f"wenming draw 1\nseed {SEED}\nframe {digest}\n"
    assert commitment(SEED.upper(), digest) == hashlib.sha256(text.encode()).hexdigest()


def test_a_public_text_may_be_mixed_into_the_seed() -> None:
    text = f"wenming mix 1\nseed {SEED}\npublic 双色球 2026133 03 08\n"
    assert mixed(SEED, " 双色球 2026133 03 08\n") == hashlib.sha256(text.encode()).hexdigest()
    assert mixed(SEED, "one") != mixed(SEED, "other")


# What a seed and a frame must be


def test_a_seed_is_hex_and_its_case_does_not_matter() -> None:
    assert seeded(" 00FFab\n") == "00ffab"
    for bad in ("", "0x12", "种子", "12 34"):
        with pytest.raises(Refused, match="seed"):
            draw(FRAME, {}, seed=bad)


def test_a_short_seed_hides_nothing() -> None:
    assert guessable("ab" * 15)
    assert not guessable("ab" * 16)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("路", "XG0001"), "repeated"),
        (("公共厕所", "XG0001"), "repeated"),
        (("路", " "), "blank"),
        (("", "X"), "blank"),
        (("路", "X\t1"), "text"),
        (("路\n", "X"), "text"),
    ],
)
def test_a_frame_that_could_be_read_in_two_ways_is_refused(row: Row, reason: str) -> None:
    with pytest.raises(Refused) as no:
        frame_digest((*FRAME, row))
    assert no.value.reason == reason


@pytest.mark.parametrize(
    ("numbers", "reason", "facts"),
    [
        ({"公共厕所": 4}, "too_many", ("公共厕所", "4", "3")),
        ({"公厕": 1}, "unknown_stratum", ("公厕",)),
        ({"公共厕所": -1}, "negative", ("公共厕所",)),
    ],
)
def test_numbers_that_cannot_be_met_are_refused(
    numbers: dict[str, int], reason: str, facts: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as no:
        draw(FRAME, numbers, seed=SEED)
    assert (no.value.reason, no.value.lacking) == (reason, facts)


# What always holds


@given(frames, seeds, st.randoms(use_true_random=False))
def test_the_order_of_rows_changes_nothing(
    frame: tuple[Row, ...], seed: str, order: object
) -> None:
    shuffled = list(frame)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    numbers = some_of(frame)
    assert frame_digest(frame) == frame_digest(shuffled)
    assert draw(frame, numbers, seed=seed) == draw(shuffled, numbers, seed=seed)


@given(frames, seeds)
def test_every_site_is_drawn_or_in_reserve_and_the_numbers_are_met(
    frame: tuple[Row, ...], seed: str
) -> None:
    numbers = some_of(frame)
    done = draw(frame, numbers, seed=seed)
    assert sorted(done.drawn + done.reserve) == sorted(frame)
    assert Counter(stratum for stratum, _ in done.drawn) == Counter(numbers)
    assert {share.stratum: share.drawn for share in done.strata} == numbers


@given(frames, seeds)
def test_asking_for_more_takes_from_the_top_of_the_reserve(
    frame: tuple[Row, ...], seed: str
) -> None:
    none = draw(frame, {}, seed=seed)
    for stratum, size in sizes(frame).items():
        order = [row for row in none.reserve if row[0] == stratum]
        for count in range(size + 1):
            assert list(draw(frame, {stratum: count}, seed=seed).drawn) == order[:count]


@given(frames, seeds, codes)
def test_a_site_that_is_added_moves_no_other_past_its_neighbour(
    frame: tuple[Row, ...], seed: str, extra: str
) -> None:
    sites = [site for stratum, site in frame if stratum == "路" and site != extra]
    longer = ranked([*sites, extra], "路", seed)
    assert [site for site in longer if site != extra] == ranked(sites, "路", seed)


def test_over_all_small_seeds_every_sample_is_drawn_about_equally_often() -> None:
    sites = ["A", "B", "C", "D"]
    frame = [("路", site) for site in sites]
    seen = Counter(
        frozenset(site for _, site in draw(frame, {"路": 2}, seed=f"{n:03x}").drawn)
        for n in range(4096)
    )
    assert set(seen) == {frozenset(pair) for pair in combinations(sites, 2)}
    # 4096 / 6 is 683; three standard deviations of a fair draw are 72.
    assert all(abs(count - 683) < 72 for count in seen.values())


# Certain sites


def test_sites_with_open_problems_are_drawn_for_certain_in_a_stratum_of_their_own() -> None:
    frame = with_certain(FRAME, ["XG0002"])
    assert sizes(frame) == {CERTAIN: 1, "主次干道": 1, "公共厕所": 2}
    done = draw(frame, {"公共厕所": 1}, seed=SEED)
    assert (CERTAIN, "XG0002") in done.drawn
    assert Share(CERTAIN, 1, 1) in done.strata
    with pytest.raises(Refused) as no:
        with_certain(FRAME, ["XG0002", "XG9999"])
    assert (no.value.reason, no.value.lacking) == ("unknown_site", ("XG9999",))


# Numbers per stratum


def test_shares_follow_size_by_the_largest_remainder() -> None:
    # Quotas of 10 over 53: 5.66, 2.83, 1.51; two are left over for the largest remainders.
    assert allocate({"甲": 30, "乙": 15, "丙": 8}, 10) == {"甲": 6, "乙": 3, "丙": 1}


def test_a_tie_goes_to_the_stratum_whose_name_comes_first() -> None:
    assert allocate({"b": 5, "a": 5}, 3) == {"a": 2, "b": 1}


def test_a_minimum_is_met_and_the_rest_share_anew() -> None:
    assert allocate({"a": 1000, "b": 10, "c": 1}, 20, minimum=2) == {"a": 17, "b": 2, "c": 1}


def test_a_fixed_number_takes_all_of_a_small_stratum() -> None:
    assert allocate({"a": 50, "b": 3, CERTAIN: 9}, 5, how=How.FIXED) == {"a": 5, "b": 3}


@pytest.mark.parametrize(
    ("number", "minimum", "reason", "facts"),
    [
        (7, 0, "too_many", ("7", "6")),
        (1, 1, "too_few", ("1", "2")),
        (-1, 0, "negative", ()),
    ],
)
def test_numbers_that_cannot_be_shared_are_refused(
    number: int, minimum: int, reason: str, facts: tuple[str, ...]
) -> None:
    with pytest.raises(Refused) as no:
        allocate({"a": 4, "b": 2, CERTAIN: 100}, number, minimum=minimum)
    assert (no.value.reason, no.value.lacking) == (reason, facts)


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(0, 60), min_size=1),
    st.integers(0, 5),
    st.data(),
)
def test_a_proportional_share_adds_up_and_stays_within_what_there_is(
    present: dict[str, int], minimum: int, data: st.DataObject
) -> None:
    floors = {name: min(minimum, size) for name, size in present.items()}
    number = data.draw(st.integers(sum(floors.values()), sum(present.values())))
    shares = allocate(present, number, minimum=minimum)
    assert sum(shares.values()) == number
    assert all(floors[name] <= shares[name] <= size for name, size in present.items())
    assert shares == allocate(dict(reversed(present.items())), number, minimum=minimum)
    for one, other in combinations(present, 2):
        if present[one] >= present[other]:
            assert shares[one] >= shares[other] - (present[one] == present[other])
    if minimum == 0:
        whole = sum(present.values()) or 1
        assert all(abs(shares[n] * whole - number * present[n]) < whole for n in present)


# Verification


@given(frames, seeds)
def test_an_honest_draw_stands(frame: tuple[Row, ...], seed: str) -> None:
    assert verify(reversed(frame), made_public(frame, some_of(frame), seed)) == []


def test_every_dishonesty_is_named() -> None:
    frame = tuple(("路", f"S{n}") for n in range(6))
    honest = made_public(frame, {"路": 2}, SEED)
    (first, second), (third, *rest) = honest.drawn, honest.reserve

    def found(published: Published, rows: tuple[Row, ...] = frame) -> list[Difference]:
        return verify(rows, published)

    swapped = replace(honest, drawn=(first, third), reserve=(second, *rest))
    assert found(swapped) == [
        Difference("extra", third),
        Difference("missing", second),
        Difference("reserve", ("路",)),
    ]
    assert found(replace(honest, drawn=(second, first))) == [Difference("order", ("路",))]
    assert found(replace(honest, reserve=(third,))) == [Difference("reserve", ("路",))]
    other = "ff" * 16
    assert Difference(
        "commitment", (honest.commitment, commitment(other, honest.frame_digest))
    ) in found(replace(honest, seed=other))
    assert found(replace(honest, seed="?")) == [Difference("seed", ("?",))]
    assert found(honest, (*frame, first)) == [Difference("repeated", (first[1],))]
    changed = (*frame[:-1], ("路", "S9"))
    assert found(honest, changed)[0] == Difference(
        "frame", (honest.frame_digest, frame_digest(changed))
    )


def test_a_changed_seed_or_frame_does_not_fit_the_commitment() -> None:
    assert commitment(SEED, frame_digest(FRAME)) != commitment(SEED, frame_digest(FRAME[1:]))
    assert commitment(SEED, frame_digest(FRAME)) != commitment("ff" * 16, frame_digest(FRAME))
    assert checked(FRAME) == FRAME
