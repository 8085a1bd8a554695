"""What a unit can owe a site."""

from enum import StrEnum


class ChargeKind(StrEnum):
    """In charge: its cases go to this unit. Adopts: 包街. Point head: the named person's unit."""

    IN_CHARGE = "in_charge"
    ADOPTS = "adopts"
    POINT_HEAD = "point_head"
