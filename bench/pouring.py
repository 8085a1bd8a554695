"""Rows into tables by the hundred thousand: what SQLite and PostgreSQL take fastest."""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connection, models


def pour(model: type[models.Model], columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Write bare rows, each value as the database wants it. Call it inside a transaction."""
    table, names = model._meta.db_table, ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            marks = ", ".join("?" * len(columns))
            into = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'  # noqa: S608 - our own names
            connection.connection.executemany(into, rows)
            return
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)


def pour_all(rows: Sequence[models.Model]) -> None:
    """Write rows of one model, keys and all."""
    if not rows:
        return
    fields = [field for field in rows[0]._meta.concrete_fields if field.column]
    pour(
        type(rows[0]),
        [str(field.column) for field in fields],
        (
            [field.get_db_prep_save(getattr(row, field.attname), connection) for field in fields]
            for row in rows
        ),
    )


def clock() -> Callable[[datetime | None], Any]:
    """How a moment is written here."""
    if connection.vendor == "sqlite":
        return connection.ops.adapt_datetimefield_value
    return lambda at: at


def settle() -> None:
    """Set the numbers that come next behind those poured, and let the database look at its tables."""
    resets = connection.ops.sequence_reset_sql(
        no_style(), list(apps.get_models(include_auto_created=True))
    )
    with connection.cursor() as cursor:
        for statement in resets:
            cursor.execute(statement)
        if connection.vendor == "postgresql":  # as its own housekeeper does before long
            cursor.execute("ANALYZE")
