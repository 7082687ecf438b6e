"""The pages of who manages a structure: file, outcomes, tokens."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from certificati.flussi.models import Flusso, GettoneApi
from certificati.flussi.schema.esempio import as_xml
from portal.base import clock
from tests.certificati.flussi.scena import flusso, malattia, medico, record, send, work
from tests.logins import enter
from tests.pages import read
from utenti.models import Utente

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("a_tempo_fermo")]


@pytest.fixture
def pagine(personas):
    client = Client()
    enter(client, personas.amministratore_presidio)
    return client


def test_a_file_is_sent_followed_and_its_outcomes_read(pagine, personas):
    medico(personas)
    content = as_xml(flusso(record(1), malattia(2, id_esterno="MP 2")))
    sent = {"file": SimpleUploadedFile("turno.xml", content)}
    answer = pagine.post(reverse("flusso_carica"), sent)
    row = Flusso.objects.get()
    assert answer.url == reverse("flusso", args=[row.pk])
    waiting = pagine.get(answer.url)
    assert waiting.headers["Refresh"] == "2"
    assert "0 di 2" in read(waiting)
    work(clock.now())
    done = pagine.get(answer.url)
    assert "Refresh" not in done.headers
    assert "L’identificativo non è scritto nel modo previsto." in read(done)
    assert "Finito" in read(pagine.get(reverse("flussi")))
    lines = pagine.get(reverse("flusso_csv", args=[row.pk])).content.decode("utf-8-sig")
    assert lines.splitlines()[2].startswith("2;Emettere un certificato;;rifiutato;;errore;")


def test_a_file_that_cannot_be_read_is_said_beside_its_field(pagine):
    sent = {"file": SimpleUploadedFile("turno.json", b"<flusso/>")}
    page = read(pagine.post(reverse("flusso_carica"), sent))
    assert "si chiama .json ma contiene XML" in page
    assert not Flusso.objects.exists()


def test_a_token_is_shown_once_and_revoked(pagine):
    form = {"nome": "Pronto soccorso", "giorni": "30"}
    page = read(pagine.post(reverse("flussi_gettone_nuovo"), form))
    secret = page.split("<code>")[1].split("</code>")[0]
    row = GettoneApi.objects.get()
    assert GettoneApi.hash_of(secret) == row.impronta
    assert secret not in read(pagine.get(reverse("flussi_gettoni")))
    assert "già un gettone" in read(pagine.post(reverse("flussi_gettone_nuovo"), form))
    revoke = reverse("flussi_gettone_revoca", args=[row.pk])
    assert "non torna a valere" in read(pagine.get(revoke))  # asking changes nothing
    assert "Vale fino a" in read(pagine.get(reverse("flussi_gettoni")))
    pagine.post(revoke)
    assert "Revocato" in read(pagine.get(reverse("flussi_gettoni")))


def test_the_list_says_whose_tokens_stand_still(pagine, personas, adesso):
    gone = Utente.objects.create_user("altra@presidio.test", nome="Rita", cognome="Greco")
    row = GettoneApi.objects.create(
        organizzazione=personas.presidio_org,
        nome="Ortopedia",
        impronta="0" * 64,
        created_at=adesso,
        created_by=gone,
        scade_at=adesso + timedelta(days=9),
    )
    page = read(pagine.get(reverse("flussi_gettoni")))
    assert "Fermo: Rita Greco non gestisce più i medici" in page
    assert reverse("flussi_gettone_revoca", args=[row.pk]) in page


def test_the_list_goes_on_from_page_to_page(pagine, personas, adesso):
    for number in range(26):
        send(personas, adesso, flusso(malattia(number)))
    first = read(pagine.get(reverse("flussi")))
    following = first.split('rel="next" href="')[1].split('"')[0]
    rest = read(pagine.get(reverse("flussi") + following))
    assert (first.count("API</dt>"), rest.count("File caricato, JSON")) == (0, 1)
    assert pagine.get(reverse("flussi") + "?dopo=x").status_code == 200


@pytest.mark.parametrize("name", ["schema_json", "schema_xsd", "esempio_json", "esempio_xml"])
def test_schema_and_example_are_for_everybody(client, name):
    answer = client.get(reverse(f"flussi_{name}"))
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment")
