"""What one app holds about a person or an organisation, and the files it is exported as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from django.db import models

from portal.base.files.errors import FileUnavailable
from portal.base.files.models import StoredFile
from portal.base.files.storage import read
from portal.base.keys import DataKey, KeyDestroyed
from portal.base.privacy import Privacy, registry

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

_CHUNK: Final = 200


@dataclass(frozen=True, slots=True)
class Person:
    """Whom the data are about.

    ``codice_fiscale`` is known only when the identity of the account was verified: nobody reaches
    the cases of somebody else by typing a code.
    """

    user_id: UUID
    email: str
    codice_fiscale: str = ""


@dataclass(frozen=True)
class Piece:
    """One file of an export: ``rows`` become a JSON list, ``content`` is written as it is."""

    name: str
    title: str
    rows: Iterable[dict[str, Any]] = ()
    content: Callable[[], bytes] | None = None


PersonExport = Callable[[Person], Iterable[Piece]]
OrganisationExport = Callable[[UUID], Iterable[Piece]]
# What was erased: how many rows of each kind, by codes.
Counts = Mapping[str, int]


@dataclass(frozen=True)
class Part:
    """The share of one app: what it holds in words, and what can be done with it.

    ``apps`` are the labels of the apps whose tables it answers for. Parts are exported by growing
    ``order`` and erased or removed by falling: what hangs from a row has a greater order than the
    row, or the database refuses. ``blockers`` says in Italian why an account cannot be erased now.
    ``erase`` takes the account (its person), who orders it and when. ``remove`` empties one
    organisation in steps: it returns what one step did, and nothing once there is nothing left.
    """

    code: str
    label: _StrOrPromise
    holds: _StrOrPromise
    order: int
    apps: tuple[str, ...]
    export: PersonExport | None = None
    blockers: Callable[[Person, datetime], list[str]] | None = None
    erase: Callable[[Person, models.Model, datetime], Counts] | None = None
    export_organisation: OrganisationExport | None = None
    count_organisation: Callable[[UUID], int] | None = None
    remove: Callable[[UUID, models.Model, datetime], Counts] | None = None


def table(name: str, rows: models.QuerySet[Any], *, leave_out: Iterable[str] = ()) -> Piece:
    """A whole query as a piece, read in small steps; named after the model."""
    left = frozenset(leave_out)
    title = str(rows.model._meta.verbose_name_plural)
    return Piece(name, title, (dump(row, leave_out=left) for row in _each(rows)))


def _each(rows: models.QuerySet[Any]) -> Iterator[Any]:
    yield from rows.order_by("pk").iterator(chunk_size=_CHUNK)


def dump(row: models.Model, *, leave_out: frozenset[str] = frozenset()) -> dict[str, Any]:
    """One row as plain values: encrypted ones in clear, keys, indexes and secrets left out."""
    found: dict[str, Any] = {}
    for name, attname in _columns(type(row)):
        if name in leave_out:
            continue
        try:
            found[name] = _plain(getattr(row, attname))
        except KeyDestroyed:
            found[name] = None
    return found


@cache
def _columns(model: type[models.Model]) -> tuple[tuple[str, str], ...]:
    """The columns that may be given: asked once, an export has rows by thousands."""
    classes = registry()
    return tuple(
        (column.name, column.attname)
        for column in model._meta.concrete_fields
        if classes.get(f"{model._meta.label}.{column.name}") is not Privacy.SEGRETO
        and not column.name.endswith("_index")
        and column.related_model is not DataKey
    )


def stored(file: StoredFile | None, name: str, title: str) -> Piece | None:
    """A stored file as a piece; None when there is nothing left to give."""
    if file is None or file.deleted_at is not None:
        return None
    kept = file

    def content() -> bytes:
        try:
            return read(kept)
        except (FileUnavailable, KeyDestroyed) as error:
            return str(error).encode()

    return Piece(name, title, content=content)


def _plain(value: Any) -> Any:
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return None
    return value
