"""Duties in the two nets of a grid, and what may become of a matter. Pure: no database, clock, Django."""

from enum import StrEnum

from wenming.kit.flow import Arrow


class Net(StrEnum):
    """The two nets that are one here: the party's and that of governance."""

    PARTY = "party"
    GOVERNANCE = "governance"


class Duty(StrEnum):
    """What somebody does in a grid."""

    GROUP_HEAD = "group_head"
    PARTY_MEMBER = "party_member"
    WORKER = "worker"
    BUILDING_HEAD = "building_head"
    VOLUNTEER = "volunteer"


class State(StrEnum):
    """Where a matter stands."""

    FILED = "filed"
    TAKEN = "taken"
    PASSED = "passed"
    DONE = "done"
    TOLD = "told"


class Move(StrEnum):
    """What may be done to a matter."""

    TAKE = "take"
    HAND_UP = "hand_up"
    HAND_BACK = "hand_back"
    FINISH = "finish"
    SETTLE = "settle"
    TELL = "tell"


NETS = {
    Duty.GROUP_HEAD: Net.PARTY,
    Duty.PARTY_MEMBER: Net.PARTY,
    Duty.WORKER: Net.GOVERNANCE,
    Duty.BUILDING_HEAD: Net.GOVERNANCE,
    Duty.VOLUNTEER: Net.GOVERNANCE,
}
ACTING = frozenset({Duty.GROUP_HEAD, Duty.WORKER, Duty.BUILDING_HEAD})  # those a matter goes to

# "grid" is the power of who has an acting duty in the grid, and of the community; "community" of who
# rosters the unit of the street or community above it.
ARROWS: dict[Move, Arrow] = {
    Move.TAKE: Arrow({State.FILED}, State.TAKEN, "grid"),
    Move.HAND_UP: Arrow({State.FILED, State.TAKEN}, State.PASSED, "grid", {"note"}),
    Move.HAND_BACK: Arrow({State.PASSED}, State.TAKEN, "community", {"note"}),
    Move.FINISH: Arrow({State.TAKEN}, State.DONE, "grid", {"note"}),
    Move.SETTLE: Arrow({State.PASSED}, State.DONE, "community", {"note"}),
    Move.TELL: Arrow({State.DONE}, State.TOLD, "grid", {"note"}),
}
HOUR = 60
LIMITS = {  # working minutes that a state may last
    State.FILED: 4 * HOUR,
    State.TAKEN: 24 * HOUR,
    State.PASSED: 40 * HOUR,
    State.DONE: 8 * HOUR,
}
LIVE = frozenset(LIMITS)


def duties_of(net: Net) -> list[str]:
    """The duties that make up one net, as they are kept."""
    return [duty.value for duty, at in NETS.items() if at is net]
