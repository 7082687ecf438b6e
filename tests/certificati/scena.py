"""Certificates as doctors write them, by the real actions; every person is fictional."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4
from zoneinfo import ZoneInfo

from certificati.actions.bozze import Inizio, Partenza, start_certificato
from certificati.actions.emissione import issue_certificato
from certificati.choices import Genere, TipoCertificato
from certificati.dati import DatiCertificato, Lesione
from certificati.models import Certificato
from tests.personas import Personas
from utenti.access import Scope
from utenti.models import Organizzazione, Utente

ROME = ZoneInfo("Europe/Rome")
# Luca Bianchi, born in Milano on 3 May 2013: a pupil hurt on 10 March 2026.
LUCA: Final = "BNCLCU13E03F205S"
LUNGO: Final = "canarino"  # stands in every health field of ``with_canaries``

INFORTUNIO: Final = DatiCertificato(
    cognome="Bianchi",
    nome="Luca",
    codice_fiscale=LUCA,
    sesso="M",
    nato_on=date(2013, 5, 3),
    nato_a="Milano",
    indirizzo="via di Prova 1",
    comune="Milano",
    provincia="MI",
    cap="20121",
    telefono="333 0000001",
    prima_assistenza_at=datetime(2026, 3, 11, 12, 30, tzinfo=ROME),
    lesioni=(Lesione("LUSSAZIONE, DISTORSIONE, DISTRAZIONE", "CAVIGLIA SINISTRA"),),
    diagnosi="distorsione della caviglia sinistra",
    esame_obiettivo="tumefazione perimalleolare",
    prognosi_dal=date(2026, 3, 11),
    prognosi_al=date(2026, 3, 13),
    evento_on=date(2026, 3, 10),
    evento_ora="11:20",
    evento_luogo="palestra della scuola",
    evento_comune="Milano",
    racconto="è caduto saltando il cavallo",
    categoria="studente",
    datore_denominazione="IC Esempio Nord",
    datore_comune="Milano",
    redatto_da="pronto_soccorso",
    qualifica="Medico del pronto soccorso",
)
MALATTIA: Final = DatiCertificato(
    genere=Genere.MALATTIA,
    cognome="Rossi",
    nome="Maria",
    codice_fiscale="RSSMRA80C41F205F",
    sesso="F",
    nato_on=date(1980, 3, 1),
    nato_a="Milano",
    prima_visita_at=datetime(2026, 3, 9, 9, 0, tzinfo=ROME),
    manifestata_on=date(2026, 3, 2),
    diagnosi="ipoacusia da rumore",
    agente="rumore",
    lavorazione="pressatura di lamiere",
    esposizione_dal=date(2010, 1, 1),
    registro_139="lista_1",
    registro_139_codice="I.2.01",
    categoria="lavoratore",
    datore_denominazione="Officine Esempio",
    datore_comune="Roma",
    redatto_da="medico_a_terra",
)


def with_canaries(dati: DatiCertificato = INFORTUNIO) -> DatiCertificato:
    """The same with a word in every free text on health that no employer may ever read."""
    return replace(
        dati,
        diagnosi=f"diagnosi {LUNGO}",
        esame_obiettivo=f"obiettivo {LUNGO}",
        accertamenti=f"accertamenti {LUNGO}",
        racconto=f"racconto {LUNGO}",
    )


def bozza(
    people: Personas,
    now: datetime,
    dati: DatiCertificato = INFORTUNIO,
    *,
    medico: Utente | None = None,
    organizzazione: Organizzazione | None = None,
    da: Certificato | None = None,
    partenza: Partenza = Partenza.PAZIENTE,
) -> tuple[Certificato, Scope]:
    """A draft of the hospital's doctor (or of another), and what that doctor's requests carry."""
    doctor = medico or people.medico_ospedaliero
    by = Scope(doctor, now.astimezone(ROME).date())
    place = organizzazione or people.presidio_org
    begun = start_certificato(
        Inizio(dati.genere, dati.tipo, da, partenza),
        organizzazione=place,
        by=by,
        now=now,
        request_key=uuid4(),
    )
    return begun, by


def emesso(
    people: Personas,
    now: datetime,
    dati: DatiCertificato = INFORTUNIO,
    *,
    medico: Utente | None = None,
    organizzazione: Organizzazione | None = None,
    da: Certificato | None = None,
    partenza: Partenza = Partenza.PAZIENTE,
    **changes: Any,
) -> Certificato:
    """An issued certificate; ``changes`` are other values of ``dati``."""
    said = replace(dati, **changes)
    begun, by = bozza(
        people,
        now,
        said,
        medico=medico,
        organizzazione=organizzazione,
        da=da,
        partenza=partenza,
    )
    return issue_certificato(
        begun, said, firmato=True, expected=begun.version, by=by, now=now, confirmed=True
    )


def continuativo(
    people: Personas, now: datetime, first: Certificato, giorni: int = 3, **changes: Any
) -> Certificato:
    """The certificate that goes on from ``first`` for some more days."""
    dati = first.dati
    start = (dati.prognosi_al or now.astimezone(ROME).date()) + timedelta(days=1)
    said = replace(
        dati,
        tipo=TipoCertificato.CONTINUATIVO,
        prima_assistenza_at=now,
        prognosi_dal=start,
        prognosi_al=start + timedelta(days=giorni - 1),
    )
    return emesso(
        people,
        now,
        replace(said, **changes),
        medico=first.medico,
        organizzazione=first.organizzazione,
        da=first,
        partenza=Partenza.CONTINUA,
    )
