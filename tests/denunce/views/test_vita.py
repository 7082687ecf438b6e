"""The life of a case by its pages: notes, attachments, who follows it, the end and a new start."""

from __future__ import annotations

import io
from uuid import uuid4

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from denunce.models import Caso, Documento, Nota
from denunce.workflow import StatoCaso
from portal.base.audit import AuditEvent
from tests.pages import text

pytestmark = pytest.mark.django_db
CANARY = "<i data-canary>"


def at(caso: Caso, end: str = "") -> str:
    return f"/denunce/casi/{caso.pk}/{end}"


def version(caso: Caso) -> str:
    return str(Caso.objects.get(pk=caso.pk).version)


@pytest.fixture
def pdf() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as made:
        made.add_blank_page()
        made.save(content)
    return content.getvalue()


# --- notes ------------------------------------------------------------------------------------


def test_a_note_is_read_on_the_case_with_who_and_when(laura, caso, personas):
    note = {"testo": f"La madre richiama. {CANARY}", "request_key": str(uuid4())}
    for _ in range(2):
        page = text(laura.post(at(caso, "nota/"), note, follow=True))
    assert Nota.objects.count() == 1
    assert "La madre richiama." in page
    assert CANARY not in page
    assert f"{personas.segreteria}, <time" in page
    assert "giovedì 12 marzo 2026, 10:00" in page


@pytest.mark.parametrize(("typed", "said"), [(" ", "Scrivi la nota"), ("x" * 2001, "2000")])
def test_a_refused_note_stays_in_its_box(laura, caso, typed, said):
    page = text(laura.post(at(caso, "nota/"), {"testo": typed}))
    assert said in page
    assert typed.strip() in page
    assert not Nota.objects.exists()


# --- attachments ------------------------------------------------------------------------------


def test_a_file_joins_the_fascicolo(laura, caso, pdf):
    sent = {"titolo": "Relazione del docente", "file": SimpleUploadedFile("r.pdf", pdf)}
    page = text(laura.post(at(caso, "allegato/"), sent, follow=True))
    assert "Relazione del docente" in page
    assert Documento.objects.get().tipo == "allegato"


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("vuoto.pdf", b"", "vuoto"),
        ("foto.png", b"MZ\x90\x00" * 50, "PDF"),
        ("pagina.pdf", b"<html><script>alert(1)</script></html>", "PDF"),
    ],
)
def test_a_file_that_is_not_what_it_says_is_refused_in_words(laura, caso, name, content, said):
    sent = {"titolo": "Foto del luogo", "file": SimpleUploadedFile(name, content)}
    answer = laura.post(at(caso, "allegato/"), sent)
    assert answer.status_code == 200
    assert said in text(answer)
    assert "Foto del luogo" in text(answer)
    assert not Documento.objects.exists()


# --- who follows it ---------------------------------------------------------------------------


def test_a_case_is_given_to_a_colleague_and_taken_back(laura, caso, personas):
    paolo = personas.dirigente
    page = text(laura.get(at(caso, "assegna/")))
    assert str(paolo) in page
    assert personas.segreteria2.get_full_name() not in page
    sent = {"version": version(caso), "assegnato_a": str(paolo.pk)}
    assert f"Lo segue {paolo}" in text(laura.post(at(caso, "assegna/"), sent, follow=True))
    assert "assegnato a" in text(laura.get("/denunce/?vista=in_attesa"))
    laura.post(at(caso, "assegna/"), {"version": version(caso), "assegnato_a": ""})
    assert Caso.objects.get().assegnato_a is None


def test_nobody_of_another_school_can_follow_it(laura, caso, personas):
    sent = {"version": version(caso), "assegnato_a": str(personas.segreteria2.pk)}
    assert laura.post(at(caso, "assegna/"), sent).status_code == 200
    assert Caso.objects.get().assegnato_a is None


# --- the end, and a new start -----------------------------------------------------------------


def test_what_is_still_owed_is_listed_before_closing(laura, denuncia):
    caso = denuncia.caso
    page = text(laura.get(at(caso, "chiudi/")))
    assert "Prima di chiudere" in page
    assert f"/denunce/adempimenti/{denuncia.pk}/invio/" in page
    sent = {"version": version(caso), "esito": "guarigione"}
    assert laura.post(at(caso, "chiudi/"), sent).status_code == 200
    assert Caso.objects.get().stato == StatoCaso.APERTO


def test_a_case_opened_by_mistake_is_closed_opened_again_and_put_away(laura, denuncia):
    caso = denuncia.caso
    sent = {"version": version(caso), "esito": "errore"}
    page = text(laura.post(at(caso, "chiudi/"), sent, follow=True))
    assert "Caso chiuso" in page
    assert "Riapri il caso" in page
    assert "Correggi i dati dell’infortunio" not in page
    page = text(laura.post(at(caso, "riapri/"), {"version": version(caso)}, follow=True))
    assert "Caso riaperto" in page
    assert "Devi inviare la denuncia" in page
    laura.post(at(caso, "chiudi/"), {"version": version(caso), "esito": "errore"})
    page = text(laura.post(at(caso, "archivia/"), {"version": version(caso)}, follow=True))
    assert "Caso archiviato" in page
    assert "Riapri il caso" not in page
    codes = set(AuditEvent.objects.filter(target_id=caso.pk).values_list("code", flat=True))
    assert {"caso.chiuso", "caso.riaperto", "caso.archiviato"} <= codes


def test_a_second_press_finds_it_done(laura, caso):
    """The second request was on its way while the first one moved the case."""
    for end, said in (("chiudi", "chiuso"), ("riapri", "aperto"), ("chiudi", "chiuso")):
        sent = {"version": version(caso), "esito": "errore"}
        assert laura.post(at(caso, f"{end}/"), sent).status_code == 302
        moved = version(caso)
        page = text(laura.post(at(caso, f"{end}/"), sent, follow=True))
        assert f"Era già fatto: il caso è {said}." in page
        assert version(caso) == moved


def test_without_an_outcome_it_does_not_close(laura, caso):
    page = laura.post(at(caso, "chiudi/"), {"version": version(caso), "esito": ""})
    assert "scegli una risposta" in text(page)
    assert Caso.objects.get().stato == StatoCaso.APERTO


def test_an_old_page_closes_nothing(laura, caso):
    old = {"version": str(int(version(caso)) + 7), "esito": "errore"}
    assert "Qualcun altro ha modificato" in text(laura.post(at(caso, "chiudi/"), old))
    assert Caso.objects.get().stato == StatoCaso.APERTO


def test_an_open_case_cannot_be_put_away(laura, caso):
    page = laura.post(at(caso, "archivia/"), {"version": version(caso)})
    assert "Non è più possibile" in text(page)
    assert Caso.objects.get().stato == StatoCaso.APERTO


@pytest.mark.parametrize("end", ["nota", "allegato", "assegna", "chiudi", "riapri", "archivia"])
def test_another_school_does_none_of_it(ugo, caso, end):
    assert ugo.post(at(caso, f"{end}/"), {"version": "1"}).status_code == 404
