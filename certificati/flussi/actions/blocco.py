"""One batch of records in one transaction: certificates, annulments, outcomes, all or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import models, transaction
from django.db.models import F

from certificati.choices import Origine
from certificati.eventi import EMESSI, RITIRATI, announce
from certificati.flussi.actions.annulli import annul_records
from certificati.flussi.actions.contesto import Contesto, Giorni, Noto, load_contesto
from certificati.flussi.actions.conto import count, outcome
from certificati.flussi.actions.esame import Giudizio, judge, prepare
from certificati.flussi.choices import EsitoRecord, Operazione
from certificati.flussi.lettura import RecordLetto
from certificati.flussi.models import Flusso
from certificati.flussi.workflow import OVER
from certificati.models import Certificato
from certificati.numero import draw_numero
from certificati.workflow import StatoCertificato
from portal.base.audit.recording import record_many
from portal.base.db import insert_each, lock
from portal.base.keys import DataKey


def apply_batch(flusso: Flusso, letti: Sequence[RecordLetto], now: datetime) -> list[Giudizio]:
    """Write what becomes of these records, the next ones of ``flusso``.

    Nothing when another process has already read them, or when the flow is over.
    """
    judged = [prepare(letto) for letto in letti]
    with transaction.atomic():
        held = lock(Flusso.objects.filter(pk=flusso.pk)).get()
        if held.stato in OVER or held.fatti != letti[0].posizione - 1:
            return []
        _issue(flusso, judged, now)
        withdrawn = annul_records(flusso, judged, now)
        if withdrawn:
            announce(RITIRATI, withdrawn, now=now)
        insert_each([outcome(flusso, one) for one in judged])
        count(flusso, judged)
    return judged


def _issue(flusso: Flusso, judged: Sequence[Giudizio], now: datetime) -> None:
    asked = [one for one in judged if one.letto.operazione == Operazione.CERTIFICATO]
    people = {one.colonne["codice_fiscale_index"] for one in asked if one.colonne}
    contesto = load_contesto(flusso.organizzazione_id, [one.letto for one in asked], people)
    keys: list[models.Model] = []
    rows: list[Certificato] = []
    for one in asked:
        judge(one, contesto, now)
        if one.esito == EsitoRecord.CREATO:
            row = _certificate(flusso, one, now)
            keys.append(row.data_key)
            rows.append(row)
            _remember(contesto, row)
    _note_transmissions(flusso, asked, now)
    if rows:
        insert_each(keys)
        insert_each(rows)
        _register(flusso, rows, now)
        announce(EMESSI, [row.pk for row in rows], now=now)


def _certificate(flusso: Flusso, one: Giudizio, now: datetime) -> Certificato:
    letto, dati = one.letto, one.letto.dati
    if dati is None or one.medico_id is None:
        raise ValueError("only a good record becomes a certificate")
    row = Certificato(
        organizzazione_id=flusso.organizzazione_id,
        medico_id=one.medico_id,
        data_key=DataKey.fresh(now),
        genere=dati.genere,
        tipo=dati.tipo,
        stato=StatoCertificato.EMESSO,
        contenuto=one.testo,
        impronta=one.impronta,
        numero=letto.numero or draw_numero(),
        rilasciato_at=letto.rilasciato_at,
        precedente_id=one.precedente_id,
        trasmesso_at=letto.trasmesso_at,
        trasmesso_by_id=flusso.created_by_id if letto.trasmesso_at else None,
        origine=Origine.FLUSSO,
        id_esterno=letto.id_esterno,
        created_at=now,
        created_by_id=flusso.created_by_id,
        **one.colonne,
    )
    one.certificato_id, one.numero = row.pk, row.numero or ""
    return row


def _remember(contesto: Contesto, row: Certificato) -> None:
    if row.rilasciato_at is None:
        return
    noto = Noto(
        row.pk,
        row.organizzazione_id,
        row.id_esterno,
        row.numero or "",
        row.impronta,
        row.medico_id,
        row.rilasciato_at,
        row.stato,
        row.trasmesso_at,
        row.codice_fiscale_index,
    )
    contesto.remember(noto)
    days = Giorni(row.catena_index, row.tipo, row.prognosi_dal, row.prognosi_al)
    contesto.persone[row.codice_fiscale_index].append(days)


def _note_transmissions(flusso: Flusso, asked: Sequence[Giudizio], now: datetime) -> None:
    """Certificates sent again with the instant of their transmission, told for the first time."""
    told = [(one.trasmesso, one.letto) for one in asked if one.trasmesso is not None]
    for noto, letto in told:
        Certificato.objects.filter(pk=noto.pk, trasmesso_at__isnull=True).update(
            trasmesso_at=letto.trasmesso_at,
            trasmesso_by=flusso.created_by_id,
            version=F("version") + 1,
        )
    targets = [(Certificato(pk=noto.pk), {"flusso": str(flusso.pk)}) for noto, _letto in told]
    _record(flusso, "certificato.trasmesso", targets, now)


def _register(flusso: Flusso, rows: Sequence[Certificato], now: datetime) -> None:
    origin = str(flusso.pk)
    targets = [
        (
            row,
            {
                "genere": row.genere,
                "numero": row.numero or "",
                "impronta": row.impronta,
                "flusso": origin,
            },
        )
        for row in rows
    ]
    _record(flusso, "certificato.emesso", targets, now)


def _record(
    flusso: Flusso, code: str, targets: Sequence[tuple[Certificato, dict[str, str]]], now: datetime
) -> None:
    record_many(
        code,
        [(row, dict(data)) for row, data in targets],
        by=flusso.created_by_id,
        now=now,
        organizzazione_id=flusso.organizzazione_id,
    )
