"""A comunicazione that becomes a denuncia: nothing is typed twice, nothing sent changes."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest

from denunce.actions.conversione import conversion
from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.actions.moduli import finalize_modulo, save_modulo, start_modulo
from denunce.forms.modulo import ModuloForm
from denunce.models import Lavoratore, Modulo
from denunce.moduli.conditions import holds
from denunce.moduli.example import example
from denunce.moduli.registry import declaration_version
from denunce.moduli.wizard import form_sections

pytestmark = pytest.mark.django_db


@pytest.fixture
def comunicazione(caso, due_giorni, certifica):
    """Two days of absence: a comunicazione."""
    certifica(caso, due_giorni)
    return caso.adempimenti.get(tipo="comunicazione")


@pytest.fixture
def scritta(comunicazione, laura, adesso) -> Modulo:
    """Its form, complete but for what a denuncia alone asks."""
    modulo = start_modulo(comunicazione, by=laura, now=adesso)
    declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
    data = example(declaration)
    data["invio"]["tipo"] = "comunicazione"
    for group, asked in declaration.fields():
        if not group.repeat and not holds(asked.when, data):
            data[group.key].pop(asked.key, None)
    return save_modulo(modulo, data, expected=1, by=laura, now=adesso)


@pytest.fixture
def inviata(scritta, comunicazione, laura, adesso) -> Modulo:
    """Made definitive, and the comunicazione sent."""
    frozen = finalize_modulo(scritta, expected=2, by=laura, now=adesso)
    data = DatiInvio(canale="sidi", sent_at=adesso)
    record_dispatch(comunicazione, data, request_key=uuid4(), by=laura, now=adesso)
    return frozen


@pytest.fixture
def prolunga(caso, due_giorni, certifica, laura, adesso):
    """A second certificate reaches the fourth day; the form of the denuncia is begun."""

    def longer() -> Modulo:
        later = replace(
            due_giorni,
            numero="A00000000009",
            tipo="continuativo",
            prognosi_dal=date(2026, 3, 13),
            prognosi_al=date(2026, 3, 20),
            received_at=adesso,
        )
        certifica(caso, later)
        return start_modulo(caso.adempimenti.get(tipo="denuncia"), by=laura, now=adesso)

    return longer


def form(modulo: Modulo, **typed: str) -> ModuloForm:
    """The form as a browser sends it back, with some controls changed."""
    if not typed:
        return ModuloForm(modulo, None)
    sections = form_sections(
        declaration_version(modulo.tipo, modulo.dichiarazione), json.loads(modulo.dati)
    )
    raw = {f.name: f.raw for section in sections for f in section.fields if not f.fixed}
    return ModuloForm(modulo, raw | {"version": str(modulo.version)} | typed)


def field(found: ModuloForm, name: str):
    return next(f for section in found.sections() for f in section.fields if f.name == name)


def test_the_denuncia_has_what_the_comunicazione_said(inviata, prolunga):
    modulo = prolunga()
    data, before = json.loads(modulo.dati), json.loads(inviata.dati)
    assert data["invio"]["tipo"] == "denuncia"
    assert data["cause"] == before["cause"]
    assert data["lavoratore"]["cittadinanza"] == before["lavoratore"]["cittadinanza"]
    assert data["certificato"]["numero"] == "A00000000009"
    assert data["certificato"]["prognosi_al"] == "2026-03-20"


def test_once_it_was_sent_its_data_are_marked_and_locked(inviata, prolunga):
    modulo = prolunga()
    known = field(form(modulo), "cause__natura_lesione")
    assert known.from_other
    assert known.locked
    typed = form(modulo, cause__natura_lesione="FRATTURA", cause__sede_lesione="")
    cause, before = typed.dati["cause"], json.loads(inviata.dati)["cause"]
    assert (cause["natura_lesione"], cause["sede_lesione"]) == (
        before["natura_lesione"],
        before["sede_lesione"],
    )


def test_its_certificate_and_who_declares_are_its_own(inviata, prolunga):
    modulo = prolunga()
    typed = form(modulo, dichiarante__luogo="Bergamo")
    assert typed.dati["dichiarante"]["luogo"] == "Bergamo"
    assert not field(form(modulo), "certificato__numero").locked


def test_what_the_case_says_otherwise_is_not_locked(inviata, prolunga):
    """The surname was corrected after the comunicazione: the page shows both, and lets choose."""
    Lavoratore.objects.update(cognome="Bianco")
    modulo = prolunga()
    name = field(form(modulo), "lavoratore__cognome")
    assert (name.locked, name.raw, name.in_case) == (False, "Bianchi", "Bianco")
    assert form(modulo, lavoratore__cognome="Bianco").dati["lavoratore"]["cognome"] == "Bianco"


def test_before_it_is_sent_its_data_are_only_filled_in(scritta, prolunga):
    modulo = prolunga()
    known = field(form(modulo), "cause__natura_lesione")
    assert (known.from_other, known.locked) == (True, False)
    assert form(modulo, cause__natura_lesione="").dati["cause"].get("natura_lesione") is None


def test_of_the_old_references_none_is_left(inviata, caso, due_giorni, certifica, laura, adesso):
    """The certificate that prolongs is a paper copy without number."""
    paper = replace(
        due_giorni,
        numero=None,
        prognosi_dal=date(2026, 3, 13),
        prognosi_al=date(2026, 3, 20),
        received_at=adesso,
        received_via="copia_cartacea",
    )
    certifica(caso, paper)
    modulo = start_modulo(caso.adempimenti.get(tipo="denuncia"), by=laura, now=adesso)
    assert "numero" not in json.loads(modulo.dati)["certificato"]


def test_a_comunicazione_and_a_first_denuncia_come_from_nowhere(
    scritta, apri, caduta, certifica, riferimenti, laura, adesso, ora
):
    declaration = declaration_version(scritta.tipo, scritta.dichiarazione)
    assert conversion(scritta, declaration).dati == {}
    other = apri(replace(caduta, avvenuto_at=ora("2026-03-10 09:00")))
    certifica(other, riferimenti)
    first = start_modulo(other.adempimenti.get(tipo="denuncia"), by=laura, now=adesso)
    assert conversion(first, declaration).dati == {}
