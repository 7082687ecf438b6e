"""The official form by its pages: drafts, reasons with links, a PDF made by the worker."""

from __future__ import annotations

import json
import re
from html import unescape
from uuid import uuid4

import pytest

from denunce.models import Documento, Modulo
from denunce.moduli.canonical import canonical
from denunce.moduli.example import example
from denunce.moduli.registry import declaration_version
from denunce.moduli.wizard import form_sections
from portal.base import outbox
from portal.base.audit.models import AccessEvent
from tests.pages import read

pytestmark = pytest.mark.django_db
CANARY = "<i data-canary>"


@pytest.fixture
def modulo(laura, denuncia):
    """The draft, begun from the case page."""
    answer = laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    found = Modulo.objects.get()
    assert answer["Location"] == f"/denunce/moduli/{found.pk}/"
    return found


@pytest.fixture
def indirizzo(modulo):
    return f"/denunce/moduli/{modulo.pk}/"


def typed(modulo, data) -> dict[str, str]:
    """What a browser sends for these data."""
    declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
    sections = form_sections(declaration, data)
    fields = {f.name: f.raw for section in sections for f in section.fields if not f.fixed}
    modulo.refresh_from_db()
    return fields | {"version": str(modulo.version)}


def complete(modulo):
    """Complete data, with this case's certificate number."""
    return example(declaration_version(modulo.tipo, modulo.dichiarazione))


@pytest.fixture
def mittente():
    """Let the worker do what is due."""
    return lambda: outbox.dispatch()


def test_the_form_starts_with_what_the_case_knows(laura, indirizzo):
    page = read(laura.get(indirizzo))
    assert 'value="Bianchi"' in page
    assert 'value="BNCLCU13E03F205S"' in page
    assert "dal caso" in page
    assert "NON INVIATA" in page
    assert "non trasmette all’INAIL" in page


def test_beginning_twice_gives_the_same_draft(laura, denuncia, modulo):
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    assert Modulo.objects.count() == 1


def test_every_reason_links_to_a_field_of_the_page(laura, indirizzo):
    page = read(laura.get(indirizzo))
    reasons = re.search(r'id="motivi".*?</section>', page, re.DOTALL).group(0)
    targets = re.findall(r'href="#(id_[\w]+)"', reasons)
    assert targets
    for target in targets:
        assert f'id="{target}"' in page, target


def test_a_draft_is_kept_with_anything_missing(laura, modulo, indirizzo):
    answer = laura.post(indirizzo, {"version": "1", "lavoratore__cognome": "Bianco"}, follow=True)
    assert "Bozza salvata" in read(answer)
    modulo.refresh_from_db()
    assert json.loads(modulo.dati)["lavoratore"]["cognome"] == "Bianco"
    assert modulo.stato == "bozza"


def test_what_cannot_be_read_is_refused_and_nothing_typed_is_lost(laura, modulo, indirizzo):
    sent = {"version": "1", "evento__data": "mai", "lavoratore__nome": "Luchino"}
    page = read(laura.post(indirizzo, sent))
    assert "La bozza non è stata salvata" in page
    assert 'href="#id_evento__data"' in page
    assert 'value="Luchino"' in page
    assert 'value="mai"' in page
    modulo.refresh_from_db()
    assert modulo.version == 1


def test_who_saves_second_reads_that_someone_was_first(laura, indirizzo):
    assert laura.post(indirizzo, {"version": "1"}).status_code == 302
    page = laura.post(indirizzo, {"version": "1", "lavoratore__cognome": "Mio"})
    assert "Confronta le due versioni" in read(page)
    assert 'value="Mio"' in read(page)


@pytest.mark.parametrize("version", ["", "x", "0", "-1", "9" * 30, "١"])
def test_a_page_without_a_good_version_is_asked_to_reload(laura, indirizzo, version):
    page = laura.post(indirizzo, {"version": version})
    assert page.status_code == 200
    assert "Ricarica la pagina" in read(page)


def test_hostile_text_is_kept_as_text(laura, modulo, indirizzo):
    answer = laura.post(
        indirizzo,
        {"version": "1", "lavoratore__cognome": CANARY, "cause__dinamica": CANARY, "x__y": CANARY},
        follow=True,
    )
    assert CANARY not in answer.content.decode()
    assert "&lt;i data-canary&gt;" in answer.content.decode()
    page = laura.post(indirizzo, {"version": "2", "cause__dinamica": "x" * 100_000})
    assert page.status_code == 200


def test_an_incomplete_form_does_not_become_definitive(laura, modulo, indirizzo):
    answer = laura.post(f"{indirizzo}definitivo/", {"version": modulo.version}, follow=True)
    assert "non è completo" in read(answer)
    modulo.refresh_from_db()
    assert modulo.stato == "bozza"


def test_a_complete_form_becomes_definitive_and_is_only_read(laura, modulo, indirizzo):
    saved = laura.post(indirizzo, typed(modulo, complete(modulo)), follow=True)
    assert "Il modulo è completo" in read(saved)
    stale = laura.post(f"{indirizzo}definitivo/", {"version": modulo.version}, follow=True)
    assert "Qualcun altro ha modificato" in read(stale)
    modulo.refresh_from_db()
    page = read(laura.post(f"{indirizzo}definitivo/", {"version": modulo.version}, follow=True))
    assert "Questo modulo è definitivo" in page
    assert "Salva la bozza" not in page
    modulo.refresh_from_db()
    assert modulo.dati_sha256 in page
    refused = laura.post(indirizzo, typed(modulo, complete(modulo)))
    assert "definitivo" in read(refused)


def test_the_pdf_is_waited_for_then_downloaded(laura, modulo, indirizzo, mittente):
    answer = laura.post(f"{indirizzo}pdf/")
    document = Documento.objects.get()
    assert answer["Location"] == f"/denunce/documenti/{document.pk}/"
    waiting = laura.get(answer["Location"])
    assert waiting["Refresh"] == "1"
    assert "Stiamo preparando il PDF" in read(waiting)
    assert "Chiesto adesso. Di solito è pronto entro 5 secondi." in read(waiting)
    early = laura.get(f"{answer['Location']}scarica/")
    assert early["Location"] == answer["Location"]
    mittente()
    ready = laura.get(answer["Location"])
    assert "Refresh" not in ready
    assert "Il file è pronto" in read(ready)
    file = laura.get(f"{answer['Location']}scarica/")
    assert file["Content-Type"] == "application/pdf"
    assert file.content.startswith(b"%PDF-")
    assert file["Content-Disposition"].startswith("attachment")


def test_the_pages_of_the_pdf_are_looked_at_as_pictures(laura, ugo, indirizzo, mittente, personas):
    address = laura.post(f"{indirizzo}pdf/")["Location"]
    assert laura.get(f"{address}pagine/1/").status_code == 404, "not made yet"
    mittente()
    page = read(laura.get(address))
    shown = re.findall(r'<img class="pi-preview__page" src="([^"]+)"', page)
    assert shown[0] == f"{address}pagine/1/"
    assert "Pagina 1 di" in page
    before = AccessEvent.objects.count()
    picture = laura.get(shown[0])
    assert (picture["Content-Type"], picture["Cache-Control"]) == ("image/png", "no-store")
    assert picture.content.startswith(b"\x89PNG")
    assert AccessEvent.objects.count() == before + 1
    assert laura.get(f"{address}pagine/99/").status_code == 404
    assert laura.get(f"{address}pagine/{'9' * 30}/").status_code == 404
    assert ugo.get(shown[0]).status_code == 404


def test_who_waits_too_long_is_told_the_truth(laura, indirizzo, a_tempo_fermo, ora):
    address = laura.post(f"{indirizzo}pdf/")["Location"]
    a_tempo_fermo.move_to(ora("2026-03-12 10:00:20"))
    assert "Chiesto 20 secondi fa. Ci vuole più del solito" in read(laura.get(address))
    a_tempo_fermo.move_to(ora("2026-03-12 10:05"))
    slow = laura.get(address)
    assert "Puoi lasciare questa pagina" in read(slow)
    assert slow["Refresh"] == "15"


def test_two_presses_ask_for_one_pdf(laura, indirizzo):
    for _ in range(2):
        laura.post(f"{indirizzo}pdf/")
    assert Documento.objects.count() == 1


def test_a_download_is_written_down_a_wait_is_not(laura, modulo, indirizzo, mittente, personas):
    address = laura.post(f"{indirizzo}pdf/")["Location"]
    laura.get(f"{address}scarica/")
    assert not AccessEvent.objects.filter(kind="download").exists()
    mittente()
    laura.get(f"{address}scarica/")
    written = AccessEvent.objects.get(kind="download")
    assert (written.user_id, written.organizzazione_id) == (
        personas.segreteria.pk,
        personas.scuola.pk,
    )


def test_a_file_that_vanished_is_said_in_words(laura, indirizzo, mittente, settings):
    address = laura.post(f"{indirizzo}pdf/")["Location"]
    mittente()
    for path in settings.FILES_DIR.rglob("*"):
        if path.is_file():
            path.unlink()
    answer = laura.get(f"{address}scarica/", follow=True)
    assert "non è disponibile" in read(answer)


def test_the_form_of_another_school_does_not_exist(laura, ugo, modulo, indirizzo):
    document = laura.post(f"{indirizzo}pdf/")["Location"]
    for method, address, nobody in (
        (ugo.get, indirizzo, f"/denunce/moduli/{uuid4()}/"),
        (ugo.post, indirizzo, f"/denunce/moduli/{uuid4()}/"),
        (ugo.post, f"{indirizzo}definitivo/", f"/denunce/moduli/{uuid4()}/definitivo/"),
        (ugo.post, f"{indirizzo}pdf/", f"/denunce/moduli/{uuid4()}/pdf/"),
        (ugo.get, document, f"/denunce/documenti/{uuid4()}/"),
        (ugo.get, f"{document}scarica/", f"/denunce/documenti/{uuid4()}/scarica/"),
    ):
        answer = method(address)
        assert (answer.status_code, answer.content) == (404, method(nobody).content), address


def test_the_insurers_duty_has_no_mod_4_bis(laura, denuncia):
    duty = denuncia.caso.adempimenti.get(tipo="denuncia_assicurazione")
    answer = laura.post(f"/denunce/adempimenti/{duty.pk}/modulo/", follow=True)
    assert "non c’è un modulo ufficiale da compilare" in read(answer)
    assert not Modulo.objects.exists()


def test_wrong_methods_are_405(laura, denuncia, indirizzo):
    assert laura.get(f"/denunce/adempimenti/{denuncia.pk}/modulo/").status_code == 405
    for end in ("definitivo/", "pdf/"):
        assert laura.get(indirizzo + end).status_code == 405
    assert laura.put(indirizzo).status_code == 405


def test_the_button_of_the_pdf_keeps_what_is_typed(laura, modulo, indirizzo):
    sent = typed(modulo, json.loads(modulo.dati)) | {"modulo_intero": "1"}
    name = next(key for key in sent if key.endswith("cittadinanza"))
    answer = laura.post(f"{indirizzo}pdf/", sent | {name: "italiana"})
    modulo.refresh_from_db()
    assert "italiana" in modulo.dati
    printed = Documento.objects.get()
    assert answer["Location"] == f"/denunce/documenti/{printed.pk}/"
    # Back to the page as the browser kept it, and pressed again: one PDF, no conflict with oneself.
    laura.post(f"{indirizzo}pdf/", sent | {name: "italiana"})
    assert Documento.objects.count() == 1


def test_the_button_of_the_pdf_shows_what_cannot_be_read(laura, modulo, indirizzo):
    sent = typed(modulo, json.loads(modulo.dati)) | {"modulo_intero": "1"}
    name = next(key for key in sent if key.endswith("nato_il"))
    page = read(laura.post(f"{indirizzo}pdf/", sent | {name: "ieri"}))
    assert "La bozza non è stata salvata" in page
    assert 'value="ieri"' in page
    assert not Documento.objects.exists()


def test_what_is_typed_last_is_what_becomes_definitive(laura, modulo, indirizzo):
    sent = typed(modulo, complete(modulo)) | {"modulo_intero": "1"}
    laura.post(f"{indirizzo}definitivo/", sent)
    modulo.refresh_from_db()
    assert modulo.stato == "definitivo"
    assert json.loads(modulo.dati) == json.loads(canonical(complete(modulo)))


def differing(page: str) -> list[str]:
    """The controls that the page lists as different from the case."""
    return re.findall(r'name="dal_caso" value="([^"]+)"', page)


@pytest.fixture
def corretta(laura, luca, modulo):
    """The name and the address of the pupil were wrong; the form was begun before."""
    luca.refresh_from_db()
    luca.cognome, luca.nato_a = "Bianco", "Monza"
    luca.save()


def test_a_fresh_form_differs_in_nothing(laura, indirizzo):
    page = read(laura.get(indirizzo))
    assert differing(page) == []
    assert re.search(r'id="modulo-diverso"[^>]* hidden', page)


def test_what_was_corrected_in_the_case_is_listed_and_taken_over(
    laura, modulo, indirizzo, corretta
):
    page = read(laura.get(indirizzo))
    assert "lavoratore__cognome" in differing(page)
    assert "Bianco" in page
    sent = typed(modulo, json.loads(modulo.dati)) | {"lavoratore__cittadinanza": "Italiana"}
    answer = laura.post(indirizzo, sent | {"dal_caso": "lavoratore__cognome"}, follow=True)
    assert "Un dato riportato dal caso." in read(answer)
    modulo.refresh_from_db()
    kept = json.loads(modulo.dati)["lavoratore"]
    assert kept["cognome"] == "Bianco"
    assert kept["cittadinanza"] == "Italiana"  # what was being typed is kept
    left = differing(read(answer))
    assert left
    assert "lavoratore__cognome" not in left


def test_everything_is_taken_over_at_once(laura, modulo, indirizzo, corretta):
    sent = typed(modulo, json.loads(modulo.dati)) | {"lavoratore__nome": "Lucio"}
    page = read(laura.post(indirizzo, sent | {"dal_caso": "tutti"}, follow=True))
    assert differing(page) == []
    assert "dati riportati dal caso." in page
    modulo.refresh_from_db()
    assert json.loads(modulo.dati)["lavoratore"]["nome"] == "Luca"


@pytest.mark.parametrize("asked", ["lavoratore__nessuno", "dichiarante__luogo", "<b>"])
def test_a_control_that_does_not_differ_is_only_saved(laura, modulo, indirizzo, asked):
    before = modulo.dati
    sent = typed(modulo, json.loads(before)) | {"dal_caso": asked}
    assert "Bozza salvata. NON INVIATA" in read(laura.post(indirizzo, sent, follow=True))
    modulo.refresh_from_db()
    assert modulo.dati == before


def test_the_list_shrinks_while_one_types(laura, modulo, indirizzo, corretta):
    sent = typed(modulo, json.loads(modulo.dati)) | {"lavoratore__cognome": "Bianco"}
    answer = laura.post(f"{indirizzo}salva/", sent, headers={"X-Autosave": "1"}).json()
    assert "lavoratore__cognome" not in differing(unescape(answer["frammenti"]["modulo-diverso"]))


def test_a_definitive_form_that_the_case_no_longer_bears_out_says_so(
    laura, modulo, indirizzo, luca
):
    sent = typed(modulo, complete(modulo)) | {"modulo_intero": "1"}
    laura.post(f"{indirizzo}definitivo/", sent)
    modulo.refresh_from_db()
    assert modulo.stato == "definitivo"
    page = read(laura.get(indirizzo))
    assert "non dicono la stessa cosa" in page
    assert differing(page) == []
