"""Writing many rows at once: COPY on PostgreSQL, one prepared INSERT elsewhere.

``bulk_create`` sends every value as text inside one statement and costs three times as much. Every
constraint of the database is checked all the same; encrypted columns are sealed as ``save`` would.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db import connection, models

from portal.base.fields import EncryptedTextField

Row = list[Any]


def store(model: type[models.Model], rows: Sequence[models.Model]) -> None:
    """Insert the rows of one model, inside the caller's transaction."""
    if not rows:
        return
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in model._meta.concrete_fields)
    table = f"{quote(model._meta.db_table)} ({columns})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                for values in _values(model, rows):
                    copy.write_row(values)
        else:
            marks = ", ".join(["%s"] * len(model._meta.concrete_fields))
            insert = f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608  (names are the models')
            cursor.executemany(insert, list(_adapted(model, _values(model, rows))))


def _values(model: type[models.Model], rows: Sequence[models.Model]) -> Iterator[Row]:
    """The columns of each row, in the order of the fields."""
    fields = model._meta.concrete_fields
    names = [field.attname for field in fields]
    sealed = [
        (place, field)
        for place, field in enumerate(fields)
        if isinstance(field, EncryptedTextField)
    ]
    for row in rows:
        stored = row.__dict__
        values = [stored[name] for name in names]
        for place, field in sealed:
            values[place] = field.seal(row, values[place])
        yield values


def _adapted(model: type[models.Model], rows: Iterator[Row]) -> Iterator[Row]:
    """The values as a database without these types keeps them."""
    adapters = [
        (place, adapt)
        for place, field in enumerate(model._meta.concrete_fields)
        if (adapt := _adapter(field)) is not None
    ]
    for values in rows:
        for place, adapt in adapters:
            if values[place] is not None:
                values[place] = adapt(values[place])
        yield values


def _adapter(field: models.Field[Any, Any]) -> Callable[[Any], Any] | None:
    target = getattr(field, "target_field", field)  # a foreign key is kept as what it points to
    ops = connection.ops
    if isinstance(target, models.UUIDField):
        return lambda value: value.hex
    if isinstance(target, models.DateTimeField):
        return ops.adapt_datetimefield_value
    if isinstance(target, models.DateField):
        return ops.adapt_datefield_value
    return None
