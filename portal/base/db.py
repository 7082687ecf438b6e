"""Abstract models and the few database habits every app shares."""

import unicodedata
from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, overload
from uuid import uuid4

from django.core.exceptions import FieldDoesNotExist
from django.db import models, transaction
from django.db.models import F, QuerySet
from django.db.transaction import TransactionManagementError
from django.utils.translation import gettext as _

from portal.base.fields import EncryptedTextField

M = TypeVar("M", bound=models.Model)
V = TypeVar("V", bound="VersionedModel")

# One apostrophe for all of them; no NUL, which PostgreSQL refuses in a text.
_PLAIN = str.maketrans({"\u2019": "'", "\u2018": "'", "`": "'", "\0": None})


class UUIDModel(models.Model):
    """A row known by a random UUID: no sequential number ever reaches a URL."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)

    class Meta:
        abstract = True


class VersionedModel(models.Model):
    """A row that two people may edit: every write names the version it was read at."""

    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        abstract = True


class VersionConflict(Exception):
    """Someone else changed the row after this user had read it."""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(
            message
            or _(
                "Qualcun altro ha modificato questi dati mentre li stavi compilando. "
                "Ricarica la pagina e confronta le modifiche."
            )
        )


def update_versioned(instance: V, *, expected: int, **fields: Any) -> None:
    """Write ``fields`` only if the row still has version ``expected``.

    One conditional UPDATE, so that of two writers exactly one wins on both
    databases. On success the instance carries the new values and version; on
    failure it is untouched. Raises VersionConflict.
    """
    meta = type(instance)._meta
    values = {
        name: field.seal(instance, value)
        if isinstance(field := meta.get_field(name), EncryptedTextField)
        else value
        for name, value in fields.items()
    }
    rows = type(instance)._base_manager.filter(pk=instance.pk, version=expected)
    if not rows.update(version=F("version") + 1, **values):
        raise VersionConflict
    for name, value in fields.items():
        setattr(instance, name, value)
    instance.version = expected + 1


def update_each(model: type[models.Model], name: str, values: Mapping[Any, Any]) -> None:
    """Write one field of many rows, to each its own value (by primary key).

    One prepared statement for them all: Django's ``bulk_update`` builds a CASE with two branches a
    row, which costs ten times as much to build as to run.
    """
    if not values:
        return
    connection, key, field = (
        transaction.get_connection(),
        model._meta.pk,
        model._meta.get_field(name),
    )
    if key is None or not isinstance(field, models.Field):
        raise TypeError(f"{name} is not a column")
    quote = connection.ops.quote_name
    statement = (
        f"UPDATE {quote(model._meta.db_table)} SET {quote(field.column)} = %s"  # noqa: S608
        f" WHERE {quote(key.column)} = %s"
    )
    rows = [
        (field.get_db_prep_save(value, connection), key.get_db_prep_value(pk, connection))
        for pk, value in values.items()
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, rows)


def insert_each(rows: Sequence[models.Model]) -> None:
    """Insert many new rows of one model, whole, with one prepared statement.

    What ``bulk_create`` does for rows that carry their own key, in about half the time: it compiles
    no statement of thousands of parameters. Raises IntegrityError like any insert.
    """
    if not rows:
        return
    model, connection = type(rows[0]), transaction.get_connection()
    fields = model._meta.local_concrete_fields
    quote = connection.ops.quote_name
    columns = ", ".join(quote(field.column) for field in fields)
    statement = (
        f"INSERT INTO {quote(model._meta.db_table)} ({columns})"  # noqa: S608
        f" VALUES ({', '.join(['%s'] * len(fields))})"
    )
    values = [
        [field.get_db_prep_save(field.pre_save(row, True), connection) for field in fields]
        for row in rows
    ]
    with connection.cursor() as cursor:
        cursor.executemany(statement, values)
    for row in rows:
        row._state.adding, row._state.db = False, connection.alias


@overload
def lock(target: QuerySet[M]) -> QuerySet[M]: ...
@overload
def lock(target: M) -> M: ...
def lock(target: QuerySet[M] | M) -> QuerySet[M] | M:
    """Lock rows for the rest of the transaction.

    A queryset comes back locking its own rows when read; one with ``select_related``
    is locked at once and then read, because PostgreSQL, after waiting for a row, gives
    the rows joined to it as they were before the wait. An instance comes back read anew
    under the lock. SQLite has no row locks: its IMMEDIATE transactions already let one
    writer in at a time. Raises TransactionManagementError outside a transaction on both
    databases, where SQLite alone would stay silent.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("lock() needs a transaction")
    if isinstance(target, QuerySet):
        if not target.query.select_related:
            return target.select_for_update(of=("self",))
        alone = target.select_related(None).only("pk").order_by("pk")
        held = [row.pk for row in alone.select_for_update(of=("self",))]
        return target.filter(pk__in=held)
    # Not type(): the user of a request comes wrapped, until somebody asks who it is.
    rows: QuerySet[M] = target.__class__._base_manager.all()
    return rows.select_for_update(of=("self",)).get(pk=target.pk)


def normalize(text: str) -> str:
    """Return the search form of a name: no accents, lower case, single blanks, no NUL."""
    decomposed = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    bare = "".join(char for char in decomposed if not unicodedata.combining(char))
    return " ".join(bare.casefold().split())


def has_field(model: type[models.Model], name: str) -> bool:
    """Tell whether a model has a field of that name."""
    try:
        model._meta.get_field(name)
    except FieldDoesNotExist:
        return False
    return True
