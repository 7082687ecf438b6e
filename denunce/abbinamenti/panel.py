"""The two panels of a case: what waits for an answer, and how its certificates are matched."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificati import riferimenti
from certificati.numero import grouped
from certificati.riferimenti import Esito, Ricerca
from denunce import permissions
from denunce.abbinamenti.elenco import by_certificate, line
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.stati import Ritiro, words
from denunce.models import Caso, RiferimentoCertificato
from denunce.registry import Panel
from portal.base import wording
from portal.base.clock import local
from utenti.access import Scope

Json = dict[str, Any]


def _waiting(caso: Caso, scope: Scope, now: datetime) -> Mapping[str, Any] | None:
    """Certificates to confirm, and those that the doctor withdrew after they were confirmed."""
    if not permissions.can_read_health(scope, caso):
        return None
    rows = Proposta.objects.filter(caso=caso).select_related("caso__evento", "caso__lavoratore")
    asked = list(rows.waiting().newest_first())
    withdrawn = list(rows.withdrawn().newest_first())
    if not asked and not withdrawn:
        return None
    read = by_certificate([*asked, *withdrawn])
    return {
        "proposed": [line(row, read, {}) for row in asked],
        "withdrawn": [
            line(row, read, {}) | {"kept": row.ritiro == Ritiro.TENUTO} for row in withdrawn
        ],
        "editable": bool(permissions.can_edit_caso(scope, caso)),
    }


def _matched(caso: Caso, scope: Scope, now: datetime) -> Mapping[str, Any] | None:
    """Each received certificate, and whether the portal has it."""
    if not permissions.can_read_health(scope, caso):
        return None
    rows = list(caso.certificati.as_known())
    editable = bool(permissions.can_edit_caso(scope, caso))
    if not rows and not editable:
        return None
    return {
        "entries": association(caso, rows),
        "search_url": reverse("certificato_cerca", args=[caso.pk]) if editable else "",
    }


def association(caso: Caso, rows: Sequence[RiferimentoCertificato]) -> list[Json]:
    """How each of the certificates of a case agrees with those of the portal; one query."""
    codice = caso.lavoratore.codice_fiscale or ""
    asked = {
        row.numero: local(row.rilasciato_at).date()
        for row in rows
        if row.numero and not row.fittizio
    }
    found = riferimenti.search_many(codice, asked) if codice and asked else {}
    return [
        {
            "number": grouped(row.numero) if row.numero else _("senza numero"),
            "text": _said(row, found.get(row.numero or ""), known=bool(codice)),
        }
        for row in rows
    ]


def _said(row: RiferimentoCertificato, ricerca: Ricerca | None, *, known: bool) -> str:
    if row.fittizio:
        return _("Codice fittizio: non si abbina.")
    if not row.numero:
        return _("Senza numero: non si abbina.")
    if not known or ricerca is None:
        return _("Per abbinarlo serve il codice fiscale della persona.")
    if ricerca.esito == Esito.NON_TROVATO:
        if ricerca.errore_battitura:
            return _("Nel portale non c’è, e il numero sembra scritto male: ricontrollalo.")
        return _("Nel portale non c’è: può essere un certificato dell’INAIL.")
    return _withdrawn(ricerca) + _agreed(ricerca)


def _agreed(ricerca: Ricerca) -> str:
    if ricerca.esito == Esito.TROVATO:
        return _("Abbinato al certificato del portale (stesso codice fiscale, numero e data).")
    return _("Abbinato con differenze: %(what)s.") % {
        "what": ", ".join(words(" ".join(ricerca.differenze)))
    }


def _withdrawn(ricerca: Ricerca) -> str:
    each = ricerca.riferimenti
    if each is None or each.ritirato_at is None:
        return ""
    day = wording.day(local(each.ritirato_at).date(), year=True)
    return _("Il medico lo ha ritirato %(day)s. ") % {"day": day}


WAITING = Panel(
    code="abbinamenti_da_confermare",
    title=gettext_lazy("Certificati dal medico"),
    template="abbinamenti/_da_confermare.html",
    order=10,
    context=_waiting,
    first=True,
)
MATCHED = Panel(
    code="abbinamenti",
    title=gettext_lazy("Abbinamento con i certificati del portale"),
    template="abbinamenti/_abbinati.html",
    order=20,
    context=_matched,
)
