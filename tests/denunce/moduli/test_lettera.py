"""The PEC that carries the form: right office, no name in the subject, headers nobody can split."""

from __future__ import annotations

import copy
import email
from email import policy

import pytest

from denunce.moduli.example import example
from denunce.moduli.lettera import Lettera, draft_message, letter, one_line
from denunce.moduli.registry import versions_of

NAV = versions_of("mod4bis_nav")[-1]
PDF = b"%PDF-1.7\n" + bytes(range(256)) * 20
NAME = "mod-4-bis-nav-caso-2026-0041.pdf"


@pytest.fixture
def nav():
    """Complete data, free to be changed."""
    return copy.deepcopy(example(NAV))


def written(data, declaration=NAV) -> Lettera:
    return letter(declaration, data, numero_caso="2026/0041", attachments=(NAME,))


def parsed(content: bytes):
    return email.message_from_bytes(content, policy=policy.default)


def test_the_office_is_that_of_the_domicile_until_it_is_named(nav):
    del nav["invio"]["sede_inail"]
    assert written(nav).office == "Sede INAIL competente per Milano (MI)"
    nav["invio"]["sede_inail"] = "Genova"
    assert written(nav).office == "Sede INAIL di Genova"


def test_the_address_is_what_the_form_says_or_nothing(nav):
    assert written(nav).address == "sede.esempio@inail.test"
    del nav["invio"]["sede_pec"]
    assert written(nav).address == ""


def test_the_subject_says_what_it_is_and_names_no_worker(nav):
    subject = written(nav).subject
    assert subject == (
        "Denuncia di infortunio (Mod. 4 bis R.A. - Nav.), Navigazione Esempio S.p.A., "
        "evento del 12/03/2026, caso 2026/0041"
    )
    assert "Bianchi" not in subject


def test_the_text_has_what_the_office_needs_to_file_it(nav):
    body = written(nav).body
    for piece in (
        "Sede INAIL di Milano Esempio", "Bianchi Luca", "BNCLCU90C14F205J", "Milano MI",
        "12/03/2026 10:40", "1A2B3C4D5E6F", "dal 12/03/2026 al 18/03/2026", "8765432109",
        "primo approdo: 13/03/2026", "circolare INAIL n. 54/2004", NAME, "Armatore",
    ):  # fmt: skip
        assert piece in body, piece
    assert "contusione" not in body.lower(), "nature and site stay in the form"


def test_what_a_form_does_not_ask_is_not_in_the_text():
    plain = versions_of("mod4bis")[-1]
    body = written(example(plain), plain).body
    assert "PAN" not in body
    assert "approdo" not in body


def test_the_draft_is_read_back_by_a_mail_program(nav):
    message = parsed(draft_message(written(nav), to="sede.genova@inail.test", name=NAME, pdf=PDF))
    assert message["X-Unsent"] == "1"
    assert message["Subject"] == written(nav).subject
    [to] = message["To"].addresses
    assert (to.display_name, to.addr_spec) == (
        "Sede INAIL di Milano Esempio", "sede.genova@inail.test",
    )  # fmt: skip
    assert message["From"] is None
    assert message.get_body().get_content().replace("\r\n", "\n") == written(nav).body
    [attached] = message.iter_attachments()
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_filename() == NAME
    assert attached.get_content() == PDF


def test_without_an_address_the_mail_program_asks_for_it(nav):
    assert parsed(draft_message(written(nav), to="", name=NAME, pdf=PDF))["To"] is None


@pytest.mark.parametrize(
    "evil",
    [
        "Esempio\r\nBcc: ladro@altrove.test",
        "Esempio\nX-Evil: 1\n\ncorpo",
        "Esempio\u2028Bcc: a@b.test\x00",
        "=?utf-8?q?Bcc=3A_x?=\r\n y",
        "Società «Perché» àèìòù " * 12,
    ],
)
def test_no_name_can_add_a_header(nav, evil):
    nav["datore"]["denominazione"] = nav["invio"]["sede_inail"] = evil
    nav["lavoratore"]["cognome"] = evil
    message = parsed(draft_message(written(nav), to="a@inail.test", name=f"{evil}.pdf", pdf=PDF))
    assert set(message.keys()) == {"Subject", "To", "X-Unsent", "MIME-Version", "Content-Type"}
    assert "\n" not in message["Subject"]
    assert [each.addr_spec for each in message["To"].addresses] == ["a@inail.test"]
    [attached] = message.iter_attachments()
    assert attached.get_content() == PDF


def test_one_line_keeps_the_words():
    assert one_line(" a\r\n\tb\x00c\u202e  d ") == "a b c d"
