"""Plain rows as an Arrow table: what pyarrow itself would make of them, without what it loads."""

import subprocess
import sys
from datetime import UTC, timedelta, timezone
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from wenming.insight.arrow import TYPES, arrow, pieces

VALUES: dict[str, st.SearchStrategy[Any]] = {
    "int64": st.integers(-(2**63), 2**63 - 1),
    "int32": st.integers(-(2**31), 2**31 - 1),
    "string": st.text(st.characters(exclude_categories=["Cs"]), max_size=9),
    "boolean": st.booleans(),
    "timestamp": st.datetimes(timezones=st.sampled_from([UTC, timezone(timedelta(hours=8))])),
}


@pytest.mark.parametrize("kind", TYPES)
@given(data=st.data())
def test_a_column_is_what_pyarrow_would_make_of_it(kind: str, data: st.DataObject) -> None:
    values = data.draw(st.lists(st.none() | VALUES[kind], max_size=40))
    table = arrow([(value,) for value in values], {"told": kind})
    assert table.column("told").combine_chunks() == pa.array(values, TYPES[kind])
    table.validate(full=True)


def test_rows_keep_their_order_over_pieces() -> None:
    rows = [(n, None if n % 3 else f"第{n}行", n % 2 == 0) for n in range(41_000)]
    table = arrow(rows, {"n": "int64", "said": "string", "even": "boolean"})
    told = (table.column(name).to_pylist() for name in table.column_names)
    assert list(zip(*told, strict=True)) == rows
    assert [len(piece) for piece in pieces(rows)] == [20_000, 20_000, 1_000]


def test_a_number_too_large_for_its_column_is_not_cut() -> None:
    with pytest.raises(OverflowError):
        arrow([(2**31,)], {"n": "int32"})


def test_a_score_is_reckoned_without_loading_pandas() -> None:
    said = """if True:
        import sys
        from wenming.insight.arrow import arrow
        from wenming.insight.rounds import scored
        from wenming.insight.run import opened
        from wenming.insight.tables import FRAME, MARKS
        frame = arrow([(1, 1, "公厕", 2, False)], FRAME)
        marks = arrow([(1, 1, 7, 3, 2, 1, 5, None, 4, 50, 10_000, 10_000)], MARKS)
        with opened({"frame": frame, "marks": marks}) as engine:
            assert scored(engine)[1].total.rate == 1
        assert "pandas" not in sys.modules
    """
    subprocess.run([sys.executable, "-c", said], check=True)
