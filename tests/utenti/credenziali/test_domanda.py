"""The application to sign: printed by the worker, again when the data change."""

from __future__ import annotations

import io
import re
from datetime import timedelta

import pikepdf
import pypdfium2
import pytest

from portal.base import pdf
from portal.base.files.models import StoredFile
from portal.base.outbox import OutboxMessage
from portal.base.pdf import PdfError
from tests.utenti.credenziali.scena import begun, filled, scope, sent
from utenti.credenziali.actions.domande import RENDER, request_print
from utenti.credenziali.actions.richieste import save_step
from utenti.credenziali.documenti import fail_abandoned, render_domanda
from utenti.credenziali.models import Domanda
from utenti.credenziali.page_models.domanda import domanda_page
from utenti.credenziali.stampa import render_html

pytestmark = pytest.mark.django_db


@pytest.fixture
def compilata(bozza, adesso):
    return filled(bozza, adesso)


@pytest.fixture
def torchio(monkeypatch):
    """A press that costs nothing and remembers what it printed."""
    printed: list[str] = []

    def render(html, *, css=(), limits=None):
        printed.append(html)
        content = io.BytesIO()
        with pikepdf.new() as made:
            made.add_blank_page()
            made.save(content)
        return content.getvalue()

    monkeypatch.setattr(pdf, "render", render)
    return printed


def at(richiesta, end=""):
    return f"/credenziali/richieste/{richiesta.pk}/domanda/{end}"


def work(adesso):
    for message in OutboxMessage.objects.filter(handler=RENDER).order_by("created_at"):
        render_domanda(message.payload, now=adesso)


def test_the_application_is_asked_for_waited_for_and_downloaded(
    browser, compilata, torchio, adesso
):
    waiting = browser.post(at(compilata), follow=True)
    assert "Stiamo preparando il PDF" in waiting.content.decode()
    assert waiting["Refresh"] == "1"
    assert browser.get(at(compilata, "pdf/")).status_code == 302
    work(adesso)
    work(adesso)
    assert len(torchio) == 1
    ready = browser.get(at(compilata))
    assert "Scarica il PDF" in ready.content.decode()
    assert "Refresh" not in ready
    file = browser.get(at(compilata, "pdf/"))
    assert file["Content-Type"] == "application/pdf"
    assert f"domanda-{compilata.codice}.pdf" in file["Content-Disposition"]


def test_the_same_data_are_printed_once_and_others_again(
    browser, compilata, torchio, mario, adesso
):
    by = scope(mario, adesso)
    first = request_print(compilata, by=by, now=adesso)
    work(adesso)
    assert request_print(compilata, by=by, now=adesso).pk == first.pk
    old = StoredFile.objects.get()
    changed = save_step(
        compilata, "persona", {"nome": "Marco"}, expected=compilata.version, by=by, now=adesso
    )
    page = browser.get(at(changed)).content.decode()
    assert "Hai cambiato i dati dopo l’ultima stampa" in page
    assert browser.get(at(changed, "pdf/")).status_code == 302
    second = request_print(changed, by=by, now=adesso)
    old.refresh_from_db()
    assert old.deleted_at is not None
    assert Domanda.objects.get().pk == second.pk
    work(adesso)  # the message of the first print finds nothing to do
    assert len(torchio) == 2


def test_data_changed_before_the_press_are_not_printed_under_the_old_hash(
    compilata, torchio, mario, adesso
):
    by = scope(mario, adesso)
    request_print(compilata, by=by, now=adesso)
    values = {"nome": "Marco"}
    save_step(compilata, "persona", values, expected=compilata.version, by=by, now=adesso)
    work(adesso)
    assert torchio == []
    assert Domanda.objects.get().stato == "fallita"


def test_an_incomplete_request_is_not_printed(browser, bozza):
    page = browser.post(at(bozza), follow=True).content.decode()
    assert "Prima di stampare la domanda sistema «Sesso»: Manca." in page
    assert not Domanda.objects.exists()
    assert "Non è ancora stata preparata" in browser.get(at(bozza)).content.decode()


def test_a_print_that_fails_is_said_and_asked_for_again(browser, compilata, monkeypatch, adesso):
    def broken(html, *, css=(), limits=None):
        raise PdfError("memoria")

    monkeypatch.setattr(pdf, "render", broken)
    browser.post(at(compilata))
    work(adesso)
    assert "La preparazione non è riuscita" in browser.get(at(compilata)).content.decode()
    assert "Stiamo preparando" in browser.post(at(compilata), follow=True).content.decode()


def test_a_print_whose_message_was_set_aside_does_not_wait_for_ever(compilata, mario, adesso):
    request_print(compilata, by=scope(mario, adesso), now=adesso)
    fail_abandoned(adesso)
    assert Domanda.objects.get().stato == "in_preparazione"
    OutboxMessage.objects.filter(handler=RENDER).update(state="sospeso", last_error="x")
    fail_abandoned(adesso)
    assert Domanda.objects.get().stato == "fallita"
    render_domanda({"domanda": str(Domanda.objects.get().pk)}, now=adesso)


@pytest.mark.parametrize(
    ("seconds", "said", "refresh"),
    [
        (3, "entro 5 secondi", 1),
        (8, "Ci vuole più del solito", 1),
        (30, "prima di questa ci sono altri documenti", 3),
        (90, "Puoi lasciare la pagina", 15),
    ],
)
def test_who_waits_is_told_for_how_long(compilata, mario, adesso, seconds, said, refresh):
    asked = request_print(compilata, by=scope(mario, adesso), now=adesso)
    page = domanda_page(compilata, asked, older=False, now=adesso + timedelta(seconds=seconds))
    assert said in page["detail"]
    assert page["refresh_seconds"] == refresh


def test_a_file_that_cannot_be_given_leads_back(browser, compilata, torchio, mario, adesso):
    made = request_print(compilata, by=scope(mario, adesso), now=adesso)
    work(adesso)
    made.refresh_from_db()
    StoredFile.objects.update(scan_state="in_verifica")
    page = browser.get(at(compilata, "pdf/"), follow=True).content.decode()
    assert "Il file non è disponibile in questo momento." in page


def test_a_request_that_was_sent_prints_nothing_more(browser, mario, adesso):
    gone = sent(mario, adesso)
    assert browser.post(at(gone)).status_code == 403


def test_the_paper_says_whose_it_is_and_whose_it_is_not(mario, adesso):
    hospital = filled(begun(mario, adesso, "presidio"), adesso, struttura="Ospedale <Esempio>")
    html = render_html(hospital)
    assert "Fac-simile: modulo del portale, non dell’INAIL" in html
    assert "Ospedale &lt;Esempio&gt;" in html
    assert "Presidio ospedaliero" in html
    assert "Informativa (Regolamento UE 2016/679, art. 13)" in html
    assert re.search(r"Luogo.*Data.*Firma di Mario Solo", html, re.DOTALL)
    assert "SLOMRA70E04F205I" in html
    assert "04/05/1970" in html


def test_the_real_press_makes_one_tagged_italian_page(compilata):
    content = pdf.render(render_html(compilata), css=("css/pdf/domanda.css",))
    with pikepdf.open(io.BytesIO(content)) as made:
        assert str(made.Root.Lang) == "it"
        assert bool(made.Root.MarkInfo.Marked)
        assert len(made.pages) == 1
    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert "Domanda di abilitazione" in text
    assert "SLOMRA70E04F205I" in text
