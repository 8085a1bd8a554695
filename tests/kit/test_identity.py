"""Identity numbers are checked, hashed under a key and locked; neutral numbers find slips of the pen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.kit.identity import born, is_number, is_sound, keyed, lock, numbered, plain, unlock

SOUND = "11010519491231002X"  # the example of the standard


def test_a_sound_number_has_its_day_and_its_check_digit() -> None:
    assert is_sound(SOUND)
    assert str(born(SOUND)) == "1949-12-31"
    assert plain(" 110105 1949-1231 002ｘ ") == SOUND
    assert not is_sound("110105194912310021")
    assert not is_sound("11010519490231002X")
    assert not is_sound("1101051949123100")


def test_a_hash_needs_its_key_and_a_lock_its_secret() -> None:
    assert keyed(SOUND, "a") == keyed(SOUND, "a") != keyed(SOUND, "b")
    locked = lock(SOUND, "a")
    assert SOUND not in locked
    assert locked != lock(SOUND, "a")
    assert unlock(locked, "a") == SOUND
    with pytest.raises(ValueError, match="secret"):
        unlock(locked, "b")


@given(st.integers(0, 9_999_999), st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_of_a_neutral_number_is_found(running: int, at: int, more: int) -> None:
    number = numbered("6299", running)
    assert is_number(number)
    wrong = str((int(number[at]) + more) % 10)
    assert not is_number(number[:at] + wrong + number[at + 1 :])
