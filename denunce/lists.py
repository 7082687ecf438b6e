"""The four lists of the worklist and how their rows are read, whatever the tables hold.

Each organisation's and state's rows are read from the head of their own index and merged, because
no index gives several organisations in one order; a page is one query.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from django.db import connections
from django.db.models import BooleanField, F, Func, Q, QuerySet, UUIDField
from django.db.models.expressions import RawSQL
from django.db.models.lookups import In

from denunce.choices import Obbligato
from denunce.models import Adempimento, Caso
from denunce.workflow import DONE_STATES, OPEN_STATES, StatoCaso

# Above this many organisations the rows are read in one order from the index that has no
# organisation in front: whoever works for so many sees a good part of what is there.
MERGED_MAX: Final = 40


class Vista(StrEnum):
    """The four lists, by what the reader wants to do."""

    DA_FARE = "da_fare"
    IN_ATTESA = "in_attesa"
    FATTI = "fatti"
    TUTTI = "tutti"


@dataclass(frozen=True, slots=True)
class Order:
    """What a list holds and the order in which it is read."""

    model: type[Adempimento] | type[Caso]
    at: str
    descending: bool = False
    states: tuple[str, ...] = ()


ORDERS: Final = {
    Vista.DA_FARE: Order(Adempimento, "termine_at", states=OPEN_STATES),
    Vista.IN_ATTESA: Order(Caso, "created_at", states=(StatoCaso.APERTO,)),
    Vista.FATTI: Order(Adempimento, "done_at", descending=True, states=DONE_STATES),
    Vista.TUTTI: Order(Adempimento, "termine_at", descending=True),
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which rows: the list, the organisations, and what else the reader asked for.

    ``casi`` are the cases a search found (see ``denunce.finding``), None when nobody searched; they
    are of these organisations. ``da_assegnare`` keeps the cases nobody took; ``tipo`` the duties of
    one kind; ``classe`` and ``sede`` make sense inside one organisation, whose rows are few.
    """

    vista: Vista
    organizzazioni: tuple[UUID, ...]
    assegnato_a: UUID | None = None
    casi: tuple[UUID, ...] | None = None
    da_assegnare: bool = False
    tipo: str = ""
    classe: str = ""
    sede: UUID | None = None


@dataclass(frozen=True, slots=True)
class Position:
    """The edge of a page: the row's instant and id, and which way the reader goes."""

    at: datetime
    pk: UUID
    back: bool = False


def rows(
    filters: Filters, order: Order, position: Position | None, back: bool, limit: int
) -> QuerySet[Any]:
    """The first ``limit`` rows from a position on, read backwards when the reader goes back."""
    falling = order.descending != back
    base = _filtered(filters, order)
    if position is not None:
        base = base.filter(_beyond(order.at, position, falling))
    sign = "-" if falling else ""
    by = (sign + order.at, f"{sign}pk")
    return _shown(_heads(base, filters, order, by, limit), order).order_by(*by)[:limit]


def _heads(
    base: QuerySet[Any], filters: Filters, order: Order, by: tuple[str, str], limit: int
) -> QuerySet[Any]:
    """Where the page is taken from, by the shortest way.

    The cases of a search are few and already scoped, so they alone lead to the rows: naming the
    organisations too would tempt SQLite to walk through all of theirs.
    """
    found: QuerySet[Any] = order.model._default_manager.all()
    if filters.casi is not None:
        key = "pk__in" if order.model is Caso else "caso_id__in"
        few = base.filter(**{key: filters.casi}, **_in_states(order)).order_by()
        return found.filter(pk__in=few.values("pk"))
    if not 0 < len(filters.organizzazioni) <= MERGED_MAX:
        return _scanned(base, filters, order)
    return found.filter(pk__in=_merged(base, filters, order, by, limit))


class _Unindexed(Func):
    """The same value, out of SQLite's sight: it would take the organisation's index and then sort
    every row (https://www.sqlite.org/optoverview.html, "unary +")."""

    template = "%(expressions)s"
    output_field = UUIDField()

    def as_sqlite(self, compiler: Any, connection: Any, **context: Any) -> Any:
        return self.as_sql(compiler, connection, template="+%(expressions)s", **context)


class _OneOf(Func):
    """``stato IN ('a', 'b')`` with the states written out, as the partial indexes have them."""

    output_field = BooleanField()

    def __init__(self, states: Sequence[str]) -> None:
        listed = ", ".join(f"'{state}'" for state in states)  # our own constants, no user's text
        super().__init__(F("stato"), template=f"%(expressions)s IN ({listed})")


def _scanned(base: QuerySet[Any], filters: Filters, order: Order) -> QuerySet[Any]:
    found = base.filter(In(_Unindexed(F("organizzazione_id")), list(filters.organizzazioni)))
    if len(order.states) == 1:
        return found.filter(stato=order.states[0])
    return found.filter(_OneOf(order.states)) if order.states else found


def _filtered(filters: Filters, order: Order) -> QuerySet[Any]:
    """The rows of the list whatever their organisation and state."""
    found: QuerySet[Any] = order.model._default_manager.all()
    if order.model is Caso:
        found = found.filter(attesa_certificato=True)
    else:  # what the worker or the doctor owes is explained on the case, not listed as work to do
        found = found.filter(obbligato=Obbligato.DATORE)
    if filters.tipo and order.model is Adempimento:
        found = found.filter(tipo=filters.tipo)
    prefix = "" if order.model is Caso else "caso__"
    asked = {
        "assegnato_a_id": filters.assegnato_a,
        "assegnato_a__isnull": filters.da_assegnare or None,
        "lavoratore__classe__iexact": filters.classe or None,
        "evento__sede_id": filters.sede,
    }
    wanted = {prefix + name: value for name, value in asked.items() if value is not None}
    return found.filter(**wanted)


def _in_states(order: Order) -> dict[str, Any]:
    return {"stato__in": order.states} if order.states else {}


def _beyond(at: str, position: Position, falling: bool) -> Q:
    """The rows after the edge; the first condition lets the database start from its index."""
    word = "lt" if falling else "gt"
    return Q(**{f"{at}__{word}e": position.at}) & (
        Q(**{f"{at}__{word}": position.at}) | Q(**{f"pk__{word}": position.pk})
    )


def _merged(
    base: QuerySet[Any], filters: Filters, order: Order, by: tuple[str, str], limit: int
) -> RawSQL:
    """The ids of the first rows over all organisations and states, each read from its index.

    Django cannot put limited queries in a UNION on SQLite, so the pieces it compiled, parameters
    included, are joined here; no text of a user enters the SQL.
    """
    pieces: list[str] = []
    params: list[Any] = []
    for state in order.states or (None,):
        rows = base.filter(stato=state) if state else base
        for sql, values in _head_of_each(rows, filters.organizzazioni, order.at, by, limit):
            pieces.append(f"SELECT * FROM ({sql}) AS piece")  # noqa: S608  (compiled by the ORM)
            params += values
    way = "DESC" if by[0].startswith("-") else "ASC"
    union = (
        f"SELECT id FROM ({' UNION ALL '.join(pieces)}) AS heads "  # noqa: S608  (as above)
        f"ORDER BY {order.at} {way}, id {way} LIMIT {limit}"
    )
    return RawSQL(union, params)  # noqa: S611  (compiled by the ORM, see above)


def _head_of_each(
    rows: QuerySet[Any],
    organizzazioni: Sequence[UUID],
    at: str,
    by: tuple[str, str],
    limit: int,
) -> Iterator[tuple[str, list[Any]]]:
    """SQL and parameters of the first rows of every organisation.

    Compiled once: the others differ from the first in one parameter, and compiling each of them
    would cost more than the rest of the page.
    """
    first = organizzazioni[0]
    head = rows.filter(organizzazione_id=first).order_by(*by).values_list(at, "id")[:limit]
    sql, values = head.query.sql_with_params()
    stored = rows.model._meta.get_field("organizzazione").get_db_prep_value
    database = connections[rows.db]
    place = list(values).index(stored(first, database))
    for organizzazione in organizzazioni:
        yield sql, [*values[:place], stored(organizzazione, database), *values[place + 1 :]]


# Only the columns a row of the page shows: no health text leaves the database for a list.
_DUTY = ("tipo", "stato", "obbligato", "termine_at", "done_at", "caso")
_NUMBER = ("organizzazione", "anno", "progressivo", "stato", "created_at")
_CASE = (*_NUMBER, "lavoratore", "evento", "assegnato_a")
_WHO = ("cognome", "nome", "classe")
_WHAT = ("tipo", "luogo", "avvenuto_at", "manifestata_on")
_WHOSE = ("cognome", "nome")


def _shown(found: QuerySet[Any], order: Order) -> QuerySet[Any]:
    prefix = "" if order.model is Caso else "caso__"
    joined = (f"{prefix}{name}" for name in ("lavoratore", "evento", "assegnato_a"))
    return found.select_related(*joined).only(
        *(() if order.model is Caso else _DUTY),
        *(prefix + name for name in _CASE),
        *(f"{prefix}lavoratore__{name}" for name in _WHO),
        *(f"{prefix}evento__{name}" for name in _WHAT),
        *(f"{prefix}assegnato_a__{name}" for name in _WHOSE),
    )
