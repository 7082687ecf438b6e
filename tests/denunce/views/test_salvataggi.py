"""A form that saves itself, and the two texts of a field that two pages wrote."""

from __future__ import annotations

import json
import re
from html import unescape
from uuid import uuid4

import pytest

from denunce.models import Modulo
from denunce.moduli.example import example
from denunce.moduli.registry import declaration_version
from denunce.moduli.wizard import form_sections
from portal.base.audit import AuditEvent
from portal.base.audit.models import AccessEvent
from tests.pages import read

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Autosave": "1", "Accept": "application/json"}


@pytest.fixture
def modulo(laura, denuncia):
    """The draft, begun from the case page."""
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    return Modulo.objects.get()


@pytest.fixture
def paolo(entra, personas):
    """The browser of the head of the same school."""
    return entra(personas.dirigente)


class Page:
    """An open page of the form: what it holds, which version it read, how often it saved."""

    def __init__(self, browser, modulo):
        self.browser, self.address = browser, f"/denunce/moduli/{modulo.pk}/"
        html = unescape(browser.get(self.address).content.decode())
        self.id = re.search(r'name="pagina" value="([^"]+)"', html).group(1)
        modulo.refresh_from_db()
        declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
        sections = form_sections(declaration, json.loads(modulo.dati))
        self.fields = {f.name: f.raw for s in sections for f in s.fields if not f.fixed}
        self.version, self.turn = modulo.version, 0

    def sent(self, **typed):
        """The whole form, as the browser sends it."""
        self.fields |= typed
        self.turn += 1
        page = {"pagina": self.id, "giro": str(self.turn), "version": str(self.version)}
        return self.fields | page | {"modulo_intero": "1"}

    def save(self, *, answer_lost=False, **typed):
        """What the script does; an answer lost on the way leaves the page with its old version."""
        answer = self.browser.post(f"{self.address}salva/", self.sent(**typed), headers=SCRIPT)
        if answer.status_code == 200 and not answer_lost:
            self.version = answer.json()["versione"]
        return answer

    def press(self, **typed):
        """The button "Salva la bozza"."""
        return self.browser.post(self.address, self.sent(**typed))


def dati(modulo):
    modulo.refresh_from_db()
    return json.loads(modulo.dati)


def test_what_is_typed_is_kept_and_said_with_the_hour(laura, modulo):
    answer = Page(laura, modulo).save(lavoratore__cittadinanza="Italiana")
    assert answer.json()["messaggio"] == "Bozza salvata alle 10:00 · NON INVIATA"
    assert answer.json()["versione"] == 2
    assert dati(modulo)["lavoratore"]["cittadinanza"] == "Italiana"
    assert modulo.saved_by.email == "laura.conti@persone.test"


def test_the_reasons_shrink_as_one_types(laura, modulo):
    page = Page(laura, modulo)
    before = page.save(cause__attivita="Saltava").json()["frammenti"]
    after = page.save(lavoratore__cittadinanza="Italiana").json()["frammenti"]
    assert "#id_lavoratore__cittadinanza" in before["modulo-motivi"]
    assert "#id_lavoratore__cittadinanza" not in after["modulo-motivi"]
    assert set(after) == {"modulo-motivi", "modulo-passi", "modulo-diverso"}


def test_only_a_group_whose_questions_change_is_drawn_anew(laura, modulo):
    drawn = Page(laura, modulo).save(evento__mortale="true").json()["frammenti"]
    page = {"modulo-motivi", "modulo-passi", "modulo-diverso"}
    groups = {"gruppo-evento", "gruppo-certificato", "gruppo-pubblica_sicurezza"}
    assert set(drawn) == page | groups, "the day of death, and what a death makes optional or due"
    assert 'id="id_evento__decesso"' in drawn["gruppo-evento"]
    assert 'value="2026-03-10"' in drawn["gruppo-evento"], "what is typed is still there"
    asked, _details, idle = drawn["gruppo-evento"].partition("<details")
    assert 'id="id_evento__decesso"' in asked, "no more out of the way"
    assert 'id="id_evento__turno_altro"' in idle, "the only one that still is"


def test_nonsense_is_named_and_the_rest_is_kept(laura, modulo):
    page = Page(laura, modulo)
    answer = page.save(evento__ora_lavoro="terza", cause__attivita="Saltava").json()
    assert answer["completa"] is False
    assert answer["errori"]["id_evento__ora_lavoro"] == "Serve un numero intero."
    assert dati(modulo)["cause"]["attivita"] == "Saltava"
    mended = page.save(evento__ora_lavoro="3").json()
    assert mended["completa"] is True
    assert "id_evento__ora_lavoro" not in mended["errori"]


def test_a_wrong_value_is_kept_and_said_at_its_field(laura, modulo):
    answer = Page(laura, modulo).save(lavoratore__domicilio_cap="2012").json()
    assert answer["completa"] is True
    assert answer["errori"]["id_lavoratore__domicilio_cap"] == "Il CAP ha cinque cifre."
    assert dati(modulo)["lavoratore"]["domicilio_cap"] == "2012"


def test_an_answer_lost_on_the_way_is_nobody_elses_change(laura, modulo):
    page = Page(laura, modulo)
    page.save(answer_lost=True, cause__attivita="Sal")
    answer = page.save(cause__attivita="Saltava")
    assert answer.status_code == 200
    assert dati(modulo)["cause"]["attivita"] == "Saltava"
    assert "gruppo-lavoratore" in answer.json()["frammenti"], "the page may have missed a change"


def test_an_older_request_of_the_same_page_undoes_nothing(laura, modulo):
    page = Page(laura, modulo)
    late = page.sent(cause__attivita="Sal")
    page.save(cause__attivita="Saltava")
    assert laura.post(f"{page.address}salva/", late, headers=SCRIPT).status_code == 200
    assert dati(modulo)["cause"]["attivita"] == "Saltava"


def test_another_page_stops_the_saving_and_nothing_is_overwritten(laura, paolo, modulo):
    mine, his = Page(laura, modulo), Page(paolo, modulo)
    his.save(cause__attivita="Correva")
    answer = mine.save(cause__attivita="Saltava")
    assert answer.status_code == 409
    assert answer.json()["messaggio"] == "Paolo Ferri ha salvato questa bozza alle 10:00."
    assert dati(modulo)["cause"]["attivita"] == "Correva"


def test_two_windows_of_one_person_are_two_pages(laura, modulo):
    first, second = Page(laura, modulo), Page(laura, modulo)
    second.save(cause__attivita="Correva")
    answer = first.save(cause__attivita="Saltava")
    assert answer.status_code == 409
    assert "Hai salvato questa bozza" in answer.json()["messaggio"]


def test_a_page_without_a_version_is_not_believed(laura, modulo):
    answer = laura.post(f"/denunce/moduli/{modulo.pk}/salva/", {"x": "y"}, headers=SCRIPT)
    assert answer.status_code == 422
    assert "Ricarica la pagina" in answer.json()["messaggio"]


def test_a_form_made_definitive_elsewhere_says_so(laura, modulo):
    page = Page(laura, modulo)
    Modulo.objects.filter(pk=modulo.pk).update(
        stato="definitivo", dati_sha256="0" * 64, definitivo_at=modulo.created_at,
        definitivo_by=modulo.created_by,
    )  # fmt: skip
    answer = page.save(cause__attivita="Saltava")
    assert answer.status_code == 422
    assert "è definitivo" in answer.json()["messaggio"]


def test_one_page_is_one_line_of_the_register(laura, modulo):
    page = Page(laura, modulo)
    for word in ("S", "Sa", "Sal"):
        page.save(cause__attivita=word)
    assert AuditEvent.objects.filter(code="modulo.salvato").count() == 1
    Page(laura, modulo).save(cause__attivita="Salta")
    assert AuditEvent.objects.filter(code="modulo.salvato").count() == 2


def test_saving_by_itself_is_no_reading(laura, modulo):
    page = Page(laura, modulo)
    before = AccessEvent.objects.count()
    page.save(cause__attivita="Saltava")
    assert AccessEvent.objects.count() == before


def test_a_page_that_goes_on_costs_the_same_queries(laura, modulo, django_assert_max_num_queries):
    page = Page(laura, modulo)
    page.save(cause__attivita="S")
    with django_assert_max_num_queries(18):
        page.save(cause__attivita="Sa")


# --- two texts -----------------------------------------------------------------------------------


@pytest.fixture
def diverse(laura, paolo, modulo):
    """Laura's page, older than what Paolo saved; both wrote two fields."""
    mine = Page(laura, modulo)
    Page(paolo, modulo).save(cause__attivita="Correva", lavoratore__cittadinanza="Francese")
    mine.fields |= {"cause__attivita": "Saltava", "lavoratore__cittadinanza": "Italiana"}
    return mine


def test_the_button_shows_both_texts_and_who_saved(diverse, modulo):
    page = read(diverse.press())
    for words in ("Saltava", "Correva", "Italiana", "Francese", "Paolo Ferri ha salvato"):
        assert words in page, words
    assert "2 campi sono diversi" in page
    assert dati(modulo)["cause"]["attivita"] == "Correva"


def test_the_choice_is_field_by_field(diverse, modulo, laura):
    sent = diverse.sent() | {
        "version": "2",
        "scelta__cause__attivita": "mia",
        "scelta__lavoratore__cittadinanza": "salvata",
    }
    answer = laura.post(f"{diverse.address}confronta/", sent, follow=True)
    assert "salvata con le tue scelte" in read(answer)
    assert dati(modulo)["cause"]["attivita"] == "Saltava"
    assert dati(modulo)["lavoratore"]["cittadinanza"] == "Francese"


def test_what_is_not_chosen_is_asked_again(diverse, modulo, laura):
    sent = diverse.sent() | {"version": "2", "scelta__cause__attivita": "mia"}
    page = read(laura.post(f"{diverse.address}confronta/", sent))
    assert "Manca una scelta" in page
    assert "Italiana" in page
    assert dati(modulo)["cause"]["attivita"] == "Correva"


@pytest.mark.parametrize(
    ("tutte", "attivita"), [("mia", "Saltava"), ("salvata", "Correva"), ("x", "Correva")]
)
def test_all_of_one_side(diverse, modulo, laura, tutte, attivita):
    laura.post(f"{diverse.address}confronta/", diverse.sent() | {"version": "2", "tutte": tutte})
    assert dati(modulo)["cause"]["attivita"] == attivita


def test_a_third_version_is_compared_again(diverse, modulo, laura, paolo):
    Page(paolo, modulo).save(cause__attivita="Dormiva")
    sent = diverse.sent() | {"version": "2", "tutte": "mia"}
    page = read(laura.post(f"{diverse.address}confronta/", sent))
    assert "ancora più nuova" in page
    assert "Dormiva" in page
    assert dati(modulo)["cause"]["attivita"] == "Dormiva"


def test_the_same_words_twice_are_no_choice(laura, paolo, modulo):
    mine = Page(laura, modulo)
    Page(paolo, modulo).save(cause__attivita="Correva")
    sent = mine.sent(cause__attivita=" Correva ") | {"confronta": "1"}
    answer = laura.post(mine.address, sent, follow=True)
    assert "dicono le stesse cose" in read(answer)


def test_nonsense_of_mine_is_shown_and_refused_only_when_chosen(laura, paolo, modulo):
    mine = Page(laura, modulo)
    Page(paolo, modulo).save(evento__ora_lavoro="2")
    sent = mine.sent(evento__ora_lavoro="terza") | {"confronta": "1"}
    assert "terza" in read(laura.post(mine.address, sent))
    chosen = sent | {"version": "2", "tutte": "mia"}
    page = read(laura.post(f"{mine.address}confronta/", chosen))
    assert "La bozza non è stata salvata" in page
    assert dati(modulo)["evento"]["ora_lavoro"] == 2


def test_a_row_that_only_one_page_has_is_a_difference(laura, paolo, modulo):
    mine = Page(laura, modulo)
    Page(paolo, modulo).save(
        testimoni__0__cognome="Verdi", testimoni__1__cognome="Neri", testimoni__1__nome="Ada"
    )
    page = read(laura.post(mine.address, mine.sent(cause__attivita="x") | {"confronta": "1"}))
    assert "Neri" in page
    assert "Cognome (2)" in page


def test_hostile_text_of_both_sides_stays_text(laura, paolo, modulo):
    mine = Page(laura, modulo)
    Page(paolo, modulo).save(cause__attivita='"><i data-canary>')
    sent = mine.sent(cause__attivita="<b data-canary>") | {"confronta": "1"}
    page = laura.post(mine.address, sent).content.decode()
    assert "<i data-canary>" not in page
    assert "<b data-canary>" not in page
    assert "&lt;b data-canary&gt;" in page


def test_another_school_finds_nothing(ugo, modulo):
    for end in ("salva/", "confronta/"):
        other = ugo.post(f"/denunce/moduli/{modulo.pk}/{end}", {"version": "1"}, headers=SCRIPT)
        nobody = ugo.post(f"/denunce/moduli/{uuid4()}/{end}", {"version": "1"}, headers=SCRIPT)
        assert (other.status_code, other.content) == (404, nobody.content)


def test_every_field_of_the_form_is_compared(laura, paolo, modulo):
    """R13: whichever field two pages wrote, both texts are shown; none is passed over."""
    mine, his = Page(laura, modulo), Page(paolo, modulo)
    declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
    sections = form_sections(declaration, example(declaration))
    full = {f.name: f.raw for s in sections for f in s.fields if not f.fixed and f.raw}
    assert his.save(**full).status_code == 200
    mine.fields = dict.fromkeys(full, "")
    page = read(laura.post(mine.address, mine.sent() | {"confronta": "1"}))
    shown = set(re.findall(r'name="scelta__(\w+)"', page))
    assert shown == set(full)
    assert len(shown) > 80
