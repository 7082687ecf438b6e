"""Annulments that come by a flow: of the structure's own certificates, by name or number."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from certificati.actions.vita import write_annulment
from certificati.flussi.actions.esame import Giudizio
from certificati.flussi.choices import EsitoRecord, Operazione
from certificati.flussi.models import Flusso
from certificati.models import Certificato
from certificati.workflow import StatoCertificato
from portal.base.db import lock


def annul_records(flusso: Flusso, judged: Sequence[Giudizio], now: datetime) -> list[UUID]:
    """Annul what these records name; those annulled now. Sent again, it was annulled already."""
    asked = [
        one for one in judged if one.letto.operazione == Operazione.ANNULLA and not one.letto.errori
    ]
    if not asked:
        return []
    by_name, by_number = _held(flusso.organizzazione_id, asked)
    for one in asked:
        letto = one.letto
        row = by_name.get(letto.id_esterno) if letto.id_esterno else by_number.get(letto.numero)
        if row is None:
            letto.refuse("id_esterno" if letto.id_esterno else "numero", "senza_certificato")
        else:
            _annul(flusso, one, row, now)
    return [
        one.certificato_id
        for one in asked
        if one.esito == EsitoRecord.ANNULLATO and one.certificato_id is not None
    ]


def _annul(flusso: Flusso, one: Giudizio, row: Certificato, now: datetime) -> None:
    one.certificato_id, one.numero = row.pk, row.numero or ""
    one.esito = EsitoRecord.GIA_PRESENTE
    if row.stato == StatoCertificato.EMESSO:
        write_annulment(
            row,
            motivo=one.letto.motivo,
            nota=one.letto.nota,
            by=flusso.created_by,
            now=now,
            flusso=str(flusso.pk),
        )
        one.esito = EsitoRecord.ANNULLATO


def _held(
    organizzazione_id: UUID, asked: Sequence[Giudizio]
) -> tuple[dict[str, Certificato], dict[str, Certificato]]:
    names = {one.letto.id_esterno for one in asked if one.letto.id_esterno}
    numbers = {one.letto.numero for one in asked if one.letto.numero}
    wanted = Certificato.objects.issued().filter(
        Q(id_esterno__in=names) | Q(numero__in=numbers), organizzazione_id=organizzazione_id
    )
    rows = list(lock(wanted.select_related("data_key")).order_by("pk"))
    return {row.id_esterno: row for row in rows}, {row.numero or "": row for row in rows}
