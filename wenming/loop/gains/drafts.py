"""What somebody asks of a plan of mending: cases ticked, what each takes, and what there is."""

from collections.abc import Mapping, Set
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Asked:
    """Cases and units by primary key; minutes and yuan are whole. None is no limit.

    `each` is what a unit has of which `rooms` says nothing.
    """

    chosen: Set[int] = frozenset()
    minutes: Mapping[int, int] = field(default_factory=dict)
    yuan: Mapping[int, int] = field(default_factory=dict)
    rooms: Mapping[int, int] = field(default_factory=dict)
    each: int | None = None
    money: int | None = None

    def room(self, unit: int | None) -> int | None:
        """The minutes of a unit; those of nobody are not limited."""
        return self.each if unit is None else self.rooms.get(unit, self.each)
