"""The certificates of the demo: every state, whatever the hour; the one that the school awaits."""

from __future__ import annotations

from datetime import timedelta

import pytest

from certificati import riferimenti
from certificati.eventi import EMESSI
from certificati.models import Certificato
from certificati.numero import is_ours
from certificati.prognosi import Periodo, gaps
from certificati.workflow import StatoCertificato
from denunce.demo.loading import load_demo
from denunce.models import Caso, Lavoratore
from portal.base.outbox import OutboxMessage
from tests.denunce.demo.test_carica_demo import PRESENTS
from utenti.models import Organizzazione

DOCTORS = {
    "medico.ospedaliero@demo.test",
    "nino.abate@ospedale.test",
    "ada.fiore@ospedale.test",
    "medico@demo.test",
}


@pytest.mark.django_db
@pytest.mark.parametrize("now", PRESENTS, ids=lambda now: f"{now:%Y-%m-%dT%H:%M}")
def test_every_state_is_on_show_and_nothing_is_of_the_future(now):
    load_demo(now)
    rows = Certificato.objects.all()
    assert {row.stato for row in rows} == set(StatoCertificato.values)
    assert {row.genere for row in rows} == {"infortunio", "malattia_professionale"}
    assert {row.tipo for row in rows} >= {"primo", "continuativo", "definitivo"}
    assert {row.medico.email for row in rows.select_related("medico")} == DOCTORS
    for row in rows:
        for at in (row.created_at, row.saved_at, row.rilasciato_at, row.trasmesso_at):
            assert at is None or at <= now
    assert rows.late(now).exists()
    due = rows.to_transmit().filter(termine_at__gte=now, termine_at__lt=now + timedelta(days=2))
    assert {row.stato for row in due} == {"bozza", "emesso"}
    assert rows.filter(trasmesso_at__isnull=False).exists()


@pytest.fixture
def loaded(db, adesso):
    return load_demo(adesso)


def test_the_pupil_who_waits_has_a_certificate_of_today(loaded, adesso):
    waiting = Caso.objects.waiting_for_certificate().select_related("lavoratore__data_key")
    caso = waiting.get(lavoratore__cognome="Rossi", organizzazione__denominazione__contains="Nord")
    [found] = riferimenti.of_people([caso.lavoratore.codice_fiscale])
    assert found.rilasciato_at.date() == adesso.date()
    assert found.evento_on == caso.evento.avvenuto_at.astimezone(adesso.tzinfo).date()
    assert (found.cognome, found.tipo, found.ritirato_at) == ("Rossi", "primo", None)
    told = [row.payload["certificati"] for row in OutboxMessage.objects.filter(handler=EMESSI)]
    assert [str(found.id)] in told


def test_one_names_the_firm_that_has_no_case_of_it(loaded, adesso):
    firm = Organizzazione.objects.get(denominazione="Officine Esempio S.r.l.")
    [found] = riferimenti.of_employer(firm.codice_fiscale, since=adesso - timedelta(days=30))
    index = Lavoratore.index_of(found.codice_fiscale)
    assert not Caso.objects.filter(lavoratore__codice_fiscale_index=index).exists()
    assert found.cognome == "Gambaro"


def test_a_chain_of_three_has_a_gap_of_two_days(loaded):
    last = Certificato.objects.filter(precedente__precedente__isnull=False).get()
    chain = Certificato.objects.standing().filter(catena_index=last.catena_index)
    days = [Periodo(row.prognosi_dal, row.prognosi_al) for row in chain]
    assert len(days) == 3
    assert [gap.giorni for gap in gaps(days)] == [2]


def test_a_farm_hand_has_ten_days_and_the_register_is_asked(loaded):
    diseases = Certificato.objects.issued().filter(genere="malattia_professionale")
    said = [row.dati for row in diseases.select_related("data_key").order_by("rilasciato_at")]
    assert [(one.categoria, one.registro_139) for one in said] == [
        ("lavoratore", "lista_1"),
        ("operaio_agricolo_otd", "lista_2"),
    ]
    assert [row.termine_at is None for row in diseases.order_by("rilasciato_at")] == [True, False]


def test_every_load_gives_the_same_certificates(loaded):
    numbers = Certificato.objects.issued().order_by("pk").values_list("pk", "numero")
    assert len(numbers) == 16
    assert all(is_ours(numero) for _pk, numero in numbers)
    rossi = Certificato.objects.get(cognome="Rossi")
    assert (str(rossi.pk), rossi.numero) == (
        "9a81f8e9-978c-58f0-91fa-e1f1788b0480",
        "PTNFWW66PRAD",
    )
