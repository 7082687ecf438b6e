"""What is written of a batch besides its certificates: an outcome for each record, the counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence

from django.db.models import F

from certificati.flussi.actions.esame import Giudizio
from certificati.flussi.choices import EsitoRecord
from certificati.flussi.lettura import Errore, messaggio
from certificati.flussi.models import Flusso, RecordFlusso
from certificati.flussi.workflow import StatoFlusso

_COUNTERS = {
    EsitoRecord.CREATO: "creati",
    EsitoRecord.GIA_PRESENTE: "gia_presenti",
    EsitoRecord.DIVERSO: "diversi",
    EsitoRecord.RIFIUTATO: "rifiutati",
    EsitoRecord.ANNULLATO: "annullati",
}


def outcome(flusso: Flusso, one: Giudizio) -> RecordFlusso:
    """The row of one record: codes in clear, words under the key of the flow."""
    letto = one.letto
    said = [*letto.errori, *letto.avvertenze]
    words = {"errori": _words(letto.errori), "avvertenze": _words(letto.avvertenze)}
    return RecordFlusso(
        flusso=flusso,
        posizione=letto.posizione,
        operazione=letto.operazione,
        id_esterno=letto.id_esterno,
        esito=one.esito,
        certificato_id=one.certificato_id,
        codici=[[errore.campo, errore.codice] for errore in said],
        dettagli=json.dumps(words, ensure_ascii=False) if said else None,
    )


def _words(errori: Sequence[Errore]) -> list[dict[str, str]]:
    return [
        {
            "campo": errore.campo,
            "codice": errore.codice,
            "messaggio": messaggio(errore),
            "atteso": errore.atteso,
        }
        for errore in errori
    ]


def count(flusso: Flusso, judged: Sequence[Giudizio]) -> None:
    """Move the flow on by these records."""
    counts = Counter(_COUNTERS[EsitoRecord(one.esito)] for one in judged)
    counts["con_avvertenze"] = sum(bool(one.letto.avvertenze) for one in judged)
    counts["fatti"] = len(judged)
    Flusso.objects.filter(pk=flusso.pk).update(
        stato=StatoFlusso.IN_CORSO, **{name: F(name) + more for name, more in counts.items()}
    )
