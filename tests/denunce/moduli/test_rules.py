"""Which field decides which: the rules of the service, told by facts."""

from __future__ import annotations

import pytest

from denunce.moduli.blocchi.lavoratore import ALUNNO
from denunce.moduli.declaration import Problem
from denunce.moduli.validation import problems


def test_empty_data_miss_the_essentials_and_nothing_is_wrong(mod4bis):
    found = problems(mod4bis, {})
    assert {problem.kind for problem in found} == {"mancante"}
    assert {"/lavoratore/cognome", "/evento/data", "/certificato/numero"} <= {
        problem.path for problem in found
    }


def test_problems_come_in_the_order_of_the_form(mod4bis, dati):
    del dati["dichiarante"]["cognome"]
    del dati["datore"]["denominazione"]
    dati["evento"]["ora"] = "25:00"
    assert [problem.path for problem in problems(mod4bis, dati)] == [
        "/datore/denominazione",
        "/evento/ora",
        "/dichiarante/cognome",
    ]


def test_a_problem_names_the_control_to_go_to():
    assert Problem("/testimoni/0/cognome", "").name == "testimoni__0__cognome"


def _student(dati):
    dati["rapporto"] = {"studente": True, "qualifica_assicurativa": ALUNNO}
    dati["datore"]["polizza"] = "speciale_scuole"
    del dati["retribuzione"]
    return dati


def test_a_pupil_has_the_fixed_qualification_and_no_employment(dati, perche):
    assert perche(_student(dati)) == {}


@pytest.mark.parametrize(
    ("group", "key", "value"),
    [
        ("rapporto", "qualifica_assicurativa", "OPERAIO"),
        ("rapporto", "data_assunzione", "2020-01-01"),
        ("rapporto", "tipologia_lavoratore", "DIPENDENTE"),
        ("rapporto", "voce_professionale", "Tornitore"),
        ("datore", "polizza", "dipendenti"),
        ("retribuzione", "importo", "10.00"),
    ],
)
def test_for_a_pupil_the_rest_of_the_employment_is_refused(dati, perche, group, key, value):
    _student(dati).setdefault(group, {})[key] = value
    assert list(perche(dati)) == [f"/{group}/{key}"]


def test_in_itinere_disables_the_hour_of_work(dati, perche):
    dati["luogo"]["in_itinere"] = True
    assert "itinere" in perche(dati)["/evento/ora_lavoro"]
    del dati["evento"]["ora_lavoro"]
    assert perche(dati) == {}


def test_the_date_of_death_is_asked_only_after_a_death(dati, perche):
    dati["evento"]["decesso"] = "2026-03-13"
    assert "mortale" in perche(dati)["/evento/decesso"]
    dati["evento"]["mortale"] = True
    assert perche(dati) == {}
    del dati["evento"]["decesso"]
    assert perche(dati) == {"/evento/decesso": "Manca: Data del decesso."}


def test_the_cantiere_question_must_be_answered(dati, perche):
    del dati["luogo"]["cantiere"]
    assert list(perche(dati)) == ["/luogo/cantiere"]


def test_a_paper_certificate_needs_no_number(dati, perche):
    dati["certificato"]["cartaceo"] = True
    assert list(perche(dati)) == ["/certificato/numero"]
    del dati["certificato"]["numero"]
    assert perche(dati) == {}


def test_causes_that_are_not_available_may_be_left_out(dati, perche):
    dati["cause"] = {"non_disponibili": True}
    assert perche(dati) == {}
    dati["cause"] = {"non_disponibili": False}
    assert set(perche(dati)) == {"/cause/dinamica", "/cause/natura_lesione", "/cause/sede_lesione"}


def test_a_telephone_is_there_or_said_to_be_missing(dati, perche):
    del dati["lavoratore"]["telefono"]
    assert list(perche(dati)) == ["/lavoratore/telefono"]
    dati["lavoratore"]["telefono_non_disponibile"] = True
    assert perche(dati) == {}


def test_the_state_pays_without_a_firm_code(dati, perche):
    dati["invio"]["gestione"] = "conto_stato"
    assert {"/datore/codice_ditta", "/datore/pat"} <= set(perche(dati))
    for key in ("codice_ditta", "pat", "voce_tariffa", "polizza"):
        del dati["datore"][key]
    dati["datore"]["codice_amministrazione"] = "MI-0001"
    assert perche(dati) == {}


def test_a_row_of_witnesses_is_checked_by_itself_and_a_blank_one_does_not_count(dati, perche):
    dati["testimoni"] = [{"cognome": "Verdi", "nome": "Anna"}, {"cognome": " "}, {"nome": "Ugo"}]
    assert perche(dati) == {"/testimoni/2/cognome": "Manca: Cognome."}


def test_a_vehicle_not_driven_by_the_worker_has_a_driver(dati, perche):
    dati["veicoli"] = [{"targa": "AB123CD", "del_lavoratore": False}]
    assert list(perche(dati)) == ["/veicoli/0/conducente"]


def test_there_is_no_comunicazione_before_12_october_2017(mod4bis, dati):
    from denunce.moduli.registry import declaration_on

    del dati["luogo"]["cantiere"]
    dati["invio"] = {"tipo": "comunicazione", "gestione": "ordinaria"}
    dati["evento"]["data"] = "2017-10-11"
    del dati["retribuzione"], dati["rapporto"]["data_assunzione"]
    old = declaration_on("mod4bis", None).checks
    found = [p.path for check in old for p in check(dati, mod4bis)]
    assert "/invio/tipo" in found
    dati["evento"]["data"] = "2017-10-12"
    assert "/invio/tipo" not in [p.path for check in old for p in check(dati, mod4bis)]


@pytest.mark.parametrize(
    ("group", "key", "value", "where"),
    [
        ("lavoratore", "nato_il", "2026-04-01", "/evento/data"),
        ("rapporto", "data_assunzione", "2026-03-13", "/evento/data"),
        ("evento", "notizia", "2026-03-11T23:59", "/evento/notizia"),
        ("certificato", "rilasciato", "2026-03-11", "/certificato/rilasciato"),
        ("certificato", "ricevuto", "2026-03-11T10:00", "/certificato/ricevuto"),
        ("certificato", "prognosi_al", "2026-03-11", "/certificato/prognosi_al"),
        ("retribuzione", "al", "2026-02-01", "/retribuzione/al"),
        ("retribuzione", "al", "2026-03-13", "/evento/data"),
        ("dichiarante", "data", "2026-03-11", "/dichiarante/data"),
    ],
)
def test_dates_that_contradict_each_other_are_told_on_the_later_one(
    dati, perche, group, key, value, where
):
    dati[group][key] = value
    assert where in perche(dati)


def test_the_codice_fiscale_is_compared_with_the_person_and_a_difference_confirmed(mod4bis, dati):
    dati["lavoratore"]["cognome"] = "Neri"
    dati["lavoratore"]["sesso"] = "F"
    [problem] = problems(mod4bis, dati)
    assert (problem.path, problem.kind) == ("/lavoratore/codice_fiscale", "avviso")
    assert "cognome, data di nascita o sesso" in problem.message
    dati["lavoratore"]["cf_confermato"] = True
    assert problems(mod4bis, dati) == []


def test_omocodia_agrees_with_the_person(dati, perche):
    from codicefiscale import codicefiscale

    plain = dati["lavoratore"]["codice_fiscale"]
    code = plain[:14] + "R"  # the last digit of the place, 5, written as its letter
    dati["lavoratore"]["codice_fiscale"] = code + codicefiscale.encode_cin(code)
    assert perche(dati) == {}


def test_an_event_before_the_version_is_told(mod4bis, dati):
    dati["evento"]["data"] = "2025-05-22"
    assert "/evento/data" in {problem.path for problem in problems(mod4bis, dati)}
