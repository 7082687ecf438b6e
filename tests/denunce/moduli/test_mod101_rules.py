"""Mod. 101: which field decides which, and what the sum and the dates must say."""

from __future__ import annotations

import copy

import pytest

from denunce.moduli.blocchi.malattia_retribuzione import LETTERE
from denunce.moduli.example import example
from denunce.moduli.registry import versions_of
from denunce.moduli.validation import problems
from denunce.moduli.wizard import clean, form_sections

NEWEST = versions_of("mod101")[-1]


@pytest.fixture
def dati():
    """Complete data without problems, free to be spoiled."""
    return copy.deepcopy(example(NEWEST))


def perche(data):
    return {problem.path: problem.message for problem in problems(NEWEST, data)}


def controls(data):
    return {f.name: f for s in form_sections(NEWEST, data) for f in s.fields}


def test_empty_data_miss_the_essentials_and_nothing_is_wrong():
    found = problems(NEWEST, {})
    assert {problem.kind for problem in found} == {"mancante"}
    paths = {problem.path for problem in found}
    assert {"/malattia/dichiarata", "/malattia/segnalata_il", "/certificato/numero"} <= paths
    assert not any(path.startswith(("/retribuzione", "/elementi", "/annui")) for path in paths)
    assert "/sorveglianza/libretto" not in paths, "a legacy of 2007: never asked for"


@pytest.mark.parametrize("group", ["retribuzione", "elementi", "annui", "quadratura", "indennita"])
def test_pay_may_be_left_out(dati, group):
    for each in ("quadratura", group):
        dati.pop(each, None)
    assert perche(dati) == {}


# Farms.


def test_a_farm_chooses_among_the_qualifications_of_agriculture(dati):
    dati["rapporto"]["qualifica"] = "26"
    assert perche(dati) == {}
    dati["datore"]["azienda_agricola"] = True
    assert list(perche(dati)) == ["/rapporto/qualifica"]
    dati["rapporto"]["qualifica"] = "22"
    assert perche(dati) == {}
    labels = dict(controls(dati)["rapporto__qualifica"].choices)
    assert labels["05"] == "Proprietario non coltivatore diretto"


def test_a_code_outside_both_lists_is_refused(dati):
    dati["rapporto"]["qualifica"] = "27"
    assert list(perche(dati)) == ["/rapporto/qualifica"]


@pytest.mark.parametrize("farm", [True, False])
def test_another_qualification_is_said_in_words(dati, farm):
    dati["datore"]["azienda_agricola"] = farm
    dati["rapporto"]["qualifica"] = "99"
    assert perche(dati) == {"/rapporto/qualifica_altro": "Manca: Altra qualifica, in chiaro."}
    dati["rapporto"]["qualifica_altro"] = "Volontario"
    assert perche(dati) == {}
    dati["rapporto"]["qualifica"] = "04"
    assert list(perche(dati)) == ["/rapporto/qualifica_altro"]


@pytest.mark.parametrize("kind", ["azienda_agricola", "amministrazione_statale"])
def test_farms_and_the_state_have_no_policy_to_name(dati, kind):
    for key in ("codice_ditta", "pat"):
        del dati["datore"][key]
    assert set(perche(dati)) == {"/datore/codice_ditta", "/datore/pat"}
    del dati["datore"]["artigiana"]
    dati["datore"][kind] = True
    assert perche(dati) == {}


def test_the_ministry_is_of_a_state_administration_which_is_no_artisan(dati):
    dati["datore"]["codice_ministero"] = "MI-1"
    assert list(perche(dati)) == ["/datore/codice_ministero"]
    dati["datore"]["amministrazione_statale"] = True
    assert list(perche(dati)) == ["/datore/artigiana"]


@pytest.mark.parametrize(
    ("key", "wrong"),
    [("codice_ditta", "1234567"), ("codice_ditta_cc", "9"), ("pat", "ABCDEFGH"), ("pat_cc", "à0"),
     ("istat", "15146")],
)  # fmt: skip
def test_numbers_and_their_check_characters_have_their_length(dati, key, wrong):
    dati["datore"][key] = wrong
    assert list(perche(dati)) == [f"/datore/{key}"]


# The worker.


@pytest.mark.parametrize(
    ("tipologia", "needed"),
    [("A", True), ("B", False), ("C", False), ("D", False), ("E", False), ("F", False),
     ("G", True)],
)  # fmt: skip
def test_who_is_employed_has_a_contract_and_a_day_of_hiring(dati, tipologia, needed):
    dati["rapporto"]["tipologia"] = tipologia
    del dati["rapporto"]["durata"], dati["rapporto"]["data_assunzione"]
    expected = {"/rapporto/durata", "/rapporto/data_assunzione"} if needed else set()
    assert set(perche(dati)) == expected


def test_the_codice_fiscale_is_compared_with_the_person_and_a_difference_confirmed(dati):
    dati["lavoratore"]["cognome"] = "Neri"
    [problem] = problems(NEWEST, dati)
    assert (problem.path, problem.kind) == ("/lavoratore/codice_fiscale", "avviso")
    dati["lavoratore"]["cf_confermato"] = True
    assert perche(dati) == {}


# Pay.


def test_a_base_has_an_amount_and_an_amount_a_base(dati):
    del dati["retribuzione"]["importo"], dati["quadratura"]
    assert list(perche(dati)) == ["/retribuzione/importo"]
    del dati["retribuzione"]["base"]
    assert perche(dati) == {}
    dati["retribuzione"]["importo"] = "10.00"
    assert list(perche(dati)) == ["/retribuzione/base"]


def test_the_line_of_the_other_base_is_filled_only_if_the_base_changed(dati):
    del dati["quadratura"]
    row = dati["retribuzione"]
    keys = ("ore_altra_base", "importo_altra_base", "dal", "al")
    row["basi_cambiate"] = False
    assert set(perche(dati)) == {f"/retribuzione/{key}" for key in keys}
    for key in keys:
        del row[key]
    assert perche(dati) == {}
    row["basi_cambiate"] = True
    assert set(perche(dati)) == {f"/retribuzione/{key}" for key in keys}
    del row["ore"]
    assert "/retribuzione/ore_altra_base" not in perche(dati), "hours of a base without hours"


PAIRS = [
    ("tredicesima_percento", "tredicesima", "M", "N"),
    ("altre_mensilita_percento", "altre_mensilita", "O", "P"),
    ("premio_percento", "premio", "Q", "R"),
    ("ferie", "ferie_percento", "S", "T"),
]


@pytest.mark.parametrize(("one", "other", "first", "second"), PAIRS)
def test_of_two_that_the_paper_joins_by_oppure_one_is_filled(dati, one, other, first, second):
    letters = {each.path: each.letter for each in LETTERE}
    assert (letters[f"annui.{one}"], letters[f"annui.{other}"]) == (first, second)
    del dati["quadratura"]
    dati["annui"][other] = "1.00"
    assert "alternativi" in perche(dati)[f"/annui/{other}"]
    del dati["annui"][one]
    assert perche(dati) == {}


def test_a_total_that_matches_or_is_left_blank_is_right(dati):
    assert dati["quadratura"]["totale"] == "377.38"
    assert perche(dati) == {}
    del dati["quadratura"]
    assert perche(dati) == {}
    assert controls(dati)["quadratura__totale"].computed == "377,38"


def test_a_wrong_total_is_told_with_its_difference(dati):
    dati["quadratura"]["totale"] = "377.88"
    message = perche(dati)["/quadratura/totale"]
    assert "377,88" in message
    assert "377,38" in message
    assert "differenza 0,50" in message
    dati["quadratura"]["totale"] = "1000.00"
    dati["elementi"]["straordinario"] = "1002.62"
    assert "differenza -300,00" in perche(dati)["/quadratura/totale"]


@pytest.mark.parametrize("addend", LETTERE, ids=lambda each: each.letter)
def test_every_letter_counts_percentages_without_their_decimals(addend):
    group, key = addend.path.split(".")
    kind = NEWEST.field(addend.path).kind
    data = {group: {key: kind.parse("12") if addend.letter == "S" else "12.75"}}
    expected = "12,00" if addend.whole or addend.letter == "S" else "12,75"
    assert controls(data)["quadratura__totale"].computed == expected


# Exposure and visits.


def test_who_worked_at_it_was_exposed_for_some_time(dati):
    del dati["periodi"]
    assert perche(dati) == {"/periodi/0/dal": "Manca: Periodo di esposizione."}
    dati["esposizione"]["adibito"] = False
    assert perche(dati) == {}


def test_up_to_four_periods_and_visits(dati):
    dati["periodi"] = [{"dal": f"201{n}-09-03", "al": f"201{n}-12-31"} for n in range(3, 7)]
    dati["visite"] = [{"data": f"202{n}-04-10"} for n in range(4)]
    assert perche(dati) == {}
    dati["periodi"].append({"dal": "2019-01-01"})
    dati["visite"].append({"data": "2025-04-10"})
    assert {"/periodi", "/visite"} == set(perche(dati))


@pytest.mark.parametrize(
    ("asked", "who"), [("visita_assunzione", "visita_chi"), ("sintomi_noti", "sintomi_chi")]
)
def test_who_visited_is_asked_after_a_yes(dati, asked, who):
    del dati["sorveglianza"][who]
    assert list(perche(dati)) == [f"/sorveglianza/{who}"]
    dati["sorveglianza"][asked] = False
    dati.pop("visite")
    assert perche(dati) == {}
    dati["sorveglianza"][who] = "Dott.ssa Verdi"
    assert list(perche(dati)) == [f"/sorveglianza/{who}"]


def test_dates_of_visits_are_of_known_symptoms(dati):
    dati["sorveglianza"]["sintomi_noti"] = False
    del dati["sorveglianza"]["sintomi_chi"]
    assert list(perche(dati)) == ["/visite/0/data"]


def test_more_than_one_environment_may_be_marked(dati):
    marked = ("aperto", "chiuso", "areato", "insonorizzato", "galleria")
    assert all(dati["esposizione"][key] is True for key in marked)
    raw = {f.name: f.raw for f in controls(dati).values() if f.raw}
    for key in ("aperto", "areato"):
        del raw[f"esposizione__{key}"]  # what is not marked, a browser does not send
    data, errors = clean(NEWEST, raw)
    assert errors == []
    assert "aperto" not in data["esposizione"]
    assert data["esposizione"]["galleria"] is True
    assert perche(data) == {}


def test_a_paper_certificate_has_no_number(dati):
    dati["certificato"]["cartaceo"] = True
    assert list(perche(dati)) == ["/certificato/numero"]
    del dati["certificato"]["numero"]
    assert perche(dati) == {}


@pytest.mark.parametrize(
    ("path", "value", "where"),
    [
        ("lavoratore.nato_il", "2026-03-13", "/malattia/segnalata_il"),
        ("lavoratore.nato_il", "2012-09-04", "/rapporto/data_assunzione"),
        ("lavoratore.nato_il", "2012-09-04", "/periodi/0/dal"),
        ("lavoratore.nato_il", "2025-04-11", "/visite/0/data"),
        ("lavoratore.nato_il", "2026-03-12", "/esposizione/ultimo_giorno"),
        ("rapporto.data_assunzione", "2026-03-13", "/malattia/segnalata_il"),
        ("rapporto.data_assunzione", "2026-03-14", "/malattia/astensione_dal"),
        ("rapporto.data_assunzione", "2012-09-04", "/periodi/0/dal"),
        ("periodi.0.al", "2012-09-02", "/periodi/0/al"),
        ("periodi.0.al", "2026-03-12", "/periodi/0/al"),
        ("periodi.0.dal", "2026-03-13", "/periodi/0/dal"),
        ("esposizione.ultimo_giorno", "2026-03-14", "/dichiarante/data"),
        ("malattia.segnalata_il", "2026-03-14", "/dichiarante/data"),
        ("malattia.astensione_dal", "2026-03-14", "/dichiarante/data"),
        ("certificato.rilasciato", "2026-03-14", "/dichiarante/data"),
        ("visite.0.data", "2026-03-13", "/visite/0/data"),
        ("retribuzione.al", "2026-02-24", "/retribuzione/al"),
        ("retribuzione.al", "2026-03-14", "/dichiarante/data"),
        ("retribuzione.dal", "2026-02-13", "/retribuzione/dal"),
    ],
)
def test_dates_that_contradict_each_other_are_told_on_the_later_one(dati, path, value, where):
    put(dati, path, value)
    assert where in perche(dati)


def test_a_period_without_last_day_ends_neither_before_nor_after(dati):
    del dati["esposizione"]["ultimo_giorno"]
    dati["periodi"][0]["al"] = "2026-03-14"
    assert list(perche(dati)) == ["/periodi/0/al"], "after the denuncia"
    del dati["periodi"][0]["al"]
    assert perche(dati) == {}


def test_fifteen_days_of_another_base_are_as_many_as_there_can_be(dati):
    dati["retribuzione"]["dal"] = "2026-02-14"
    assert perche(dati) == {}


def test_an_exposure_from_before_the_hiring_is_confirmed_by_somebody(dati):
    dati["periodi"][0]["dal"] = "2010-01-01"
    [problem] = problems(NEWEST, dati)
    assert (problem.path, problem.kind) == ("/periodi/0/dal", "avviso")
    dati["esposizione"]["rapporti_precedenti"] = True
    assert perche(dati) == {}


def test_a_row_that_is_empty_asks_for_nothing(dati):
    found = controls(dati)
    assert found["periodi__0__dal"].required
    assert not found["periodi__1__dal"].required


@pytest.mark.parametrize("kind", ["text", 3, None, [], {"dal": 3}, [3], [{"dal": "x"}]])
@pytest.mark.parametrize("group", ["periodi", "visite", "malattia", "esposizione"])
def test_nonsense_in_a_group_is_told_and_breaks_nothing(dati, group, kind):
    dati[group] = kind
    assert all(perche(dati).values())


def put(data, path, value):
    *holders, key = path.split(".")
    place = data
    for holder in holders:
        place = place[int(holder)] if holder.isdigit() else place[holder]
    place[key] = value
