"""The papers in the browser: waited for, opened, asked for again; only by their doctor."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.template.loader import render_to_string
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from certificati.actions.stampe import RENDER
from certificati.actions.vita import annul_certificato
from certificati.handlers import render_stampa
from certificati.models import Stampa
from certificati.page_models.stampe import carta_page, papers_of, size_in_words
from portal.base.audit import AccessEvent
from portal.base.files.models import StoredFile
from portal.base.outbox import OutboxMessage
from tests.certificati.scena import bozza, emesso
from tests.logins import enter
from tests.pages import read
from utenti.access import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def emessa(personas, adesso):
    return emesso(personas, adesso)


def paper(certificato, tipo="datore"):
    return certificato.stampe.get(tipo=tipo, revisione=1)


def work(now):
    for message in OutboxMessage.objects.filter(handler=RENDER).order_by("created_at", "id"):
        render_stampa(message.payload, now=now)


def at(stampa, name="certificato_carta"):
    return reverse(name, args=[stampa.pk])


def ask(certificato, tipo="datore"):
    return reverse("certificato_stampa", args=[certificato.pk, tipo])


def test_a_paper_is_waited_for_then_opened_then_downloaded(medico, emessa, torchio, adesso):
    stampa = paper(emessa)
    assert medico.get(at(stampa)).url == at(stampa, "certificato_carta_stato")
    waiting = medico.get(at(stampa, "certificato_carta_stato"))
    assert "Stiamo preparando il PDF" in read(waiting)
    assert "Questo portale non trasmette all’INAIL" in read(waiting)
    assert waiting["Refresh"] == "1"
    work(adesso)
    ready = medico.get(at(stampa, "certificato_carta_stato"))
    assert "Apri il PDF" in read(ready)
    assert "La diagnosi non c’è" in read(ready)
    assert "Refresh" not in ready
    opened = medico.get(at(stampa))
    assert opened["Content-Type"] == "application/pdf"
    assert opened["Content-Disposition"].startswith("inline")
    assert opened["Cache-Control"] == "no-store"
    saved = medico.get(at(stampa), {"scarica": "1"})
    assert saved["Content-Disposition"].startswith("attachment")
    assert emessa.numero in saved["Content-Disposition"]
    assert "Bianchi" not in saved["Content-Disposition"]


def test_the_workers_paper_warns_that_it_has_the_diagnosis(medico, emessa, torchio, adesso):
    work(adesso)
    page = read(medico.get(at(paper(emessa, "lavoratore"), "certificato_carta_stato")))
    assert "Ha la diagnosi: consegnala solo al lavoratore" in page


def test_who_opened_it_is_written_down_once_it_is_given(medico, emessa, torchio, adesso, personas):
    stampa = paper(emessa)
    medico.get(at(stampa))
    downloads = AccessEvent.objects.filter(kind="download", target_id=stampa.pk)
    assert not downloads.exists(), "a redirect shows nothing"
    work(adesso)
    medico.get(at(stampa))
    assert downloads.get().user_id == personas.medico_ospedaliero.pk


def test_a_failed_one_offers_to_try_again(medico, emessa):
    Stampa.objects.filter(certificato=emessa).update(stato="fallita")
    stampa = paper(emessa)
    page = read(medico.get(at(stampa, "certificato_carta_stato")))
    assert "Il certificato non cambia: chiedi la copia di nuovo" in page
    assert "Riprova" in page
    answer = medico.post(ask(emessa), follow=True)
    assert "Stiamo preparando il PDF" in read(answer)
    again = medico.post(ask(emessa))
    assert again.url == at(stampa, "certificato_carta_stato")
    assert OutboxMessage.objects.filter(handler=RENDER).count() == 3


def test_one_overtaken_by_the_annulment_is_not_asked_again(medico, emessa, adesso, personas):
    by = Scope(personas.medico_ospedaliero, adesso.date())
    annul_certificato(emessa, motivo="dati", by=by, now=adesso)
    Stampa.objects.filter(revisione=1).update(stato="fallita")
    page = read(medico.get(at(paper(emessa), "certificato_carta_stato")))
    assert "prima il certificato è stato annullato" in page
    assert "Riprova" not in page


def test_asking_twice_and_for_what_does_not_exist(medico, emessa, personas, adesso):
    medico.post(ask(emessa))
    medico.post(ask(emessa))
    assert Stampa.objects.filter(certificato=emessa).count() == 2
    assert medico.post(ask(emessa, "inail")).status_code == 404
    assert medico.get(ask(emessa)).status_code == 405
    draft, _by = bozza(personas, adesso)
    assert medico.post(ask(draft)).status_code == 404


@pytest.mark.parametrize("who", ["medico_esterno", "amministratore_presidio"])
def test_nobody_elses_paper_exists(who, emessa, torchio, adesso, personas, a_tempo_fermo):
    work(adesso)
    cache.clear()
    client = enter(Client(), getattr(personas, who))
    stampa = paper(emessa)
    assert client.get(at(stampa)).status_code == 404
    assert client.get(at(stampa, "certificato_carta_stato")).status_code == 404
    assert client.post(ask(emessa)).status_code == 404


@pytest.mark.parametrize("who", ["segreteria", "datore", "revisore"])
def test_an_employer_never_opens_even_their_own_copy_here(
    who, emessa, torchio, adesso, personas, a_tempo_fermo
):
    work(adesso)
    cache.clear()
    client = enter(Client(), getattr(personas, who))
    assert client.get(at(paper(emessa))).status_code == 403


def test_a_file_that_cannot_be_given_leads_back(medico, emessa, torchio, adesso):
    work(adesso)
    StoredFile.objects.update(scan_state="in_verifica")
    answer = medico.get(at(paper(emessa)), follow=True)
    assert "Il file non è disponibile in questo momento." in read(answer)


@pytest.mark.parametrize(
    ("seconds", "said", "refresh"),
    [
        (3, "entro 5 secondi", 1),
        (8, "Ci vuole più del solito", 1),
        (30, "prima di questa ci sono altri documenti", 3),
        (90, "Puoi lasciare la pagina", 15),
    ],
)
def test_who_waits_is_told_for_how_long(emessa, adesso, seconds, said, refresh):
    page = carta_page(paper(emessa), adesso + timedelta(seconds=seconds))
    assert said in page["detail"]
    assert page["refresh_seconds"] == refresh


def test_the_list_of_papers_tells_the_state_of_each(emessa, torchio, adesso, rf, personas):
    worker, employer = papers_of(emessa)
    assert (worker["tipo"], employer["tipo"]) == ("lavoratore", "datore")
    assert worker["state"] == "in_preparazione"
    assert worker["post_url"] == ""
    work(adesso)
    worker, employer = papers_of(emessa)
    assert worker["url"] == at(paper(emessa, "lavoratore"))
    assert employer["size"].endswith("kB")
    by = Scope(personas.medico_ospedaliero, adesso.date())
    annul_certificato(emessa, motivo="dati", by=by, now=adesso)
    emessa.refresh_from_db()
    rows = papers_of(emessa)
    assert [(row["tipo"], row["state"], row["older"]) for row in rows] == [
        ("lavoratore", "in_preparazione", False),
        ("datore", "in_preparazione", False),
        ("lavoratore", "pronta", True),
        ("datore", "pronta", True),
    ]
    assert rows[0]["label"] == "Copia per il lavoratore, con «annullato»"
    assert rows[2]["label"] == "Copia per il lavoratore, di prima dell’annullamento"
    Stampa.objects.filter(revisione=2, tipo="datore").update(stato="fallita")
    Stampa.objects.filter(revisione=2, tipo="lavoratore").delete()
    emessa.refresh_from_db()
    page = render_to_string("certificati/_carte.html", {"carte": papers_of(emessa)}, rf.get("/"))
    for words in ("Prepara il PDF", "Riprova", "Scarica", "Non riuscita", "Non ancora preparata"):
        assert words in page


def test_no_papers_of_a_draft_nor_of_an_erased_one(personas, adesso, emessa):
    draft, _by = bozza(personas, adesso)
    assert papers_of(draft) == []
    emessa.cancellato_at = adesso
    assert papers_of(emessa) == []


def test_the_list_asks_the_database_once(emessa, torchio, adesso):
    work(adesso)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        papers_of(emessa)
    assert len(asked) == 1


def test_sizes_are_said_in_thousands_and_millions():
    assert size_in_words(200) == "1 kB"
    assert size_in_words(48_321) == "48 kB"
    assert size_in_words(1_540_000) == "1,5 MB"
