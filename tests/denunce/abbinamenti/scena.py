"""A pupil of the school with a case, a doctor of the hospital who issues for her, whatever the day;
everybody is fictional."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from certificati.actions.vita import annul_certificato
from certificati.dati import DatiCertificato as Scritto
from certificati.models import Certificato
from certificati.riferimenti import by_ids
from denunce.abbinamenti.abbinare import Home, new_proposta, propose
from denunce.abbinamenti.actions import confirm_proposta
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.ritiri import withdraw
from denunce.actions.casi import open_caso
from denunce.actions.dati import DatiCaso, DatiCertificato, DatiLavoratore
from denunce.actions.lavoratori import create_lavoratore
from denunce.models import Caso
from portal.base.clock import local
from tests.certificati.scena import INFORTUNIO, emesso, with_canaries
from tests.personas import Personas
from utenti.access import Scope

ADA: Final = "VRDDAA13E43F205G"


def caso_di_ada(people: Personas, now: datetime, giorni: int = 1) -> Caso:
    """Ada Verdi, hurt yesterday at the school; her case is open and waits."""
    by = Scope(people.segreteria, local(now).date())
    person = create_lavoratore(
        DatiLavoratore(
            categoria="studente",
            cognome="Verdi",
            nome="Ada",
            sesso="F",
            nato_on=date(2013, 5, 3),
            nato_a="Milano",
            codice_fiscale=ADA,
        ),
        organizzazione=people.scuola,
        by=by,
        now=now,
        confirmed=True,
    )
    return open_caso(
        DatiCaso(avvenuto_at=now - timedelta(days=giorni), dinamica="È caduta in cortile."),
        lavoratore=person,
        organizzazione=people.scuola,
        by=by,
        now=now,
        request_key=uuid4(),
    )


def scritto(now: datetime, giorni: int = 1, **changes: Any) -> Scritto:
    """What the doctor writes of Ada: ten days, with a word no employer may read in every text."""
    today = local(now).date()
    said = replace(
        with_canaries(INFORTUNIO),
        cognome="Verdi",
        nome="Ada",
        sesso="F",
        codice_fiscale=ADA,
        prima_assistenza_at=now - timedelta(hours=2),
        evento_on=local(now - timedelta(days=giorni)).date(),
        evento_ora="",
        prognosi_dal=today,
        prognosi_al=today + timedelta(days=9),
    )
    return replace(said, **changes)


def proposta(people: Personas, now: datetime) -> Proposta:
    """Ada's certificate, proposed to her school."""
    caso = caso_di_ada(people, now)
    row = emesso(people, now, scritto(now))
    propose([row.pk], now=now)
    return Proposta.objects.select_related("caso").get(caso=caso)


def senza_caso(people: Personas, now: datetime) -> Proposta:
    """A certificate of Ada's that waits for a case of the school."""
    people.segreteria  # noqa: B018  (naming her gives the school its secretary)
    row = emesso(people, now, scritto(now, giorni=9))
    home = Home(by_ids([row.pk])[0], None)
    found = new_proposta(home, people.scuola.pk, now)
    found.save(force_insert=True)
    return found


def confermata(people: Personas, now: datetime) -> Proposta:
    """Ada's certificate, confirmed by the secretary."""
    found = proposta(people, now)
    confirm_proposta(
        found,
        DatiCertificato(
            numero=found.numero,
            rilasciato_at=found.rilasciato_at,
            prognosi_dal=local(now).date(),
            prognosi_al=local(now).date() + timedelta(days=9),
            received_at=now,
            received_via="portale",
        ),
        expected=found.caso.version if found.caso else 1,
        by=Scope(people.segreteria, local(now).date()),
        now=now,
    )
    found.refresh_from_db()
    return found


def ritirata(people: Personas, now: datetime) -> Proposta:
    """The same, and then the doctor annuls it."""
    found = confermata(people, now)
    row = Certificato.objects.select_related("medico").get(pk=found.certificato_id)
    annul_certificato(row, motivo="dati", by=Scope(row.medico, local(now).date()), now=now)
    withdraw([row.pk], now=now)
    found.refresh_from_db()
    return found
