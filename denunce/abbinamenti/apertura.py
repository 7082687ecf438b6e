"""A certificate without a case becomes the draft of one; references typed by hand settle it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from certificati import riferimenti
from certificati.choices import Genere
from certificati.riferimenti import Riferimenti
from denunce import permissions
from denunce.abbinamenti.actions import decide
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.stati import StatoProposta
from denunce.actions.bozze import start_bozza
from denunce.models import Bozza, Caso, Lavoratore, RiferimentoCertificato
from portal.base.authz import require
from portal.base.errors import ActionError
from utenti.access import Scope


def open_draft(proposta: Proposta, *, request_key: UUID, by: Scope, now: datetime) -> Bozza:
    """Begin the draft of a case from a certificate that has none; the case finds the certificate by
    itself when it is opened. Raises PermissionDenied, ActionError."""
    require(permissions.can_create_caso(by, proposta.organizzazione_id))
    found = riferimenti.by_ids([proposta.certificato_id])
    if not found or not proposta.is_waiting or proposta.caso_id is not None:
        raise ActionError(_("Questo certificato non aspetta più un caso: guarda l’elenco."))
    each = found[0]
    known = Lavoratore.objects.known().filter(
        organizzazione=proposta.organizzazione_id,
        codice_fiscale_index=Lavoratore.index_of(each.codice_fiscale),
    )
    person = known.first()
    return start_bozza(
        _texts(each, with_person=person is None),
        organizzazione=proposta.organizzazione,
        by=by,
        now=now,
        request_key=request_key,
        lavoratore=person,
    )


def _texts(each: Riferimenti, *, with_person: bool) -> dict[str, str]:
    """What the certificate already says, as the wizard's controls hold it."""
    day = each.evento_on.isoformat()
    texts = {"tipo": each.genere}
    if each.genere == Genere.INFORTUNIO:
        texts |= {"avvenuto_at_giorno": day, "avvenuto_at_ora": each.evento_ora}
    else:
        texts |= {"manifestata_on": day}
    if with_person:
        texts |= {
            "categoria": each.categoria,
            "cognome": each.cognome,
            "nome": each.nome,
            "codice_fiscale": each.codice_fiscale,
            "sesso": each.sesso,
            "nato_on": each.nato_on.isoformat(),
            "nato_a": each.nato_a,
        }
    return texts


def note_reception(riferimento: RiferimentoCertificato, *, by: Scope, now: datetime) -> None:
    """References typed by hand settle the proposal of the same certificate, when it is of the same
    person."""
    caso = riferimento.caso
    if riferimento.numero is None or riferimento.fittizio:
        return
    rows = Proposta.objects.filter(
        organizzazione_id=caso.organizzazione_id,
        numero=riferimento.numero,
        stato__in=(StatoProposta.DA_CONFERMARE, StatoProposta.SCARTATA),
    )
    for row in rows.order_by("pk"):
        if row.caso_id == caso.pk or _same_person(row, caso):
            row.caso = caso
            decide(row, StatoProposta.CONFERMATA, by, now)


def _same_person(row: Proposta, caso: Caso) -> bool:
    index = caso.lavoratore.codice_fiscale_index
    found = riferimenti.by_ids([row.certificato_id])
    return bool(index) and any(Lavoratore.index_of(e.codice_fiscale) == index for e in found)
