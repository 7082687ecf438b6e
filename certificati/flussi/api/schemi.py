"""What the API answers. No field of health is among these, by construction (a test reads them)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from ninja import Field, Schema

from certificati.flussi.esiti import Riga
from certificati.flussi.models import Flusso
from certificati.models import Certificato


class Segnalazione(Schema):
    """One thing wrong, or odd, with a record."""

    campo: str = Field(description="Campo dello schema; vuoto se riguarda tutto il record")
    codice: str = Field(description="Codice stabile")
    messaggio: str = Field(description="Frase in italiano")
    atteso: str = Field(description="Che cosa ci si aspettava, quando si può dire")


class EsitoDelRecord(Schema):
    """What became of one record."""

    posizione: int = Field(description="Posto nella richiesta, da 1: prima i certificati")
    operazione: str = Field(description="certificato | annulla")
    id_esterno: str
    # Not "esito": that is what a doctor says of the end of an injury.
    risultato: str = Field(description="creato | gia_presente | diverso | rifiutato | annullato")
    numero: str = Field(description="Numero identificativo; vuoto se non c’è un certificato")
    errori: list[Segnalazione]
    avvertenze: list[Segnalazione]


class EsitoDelFlusso(Schema):
    """Where a flow stands, and its outcomes."""

    flusso: UUID
    stato: str = Field(description="in_coda | in_corso | finito | fallito")
    totale: int
    letti: int
    creati: int
    gia_presenti: int
    diversi: int
    rifiutati: int
    annullati: int
    record: list[EsitoDelRecord]
    seguente: int | None = Field(
        None, description="Posizione da cui chiedere la pagina dopo, con ?da="
    )

    @classmethod
    def of(cls, flusso: Flusso, righe: Iterable[Riga], seguente: int | None) -> EsitoDelFlusso:
        """The answer about a flow and some of its records."""
        return cls(
            flusso=flusso.pk,
            stato=flusso.stato,
            totale=flusso.totale,
            letti=flusso.fatti,
            creati=flusso.creati,
            gia_presenti=flusso.gia_presenti,
            diversi=flusso.diversi,
            rifiutati=flusso.rifiutati,
            annullati=flusso.annullati,
            record=[_outcome(riga) for riga in righe],
            seguente=seguente,
        )


class StatoDelCertificato(Schema):
    """Where one certificate stands: references and instants, nothing of what it says."""

    id_esterno: str
    numero: str
    stato: str = Field(description="emesso | annullato | sostituito")
    genere: str = Field(description="infortunio | malattia_professionale")
    rilasciato_il: datetime
    trasmesso_il: datetime | None
    annullato_il: datetime | None

    @classmethod
    def of(cls, row: Certificato) -> StatoDelCertificato:
        """The answer about a certificate."""
        if row.rilasciato_at is None:
            raise ValueError("only an issued certificate has a state to tell")
        return cls(
            id_esterno=row.id_esterno,
            numero=row.numero or "",
            stato=row.stato,
            genere=row.genere,
            rilasciato_il=row.rilasciato_at,
            trasmesso_il=row.trasmesso_at,
            annullato_il=row.annullato_at,
        )


class ProblemaMostrato(Schema):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    messaggio: str = Field(description="Frase in italiano per chi legge")


def _outcome(riga: Riga) -> EsitoDelRecord:
    return EsitoDelRecord(
        posizione=riga.posizione,
        operazione=riga.operazione,
        id_esterno=riga.id_esterno,
        risultato=riga.esito,
        numero=riga.numero,
        errori=[Segnalazione(**one) for one in riga.errori],
        avvertenze=[Segnalazione(**one) for one in riga.avvertenze],
    )
