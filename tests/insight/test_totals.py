"""Year and cycle: sums a reader can do on paper."""

import pytest

from wenming.insight.totals import (
    Part,
    Profile,
    Total,
    barred,
    cycle_total,
    with_minors,
    year_total,
)

HENGYANG = Profile({"field": 40, "materials": 40, "survey": 20}, (15, 25, 60), 20, 8500)
YEAR = {"field": Part(9_251, 0.012, 60), "materials": Part(9_800), "survey": Part(8_803, 0.02, 90)}


def year(points: int) -> Total:
    """A finished year of so many hundredths."""
    return year_total(Profile({"field": 100}), {"field": Part(points)})


def test_a_year_is_the_weighted_sum_of_its_methods() -> None:
    found = year_total(HENGYANG, YEAR)
    assert found.points_hundredths == 9_381  # 3700.4 + 3920 + 1760.6
    assert found.parts == {"field": 3_700, "materials": 3_920, "survey": 1_761}
    assert (found.out_of_hundredths, found.missing) == (10_000, ())


def test_the_margin_of_a_year_is_that_of_its_sampled_methods() -> None:
    found = year_total(HENGYANG, YEAR)
    v1, v2 = (0.4 * 120) ** 2, (0.2 * 200) ** 2
    assert found.variance == pytest.approx(v1 + v2)
    assert found.df == pytest.approx((v1 + v2) ** 2 / (v1**2 / 60 + v2**2 / 90))
    assert found.margin_hundredths == 124


def test_a_year_without_sampling_has_no_margin() -> None:
    assert year(9_000).margin_hundredths == 0


def test_an_unknown_error_stays_unknown() -> None:
    found = year_total(HENGYANG, YEAR | {"field": Part(9_251, None)})
    assert found.margin_hundredths is None


def test_a_missing_method_is_missing_not_nought() -> None:
    found = year_total(HENGYANG, {"field": Part(9_000), "survey": Part(9_000)})
    assert (found.points_hundredths, found.out_of_hundredths) == (5_400, 6_000)
    assert found.missing == ("materials",)
    assert not found.complete


def test_a_method_the_profile_lacks_is_refused() -> None:
    with pytest.raises(ValueError, match="no method phone"):
        year_total(HENGYANG, {"phone": Part(9_000)})


def test_points_need_not_add_up_to_a_hundred() -> None:
    ruzhou = Profile({"field": 46, "materials": 40, "survey": 10, "opinion": 10})
    found = year_total(ruzhou, dict.fromkeys(ruzhou.methods, Part(5_000)))
    assert (found.points_hundredths, found.out_of_hundredths) == (5_300, 10_600)


def test_a_cycle_weighs_its_years() -> None:
    found = cycle_total(HENGYANG, [year(9_000), year(9_200), year(9_400)])
    assert found.points_hundredths == 9_290  # 1350 + 2300 + 5640


def test_a_cycle_says_which_years_are_not_over() -> None:
    found = cycle_total(HENGYANG, [year(9_000), year(9_200), None])
    assert (found.points_hundredths, found.out_of_hundredths) == (3_650, 4_000)
    assert found.missing == ("3",)
    partial = year_total(HENGYANG, {"field": Part(9_000)})
    assert cycle_total(HENGYANG, [partial, None, None]).missing == (
        "2",
        "3",
        "1.materials",
        "1.survey",
    )


def test_a_cycle_of_another_length_is_refused() -> None:
    with pytest.raises(ValueError, match="3 years, not 2"):
        cycle_total(HENGYANG, [year(9_000), year(9_200)])


def test_the_minors_system_counts_its_share() -> None:
    assert with_minors(HENGYANG, year(9_000), year(8_000)).points_hundredths == 8_800
    assert with_minors(Profile({"field": 100}), year(9_000), year(8_000)).points_hundredths == 9_000
    assert with_minors(HENGYANG, year(9_000), None).missing == ("minors",)


def test_the_gate_and_the_negative_list_bar_and_never_subtract() -> None:
    assert barred(HENGYANG, 8_499, []) == ("gate",)
    assert barred(HENGYANG, 8_500, ["safety"]) == ("safety",)
    assert barred(HENGYANG, None, []) == ()
    assert barred(Profile({"field": 100}), 0, []) == ()
