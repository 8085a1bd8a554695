"""Who may give which post, and what each post is over. Pure."""

from collections.abc import Collection

from wenming.kit.flow import Refused
from wenming.org.rules import Held, Role

# What a post must be over. Those over a unit hold for what concerns it, those with a group for what
# is given to the group.
OVER: dict[Role, frozenset[str]] = {
    Role.ADMIN: frozenset({"area"}),
    Role.OFFICE: frozenset({"area"}),
    Role.LEADER: frozenset({"area"}),
    Role.AUDITOR: frozenset({"area"}),
    Role.GROUP_HEAD: frozenset({"area", "group"}),
    Role.INSPECTOR: frozenset({"area", "group"}),
    Role.UNIT_HEAD: frozenset({"unit"}),
    Role.LIAISON: frozenset({"unit"}),
}
GUARDED = frozenset({Role.ADMIN, Role.AUDITOR})  # given and taken by administrators alone
PASSWORD_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # noqa: S105 - none that is mistaken for another
PASSWORD_LENGTH = 12


def check_post(role: Role, given: Collection[str]) -> None:
    """Refuse a post that is not over what it must be over, or over more."""
    if lacking := sorted(OVER[role] - set(given)):
        raise Refused("needs", *lacking)
    if surplus := sorted(set(given) - OVER[role]):
        raise Refused("post_over", *surplus)


def check_rank(giver: Collection[Held] | None, roles: Collection[Role]) -> None:
    """Refuse a hand on administrators and auditors that is not an administrator's; None is the
    command line."""
    guarded = bool(GUARDED & set(roles))
    if guarded and giver is not None and Role.ADMIN not in {held.role for held in giver}:
        raise Refused("power", "people")
