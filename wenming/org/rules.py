"""Roles, the powers they carry, and how far they reach. Pure: no Django, no clock."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum


class Role(StrEnum):
    """What somebody is appointed to be."""

    ADMIN = "admin"
    OFFICE = "office"
    LEADER = "leader"
    GROUP_HEAD = "group_head"
    INSPECTOR = "inspector"
    UNIT_HEAD = "unit_head"
    LIAISON = "liaison"
    AUDITOR = "auditor"


# See: look at what lies within reach. The other powers stand on arrows of workflows and on verbs.
POWERS: dict[Role, frozenset[str]] = {
    Role.ADMIN: frozenset({"see", "people", "load", "audit", "operate"}),
    Role.OFFICE: frozenset(
        {"see", "file", "dispatch", "review", "grant", "judge", "round", "inspect", "publish",
         "load", "people", "charge", "roster", "propose", "export"}
    ),
    Role.LEADER: frozenset({"see", "export"}),
    Role.GROUP_HEAD: frozenset({"see", "inspect", "file", "review", "export"}),
    Role.INSPECTOR: frozenset({"see", "inspect", "review"}),
    Role.UNIT_HEAD: frozenset({"see", "rectify", "appeal", "roster", "export"}),
    Role.LIAISON: frozenset({"see", "rectify", "appeal", "roster", "export"}),
    Role.AUDITOR: frozenset({"see", "audit", "export"}),
}  # fmt: skip
SYSTEM = frozenset().union(*POWERS.values())  # the command line on the server itself


class Level(StrEnum):
    """The steps of the area tree."""

    PROVINCE = "province"
    CITY = "city"
    DISTRICT = "district"
    STREET = "street"
    COMMUNITY = "community"
    GRID = "grid"


class UnitKind(StrEnum):
    """What sort of body a unit is; ranks compare within one kind."""

    BUREAU = "bureau"
    STREET = "street"
    FIRM = "firm"
    INSTITUTION = "institution"
    ASSOCIATION = "association"
    ADOPTER = "adopter"


class DayKind(StrEnum):
    """What the city's calendar says of a day that differs from the national one."""

    OFF = "off"
    WORK = "work"


@dataclass(frozen=True, slots=True)
class Held:
    """One appointment in force: a role over an area (by path), a unit or a group."""

    role: Role
    path: str | None = None
    unit: int | None = None
    group: int | None = None


@dataclass(frozen=True, slots=True)
class Reach:
    """What somebody may see: everything under `paths`, whatever concerns `units` or `groups`."""

    everything: bool
    paths: tuple[str, ...]
    units: frozenset[int]
    groups: frozenset[int]


def reach(held: Iterable[Held]) -> Reach:
    """How far a person sees; over a root of the area tree, whose path is one code, everything."""
    held = tuple(held)
    paths = tuple(sorted({h.path for h in held if h.path}))
    return Reach(
        everything=any(path.count("/") == 2 for path in paths),
        paths=paths,
        units=frozenset(h.unit for h in held if h.unit is not None),
        groups=frozenset(h.group for h in held if h.group is not None),
    )


def powers(
    held: Iterable[Held],
    *,
    path: str = "",
    units: Iterable[int] = (),
    groups: Iterable[int] | None = None,
) -> frozenset[str]:
    """What a person may do to a thing at `path` that concerns `units` and lies with `groups`.

    An area counts for all below it; a unit counts for what concerns it; a group counts for what
    is given to it, and, where `groups` is None, for what is given to no group at all.
    """
    concerned = frozenset(units)

    def covers(h: Held) -> bool:
        if h.unit is not None:
            return h.unit in concerned
        if h.path is not None and not path.startswith(h.path):
            return False
        return h.group is None or groups is None or h.group in frozenset(groups)

    return frozenset().union(*(POWERS[h.role] for h in held if covers(h)))


TRIES = 5  # wrong passwords before a name waits
FIRST_WAIT, LONGEST_WAIT = 60, 3600  # seconds; the wait doubles with every failure after


def wait(failures: int) -> int:
    """How many seconds a name waits after so many failures in a row."""
    if failures < TRIES:
        return 0
    return min(LONGEST_WAIT, FIRST_WAIT << min(failures - TRIES, 10))
