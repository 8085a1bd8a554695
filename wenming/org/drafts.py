"""What an office hands over of areas and units, once read."""

from dataclasses import dataclass

from wenming.org.rules import Level, UnitKind


@dataclass(frozen=True, slots=True)
class AreaDraft:
    """An area; `parent` is the code of the one above, "" for the city itself."""

    code: str
    name: str
    level: Level
    parent: str = ""


@dataclass(frozen=True, slots=True)
class UnitDraft:
    """A unit under its full name, with the other names it answers to.

    `lon` and `lat` are WGS-84 degrees. A field that is None is one the table does not say: what is
    known already stays; a new unit is a bureau, behind the others.
    """

    name: str
    aliases: tuple[str, ...] = ()
    kind: UnitKind | None = None
    order: int | None = None
    group: str | None = None
    contact: str | None = None
    phone: str | None = None
    heads: int | None = None
    lon: float | None = None
    lat: float | None = None
    area: int | None = None  # primary key of the street a street office stands for
