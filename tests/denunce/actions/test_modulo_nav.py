"""Fabio's form: begun with ship, voyage and certificate of the case, frozen, remembered."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date, timedelta

import pytest

from denunce.actions.moduli import finalize_modulo, start_modulo
from denunce.moduli.registry import declaration_version
from denunce.moduli.validation import problems
from denunce.workflow import StatoModulo
from portal.base.errors import ActionError
from tests.denunce.mare import FABIO, Mare

pytestmark = pytest.mark.django_db


@pytest.fixture
def mare(personas, ora, adesso):
    """The story of Fabio Neri."""
    return Mare(personas, ora, adesso)


def data_of(modulo):
    return json.loads(modulo.dati)


def test_the_form_begins_with_the_ship_the_voyage_and_the_certificate(mare):
    mare.certifica()
    modulo = mare.inizia()
    data = data_of(modulo)
    assert modulo.tipo == "mod4bis_nav"
    assert data["rapporto"] == {"studente": False, "marittimo": True}
    assert data["nave"] == {"denominazione": "M/n Esempio Prima"}
    assert data["navigazione"] == {"in_navigazione": True}
    assert data["approdo"] == {"primo_approdo": "2026-03-13"}
    assert data["certificato"]["medico_di_bordo"] is True
    assert data["certificato"]["oltre_tre_giorni"] is True
    assert data["luogo"]["tipo"] == "a_bordo"


def test_the_denuncia_of_a_voyage_is_due_on_the_day_of_the_landing(mare):
    mare.certifica()
    assert mare.adempimento().termine_at == mare.ora("2026-03-13 23:59:59")


@pytest.mark.parametrize(
    ("facts", "author", "last", "certificate"),
    [
        ({}, "medico_a_terra", 20, {"medico_di_bordo": False}),
        ({}, "medico_di_bordo", 13, {"medico_di_bordo": True, "oltre_tre_giorni": False}),
        ({"in_navigazione": False, "primo_approdo_at": None}, "medico_di_bordo", 20, {}),
    ],
)
def test_the_landing_is_written_only_when_it_matters(
    personas, ora, adesso, facts, author, last, certificate
):
    mare = Mare(personas, ora, adesso, fatti=facts)
    mare.certifica(author, last)
    tipo = "denuncia" if last > 13 else "comunicazione"
    data = data_of(mare.inizia(tipo))
    assert "approdo" not in data
    said = {key: data["certificato"].get(key) for key in ("medico_di_bordo", "oltre_tre_giorni")}
    assert {key: value for key, value in said.items() if value is not None} == certificate
    assert data["navigazione"]["in_navigazione"] is facts.get("in_navigazione", True)


def test_one_certificate_of_the_ships_doctor_among_others_is_enough(mare):
    mare.certifica("medico_di_bordo", 13)
    mare.certifica(
        "pronto_soccorso", 22, numero="B00000000002", tipo="continuativo",
        prognosi_dal=date(2026, 3, 14), received_at=mare.ora("2026-03-12 09:30"),
        rilasciato_at=mare.ora("2026-03-12 09:00"),
    )  # fmt: skip
    data = data_of(mare.inizia())
    assert data["certificato"]["numero"] == "B00000000002"
    assert data["certificato"]["medico_di_bordo"] is True
    assert data["approdo"]["primo_approdo"] == "2026-03-13"


def test_before_any_certificate_nobody_says_who_wrote_it(mare):
    from denunce.moduli.prefill import prefill
    from denunce.moduli.registry import declaration_on

    data = prefill(declaration_on("mod4bis_nav", None), mare.caso, tipo="denuncia")
    assert "certificato" not in data
    assert "approdo" not in data


def test_who_is_no_seafarer_is_not_called_one_and_a_site_ashore_is_no_ship(personas, ora, adesso):
    worker = replace(FABIO, categoria="lavoratore")
    ashore = {"luogo": "in_sede", "in_navigazione": False, "primo_approdo_at": None}
    mare = Mare(personas, ora, adesso, persona=worker, fatti=ashore)
    mare.certifica("pronto_soccorso")
    modulo = mare.inizia()
    assert modulo.tipo == "mod4bis_nav", "a ship owner has no other form"
    assert data_of(modulo)["rapporto"] == {"studente": False}
    assert "nave" not in data_of(modulo)


def test_what_a_person_types_completes_it_and_it_is_frozen(mare):
    modulo = mare.definitivo()
    assert modulo.stato == StatoModulo.DEFINITIVO
    assert problems(declaration_version(modulo.tipo, modulo.dichiarazione), data_of(modulo)) == []


def test_the_wrong_list_keeps_it_from_being_frozen(mare):
    mare.certifica()
    modulo = mare.completa(mare.inizia(), rapporto={"qualifica_assicurativa": "OPERAIO"})
    with pytest.raises(ActionError) as refused:
        finalize_modulo(modulo, expected=modulo.version, by=mare.dino, now=mare.now)
    assert "elenco" in refused.value.message
    assert refused.value.field == "rapporto__qualifica_assicurativa"


def test_the_ship_and_the_office_are_remembered_for_the_next_form(mare, personas):
    mare.definitivo(invio={"sede_pec": "sede.genova@inail.test"}, nave={"iscrizione": "Genova 12"})
    other = Mare(
        personas, mare.ora, mare.now + timedelta(minutes=5),
        persona=replace(FABIO, nome="Ugo", codice_fiscale=None),
    )  # fmt: skip
    other.__dict__["nave"] = mare.nave
    other.certifica()
    data = data_of(start_modulo(other.adempimento(), by=other.dino, now=other.now))
    assert data["nave"] == {
        "denominazione": "M/n Esempio Prima", "tipo": "nave", "pan": "8765432109",
        "iscrizione": "Genova 12",
    }  # fmt: skip
    assert data["invio"]["sede_pec"] == "sede.genova@inail.test"
    assert "imbarco" not in data, "of the voyage, not of the ship"


def test_another_domicile_has_another_office(mare, personas):
    mare.definitivo(invio={"sede_pec": "sede.genova@inail.test"})
    far = replace(
        FABIO, nome="Ugo", codice_fiscale=None, domicilio_comune="Bari", domicilio_provincia="BA"
    )
    other = Mare(personas, mare.ora, mare.now + timedelta(minutes=5), persona=far)
    other.__dict__["nave"] = mare.nave
    other.certifica()
    data = data_of(start_modulo(other.adempimento(), by=other.dino, now=other.now))
    assert "sede_pec" not in data["invio"]
