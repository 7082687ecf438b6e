"""The prepared PEC by its pages: what is missing, the letter, the draft as a file, nothing sent."""

from __future__ import annotations

import email
from email import policy
from html import unescape

import pytest

from denunce.models import Documento, Invio
from portal.base import outbox
from portal.base.audit.models import AccessEvent
from tests.denunce.mare import FABIO, Mare
from tests.pages import read

pytestmark = pytest.mark.django_db
TO = "sede.genova@inail.test"


@pytest.fixture
def mare(personas, ora, adesso):
    """The story of Fabio Neri."""
    return Mare(personas, ora, adesso)


@pytest.fixture
def dino(entra, personas):
    """The ship owner's browser."""
    return entra(personas.armatore)


@pytest.fixture
def modulo(mare):
    """The form of the denuncia, frozen, with the address of the office."""
    return mare.definitivo(invio={"sede_pec": TO})


@pytest.fixture
def pec(modulo):
    return f"/denunce/moduli/{modulo.pk}/pec/"


@pytest.fixture
def stampato(dino, modulo):
    """Its PDF, made by the worker."""
    dino.post(f"/denunce/moduli/{modulo.pk}/pdf/")
    outbox.dispatch()
    return Documento.objects.get()


def test_a_draft_says_what_is_missing(dino, mare):
    mare.certifica()
    modulo = mare.inizia()
    address = f"/denunce/moduli/{modulo.pk}/pec/"
    page = read(dino.get(address))
    assert "Il modulo è una bozza" in page
    assert "Il portale non spedisce" in page
    assert ".eml" not in page
    assert "Il modulo è una bozza" in read(dino.post(f"{address}bozza/"))


def test_a_definitive_form_without_its_pdf_says_so_and_offers_to_make_it(dino, modulo, pec):
    page = read(dino.get(pec))
    assert "Manca il PDF definitivo" in page
    assert f'action="/denunce/moduli/{modulo.pk}/pdf/"' in page
    assert "Scarica la bozza" not in page


def test_the_letter_is_there_when_the_pdf_is(dino, modulo, pec, stampato):
    page = read(dino.get(pec))
    assert "Sede INAIL competente per Genova (GE)" in page
    assert "Denuncia di infortunio (Mod. 4 bis R.A. - Nav.), Navigazione Esempio" in page
    assert "primo approdo: 13/03/2026" in page
    assert f'value="{TO}"' in page
    assert stampato.file.original_name in page
    assert f"/denunce/adempimenti/{modulo.adempimento_id}/invio/" in page
    assert "Ho inviato: registra l’invio" in page
    assert "servizio online dell’INAIL per la navigazione" in page


def test_the_draft_is_a_file_that_a_mail_program_opens(dino, pec, stampato):
    answer = dino.post(f"{pec}bozza/", {"destinatario": "altra.sede@inail.test"})
    assert answer["Content-Type"] == "message/rfc822"
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Disposition"].startswith("attachment")
    assert ".eml" in answer["Content-Disposition"]
    message = email.message_from_bytes(answer.content, policy=policy.default)
    assert message["X-Unsent"] == "1"
    assert message["To"].addresses[0].addr_spec == "altra.sede@inail.test"
    [attached] = message.iter_attachments()
    assert attached.get_content().startswith(b"%PDF-")
    assert attached.get_filename() == stampato.file.original_name
    assert not Invio.objects.exists(), "nothing was sent, nothing is recorded as sent"


@pytest.mark.parametrize(
    "typed", ["a@b", "a@b.test\r\nBcc: x@y.test", "sede@città.test", "x" * 80 + "@inail.test"]
)
def test_an_address_that_is_none_is_refused_on_the_page(dino, pec, stampato, typed):
    answer = dino.post(f"{pec}bozza/", {"destinatario": typed})
    assert answer["Content-Type"].startswith("text/html")
    assert "id_destinatario" in read(answer)
    assert "Sede INAIL competente" in read(answer)


def test_the_address_may_stay_empty(dino, pec, stampato):
    answer = dino.post(f"{pec}bozza/", {"destinatario": ""})
    assert email.message_from_bytes(answer.content, policy=policy.default)["To"] is None


def test_both_readings_are_written_down(dino, pec, stampato):
    before = AccessEvent.objects.count()
    dino.get(pec)
    dino.post(f"{pec}bozza/", {"destinatario": TO})
    written = AccessEvent.objects.order_by("-id")[:2]
    assert AccessEvent.objects.count() == before + 2
    assert {event.kind for event in written} == {"view", "download"}


def test_nobody_else_reads_it(ugo, entra, personas, pec, stampato):
    assert ugo.get(pec).status_code == 404
    assert ugo.post(f"{pec}bozza/").status_code == 404
    assert entra(personas.datore).get(pec).status_code == 404


def test_the_form_and_its_document_lead_there(dino, modulo, pec, stampato):
    assert f'href="{pec}"' in read(dino.get(f"/denunce/moduli/{modulo.pk}/"))
    assert f'href="{pec}"' in read(dino.get(f"/denunce/documenti/{stampato.pk}/"))


def test_a_form_that_was_replaced_is_not_sent_again(dino, mare, modulo, pec, stampato):
    type(modulo).objects.filter(pk=modulo.pk).update(stato="sostituito")
    assert "è stato sostituito" in read(dino.get(pec))


def test_a_file_that_is_gone_leads_back(dino, pec, stampato, monkeypatch):
    from portal.base import files

    def gone(_file):
        raise files.FileUnavailable("sparito")

    monkeypatch.setattr("denunce.page_models.pec.files.read", gone)
    answer = dino.post(f"{pec}bozza/", {"destinatario": TO}, follow=True)
    assert "Il file non è disponibile" in read(answer)


def test_the_form_of_a_school_does_not_go_by_pec(laura, denuncia):
    laura.post(f"/denunce/adempimenti/{denuncia.pk}/modulo/")
    from denunce.models import Modulo

    address = f"/denunce/moduli/{Modulo.objects.get().pk}/"
    assert "/pec/" not in read(laura.get(address))
    for answer in (laura.get(f"{address}pec/"), laura.post(f"{address}pec/bozza/")):
        assert answer["Location"] == address
    assert "servizio online" in unescape(read(laura.get(address)))


def test_the_form_of_a_domestic_worker_goes_by_pec(personas, ora, adesso, dino):
    from dataclasses import replace

    from utenti.models import Organizzazione, TipoOrganizzazione

    Organizzazione.objects.filter(pk=personas.armatore_org.pk).update(
        tipo=TipoOrganizzazione.IMPRESA
    )
    personas.armatore_org.refresh_from_db()
    home = {
        "luogo": "abitazione", "sede": None, "in_navigazione": False, "primo_approdo_at": None,
    }  # fmt: skip
    mare = Mare(personas, ora, adesso, persona=replace(FABIO, categoria="domestico"), fatti=home)
    mare.certifica("pronto_soccorso")
    modulo = mare.inizia()
    assert modulo.tipo == "mod4bis"
    page = read(dino.get(f"/denunce/moduli/{modulo.pk}/pec/"))
    assert "datore di lavoro domestico" in page


def test_an_answer_that_no_longer_applies_can_be_taken_back(dino, mare):
    """A radio button cannot be unchecked: beside it stands the way to say nothing."""
    mare.certifica()
    modulo = mare.completa(
        mare.inizia(), approdo={"sbarcato": False, "sbarco_regolarizzato": False}
    )
    address = f"/denunce/moduli/{modulo.pk}/"
    page = read(dino.get(address))
    assert 'id="id_approdo__sbarco_regolarizzato_vuoto"' in page
    assert 'id="id_approdo__sbarcato_vuoto"' not in page
