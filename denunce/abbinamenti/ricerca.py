"""The search of a certificate by the employer: the three keys of INAIL's own lookup."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from certificati import riferimenti
from certificati.numero import is_numero, normalize_numero
from certificati.riferimenti import Ricerca
from denunce import permissions
from denunce.abbinamenti.abbinare import Home, new_proposta
from denunce.abbinamenti.confronto import differences
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.stati import Differenza, StatoProposta
from denunce.models import Caso
from portal.base.audit import record
from portal.base.authz import require
from portal.base.errors import ActionError
from utenti.access import Scope


@dataclass(frozen=True, slots=True)
class Trovato:
    """The answer to a search, and the proposal to confirm when it is the person's."""

    ricerca: Ricerca
    proposta: Proposta | None = None


def search_certificato(
    caso: Caso, numero: str, rilasciato_on: date, *, by: Scope, now: datetime
) -> Trovato:
    """Look for a certificate of the person of a case by the three keys of INAIL's own lookup.

    Every search is on record, with its answer and without what was typed. One that is of the person
    becomes a proposal for this case. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_edit_caso(by, caso))
    codice = caso.lavoratore.codice_fiscale or ""
    if not codice:
        raise ActionError(_("Per cercare serve il codice fiscale della persona: scrivilo prima."))
    if not is_numero(normalize_numero(numero)):
        raise ActionError(_("Il numero ha 12 lettere o cifre."), "numero")
    ricerca = riferimenti.search(codice, numero, rilasciato_on)
    with transaction.atomic():
        proposta = _ensure(caso, ricerca, now)
        record(
            "abbinamento.cercato",
            by=by.user,
            now=now,
            target=caso,
            organizzazione_id=caso.organizzazione_id,
            data={"esito": ricerca.esito.value, "differenze": list(ricerca.differenze)},
        )
    return Trovato(ricerca, proposta)


def _ensure(caso: Caso, ricerca: Ricerca, now: datetime) -> Proposta | None:
    """The proposal of what was found, for the case it was looked for; None when there is none."""
    each = ricerca.riferimenti
    if each is None or each.ritirato_at is not None or each.genere != caso.evento.tipo:
        return None
    said = " ".join(
        [*differences(caso, each).split()]
        + [code for code in ricerca.differenze if code == Differenza.RILASCIO]
    )
    row = new_proposta(Home(each, caso, said), caso.organizzazione_id, now)
    Proposta.objects.bulk_create([row], ignore_conflicts=True)
    known = Proposta.objects.filter(
        certificato_id=each.id, organizzazione_id=caso.organizzazione_id
    )
    known.filter(stato=StatoProposta.DA_CONFERMARE).update(caso=caso, differenze=said)
    known.filter(stato=StatoProposta.SCARTATA).update(
        caso=caso,
        differenze=said,
        stato=StatoProposta.DA_CONFERMARE,
        decisa_at=None,
        decisa_by=None,
    )
    return known.get()
