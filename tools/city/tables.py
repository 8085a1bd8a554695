"""The tables in data/*.csv as typed rows, with the shorthand of the editions written out."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

DATA = Path(__file__).parent / "data"
EVERY_STREET = "@街镇"  # in the tables: all six streets and five towns
METHODS = {"实": "实地考察", "材": "材料审核", "问": "问卷调查"}
CLASSES = {"立": "立行立改", "限": "限期整改", "长": "长期坚持"}


@dataclass(frozen=True)
class Unit:
    """A responsible unit; `u`, `v` are its office in plan metres."""

    name: str
    aliases: tuple[str, ...]
    category: str
    u: int
    v: int

    @property
    def short(self) -> str:
        """The name people use."""
        return self.aliases[0] if self.aliases else self.name


@dataclass(frozen=True, eq=False)
class Kind:
    """A kind of site: how many there are, how they are named and placed, what is recorded of them.

    `attributes` maps a column to the rule of its values, as sites.drawn reads it; what stands
    after "|" holds out of town.
    """

    no: int
    name: str
    sheet: str
    unit: str
    count: int
    per: str
    pattern: str
    fixed: tuple[str, ...]
    attributes: dict[str, str]


@dataclass(frozen=True)
class Item:
    """One leaf standard of an edition; `weight` in hundredths of a point."""

    project: str
    content: str
    standard: str
    methods: tuple[str, ...]
    weight: int
    scheme: str
    deadline: str
    photo: bool
    lead: tuple[str, ...]
    assist: tuple[str, ...]
    kinds: tuple[str, ...]
    not_wrong: str
    material: str


@dataclass(frozen=True)
class Problem:
    """One line of last year's feedback; `limit` is shorthand read by feedback_book.phrase."""

    project: str
    problem: str
    cause: str
    measure: str
    lead: str
    assist: str
    limit: str
    done: str


def rows(name: str) -> list[dict[str, str]]:
    """The rows of data/NAME.csv."""
    with (DATA / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@cache
def units() -> tuple[Unit, ...]:
    """The 57 responsible units in the order of the contacts."""
    return tuple(
        Unit(
            name=r["name"],
            aliases=tuple(a for a in r["aliases"].split("、") if a),
            category=r["category"],
            u=int(r["lon_plan"]),
            v=int(r["lat_plan"]),
        )
        for r in rows("units")
    )


@cache
def unit_called(name: str) -> Unit:
    """The unit with this name or alias; KeyError when a table names one that is not there."""
    return {n: u for u in units() for n in (u.name, *u.aliases)}[name]


def street_units() -> tuple[Unit, ...]:
    """The eleven street offices and town governments."""
    return tuple(u for u in units() if u.category in {"街道", "镇"})


@cache
def kinds() -> tuple[Kind, ...]:
    """The 54 kinds of sites."""
    return tuple(
        Kind(
            no=int(r["no"]),
            name=r["name"],
            sheet=r["sheet"],
            unit=r["unit"],
            count=int(r["count"]),
            per=r["per"],
            pattern=r["pattern"],
            fixed=tuple(f for f in r["fixed"].split(";") if f),
            attributes=dict(a.split(":", 1) for a in r["attributes"].split(";") if a),
        )
        for r in rows("kinds")
    )


def city_items() -> list[Item]:
    """The 186 leaf standards of the city edition, project by project."""
    return [item(r) for no in range(1, 9) for r in rows(f"items_city_{no}")]


def minors_items() -> list[Item]:
    """The 28 leaf standards of the minors edition."""
    return [item(r) for r in rows("items_minors")]


def problems() -> list[Problem]:
    """The lines of last year's feedback."""
    return [Problem(**r) for r in rows("feedback")]


def item(row: dict[str, str]) -> Item:
    """A row of an edition's table with its shorthand written out."""
    return Item(
        project=row["project"],
        content=row["content"],
        standard=row["standard"],
        methods=tuple(METHODS[m] for m in row["methods"]),
        weight=int(row["weight"]),
        scheme=scheme(row["scheme"]),
        deadline=CLASSES[row["class"]],
        photo=row["photo"] == "1",
        lead=bodies(row["lead"]),
        assist=tuple(b for b in bodies(row["assist"]) if b not in bodies(row["lead"])),
        kinds=tuple(row["kinds"].split()),
        not_wrong=row["not_wrong"],
        material=row["material"],
    )


def bodies(names: str) -> tuple[str, ...]:
    """Units by their common names; '/' is nobody, '@街镇' every street and town."""
    found: list[str] = []
    for name in names.split():
        if name == EVERY_STREET:
            found += [u.short for u in street_units()]
        elif name != "/":
            found.append(name)
    return tuple(found)


def scheme(short: str) -> str:
    """The scoring scheme as an office writes it.

    PF: yes or no. G1-3-6: grades from 1, 3 and 6 instances on. D10: 0.10 points off per instance.
    """
    if short == "PF":
        return "符合/不符合"
    if short.startswith("D"):
        return f"每处扣{int(short[1:]) / 100:g}分，扣完为止"
    b, c, last = (int(n) for n in short[1:].split("-"))
    if b == last:
        return f"按处数分级：A（0处）、C#（{last}处及以上）"
    return f"按处数分级：A（{span(0, b)}）、B（{span(b, c)}）、C（{span(c, last)}）、C#（{last}处及以上）"


def span(first: int, after: int) -> str:
    """'1处' or '1–2处': from `first` up to but not including `after`."""
    return f"{first}处" if after - first == 1 else f"{first}–{after - 1}处"
