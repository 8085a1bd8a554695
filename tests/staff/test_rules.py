"""Who may give which post, and what each post is over."""

import pytest

from wenming.kit.flow import Refused
from wenming.org.rules import Held, Role
from wenming.staff.rules import OVER, check_post, check_rank


@pytest.mark.parametrize("role", list(Role))
def test_every_post_is_over_exactly_what_it_must_be(role: Role) -> None:
    check_post(role, OVER[role])
    with pytest.raises(Refused, match="needs"):
        check_post(role, OVER[role] - {next(iter(OVER[role]))})
    with pytest.raises(Refused, match="post_over"):
        check_post(role, OVER[role] | ({"unit"} if "area" in OVER[role] else {"area"}))


def test_administrators_and_auditors_are_in_administrators_hands() -> None:
    office, admin = [Held(Role.OFFICE, "/1/")], [Held(Role.ADMIN, "/1/")]
    for role in (Role.ADMIN, Role.AUDITOR):
        check_rank(admin, [role])
        check_rank(None, [role])
        with pytest.raises(Refused, match="power"):
            check_rank(office, [role])
    check_rank(office, [Role.LIAISON, Role.OFFICE])
