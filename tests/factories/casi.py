"""Cases and what hangs from them."""

from __future__ import annotations

from datetime import date, datetime
from uuid import uuid4
from zoneinfo import ZoneInfo

import factory

from denunce.choices import (
    Canale,
    Categoria,
    Obbligato,
    RicevutoVia,
    Sesso,
    TipoAdempimento,
    TipoCertificato,
    TipoEvento,
)
from denunce.models import (
    Adempimento,
    Bozza,
    Caso,
    Documento,
    Evento,
    Invio,
    Lavoratore,
    Modulo,
    Nota,
    Numerazione,
    RiferimentoCertificato,
    Valutazione,
)
from denunce.models.documento import TipoDocumento
from denunce.models.modulo import TipoModulo
from denunce.workflow import StatoDocumento, StatoInvio
from portal.base.keys import DataKey
from tests.factories.utenti import OrganizzazioneFactory, UtenteFactory

ROME = ZoneInfo("Europe/Rome")
OPENED_AT = datetime(2026, 3, 10, 11, 0, tzinfo=ROME)


class DataKeyFactory(factory.Factory):
    class Meta:
        model = DataKey

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        return DataKey.create(OPENED_AT)


class NumerazioneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Numerazione

    organizzazione = factory.SubFactory(OrganizzazioneFactory)
    anno = 2026


class LavoratoreFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Lavoratore

    organizzazione = factory.SubFactory(OrganizzazioneFactory)
    data_key = factory.SubFactory(DataKeyFactory)
    categoria = Categoria.STUDENTE
    cognome = "Bianchi"
    nome = "Luca"
    sesso = Sesso.MASCHIO
    nato_on = date(2013, 5, 3)
    created_at = OPENED_AT
    created_by = factory.SubFactory(UtenteFactory)


class EventoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Evento

    organizzazione = factory.SubFactory(OrganizzazioneFactory)
    data_key = factory.SubFactory(DataKeyFactory)
    tipo = TipoEvento.INFORTUNIO
    avvenuto_at = datetime(2026, 3, 10, 10, 15, tzinfo=ROME)
    created_at = OPENED_AT
    created_by = factory.SubFactory(UtenteFactory)


class CasoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Caso

    organizzazione = factory.SubFactory(OrganizzazioneFactory)
    evento = factory.SubFactory(
        EventoFactory, organizzazione=factory.SelfAttribute("..organizzazione")
    )
    lavoratore = factory.SubFactory(
        LavoratoreFactory, organizzazione=factory.SelfAttribute("..organizzazione")
    )
    data_key = factory.SubFactory(DataKeyFactory)
    anno = 2026
    progressivo = factory.Sequence(lambda n: n + 1)
    created_at = OPENED_AT
    created_by = factory.SubFactory(UtenteFactory)


class BozzaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Bozza

    organizzazione = factory.SubFactory(OrganizzazioneFactory)
    data_key = factory.SubFactory(DataKeyFactory)
    testi = "{}"
    created_at = OPENED_AT
    created_by = factory.SubFactory(UtenteFactory)
    saved_at = OPENED_AT
    saved_by = factory.SelfAttribute("created_by")


class NotaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Nota

    caso = factory.SubFactory(CasoFactory)
    testo = "La famiglia porta il certificato domani."
    chiave_richiesta = factory.LazyFunction(uuid4)
    created_at = OPENED_AT
    created_by = factory.SubFactory(UtenteFactory)


class RiferimentoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = RiferimentoCertificato

    caso = factory.SubFactory(CasoFactory)
    tipo = TipoCertificato.PRIMO
    numero = factory.Sequence(lambda n: f"A{n:011d}")
    rilasciato_at = datetime(2026, 3, 10, 12, 30, tzinfo=ROME)
    received_at = datetime(2026, 3, 11, 9, 0, tzinfo=ROME)
    received_via = RicevutoVia.LAVORATORE
    prognosi_dal = date(2026, 3, 11)
    prognosi_al = date(2026, 3, 16)
    recorded_at = datetime(2026, 3, 11, 9, 5, tzinfo=ROME)
    recorded_by = factory.SubFactory(UtenteFactory)


class ValutazioneFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Valutazione

    caso = factory.SubFactory(CasoFactory)
    numero = factory.Sequence(lambda n: n + 1)
    evaluated_at = OPENED_AT
    regole_del = "2026-01-01+00000000"
    fatti = "{}"
    decisione = '{"adempimenti":[],"cosa_cambierebbe":[],"avvisi":[]}'


class AdempimentoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Adempimento

    caso = factory.SubFactory(CasoFactory)
    organizzazione = factory.SelfAttribute("caso.organizzazione")
    valutazione = factory.SubFactory(ValutazioneFactory, caso=factory.SelfAttribute("..caso"))
    tipo = TipoAdempimento.DENUNCIA
    chiave = factory.SelfAttribute("tipo")
    obbligato = Obbligato.DATORE
    termine_at = datetime(2026, 3, 13, 23, 59, 59, tzinfo=ROME)
    derivazione = '{"regole":["R-DEN-2G"],"fonti":[],"passi":[],"alternative":[]}'
    created_at = OPENED_AT


class ModuloFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Modulo

    caso = factory.SubFactory(CasoFactory)
    tipo = TipoModulo.MOD4BIS
    dichiarazione = "2026-01"
    dati = "{}"
    created_at = OPENED_AT
    created_by = factory.SubFactory(UtenteFactory)


class DocumentoFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Documento

    caso = factory.SubFactory(CasoFactory)
    tipo = TipoDocumento.ALLEGATO
    titolo = "Dichiarazione del docente"
    stato = StatoDocumento.IN_PREPARAZIONE
    created_at = OPENED_AT
    created_by = factory.SubFactory(UtenteFactory)


class InvioFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Invio

    adempimento = factory.SubFactory(AdempimentoFactory)
    canale = Canale.SIDI
    stato = StatoInvio.INVIATO
    sent_at = datetime(2026, 3, 12, 9, 0, tzinfo=ROME)
    chiave_richiesta = factory.LazyFunction(uuid4)
    recorded_at = datetime(2026, 3, 12, 9, 5, tzinfo=ROME)
    recorded_by = factory.SubFactory(UtenteFactory)
