"""Scores as expressions: tables in, table out; no connection and no finished figure here.

Each cell is one stratum of one round seen through one domain, reduced to whole-number sums from
which `wenming.insight.estimates` finishes rate and margin. Whole numbers add up to the same in any
order; sums of floats do not.
"""

from collections.abc import Iterable
from functools import lru_cache

import ibis
from ibis.expr.types import Table

TOTAL = "total"
OF_A_SITE = (TOTAL, "area", "kind")  # a site is wholly in one of them
DOMAINS = (TOTAL, "item", "project", "method", "area", "unit", "kind")
EXACT = "decimal(38, 0)"  # squares of a site's sums outgrow 64 bits
SITE = ("round", "stratum", "site")


def cells(marks: Table, *, column: str = "mark", by: Iterable[str] = DOMAINS) -> Table:
    """The sums of every domain named, by round and stratum; the round's own always among them.

    `column` is `mark` for first sight, `mended` for after mending. Gives round, stratum, domain,
    key (0 for the total), asked, applicable, observations, y, x, yy, xy, xx, with y = Σ w·m in
    hundredths times ten-thousandths and x = Σ w in hundredths.
    """
    asked = set(by)
    return _union(marks, column, (TOTAL, *(d for d in DOMAINS if d in asked and d != TOTAL)))


@lru_cache(maxsize=64)
def _union(marks: Table, column: str, wanted: tuple[str, ...]) -> Table:
    """The cells of these domains; put together once, however many rounds ask for them."""
    place = [d for d in OF_A_SITE if d in wanted and d != TOTAL]
    shares = by_site(marks, column, place, "unit")
    sites = merged(shares, place) if "unit" in wanted else by_site(marks, column, place)
    places = _squared(sites, *place)
    parts = [
        _items(marks, column)
        if domain == "item"
        else _cells(places, domain)
        if domain in OF_A_SITE
        else _cells(_squared(_known(marks, shares, domain, column), domain), domain)
        for domain in wanted
    ]
    return ibis.union(parts[0], *parts[1:]) if parts[1:] else parts[0]


def by_site(marks: Table, column: str, place: Iterable[str] = (), *within: str) -> Table:
    """A row per site, and value of other columns: observations n, y and x, null where n is 0.

    `place` names columns that a site has one value of, to be carried along.
    """
    given = marks[column]
    points = marks.weight.cast("int64") * given.cast("int64")
    return marks.group_by(*SITE, *within).agg(
        **{name: marks[name].arbitrary() for name in place},
        n=given.count(),
        y=points.sum().cast("int64"),
        x=marks.weight.sum(where=given.notnull()).cast("int64"),
    )


def merged(shares: Table, place: Iterable[str]) -> Table:
    """The shares of a site put together again."""
    return shares.group_by(*SITE).agg(
        **{name: shares[name].arbitrary() for name in place},
        **{name: shares[name].sum().cast("int64") for name in ("n", "y", "x")},
    )


def _known(marks: Table, shares: Table, domain: str, column: str) -> Table:
    """A row per site and value of a domain that a site may have several of."""
    table = shares if domain == "unit" else by_site(marks, column, (), domain)
    return table.filter(table[domain].notnull())


def _squared(sites: Table, *keys: str) -> Table:
    """Counts, sums and sums of squares and products over sites, by stratum and the keys."""
    y, x = sites.y.cast(EXACT), sites.x.cast(EXACT)
    return sites.group_by("round", "stratum", *keys).agg(
        asked=sites.count(),
        applicable=(sites.n > 0).sum(),
        observations=sites.n.sum(),
        y=sites.y.sum(),
        x=sites.x.sum(),
        yy=(y * y).sum().cast(EXACT),
        xy=(x * y).sum().cast(EXACT),
        xx=(x * x).sum().cast(EXACT),
    )


def _items(marks: Table, column: str) -> Table:
    """The cells of items: a site has one mark of an item, so no sum over a site is needed first."""
    mark = marks[column]  # its square has at most nine digits
    counts = marks.group_by("round", "stratum", "item", "weight").agg(
        asked=marks.count(),
        observations=mark.count(),
        m=mark.sum(),
        mm=(mark * mark).sum(),
    )
    w, square = counts.weight.cast("int64"), counts.weight.cast(EXACT) * counts.weight.cast(EXACT)
    squared = counts.select(
        "round",
        "stratum",
        "item",
        "asked",
        "observations",
        applicable=counts.observations,
        y=w * counts.m,
        x=w * counts.observations,
        yy=(square * counts.mm.cast(EXACT)).cast(EXACT),
        xy=(square * counts.m.cast(EXACT)).cast(EXACT),
        xx=(square * counts.observations.cast(EXACT)).cast(EXACT),
    )
    return _cells(squared, "item")


def _cells(squared: Table, domain: str) -> Table:
    """Squared sums added up by a domain, in the order and types that every domain has.

    Exact where the rows added speak of different sites, or of one item.
    """
    key = ibis.literal(0, "int64") if domain == TOTAL else squared[domain]
    types = dict.fromkeys(("asked", "applicable", "observations", "y", "x"), "int64")
    types |= dict.fromkeys(("yy", "xy", "xx"), EXACT)
    added = squared.group_by("round", "stratum", key=key).agg(
        **{name: squared[name].sum() for name in types}
    )
    return added.select(
        "round",
        "stratum",
        domain=ibis.literal(domain),
        key=added.key,
        **{name: added[name].cast(kind).fill_null(0) for name, kind in types.items()},
    )


def pairs(marks: Table, *, column: str = "mark") -> Table:
    """What two units share at the same sites, for the covariance of their rates.

    Gives round, stratum, a, b (keys, a < b) and over sites both were asked at the sums of products
    yy = Σ y_a·y_b, yx = Σ y_a·x_b, xy = Σ x_a·y_b, xx = Σ x_a·x_b.
    """
    shares = by_site(marks, column, (), "unit")
    known = shares.filter(shares.unit.notnull()).select(
        "round", "stratum", "site", "unit", "y", "x"
    )
    other = known.view()
    both = known.join(
        other,
        [
            known.round == other.round,
            known.stratum == other.stratum,
            known.site == other.site,
            known.unit < other.unit,
        ],
        rname="{name}_b",
    )
    sums = {
        "yy": both.y.cast(EXACT) * both.y_b.cast(EXACT),
        "yx": both.y.cast(EXACT) * both.x_b.cast(EXACT),
        "xy": both.x.cast(EXACT) * both.y_b.cast(EXACT),
        "xx": both.x.cast(EXACT) * both.x_b.cast(EXACT),
    }
    return both.group_by("round", "stratum", a=both.unit, b=both.unit_b).agg(
        **{name: product.sum().cast(EXACT) for name, product in sums.items()}
    )


def shared(marks: Table, earlier: int, later: int) -> Table:
    """The marks of two rounds with those alone that both could judge, at the later round's weights.

    An item is shared where each round has an applicable mark of it; marks of other items are null
    here, not gone, since the sites they were made at were visited. So a change between the two is
    a change on the ground, not in the questions or their weights.
    """
    judged = marks.filter(marks.mark.notnull())
    before = judged.filter(judged.round == earlier).select("item").distinct()
    after = judged.filter(judged.round == later).group_by("item").agg(then=judged.weight.max())
    of_both = after.semi_join(before, "item").select(then_item="item", then="then")
    rows = marks.filter(marks.round.isin([earlier, later]))
    joined = rows.left_join(of_both, rows.item == of_both.then_item)
    return joined.mutate(
        weight=ibis.coalesce(joined.then, joined.weight),
        mark=joined.then.notnull().ifelse(joined.mark, ibis.null("int32")),
        mended=joined.then.notnull().ifelse(joined.mended, ibis.null("int32")),
    ).select(*marks.columns)
