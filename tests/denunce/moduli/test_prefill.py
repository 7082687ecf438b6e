"""What the case already says is not typed again: one case after the other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest

from denunce.moduli.prefill import prefill
from denunce.moduli.registry import declaration_on
from denunce.moduli.validation import problems


@dataclass
class NoCertificates:
    """The related manager of a case, reduced to what prefill asks of it."""

    rows: list[Any] = field(default_factory=list)

    def standing(self) -> NoCertificates:
        return self

    def filter(self, **_asked: Any) -> NoCertificates:
        return self

    def order_by(self, *_fields: str) -> NoCertificates:
        return self

    def first(self) -> Any:
        return self.rows[0] if self.rows else None


@pytest.fixture
def firm_case():
    """Ada Neri of a firm, hurt on Thursday 12 March 2026 at 10:40, with nothing optional known."""
    return SimpleNamespace(
        organizzazione=SimpleNamespace(
            tipo="impresa", denominazione="Officine Esempio", codice_fiscale="01234560157",
            codice_ditta="12345678", indirizzo="Via Uno 1", comune="Monza", provincia="MB",
            cap="20900", telefono="02 555 12345", email="info@officine.test", pec="",
        ),
        evento=SimpleNamespace(
            sede=None, luogo="in_sede", indirizzo="", comune="Monza", malattia_infortunio=False,
            avvenuto_at=datetime(2026, 3, 12, 9, 40, tzinfo=UTC), dinamica=None,
        ),
        lavoratore=SimpleNamespace(
            categoria="lavoratore", cognome="Neri", nome="Ada", codice_fiscale=None, sesso="F",
            nato_on=date(1990, 3, 14), nato_a="", indirizzo=None, domicilio_comune="",
            domicilio_provincia="", domicilio_cap="", telefono=None,
        ),
        certificati=NoCertificates(), noto_at=None, mortale=False, decesso_at=None,
        pericolo_di_morte=False,
    )  # fmt: skip


def known(case, **other):
    asked: dict[str, Any] = {"tipo": "denuncia"} | other
    return prefill(declaration_on("mod4bis", None), case, **asked)


def test_what_is_not_known_stays_empty(firm_case):
    data = known(firm_case)
    assert "dichiarante" not in data
    assert "certificato" not in data
    assert "cause" not in data
    assert set(data["lavoratore"]) == {"cognome", "nome", "sesso", "nato_il"}
    assert data["unita_produttiva"] == {"dichiarata": False}
    assert data["datore"]["telefono"] == "0255512345"
    assert data["luogo"] == {
        "in_itinere": False, "tipo": "in_sede", "comune": "Monza", "provincia": "MB",
    }  # fmt: skip
    found = problems(declaration_on("mod4bis", None), data)
    assert {problem.kind for problem in found} == {"mancante"}


def test_the_clock_is_that_of_rome(firm_case):
    firm_case.evento.avvenuto_at = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)
    assert known(firm_case)["evento"] == {"data": "2026-03-13", "ora": "00:30", "mortale": False}


def test_a_value_that_the_form_cannot_hold_is_left_to_the_person(firm_case):
    firm_case.organizzazione.telefono = "x" * 30
    firm_case.organizzazione.indirizzo = "Via\x00"
    data = known(firm_case)
    assert "telefono" not in data["datore"]
    assert "indirizzo" not in data["datore"]


@pytest.mark.parametrize(
    ("kind", "category", "gestione", "firm_code"),
    [
        ("impresa", "lavoratore", "ordinaria", True),
        ("scuola_paritaria", "studente", "ordinaria", True),
        ("scuola_statale", "personale_scolastico", "conto_stato", False),
        ("azienda_agricola", "operaio_agricolo_otd", "agricola", False),
        ("impresa", "domestico", "senza_posizione", False),
    ],
)
def test_who_insures_decides_which_codes_are_asked(firm_case, kind, category, gestione, firm_code):
    firm_case.organizzazione.tipo = kind
    firm_case.lavoratore.categoria = category
    data = known(firm_case)
    assert data["invio"]["gestione"] == gestione
    assert ("codice_ditta" in data["datore"]) is firm_code
    assert (data["datore"].get("polizza") == "speciale_scuole") is (category == "studente")


@pytest.mark.parametrize(
    ("luogo", "in_itinere", "printed"),
    [
        ("in_itinere", True, "strada"),
        ("in_itinere_fsl", True, "strada"),
        ("tragitto_scuola_ospitante", False, "strada"),
        ("cantiere", False, "cantiere"),
        ("viaggio_istruzione", False, "viaggio_istruzione"),
    ],
)
def test_the_place_of_the_case_becomes_the_place_of_the_form(firm_case, luogo, in_itinere, printed):
    firm_case.evento.luogo = luogo
    data = known(firm_case)
    assert (data["luogo"]["in_itinere"], data["luogo"]["tipo"]) == (in_itinere, printed)
    assert "cantiere" not in data["luogo"], "the question on titolo IV is for a person"


def test_every_place_of_a_case_is_a_place_of_the_form():
    from denunce.choices import Luogo
    from portal.base.riferimenti.codelists import code_list

    roads = {"in_itinere", "in_itinere_fsl", "tragitto_scuola_ospitante"}
    assert set(Luogo.values) - roads <= set(code_list("mod4bis_luogo").by_code)


def test_the_site_is_the_unita_produttiva_and_lends_its_province(firm_case):
    firm_case.evento.sede = SimpleNamespace(
        denominazione="Reparto due", indirizzo="Via Due 2", comune="Lodi", provincia="LO"
    )
    firm_case.evento.comune = "Lodi"
    data = known(firm_case)
    assert data["unita_produttiva"] == {
        "dichiarata": True, "denominazione": "Reparto due", "indirizzo": "Via Due 2",
        "comune": "Lodi", "provincia": "LO",
    }  # fmt: skip
    assert data["luogo"]["provincia"] == "LO"
    firm_case.evento.comune = "Varese"
    assert "provincia" not in known(firm_case)["luogo"]


def test_a_death_carries_its_date(firm_case):
    firm_case.mortale = firm_case.pericolo_di_morte = True
    firm_case.decesso_at = datetime(2026, 3, 12, 23, 30, tzinfo=UTC)
    firm_case.noto_at = datetime(2026, 3, 12, 9, 45, tzinfo=UTC)
    event = known(firm_case)["evento"]
    assert (event["mortale"], event["decesso"]) == (True, "2026-03-13")
    assert event["notizia"] == "2026-03-12T10:45"


def test_a_paper_certificate_says_so(firm_case):
    firm_case.certificati = NoCertificates(
        [
            SimpleNamespace(
                numero=None, rilasciato_at=datetime(2026, 3, 12, 11, 0, tzinfo=UTC),
                prognosi_dal=None, prognosi_al=None,
                received_at=datetime(2026, 3, 12, 14, 0, tzinfo=UTC),
            )
        ]
    )  # fmt: skip
    assert known(firm_case)["certificato"] == {
        "cartaceo": True, "rilasciato": "2026-03-12", "ricevuto": "2026-03-12T15:00",
    }  # fmt: skip


def test_who_compiles_and_when(firm_case):
    user = SimpleNamespace(cognome="Verdi", nome="Ugo")
    assert known(firm_case, by=user, on=date(2026, 3, 13))["dichiarante"] == {
        "cognome": "Verdi", "nome": "Ugo", "data": "2026-03-13",
    }  # fmt: skip
