"""Credential requests as they stand after the applicant has sent them, with real small files."""

from __future__ import annotations

import io
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

import factory
import pikepdf
from PIL import Image

from portal.base import files
from portal.base.keys import DataKey
from tests.factories.utenti import UtenteFactory
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
from utenti.models import Utente

AT = datetime(2026, 3, 12, 10, 0, tzinfo=ZoneInfo("Europe/Rome"))
# Maria Rossi, born in Milano on 1 March 1980.
CODICE_FISCALE = "RSSMRA80C41F205F"
_codes = count(1)


class RichiestaFactory(factory.django.DjangoModelFactory):
    """A request of Maria Rossi, an external doctor, sent an hour ago; no files yet."""

    class Meta:
        model = RichiestaAbilitazione

    codice = factory.LazyFunction(lambda: f"RC-{next(_codes):06d}")
    richiedente = factory.SubFactory(UtenteFactory, nome="Maria", cognome="Rossi")
    data_key = factory.LazyFunction(lambda: DataKey.create(AT))
    profilo = "medico_esterno"
    stato = "inviata"
    canale = "credenziali_dispositive"
    livello = "generico"
    cognome = "Rossi"
    nome = "Maria"
    sesso = "F"
    nato_on = date(1980, 3, 1)
    nato_a = "Milano"
    codice_fiscale = CODICE_FISCALE
    residenza = "via di Prova 1"
    residenza_comune = "Milano"
    residenza_provincia = "MI"
    residenza_cap = "20121"
    telefono = "333 0000001"
    email = factory.Sequence(lambda n: f"maria.rossi{n}@persone.test")
    documento_tipo = "carta_identita"
    documento_numero = factory.Sequence(lambda n: f"CA{n:05d}AA")
    documento_rilasciato_da = "Comune di Milano"
    documento_rilasciato_on = date(2020, 5, 1)
    documento_scade_on = date(2030, 3, 1)
    ordine_provincia = "Milano"
    ordine_numero = "12345"
    created_at = AT - timedelta(hours=2)
    saved_at = AT - timedelta(hours=1)
    submitted_at = AT - timedelta(hours=1)
    queued_at = AT - timedelta(hours=1)

    @factory.lazy_attribute
    def codice_fiscale_index(self) -> str:
        return RichiestaAbilitazione.index_of("codice_fiscale", self.codice_fiscale or "")

    @factory.lazy_attribute
    def email_index(self) -> str:
        return RichiestaAbilitazione.index_of("email", self.email or "")

    @factory.lazy_attribute
    def documento_index(self) -> str:
        return RichiestaAbilitazione.index_of("documento", self.documento_numero or "")


def with_files(richiesta: RichiestaAbilitazione, *tipi: str) -> RichiestaAbilitazione:
    """Give the request its files (all three when none is named): two pictures and a PDF."""
    wanted = tipi or ("documento_fronte", "documento_retro", "modulo_firmato")
    for tipo in wanted:
        attach(richiesta, tipo)
    return richiesta


def attach(richiesta: RichiestaAbilitazione, tipo: str) -> AllegatoRichiesta:
    """One small real file of that kind."""
    content, name = (_pdf(), "m.pdf") if tipo == "modulo_firmato" else (_png(), "d.png")
    file = files.store(
        content,
        name=name,
        allowed=frozenset({files.Kind.PDF, files.Kind.PNG}),
        organizzazione_id=None,
        by=richiesta.richiedente,
        now=AT,
    )
    return AllegatoRichiesta.objects.create(
        richiesta=richiesta, tipo=tipo, file=file, created_at=AT
    )


def submitted(**values: Any) -> RichiestaAbilitazione:
    """A complete request that waits for a reviewer."""
    return with_files(RichiestaFactory(**values))


def in_hand(by: Utente, **values: Any) -> RichiestaAbilitazione:
    """A complete request that this reviewer is examining."""
    until = values.pop("until", AT + timedelta(minutes=30))
    return submitted(stato="in_esame", claimed_by=by, claimed_until=until, **values)


def _png() -> bytes:
    content = io.BytesIO()
    Image.new("RGB", (40, 25), "#dde6ef").save(content, "PNG")
    return content.getvalue()


def _pdf() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(content)
    return content.getvalue()
