"""The automatic checks, as tables: what is declared, what is found, how grave it is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from codicefiscale import codicefiscale as cf

from utenti.credenziali.checks import Fatti, Precedenti, run_checks
from utenti.credenziali.checks.nomi import same
from utenti.credenziali.motivi import MOTIVI

ALL = frozenset({"modulo_firmato", "documento_fronte", "documento_retro"})
FINE = Fatti(
    cognome="Rossi",
    nome="Maria",
    sesso="F",
    nato_on=date(1980, 3, 1),
    nato_a="Milano",
    codice_fiscale="RSSMRA80C41F205F",
    documento_tipo="carta_identita",
    rilasciato_on=date(2020, 5, 1),
    scade_on=date(2030, 3, 1),
    inviata_on=date(2026, 3, 10),
    oggi=date(2026, 3, 12),
    allegati=ALL,
    account="Maria Rossi",
)


def code(cognome: str, nome: str, sesso: str, day: str, place: str) -> str:
    return str(cf.encode(cognome, nome, sesso, day, place))


def found(fatti: Fatti) -> dict[str, str]:
    """Level by code, of what is not fine or says more than "fine"."""
    dull = {"cf_torna", "documento_valido", "allegati_presenti"}
    return {row.code: row.severita.value for row in run_checks(fatti) if row.code not in dull}


def test_when_everything_fits_three_sentences_say_so():
    rows = run_checks(FINE)
    assert [row.code for row in rows] == ["allegati_presenti", "cf_torna", "documento_valido"]
    assert not any(row.blocca for row in rows)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # The code itself.
        ({"codice_fiscale": "RSSMRA80C41F205X"}, {"cf_malformato": "grave"}),
        ({"codice_fiscale": "12345678901"}, {"cf_malformato": "grave"}),
        ({"codice_fiscale": ""}, {"cf_malformato": "grave"}),
        ({"codice_fiscale": cf.decode("RSSMRA80C41F205F")["omocodes"][3]}, {"cf_omocodia": "ok"}),
        # The person.
        ({"sesso": "M"}, {"cf_sesso": "grave"}),
        ({"nato_on": date(1980, 3, 2)}, {"cf_nascita": "grave"}),
        ({"nato_on": None}, {"cf_nascita": "grave"}),
        ({"nato_a": "Monza"}, {"cf_luogo": "grave"}),
        ({"nato_a": "MILANO"}, {}),
        ({"cognome": "Verdi"}, {"cf_nome": "grave", "nome_account": "attenzione"}),
        ({"cognome": "Maria", "nome": "Rossi"}, {"cf_nome_scambiato": "attenzione"}),
        ({"account": "Rossi Maria"}, {}),
        ({"account": "Gino Bruni"}, {"nome_account": "attenzione"}),
        # The document.
        ({"scade_on": date(2026, 3, 9)}, {"documento_scaduto": "grave"}),
        ({"scade_on": date(2026, 3, 10)}, {"documento_scaduto_dopo": "attenzione"}),
        ({"scade_on": date(2026, 3, 12)}, {}),
        ({"scade_on": None}, {"documento_senza_scadenza": "attenzione"}),
        (
            {"rilasciato_on": date(2030, 3, 1)},
            {"rilascio_dopo_scadenza": "grave", "rilascio_futuro": "grave"},
        ),
        # The files.
        ({"allegati": ALL - {"documento_retro"}}, {"retro_mancante": "grave"}),
        ({"allegati": ALL - {"documento_fronte"}}, {"fronte_mancante": "grave"}),
        ({"allegati": ALL - {"modulo_firmato"}}, {"modulo_mancante": "grave"}),
        (
            {"allegati": ALL - {"documento_retro"}, "documento_tipo": "passaporto"},
            {"retro_mancante": "attenzione"},
        ),
    ],
)
def test_one_thing_that_does_not_fit(changes, expected):
    assert found(replace(FINE, **changes)) == expected


@pytest.mark.parametrize(
    ("already", "expected"),
    [
        (Precedenti(stesso_codice_fiscale=1), {"doppione": "grave"}),
        (Precedenti(rifiutate=2), {"gia_rifiutata": "attenzione"}),
        (Precedenti(stessa_email=1), {"stessa_email": "attenzione"}),
        (Precedenti(stesso_documento=1), {"stesso_documento": "grave"}),
        (Precedenti(account_con_codice_fiscale=True), {"account_altrui": "grave"}),
        (Precedenti(altro_codice_fiscale=True), {"account_altro_codice": "grave"}),
        (Precedenti(struttura="Ospedale Esempio"), {"struttura_presente": "attenzione"}),
        (
            Precedenti(struttura="Ospedale Esempio", struttura_chiusa=True),
            {"struttura_chiusa": "grave"},
        ),
    ],
)
def test_what_is_already_here(already, expected):
    assert found(replace(FINE, precedenti=already)) == expected


# Name, surname and place as somebody may write them, against the code of their papers.
@pytest.mark.parametrize(
    ("papers", "written", "expected"),
    [
        # Accents and apostrophes.
        (("D'Angelo", "Nicolò", "M", "05/07/1975", "Forlì"), ("D’Angelo", "Nicolo'", "Forli’"), {}),
        (("De Luca", "Zoë", "F", "05/07/1975", "Roma"), ("DE LUCA", "Zoe", "ROMA"), {}),
        # The order of two names; a second name that the papers do not know.
        (
            ("Rossi", "Anna Maria", "F", "05/07/1975", "Roma"),
            ("Rossi", "Maria Anna", "Roma"),
            {"cf_nome_scritto_diverso": "ok"},
        ),
        (
            ("Rossi", "Luca", "M", "05/07/1975", "Roma"),
            ("Rossi", "Luca Aurelio", "Roma"),
            {"cf_nome_scritto_diverso": "ok"},
        ),
        # Born abroad: the state, the city with the state, the city alone.
        (("Weber", "Jörg", "M", "05/07/1975", "Germania"), ("Weber", "Jörg", "Germania"), {}),
        (
            ("Weber", "Jörg", "M", "05/07/1975", "Germania"),
            ("Weber", "Jorg", "Köln (Germania)"),
            {},
        ),
        (
            ("Weber", "Jörg", "M", "05/07/1975", "Germania"),
            ("Weber", "Jörg", "Colonia"),
            {"cf_nascita_estero": "attenzione"},
        ),
        # A town of two languages.
        (
            ("Hofer", "Anna", "F", "05/07/1975", "Bolzano"),
            ("Hofer", "Anna", "Bolzano/Bozen"),
            {},
        ),
    ],
)
def test_names_and_places_as_people_write_them(papers, written, expected):
    cognome, nome, place = written
    fatti = replace(
        FINE,
        cognome=cognome,
        nome=nome,
        sesso=papers[2],
        nato_on=date(1975, 7, 5),
        nato_a=place,
        codice_fiscale=code(*papers),
        account=f"{nome} {cognome}",
    )
    assert found(fatti) == expected


@pytest.mark.parametrize(
    ("born", "expected"),
    [
        (date(2008, 3, 10), set()),  # eighteen on the very day of the request
        (date(2008, 3, 11), {"minorenne"}),
        (date(1925, 3, 11), set()),
        (date(1925, 3, 10), {"oltre_cento_anni"}),
    ],
)
def test_age_on_the_day_of_the_request(born, expected):
    day = f"{born:%d/%m/%Y}"
    fatti = replace(FINE, nato_on=born, codice_fiscale=code("Rossi", "Maria", "F", day, "Milano"))
    assert set(found(fatti)) == expected


def test_the_gravest_comes_first_and_every_proposed_reason_exists():
    fatti = replace(
        FINE,
        sesso="M",
        scade_on=None,
        allegati=frozenset(),
        precedenti=Precedenti(1, 1, 1, 1, account_con_codice_fiscale=True),
    )
    rows = run_checks(fatti)
    order = ["grave", "attenzione", "ok"]
    levels = [order.index(row.severita) for row in rows]
    assert levels == sorted(levels)
    assert {row.motivo for row in rows if row.motivo} <= set(MOTIVI)
    assert all(row.cosa_fare for row in rows if row.severita != "ok")


@pytest.mark.parametrize(
    ("campo", "declared", "read", "equal"),
    [
        ("cognome", "D’Angelo", "D'ANGELO", True),
        ("cognome", "D’Angelo", "DANGELO", True),
        ("cognome", "Müller", "Mueller", True),
        ("nome", "Anna Maria", "Maria Anna", True),
        ("nome", "Anna", "Anna Maria", False),
        ("nato_on", "1980-03-01", "01/03/1980", True),
        ("nato_on", "1980-03-01", "1.3.1980", True),
        ("nato_on", "1980-03-01", "3 gennaio", False),
        ("documento_numero", "CA00001AA", "ca 00001 aa", True),
        ("documento_numero", "CA00001AA", "CA0000IAA", False),
    ],
)
def test_equal_however_it_is_written(campo, declared, read, equal):
    assert same(campo, declared, read) is equal
