"""The only place where a connection is opened: DuckDB in the process, Spark by its address.

An expression over `wenming.insight.tables` goes in, an Arrow table comes out; sources are given by
the name of the table they fill. The seam to Spark is here and complete, but nothing in this
repository starts a cluster: see docs/scoring.md for what has and has not been tried.
"""

import importlib
import tempfile
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TypeAlias

import duckdb
import ibis
import pyarrow as pa
from ibis.expr.operations import Relation
from ibis.expr.types import Table

from wenming.insight.tables import SCHEMAS

IN_PROCESS = "duckdb://"
TYPES = {
    "int64": "BIGINT",
    "int32": "INTEGER",
    "string": "VARCHAR",
    "boolean": "BOOLEAN",
    "timestamp": "TIMESTAMP",
}
WHOLE = {f"{sign}{size}INT" for sign in ("", "U") for size in ("TINY", "SMALL", "BIG")} | {
    "INTEGER",
    "UINTEGER",
}
Source: TypeAlias = pa.Table | Path


class SourceFault(Exception):
    """A source that cannot fill its table: `code` says why, `facts` where."""

    def __init__(self, code: str, **facts: str) -> None:
        super().__init__(f"{code}: {facts}")
        self.code = code
        self.facts = facts


@dataclass(frozen=True, slots=True)
class Engine:
    """An open engine: `table` runs an expression and gives all its rows as an Arrow table."""

    table: Callable[[Table], pa.Table]


@contextmanager
def opened(
    sources: Mapping[str, Source],
    *,
    url: str = IN_PROCESS,
    memory_megabytes: int = 1024,
    threads: int = 2,
) -> Iterator[Engine]:
    """An engine over the sources: Arrow tables, or paths of Parquet files, folders of them, or CSV.

    `url` is `duckdb://`, or `spark://…` and `local[n]` for Spark. Memory beyond the limit spills
    into a folder that is removed afterwards. Raises SourceFault for a source that cannot be used.
    """
    if url == IN_PROCESS:
        with _duckdb(sources, memory_megabytes, threads) as engine:
            yield engine
    else:
        with _spark(sources, url) as engine:
            yield engine


@contextmanager
def _duckdb(sources: Mapping[str, Source], memory_megabytes: int, threads: int) -> Iterator[Engine]:
    with ExitStack() as closing:
        spill = closing.enter_context(tempfile.TemporaryDirectory(prefix="wenming-insight-"))
        settings: dict[str, str | bool | int | float | list[str]] = {
            "memory_limit": f"{memory_megabytes}MB",
            "threads": threads,
            "temp_directory": spill,
            "preserve_insertion_order": False,
        }
        connection = closing.enter_context(duckdb.connect(":memory:", config=settings))
        for name, source in sources.items():
            _fill(connection, name, source)

        def table(expression: Table) -> pa.Table:
            try:
                rows = connection.sql(_text(expression.op())).to_arrow_table()
            except duckdb.ConversionException as error:
                raise SourceFault("insight.value", detail=str(error)) from error
            return rows.cast(expression.schema().to_pyarrow())

        yield Engine(table)


@lru_cache(maxsize=64)
def _text(operation: Relation) -> str:
    """The expression as DuckDB's SQL; put into words once, however many rounds ask for it."""
    return str(ibis.to_sql(operation.to_expr(), dialect="duckdb"))


def _fill(connection: duckdb.DuckDBPyConnection, name: str, source: Source) -> None:
    """Make the source known as a table of its contract: columns by name, types as they must be."""
    contract = SCHEMAS[name]
    rows = _rows(connection, source, contract)
    given = dict(zip(rows.columns, map(str, rows.types), strict=True))
    missing = [column for column in contract if column not in given]
    if missing:
        raise SourceFault("insight.column_missing", table=name, columns=", ".join(missing))
    wrong = [c for c, kind in contract.items() if not _fits(given[c], kind)]
    if wrong:
        raise SourceFault("insight.column_type", table=name, columns=", ".join(wrong))
    rows.project(", ".join(_typed(c, given[c], kind) for c, kind in contract.items())).create_view(
        name
    )


def _rows(
    connection: duckdb.DuckDBPyConnection, source: Source, contract: Mapping[str, str]
) -> duckdb.DuckDBPyRelation:
    """The source as rows, before its columns are looked at."""
    if not isinstance(source, Path):
        return connection.from_arrow(source)
    if source.is_dir():
        return connection.read_parquet(str(source / "*.parquet"))
    if not source.exists():
        raise SourceFault("insight.source_missing", path=str(source))
    if source.suffix == ".parquet":
        return connection.read_parquet(str(source))
    if source.suffix == ".csv":
        types = {column: TYPES[kind] for column, kind in contract.items()}
        return connection.sql(
            "SELECT * FROM read_csv($path, header = true, types = $types)",
            params={"path": str(source), "types": types},
        )
    raise SourceFault("insight.source_unknown", path=str(source))


def _fits(given: str, kind: str) -> bool:
    """Whether a type given can fill a type of the contract without rounding or guessing."""
    if kind.startswith("int"):
        return given in WHOLE
    return given.startswith(TYPES[kind])


def _typed(column: str, given: str, kind: str) -> str:
    """The column in the contract's type; a moment with a zone is told in UTC."""
    moment = f"\"{column}\" AT TIME ZONE 'UTC'" if given.endswith("TIME ZONE") else f'"{column}"'
    return f'({moment})::{TYPES[kind]} AS "{column}"'


@contextmanager
def _spark(sources: Mapping[str, Source], url: str) -> Iterator[Engine]:
    """Spark through the same text; only Parquet, which every worker must be able to read."""
    for name, source in sources.items():
        if not isinstance(source, Path) or source.suffix == ".csv":
            raise SourceFault("insight.spark_reads_parquet", table=name)
    try:
        spark_sql = importlib.import_module("pyspark.sql")
    except ImportError as error:
        raise SourceFault("insight.spark_missing", url=url) from error
    session = spark_sql.SparkSession.builder.master(url).getOrCreate()
    try:
        backend = ibis.pyspark.connect(session)
        for name, source in sources.items():
            session.read.parquet(str(source)).createOrReplaceTempView(name)
        yield Engine(backend.to_pyarrow)
    finally:
        session.stop()
