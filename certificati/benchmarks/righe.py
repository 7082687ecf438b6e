"""Rows of the measurements, as a bare insert would write them."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from certificati.actions.emissione import columns_of
from certificati.choices import Origine
from certificati.dati import DatiCertificato, canonical
from certificati.models import Certificato
from certificati.numero import draw_numero
from certificati.workflow import StatoCertificato
from portal.base.keys import DataKey
from utenti.models import Organizzazione


def issued(
    dati: DatiCertificato,
    *,
    organizzazione: Organizzazione,
    medico_id: UUID,
    at: datetime,
    **other: Any,
) -> Certificato:
    """An issued certificate, not stored yet; ``other`` are columns to be different."""
    columns = {
        "genere": dati.genere,
        "tipo": dati.tipo,
        "stato": StatoCertificato.EMESSO,
        "contenuto": canonical(dati),
        "impronta": "0" * 64,
        "numero": draw_numero(),
        "rilasciato_at": at,
        "created_at": at,
        "origine": Origine.FLUSSO,
        **columns_of(dati),
    }
    return Certificato(
        organizzazione=organizzazione,
        data_key=other.pop("data_key", None) or DataKey.fresh(at),
        medico_id=medico_id,
        created_by_id=medico_id,
        **columns | other,
    )
