"""The published tables: what the database, the lake and the open data hand to analytics.

Expressions read these tables and no others; whoever publishes fills them column by column as
said here. Names are lower-case, since DuckDB folds case. A key is the row's primary key, a moment
is in UTC without a zone, nought and null are never the same.
"""

import ibis
from ibis.expr.types import Table

FULL_MARK = 10_000  # a mark is in ten-thousandths: full is 10,000, 0.66 is 6,600, none is 0

# One row per round and stratum of the frame the draw was made from.
FRAME: dict[str, str] = {
    "round": "int64",  # the round's key
    "stratum": "int64",  # any number, unique within the round
    "name": "string",  # kind, or kind/area: strata are sorted and pooled by it
    "sites": "int64",  # N_h: sites of the stratum that could be drawn, those drawn included
    "certain": "boolean",  # take-all: its sites were chosen because something was open there
}

# One row per round, site and item recorded at a visit that stands; never two of the same. A visited
# site has at least one row, with null marks if nothing applied there: n_h is counted from it.
MARKS: dict[str, str] = {
    "round": "int64",
    "stratum": "int64",  # the stratum the site was drawn in; a site is in one stratum of a round
    "site": "int64",
    "item": "int64",  # the leaf of the edition; the same key in two rounds is the same item
    "project": "int64",  # the item's 测评项目
    "method": "int64",  # the method it was judged by, as the publisher numbers them; may be null
    "area": "int64",  # the leaf area the site lies in; one per site
    "unit": "int64",  # the unit that answers for this item at this site; null where none does
    "kind": "int64",  # the site's kind; one per site
    "weight": "int32",  # of the item, in hundredths of a point; above 0
    "mark": "int32",  # first sight, 0..10,000; null where the item does not apply at the site
    "mended": "int32",  # the mark once its case was closed as mended; `mark` where there is none
}

# One row per case; a moment not reached is null.
CASES: dict[str, str] = {
    "case": "int64",
    "site": "int64",
    "item": "int64",
    "area": "int64",
    "kind": "int64",
    "unit": "int64",  # the unit in charge now; null before it is assigned
    "public": "boolean",  # first reported by the public, not by an inspector
    "repeated": "boolean",  # the same site and item had a case closed shortly before
    "reported": "timestamp",
    "filed": "timestamp",  # accepted as a case (立案)
    "refused": "timestamp",  # or refused
    "file_due": "timestamp",  # by when it had to be filed or refused
    "assigned": "timestamp",  # first assigned to a unit (派遣)
    "assignments": "int32",  # how many times it was assigned
    "returns": "int32",  # how many of these assignments a unit gave back (退回)
    "taken": "timestamp",  # accepted by the unit in charge (签收)
    "fixed": "timestamp",  # last reported mended (处置)
    "fix_due": "timestamp",  # by when, extensions granted included
    "fix_minutes": "int64",  # working minutes from assignment to `fixed`, pauses left out
    "closed": "timestamp",  # checked and closed by somebody else (结案)
    "close_due": "timestamp",
    "sent_back": "int32",  # how many times a check found it not mended (返工)
}

frame: Table = ibis.table(FRAME, name="frame")
marks: Table = ibis.table(MARKS, name="marks")
cases: Table = ibis.table(CASES, name="cases")

SCHEMAS: dict[str, dict[str, str]] = {"frame": FRAME, "marks": MARKS, "cases": CASES}
