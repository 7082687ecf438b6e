"""One injury, as a secretary enters it: Luca Bianchi falls, the certificate gives six days."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiInvio, DatiLavoratore
from denunce.actions.dispatch import record_dispatch
from denunce.actions.lavoratori import create_lavoratore
from denunce.models import Adempimento
from tests.personas import Personas
from utenti.models import Organizzazione, Utente

ROME = ZoneInfo("Europe/Rome")


def at(text: str) -> datetime:
    """ "2026-03-14 10:00" in Rome."""
    return datetime.fromisoformat(text).replace(tzinfo=ROME)


class Scena:
    """Enters injuries and their certificates, at instants that the test names."""

    def __init__(self, personas: Personas) -> None:
        self.personas = personas
        self.count = 0

    def denuncia(
        self,
        received: str | datetime = "2026-03-12 10:00",
        *,
        user: Utente | None = None,
        organizzazione: Organizzazione | None = None,
        cognome: str = "Bianchi",
    ) -> Adempimento:
        """A denuncia born when its certificate is received: prudential clock 48 hours later.

        The insurer's duty of the case is left out of the scene: its reminders are planned away.
        """
        self.count += 1
        now = at(received) if isinstance(received, str) else received
        org = organizzazione or self.personas.scuola
        by = self.personas.scope(user or self.personas.segreteria)
        lavoratore = create_lavoratore(
            DatiLavoratore(
                categoria="studente",
                cognome=cognome,
                nome="Luca",
                sesso="M",
                nato_on=at("2014-05-03 00:00").date() + timedelta(days=self.count),
            ),
            organizzazione=org,
            by=by,
            now=now,
        )
        happened = now - timedelta(days=2)
        caso = open_caso(
            DatiCaso(avvenuto_at=happened, dinamica="Caduta in palestra: frattura del polso"),
            lavoratore=lavoratore,
            organizzazione=org,
            by=by,
            now=now,
            request_key=uuid4(),
        )
        receive_certificato(
            caso,
            DatiCertificato(
                numero=f"A{self.count:011d}",
                rilasciato_at=happened + timedelta(hours=2),
                prognosi_dal=happened.date(),
                prognosi_al=happened.date() + timedelta(days=6),
                received_at=now,
                received_via="lavoratore",
            ),
            expected=caso.version,
            by=by,
            now=now,
        )
        caso.adempimenti.exclude(tipo="denuncia").update(prossimo_promemoria_at=None)
        return caso.adempimenti.get(tipo="denuncia")

    def invio(self, duty: Adempimento, when: str) -> None:
        """The secretary records that the denuncia left."""
        record_dispatch(
            duty,
            DatiInvio(canale="sidi", sent_at=at(when)),
            request_key=uuid4(),
            by=self.personas.scope(self.personas.segreteria),
            now=at(when),
        )
