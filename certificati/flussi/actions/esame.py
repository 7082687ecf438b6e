"""The judgement of one record against what the database knows; no query, no write."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from certificati.actions.emissione import columns_of
from certificati.choices import TipoCertificato
from certificati.controlli import doubts, refusals
from certificati.dati import DatiCertificato, canonical
from certificati.flussi.actions.contesto import Contesto, Noto
from certificati.flussi.choices import EsitoRecord
from certificati.flussi.lettura import Errore, RecordLetto
from certificati.workflow import StatoCertificato
from portal.base.clock import local

# Clocks of other machines are never quite ours.
_SKEW = timedelta(minutes=5)


@dataclass(slots=True)
class Giudizio:
    """A record with what becomes of it. ``testo`` and ``colonne`` are of one to be created."""

    letto: RecordLetto
    esito: str = EsitoRecord.RIFIUTATO
    certificato_id: UUID | None = None
    numero: str = ""
    medico_id: UUID | None = None
    precedente_id: UUID | None = None
    testo: str = ""
    impronta: str = ""
    colonne: dict[str, Any] = field(default_factory=dict)
    # The certificate already there whose transmission this record tells for the first time.
    trasmesso: Noto | None = None


def prepare(letto: RecordLetto) -> Giudizio:
    """What can be computed of a record before any query: its text, hash and columns."""
    found = Giudizio(letto)
    if letto.dati is not None and not letto.errori:
        found.testo = canonical(letto.dati)
        found.impronta = hashlib.sha256(found.testo.encode()).hexdigest()
        found.colonne = columns_of(letto.dati)
    return found


def judge(found: Giudizio, contesto: Contesto, now: datetime) -> None:
    """Decide what becomes of a certificate; what is wrong is noted on its record."""
    letto, dati = found.letto, found.letto.dati
    if dati is None or letto.rilasciato_at is None:
        return
    known = contesto.per_id.get(letto.id_esterno)
    if known is not None:
        _compare(found, known, contesto)
        return
    _check_doctor(found, contesto)
    _check_times(letto, dati, letto.rilasciato_at, now)
    if not letto.errori:
        for refusal in refusals(dati, letto.rilasciato_at):
            letto.refuse(refusal.field, "controllo", frase=refusal.message)
    _check_numbers(found, dati, contesto)
    if not letto.errori:
        found.esito = EsitoRecord.CREATO
        letto.avvertenze += [*_doubts(dati), *_around(found, dati, contesto)]


def _compare(found: Giudizio, known: Noto, contesto: Contesto) -> None:
    """Sent again: the same certificate, or another one under the same name."""
    letto = found.letto
    periods = contesto.medici.get(letto.medico)
    same = (
        known.impronta == found.impronta
        and known.rilasciato_at == letto.rilasciato_at
        and letto.numero in ("", known.numero)
        and (periods is None or any(one.utente_id == known.medico_id for one in periods))
    )
    found.certificato_id, found.numero = known.pk, known.numero
    if not same:
        found.esito = EsitoRecord.DIVERSO
        letto.refuse("id_esterno", "diverso")
        return
    found.esito = EsitoRecord.GIA_PRESENTE
    if known.stato != StatoCertificato.EMESSO:
        letto.avvertenze.append(Errore("id_esterno", "annullato_prima"))
    elif letto.trasmesso_at is not None and known.trasmesso_at is None:
        found.trasmesso = known


def _check_doctor(found: Giudizio, contesto: Contesto) -> None:
    letto = found.letto
    periods = contesto.medici.get(letto.medico)
    if periods is None:
        letto.refuse("medico", "medico_sconosciuto")
    elif letto.rilasciato_at is not None:
        day = local(letto.rilasciato_at).date()
        found.medico_id = next((one.utente_id for one in periods if one.holds(day)), None)
        if found.medico_id is None:
            letto.refuse("medico", "medico_non_attivo")


def _check_times(
    letto: RecordLetto, dati: DatiCertificato, rilasciato_at: datetime, now: datetime
) -> None:
    if rilasciato_at > now + _SKEW:
        letto.refuse("rilasciato_il", "rilascio_futuro")
    first = dati.prima_assistenza_at or dati.prima_visita_at
    if first is not None and rilasciato_at < first:
        letto.refuse("rilasciato_il", "rilascio_prima")
    sent = letto.trasmesso_at
    if sent is not None and (sent > now + _SKEW or sent < (first or rilasciato_at)):
        letto.refuse("trasmesso_il", "trasmissione")


def _check_numbers(found: Giudizio, dati: DatiCertificato, contesto: Contesto) -> None:
    letto = found.letto
    if letto.numero and letto.numero in contesto.per_numero:
        letto.refuse("numero", "numero_usato")
    before = contesto.per_numero.get(dati.precedente_numero) if dati.precedente_numero else None
    if before is None:
        return
    if before.persona != found.colonne["codice_fiscale_index"]:
        letto.refuse("precedente_numero", "precedente_altrui")
    elif before.medico_id == found.medico_id:
        found.precedente_id = before.pk


def _doubts(dati: DatiCertificato) -> Iterable[Errore]:
    """What looks odd, without the days of a prognosis: who reads this is no doctor."""
    for doubt in doubts(dati):
        said = "" if doubt.field.startswith("prognosi") else doubt.message
        yield Errore(doubt.field, "dubbio", frase=said)


def _around(found: Giudizio, dati: DatiCertificato, contesto: Contesto) -> Iterable[Errore]:
    """The other certificates of the person: the chain, days said twice."""
    others = contesto.persone.get(found.colonne["codice_fiscale_index"], ())
    chain = [one for one in others if one.catena == found.colonne["catena_index"]]
    if dati.tipo == TipoCertificato.PRIMO:
        if any(one.tipo == TipoCertificato.PRIMO for one in chain):
            yield Errore("tipo", "secondo_primo")
    elif not chain and not dati.precedente_numero:
        yield Errore("precedente_numero", "catena")
    start, end = dati.prognosi_dal, dati.prognosi_al
    if start and end:
        for one in others:
            if one.dal and one.al and one.dal <= end and one.al >= start:
                yield Errore("prognosi_dal", "sovrapposto")
                return
