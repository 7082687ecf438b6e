"""What a certificate may not say, and what looks odd; without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from certificati.controlli import doubts, period_of, refusals
from certificati.dati import DatiCertificato, Lesione
from certificati.models import Certificato
from certificati.prognosi import Periodo
from certificati.tabella import campi_of
from tests.certificati.scena import INFORTUNIO, MALATTIA, ROME

NOW = datetime(2026, 3, 12, 10, 0, tzinfo=ROME)
TOMORROW = date(2026, 3, 13)


def fields_of(found) -> list[str]:
    return [one.field for one in found]


def refused(said: DatiCertificato, **changes) -> list[str]:
    return fields_of(refusals(replace(said, **changes), NOW))


@pytest.mark.parametrize("said", [INFORTUNIO, MALATTIA], ids=["infortunio", "malattia"])
def test_a_good_one_has_neither_refusals_nor_doubts(said):
    assert refusals(said, NOW) == doubts(said) == []


@pytest.mark.parametrize("said", [INFORTUNIO, MALATTIA], ids=["infortunio", "malattia"])
def test_everything_needed_is_asked_by_its_name(said):
    empty = DatiCertificato(genere=said.genere, redatto_da="")
    needed = [campo for campo in campi_of(said.genere) if said.genere in campo.needed]
    found = refusals(empty, NOW)[: len(needed)]
    assert fields_of(found) == [campo.name for campo in needed]
    assert [one.message for one in found] == [f"Manca «{campo.label}»." for campo in needed]


def test_everything_is_said_at_once_and_of_each_field_once():
    said = refused(INFORTUNIO, diagnosi="", lesioni=(), cap="1", precedente_numero="A1")
    assert said == ["diagnosi", "precedente_numero", "cap", "lesioni"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"provincia": "Mi"}, "provincia"),
        ({"provincia": "M"}, "provincia"),
        ({"evento_ora": "24:00"}, "evento_ora"),
        ({"evento_ora": "9:30"}, "evento_ora"),
        ({"precedente_numero": "A1B2-C3D4-E5F6"}, "precedente_numero"),
        ({"telefono": "abc"}, "telefono"),
        ({"cap": "2012A"}, "cap"),
        ({"codice_fiscale": "01234560157"}, "codice_fiscale"),
        ({"datore_codice_fiscale": "01234560158"}, "datore_codice_fiscale"),
        ({"categoria": "astronauta"}, "categoria"),
        ({"cognome": "a" * 81}, "cognome"),
    ],
)
def test_a_value_of_the_wrong_form(changes, field):
    assert refused(INFORTUNIO, **changes) == [field]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"prima_assistenza_at": NOW + timedelta(minutes=1)}, "prima_assistenza_at"),
        ({"nato_on": TOMORROW}, "nato_on"),
        ({"evento_on": TOMORROW}, "evento_on"),
        ({"precedente_on": TOMORROW, "tipo": "continuativo"}, "precedente_on"),
        ({"nato_on": date(2026, 3, 11)}, "nato_on"),
        ({"nato_on": date(1905, 3, 11)}, "nato_on"),
        ({"prima_assistenza_at": datetime(2026, 3, 9, 23, tzinfo=ROME)}, "prima_assistenza_at"),
        ({"prognosi_dal": None}, "prognosi_dal"),
        ({"prognosi_al": None}, "prognosi_al"),
        ({"prognosi_al": date(2026, 3, 10)}, "prognosi_al"),
        ({"prognosi_dal": date(2026, 3, 1), "prognosi_al": date(2026, 3, 9)}, "prognosi_al"),
        ({"prognosi_dal": None, "prognosi_al": None}, "prognosi_al"),
        ({"esito": "guarigione"}, "esito"),
        ({"tipo": "definitivo"}, "esito"),
        ({"precedente_numero": "A1B2C3D4E5F6"}, "precedente_numero"),
        ({"precedente_on": date(2026, 3, 1)}, "precedente_numero"),
        ({"lesioni": ()}, "lesioni"),
        ({"lesioni": (Lesione("GRAFFIO", "CAVIGLIA SINISTRA"),)}, "lesioni"),
        ({"lesioni": (Lesione("FRATTURA", "CODA"),)}, "lesioni"),
        ({"lesioni": INFORTUNIO.lesioni * 2}, "lesioni"),
    ],
)
def test_what_cannot_be_true_of_an_injury(changes, field):
    assert field in refused(INFORTUNIO, **changes)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"prima_visita_at": NOW + timedelta(minutes=1)}, "prima_visita_at"),
        ({"manifestata_on": TOMORROW}, "manifestata_on"),
        ({"esposizione_dal": TOMORROW}, "esposizione_dal"),
        ({"esposizione_al": date(2009, 12, 31)}, "esposizione_al"),
        ({"registro_139": "lista_9"}, "registro_139"),
        ({"prognosi_dal": date(2026, 2, 1), "prognosi_al": date(2026, 3, 1)}, "prognosi_al"),
    ],
)
def test_what_cannot_be_true_of_a_disease(changes, field):
    assert field in refused(MALATTIA, **changes)


@pytest.mark.parametrize(
    ("said", "changes"),
    [
        (INFORTUNIO, {"prognosi_riservata": True, "prognosi_dal": None, "prognosi_al": None}),
        (
            INFORTUNIO,
            {"tipo": "definitivo", "esito": "postumi", "prognosi_dal": None, "prognosi_al": None},
        ),
        (INFORTUNIO, {"tipo": "continuativo", "lesioni": (), "precedente_numero": "A1B2C3D4E5F6"}),
        (INFORTUNIO, {"prognosi_al": date(2026, 3, 11)}),
        (INFORTUNIO, {"prima_assistenza_at": datetime(2026, 3, 10, 0, 0, tzinfo=ROME)}),
        (MALATTIA, {"prognosi_dal": date(2026, 3, 9), "prognosi_al": date(2026, 3, 20)}),
        (MALATTIA, {"esposizione_al": date(2010, 1, 1)}),
        (MALATTIA, {"lesioni": (Lesione("?", "?"),)}),  # a disease has none: nobody reads them
    ],
)
def test_what_is_unusual_and_right(said, changes):
    assert refused(said, **changes) == []


# --- doubts --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changes", "fields"),
    [
        ({"cognome": "Neri"}, ["cognome"]),
        ({"nome": "Marco"}, ["nome"]),
        ({"nato_on": date(2013, 5, 4)}, ["nato_on"]),
        ({"nato_on": date(1913, 5, 3)}, []),  # the code does not tell a century
        ({"sesso": "F"}, ["sesso"]),
        ({"prognosi_al": date(2027, 3, 10)}, []),  # 365 days
        ({"prognosi_al": date(2027, 3, 11)}, ["prognosi_al"]),
        ({"prognosi_dal": date(2026, 3, 9)}, ["prognosi_dal"]),
        ({"prognosi_dal": date(2026, 3, 10)}, []),
        ({"prognosi_dal": None, "prognosi_al": None}, []),
        ({"nato_on": None}, []),
    ],
)
def test_what_only_a_person_can_settle(changes, fields):
    assert fields_of(doubts(replace(INFORTUNIO, **changes))) == fields


def test_a_code_of_no_day():
    """30 February, with its right check letter."""
    said = replace(INFORTUNIO, codice_fiscale="BNCLCU13B30F205G")
    assert "codice_fiscale" in fields_of(doubts(said))


def test_a_period_has_two_ends_in_order():
    assert period_of(INFORTUNIO) == Periodo(date(2026, 3, 11), date(2026, 3, 13))
    backwards = replace(INFORTUNIO, prognosi_al=date(2026, 3, 10))
    assert period_of(backwards) is period_of(replace(INFORTUNIO, prognosi_dal=None)) is None


def test_an_event_without_person_or_day_is_no_chain():
    assert Certificato.chain_of(replace(INFORTUNIO, codice_fiscale="")) == ""
    assert Certificato.chain_of(replace(INFORTUNIO, evento_on=None)) == ""


def test_a_chain_is_of_one_person_kind_and_day():
    same = replace(INFORTUNIO, codice_fiscale=INFORTUNIO.codice_fiscale.lower(), tipo="definitivo")
    assert Certificato.chain_of(same) == Certificato.chain_of(INFORTUNIO)
    for change in ({"evento_on": date(2026, 3, 9)}, {"codice_fiscale": "RSSMRA80C41F205F"}):
        assert Certificato.chain_of(replace(INFORTUNIO, **change)) != Certificato.chain_of(
            INFORTUNIO
        )
