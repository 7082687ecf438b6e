"""Pages of a list by key: no page costs more than the first."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.core import signing
from django.core.exceptions import BadRequest
from django.db.models import Q, QuerySet
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from utenti.models import Organizzazione

SIZE: Final = 25
_SALT: Final = "organizzazioni.pagine"


@dataclass(frozen=True, slots=True)
class Page:
    """The rows of one page and the addresses of its neighbours, empty when there are none."""

    rows: list[Organizzazione]
    previous_url: str
    next_url: str


def page_of(rows: QuerySet[Organizzazione], query: Mapping[str, str]) -> Page:
    """The page that an address asks for. Raises BadRequest for a position nobody signed."""
    after, before = query.get("dopo", ""), query.get("prima", "")
    if before:
        found = list(_beyond(rows, before, back=True)[: SIZE + 1])
        shown, more_before, more_after = found[:SIZE][::-1], len(found) > SIZE, True
    else:
        found = list(_beyond(rows, after, back=False)[: SIZE + 1])
        shown, more_before, more_after = found[:SIZE], bool(after), len(found) > SIZE
    return Page(
        shown,
        _address(query, "prima", shown[0]) if shown and more_before else "",
        _address(query, "dopo", shown[-1]) if shown and more_after else "",
    )


def _beyond(rows: QuerySet[Organizzazione], token: str, *, back: bool) -> QuerySet[Organizzazione]:
    order = ("-denominazione", "-pk") if back else ("denominazione", "pk")
    rows = rows.order_by(*order)
    if not token:
        return rows
    name, pk = _read(token)
    way = "lt" if back else "gt"
    further = Q(**{f"denominazione__{way}": name})
    return rows.filter(further | Q(**{"denominazione": name, f"pk__{way}": pk}))


def _read(token: str) -> tuple[str, UUID]:
    try:
        name, pk = signing.loads(token, salt=_SALT)
        return str(name), UUID(pk)
    except (signing.BadSignature, ValueError, TypeError):
        raise BadRequest(_("Il collegamento a questa pagina dell’elenco non è valido.")) from None


def _address(query: Mapping[str, str], way: str, row: Organizzazione) -> str:
    token = signing.dumps([row.denominazione, str(row.pk)], salt=_SALT)
    name = query.get("nome", "")
    kept = {"nome": name} if name else {}
    return "?" + urlencode({**kept, way: token})
