"""The worklist narrowed, on paper and in a spreadsheet."""

from __future__ import annotations

import csv
import io

import pytest

from denunce.models import Adempimento, Caso, Lavoratore
from denunce.page_models import listing
from portal.base.audit import AccessEvent
from tests.denunce.views.test_scadenzario import LIST, text, titles
from tests.factories import SedeFactory

pytestmark = pytest.mark.django_db


def sheet(client, query: str = "") -> list[dict[str, str]]:
    """The rows of the file, by heading."""
    response = client.get(f"/denunce/esporta/{query}")
    assert response.status_code == 200
    content = response.content.decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(content, newline=""), delimiter=";"))


def test_one_kind_of_duty(laura, denuncia):
    assert titles(laura.get(LIST + "?tipo=denuncia")) == ["Denuncia Bianchi Luca"]
    assert titles(laura.get(LIST + "?tipo=comunicazione")) == []


def test_what_nobody_took_and_what_is_mine(laura, denuncia, personas):
    assert len(titles(laura.get(LIST + "?assegnati=nessuno"))) == 2
    Caso.objects.update(assegnato_a=personas.segreteria)
    assert titles(laura.get(LIST + "?assegnati=nessuno")) == []
    page = laura.get(LIST + "?assegnati=miei")
    assert len(titles(page)) == 2
    assert f"assegnato a {personas.segreteria.get_full_name()}" in text(page)


def test_a_class_however_written_and_a_site(laura, denuncia, personas):
    gym, other = (
        SedeFactory(organizzazione=personas.scuola, denominazione=name)
        for name in ("Palestra", "Succursale")
    )
    evento = Caso.objects.get().evento
    evento.sede = gym
    evento.save()
    assert len(titles(laura.get(LIST + "?classe=2b"))) == 2
    assert titles(laura.get(LIST + "?classe=3C")) == []
    assert len(titles(laura.get(f"{LIST}?plesso={gym.pk}"))) == 2
    assert titles(laura.get(f"{LIST}?plesso={other.pk}")) == []


def test_the_site_of_another_school_is_a_word_nobody_offered(laura, denuncia, personas):
    elsewhere = SedeFactory(organizzazione=personas.altra_scuola)
    assert len(titles(laura.get(f"{LIST}?plesso={elsewhere.pk}"))) == 2


def test_filters_stay_from_list_to_list_and_can_be_taken_away(laura, denuncia):
    page = text(laura.get(LIST + "?tipo=denuncia&classe=2B"))
    assert "?vista=fatti&amp;tipo=denuncia&amp;classe=2B" in page
    assert "Togli i filtri" in page
    assert "Togli i filtri" not in text(laura.get(LIST))


def test_an_overdue_row_says_to_send_it_all_the_same(denuncia, personas, entra, a_tempo_fermo, ora):
    a_tempo_fermo.move_to(ora("2026-03-17 10:00"))
    page = text(entra(personas.segreteria).get(LIST + "?tipo=denuncia"))
    assert "scaduto da 2 giorni" in page
    assert "Invia comunque" in page


def test_the_file_holds_the_list_in_view(laura, denuncia):
    rows = sheet(laura)
    assert [row["Adempimento"] for row in rows] == ["Denuncia", "Assicurazione"]
    first = rows[0]
    assert first["Entro"] == "14/03/2026 23:59"
    assert (first["Cognome e nome"], first["Classe o reparto"]) == ("Bianchi Luca", "2B")
    assert (first["Caso"], first["Norma"]) == ("2026/0001", "art. 53 c. 1 T.U. 1124/1965")
    assert [row["Adempimento"] for row in sheet(laura, "?tipo=denuncia")] == ["Denuncia"]


def test_the_file_follows_the_search(laura, denuncia):
    laura.post("/denunce/cerca/", {"testo": "rossi"})
    assert sheet(laura) == []


def test_cases_that_wait_are_in_their_file(laura, caso):
    (row,) = sheet(laura, "?vista=in_attesa")
    assert (row["Urgenza"], row["Adempimento"]) == ("In attesa", "Certificato medico")


def test_a_name_that_is_a_formula_is_text(laura, denuncia):
    Lavoratore.objects.update(cognome='=HYPERLINK("http://x")')
    assert sheet(laura)[0]["Cognome e nome"].startswith("'=HYPERLINK")


def test_reading_goes_on_past_one_chunk(laura, denuncia, monkeypatch):
    monkeypatch.setattr("denunce.worklist._CHUNK", 1)
    assert len(sheet(laura)) == 2
    monkeypatch.setattr(listing, "ROWS_MAX", 1)
    assert len(sheet(laura)) == 1


def test_on_paper_the_list_says_what_it_is_and_when(laura, denuncia):
    page = text(laura.get("/denunce/stampa/?tipo=denuncia"))
    assert "Da fare · Denuncia" in page
    assert "Situazione di giovedì 12 marzo, 10:00" in page
    assert "<td>Bianchi Luca</td>" in page


def test_a_long_list_says_that_it_was_cut(laura, denuncia, monkeypatch):
    monkeypatch.setattr("denunce.views.scadenzario.PRINTED_MAX", 1)
    assert "prime 1 righe" in text(laura.get("/denunce/stampa/"))


def test_another_school_is_never_in_them(laura, denuncia, personas, entra):
    other = entra(personas.segreteria2)
    assert sheet(other) == []
    assert "Bianchi" not in text(other.get("/denunce/stampa/"))
    assert Adempimento.objects.exists()


@pytest.mark.parametrize(("address", "kind"), [("esporta", "export"), ("stampa", "print")])
def test_taking_data_away_is_written_down(laura, denuncia, address, kind):
    laura.get(f"/denunce/{address}/")
    event = AccessEvent.objects.filter(kind=kind).get()
    assert event.target_type == "denunce.adempimento"
