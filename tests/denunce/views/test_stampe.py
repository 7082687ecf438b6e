"""Prints by their pages: one copy or all, and made again only on purpose."""

from __future__ import annotations

import io

import pikepdf
import pytest

from denunce.actions.moduli import finalize_modulo, save_modulo
from denunce.models import Documento, Modulo
from denunce.moduli.example import example
from denunce.moduli.registry import declaration_on, declaration_version
from portal.base import outbox
from portal.base.audit import AuditEvent
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def definitivo(laura, denuncia, by, adesso):
    """The form of Luca's denuncia, complete and frozen."""
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    modulo = Modulo.objects.get()
    data = example(declaration_version(modulo.tipo, modulo.dichiarazione))
    save_modulo(modulo, data, expected=1, by=by, now=adesso)
    modulo.refresh_from_db()
    return finalize_modulo(modulo, expected=modulo.version, by=by, now=adesso)


@pytest.fixture
def prima(laura, definitivo, monkeypatch):
    """Its print, ready (the engine itself is on trial elsewhere)."""
    monkeypatch.setattr("denunce.documents.render_pdf", lambda *args: _pdf(args[2].copia))
    laura.post(f"/denunce/moduli/{definitivo.pk}/pdf/")
    outbox.dispatch()
    return Documento.objects.get()


def _pdf(title: str) -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.docinfo["/Title"] = title or "tutte"
        pdf.save(content, deterministic_id=True)
    return content.getvalue()


def test_a_print_tells_version_data_and_file(laura, prima):
    page = read(laura.get(f"/denunce/documenti/{prima.pk}/"))
    prima.refresh_from_db()
    for words in (
        "Mod. 4 bis R.A.", "dal 23/05/2025", "Impronta dei dati (SHA-256)", prima.dati_sha256,
        "Impronta del file (SHA-256)", prima.file.sha256, "Stampa numero", "Pronto da",
        "Laura Conti", "Prepara di nuovo",
    ):  # fmt: skip
        assert words in page, words
    assert "Copie" not in page


def test_it_is_made_again_only_after_a_question(laura, prima, definitivo):
    address = f"/denunce/documenti/{prima.pk}/di-nuovo/"
    asked = read(laura.get(address))
    assert "Preparare la stampa numero 2 degli stessi dati?" in asked
    assert "quando il portale ha corretto la forma del modulo stampato" in asked
    assert Documento.objects.count() == 1
    laura.post(f"/denunce/moduli/{definitivo.pk}/pdf/")
    assert Documento.objects.count() == 1, "asking for the PDF gives the one there is"
    answers = [laura.post(address)["Location"] for _ in range(2)]
    second = Documento.objects.exclude(pk=prima.pk).get()
    assert set(answers) == {f"/denunce/documenti/{second.pk}/"}, "two presses, one print"
    assert (second.stampa, second.titolo) == (2, "Mod. 4 bis R.A. (stampa 2)")
    assert AuditEvent.objects.filter(code="modulo.ristampato").count() == 1
    outbox.dispatch()
    page = read(laura.get(answers[0]))
    assert "Le stampe degli stessi dati" in page
    assert "Il file è identico a quello della stampa di prima" in page
    old = read(laura.get(f"/denunce/documenti/{prima.pk}/"))
    assert "C’è una stampa più recente" in old
    assert "di-nuovo" not in old
    assert laura.get(f"/denunce/documenti/{prima.pk}/scarica/").content.startswith(b"%PDF-")
    newest = laura.post(f"/denunce/moduli/{definitivo.pk}/pdf/")["Location"]
    assert newest == answers[0], "and then the newest one is given"


def test_a_draft_that_changed_is_printed_from_its_page(laura, denuncia, by, adesso, monkeypatch):
    monkeypatch.setattr("denunce.documents.render_pdf", lambda *args: _pdf(""))
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    modulo = Modulo.objects.get()
    laura.post(f"/denunce/moduli/{modulo.pk}/pdf/")
    outbox.dispatch()
    document = Documento.objects.get()
    save_modulo(modulo, {}, expected=1, by=by, now=adesso)
    address = f"/denunce/documenti/{document.pk}/di-nuovo/"
    for answer in (laura.get(address, follow=True), laura.post(address, follow=True)):
        assert "Dopo questa stampa il modulo è cambiato" in read(answer)
    assert Documento.objects.count() == 1


def test_what_is_not_ready_or_no_print_is_not_made_again(laura, definitivo, prima):
    address = f"/denunce/documenti/{prima.pk}/di-nuovo/"
    Documento.objects.filter(pk=prima.pk).update(stato="fallito", file=None, ready_at=None)
    assert "non è pronta" in read(laura.post(address, follow=True))
    Documento.objects.filter(pk=prima.pk).update(modulo=None)
    for answer in (laura.get(address, follow=True), laura.post(address, follow=True)):
        assert "non è la stampa di un modulo" in read(answer)


def test_another_school_finds_no_print(ugo, prima):
    address = f"/denunce/documenti/{prima.pk}/di-nuovo/"
    assert (ugo.get(address).status_code, ugo.post(address).status_code) == (404, 404)


@pytest.fixture
def di_malattia(definitivo):
    """The same form as a Mod. 101, which has copies."""
    form = declaration_on("mod101", None)
    Modulo.objects.filter(pk=definitivo.pk).update(tipo="mod101", dichiarazione=form.version)
    definitivo.refresh_from_db()
    return definitivo


def test_all_the_copies_or_one(laura, di_malattia, monkeypatch):
    monkeypatch.setattr("denunce.documents.render_pdf", lambda *args: _pdf(args[2].copia))
    address = f"/denunce/moduli/{di_malattia.pk}/"
    page = read(laura.get(address))
    assert "Prepara il PDF (copie A, B e C)" in page
    assert "Copia B: da inviare all’INAIL per la ASL" in page
    for copia in ("", "B", "B"):
        laura.post(f"{address}pdf/", {"copia": copia})
    outbox.dispatch()
    every, one = Documento.objects.order_by("copia")
    assert (every.copia, every.titolo) == ("", "Mod. 101 - Prest.")
    assert (one.copia, one.titolo) == ("B", "Mod. 101 - Prest. (copia B)")
    assert one.file.original_name.startswith("mod-101-caso-")
    assert "-copia-b" in one.file.original_name
    told = read(laura.get(f"/denunce/documenti/{one.pk}/"))
    assert "B: da inviare all’INAIL per la ASL" in told
    assert "tutte (A, B, C)" in read(laura.get(f"/denunce/documenti/{every.pk}/"))
    laura.post(f"/denunce/documenti/{one.pk}/di-nuovo/")
    again = Documento.objects.get(stampa=2)
    assert (again.copia, again.titolo) == ("B", "Mod. 101 - Prest. (copia B, stampa 2)")


@pytest.mark.parametrize("copia", ["D", "a", "AB", "x" * 5000, "\0"])
def test_a_copy_that_the_form_has_not_is_refused(laura, di_malattia, copia):
    answer = laura.post(f"/denunce/moduli/{di_malattia.pk}/pdf/", {"copia": copia}, follow=True)
    assert "Questo modulo non ha la copia che chiedi" in read(answer)
    assert not Documento.objects.exists()


def test_a_form_without_copies_has_none(laura, definitivo):
    page = read(laura.get(f"/denunce/moduli/{definitivo.pk}/"))
    assert "Una copia sola" not in page
    laura.post(f"/denunce/moduli/{definitivo.pk}/pdf/", {"copia": "A"})
    assert not Documento.objects.exists()
