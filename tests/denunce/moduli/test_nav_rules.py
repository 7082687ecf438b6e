"""Which field decides which on board: seafarer, ship, first landing, landing, pay, master."""

from __future__ import annotations

import copy

import jsonschema
import pytest

from denunce.moduli.blocchi.lavoratore import ALUNNO
from denunce.moduli.conditions import LaterBy, expressible, holds, schema
from denunce.moduli.example import apply_fixed, example
from denunce.moduli.registry import versions_of
from denunce.moduli.schema import json_schema
from denunce.moduli.validation import problems
from denunce.moduli.wizard import clean, form_sections
from portal.base.riferimenti.codelists import code_list

NAV = versions_of("mod4bis_nav")[-1]
SCHEMA = jsonschema.Draft202012Validator(json_schema(NAV))


@pytest.fixture
def nav():
    """Complete data without problems, free to be spoiled."""
    return copy.deepcopy(example(NAV))


def why(data) -> dict[str, str]:
    """What keeps the data from being sent; whatever has no problem satisfies the schema too."""
    found = {problem.path: problem.message for problem in problems(NAV, data)}
    if not found:
        assert list(SCHEMA.iter_errors(data)) == []
    return found


def control(data, name):
    sections = form_sections(NAV, data)
    return next(field for section in sections for field in section.fields if field.name == name)


def ashore(data):
    """The same person, on board without being a seafarer."""
    for key in ("categoria_marittimo", "qualifica_unimare"):
        data["rapporto"].pop(key)
    data["rapporto"] |= {
        "marittimo": False,
        "qualifica_assicurativa": "OPERAIO",
        "tipologia_lavoratore": "DIPENDENTE",
        "tipologia_contratto": "INDETERMINATO A TEMPO PIENO",
    }
    data["nave"]["tipo"] = "appalti_officina"
    return data


# --- seafarer or not -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("key", "at_sea", "on_land"),
    [
        ("qualifica_assicurativa", "DIRETTORE MACCHINA", "OPERAIO"),
        ("tipologia_contratto", "LAVORO A TEMPO DETERMINATO", "DETERMINATO A TEMPO PIENO"),
        ("tipologia_lavoratore", None, "AUTONOMO"),
    ],
)
def test_a_value_of_the_other_list_is_refused_by_problems_and_schema(nav, key, at_sea, on_land):
    assert why(nav) == {}
    nav["rapporto"][key] = on_land
    assert list(why(nav)) == [f"/rapporto/{key}"]
    assert "elenco" in why(nav)[f"/rapporto/{key}"]
    assert list(SCHEMA.iter_errors(nav))
    ashore(nav)["rapporto"][key] = on_land
    assert why(nav) == {}
    if at_sea:
        nav["rapporto"][key] = at_sea
        assert list(why(nav)) == [f"/rapporto/{key}"]
        assert list(SCHEMA.iter_errors(nav))


def test_every_value_of_both_lists_is_accepted_on_its_side(nav):
    lists = ("qualifica_assicurativa", "tipologia_lavoratore")
    for key in (*lists, "tipologia_contratto"):
        field = NAV.field(f"rapporto.{key}")
        for on_board, base in ((True, nav), (False, ashore(copy.deepcopy(nav)))):
            kind = field.switched[0].kind if on_board else field.kind
            for entry in code_list(kind.list_code).entries:
                data = copy.deepcopy(base)
                data["rapporto"][key] = entry.code
                data.pop("retribuzione")
                assert why(data) == {}, entry.code


@pytest.mark.parametrize("key", ["categoria_marittimo", "qualifica_unimare"])
def test_category_and_unimare_are_of_seafarers_alone(nav, key):
    value = nav["rapporto"].pop(key)
    assert list(why(nav)) == [f"/rapporto/{key}"]
    ashore(
        nav
        | {"rapporto": nav["rapporto"] | {"categoria_marittimo": "1", "qualifica_unimare": "MOZZO"}}
    )
    nav["rapporto"][key] = value
    assert f"/rapporto/{key}" in why(nav | {"rapporto": nav["rapporto"] | {"marittimo": False}})


def test_whether_a_seafarer_must_be_said(nav):
    del nav["rapporto"]["marittimo"]
    assert "/rapporto/marittimo" in why(nav)


def test_the_page_offers_the_list_of_the_answer_and_keeps_what_is_no_longer_in_it(nav):
    field = control(nav, "rapporto__qualifica_assicurativa")
    assert len(field.choices) == 17
    assert "rapporto__marittimo" in field.depends_on
    nav["rapporto"]["marittimo"] = False
    field = control(nav, "rapporto__qualifica_assicurativa")
    assert len(field.choices) == 23
    assert field.raw == nav["rapporto"]["qualifica_assicurativa"]
    assert field.stray.startswith("Sottufficiale"), "in words"


def test_a_pupil_on_board_has_the_fixed_qualification_and_no_employment(nav):
    nav["rapporto"] = {"studente": True, "qualifica_assicurativa": ALUNNO}
    nav["datore"]["polizza"] = "speciale_scuole"
    del nav["retribuzione"]
    assert why(nav) == {}
    nav["rapporto"]["marittimo"] = False
    assert list(why(nav)) == ["/rapporto/marittimo"]


def test_another_sector_of_contract_is_written_when_it_is_not_in_the_list(nav):
    nav["rapporto"]["ccnl_settore_altro"] = "Meccanici"
    assert list(why(nav)) == ["/rapporto/ccnl_settore_altro"]
    del nav["rapporto"]["ccnl_settore"]
    assert why(nav) == {}


# --- ship and embarkation ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "asked", "must"),
    [
        ("nave", True, True),
        ("ruolo_unico", True, True),
        ("concessionari", True, True),
        ("prove_in_mare", True, True),
        ("tecnici_ispettori", True, False),
        ("appalti_officina", True, False),
        ("comandata", False, False),
    ],
)
def test_the_kind_of_certificate_decides_the_embarkation(nav, kind, asked, must):
    nav["nave"]["tipo"] = kind
    assert ("/imbarco/data" in why(nav)) is not asked
    nav["imbarco"] = {}
    assert ("/imbarco/data" in why(nav)) is must
    assert list(SCHEMA.iter_errors(nav)) == [] or must


def test_a_ship_has_a_name_and_a_pan(nav):
    del nav["nave"]["denominazione"], nav["nave"]["pan"]
    assert list(why(nav)) == ["/nave/pan", "/nave/denominazione"]
    nav["nave"]["tipo"] = "ruolo_unico"
    assert list(why(nav)) == ["/nave/pan"]


def test_far_from_the_coast_there_is_no_town(nav):
    del nav["luogo"]["comune"], nav["luogo"]["provincia"]
    assert why(nav) == {}
    nav["navigazione"]["in_navigazione"] = False
    assert {"/luogo/comune", "/luogo/provincia"} <= set(why(nav))


# --- the first landing ---------------------------------------------------------------------------


def test_the_first_landing_must_be_said_after_a_long_prognosis_of_the_ships_doctor(nav):
    del nav["approdo"]["primo_approdo"]
    assert list(why(nav)) == ["/approdo/primo_approdo"]
    assert list(SCHEMA.iter_errors(nav))
    nav["invio"]["tipo"] = "comunicazione"
    del nav["invio"]["comunicazione"]
    assert why(nav) == {}


@pytest.mark.parametrize("reason", ["in_porto", "medico_a_terra", "tre_giorni"])
def test_the_first_landing_is_not_asked_when_it_does_not_matter(nav, reason):
    if reason == "in_porto":
        nav["navigazione"]["in_navigazione"] = False
        del nav["certificato"]["medico_di_bordo"], nav["certificato"]["oltre_tre_giorni"]
    elif reason == "medico_a_terra":
        nav["certificato"]["medico_di_bordo"] = False
        del nav["certificato"]["oltre_tre_giorni"]
    else:
        nav["certificato"] |= {"prognosi_al": "2026-03-15", "oltre_tre_giorni": False}
    assert set(why(nav)) == {"/approdo/primo_approdo", "/approdo/primo_approdo_luogo"}
    assert list(SCHEMA.iter_errors(nav))
    del nav["approdo"]["primo_approdo"], nav["approdo"]["primo_approdo_luogo"]
    assert why(nav) == {}
    assert not control(nav, "approdo__primo_approdo").applies


@pytest.mark.parametrize(("last", "long"), [("2026-03-15", False), ("2026-03-16", True)])
def test_the_three_days_are_counted_after_the_event_and_by_the_portal(nav, last, long):
    nav["certificato"]["prognosi_al"] = last
    nav["certificato"]["oltre_tre_giorni"] = not long
    assert (
        "date" in why(nav)["/certificato/oltre_tre_giorni"]
        or "data" in why(nav)["/certificato/oltre_tre_giorni"]
    )
    apply_fixed(NAV, nav)
    assert nav["certificato"]["oltre_tre_giorni"] is long
    assert control(nav, "certificato__oltre_tre_giorni").fixed


def test_what_a_page_sends_is_completed_with_the_count(nav):
    raw = {
        field.name: field.raw
        for section in form_sections(NAV, nav)
        for field in section.fields
        if not field.fixed
    }
    assert "certificato__oltre_tre_giorni" not in raw
    assert clean(NAV, raw) == (nav, [])


def test_without_the_dates_nothing_is_counted(nav):
    del nav["certificato"]["prognosi_al"], nav["certificato"]["oltre_tre_giorni"]
    apply_fixed(NAV, nav)
    assert "oltre_tre_giorni" not in nav["certificato"]
    assert "/certificato/oltre_tre_giorni" in why(nav)


def test_a_distance_of_days_is_no_schema():
    later = LaterBy("evento.data", "certificato.prognosi_al", 3)
    assert not expressible(later)
    with pytest.raises(ValueError, match="compare"):
        schema(later)
    assert (
        holds(later, {"evento": {"data": "x"}, "certificato": {"prognosi_al": "2026-03-16"}})
        is False
    )


# --- landing, authority, dates -------------------------------------------------------------------


def test_who_landed_says_where_when_and_whether_it_was_registered(nav):
    nav["approdo"] = {"primo_approdo": "2026-03-13", "sbarcato": True}
    assert list(why(nav)) == [
        "/approdo/sbarco_luogo", "/approdo/sbarco_data", "/approdo/sbarco_regolarizzato",
    ]  # fmt: skip
    nav["approdo"]["sbarcato"] = False
    assert why(nav) == {}
    nav["approdo"]["sbarco_luogo"] = "Palermo"
    assert list(why(nav)) == ["/approdo/sbarco_luogo"]


def test_only_a_seafarer_has_the_landing_registered(nav):
    del nav["approdo"]["sbarco_regolarizzato"]
    assert list(why(nav)) == ["/approdo/sbarco_regolarizzato"]
    assert why(ashore(nav)) == {}


def test_the_maritime_authority_replaces_the_police(nav):
    assert "pubblica_sicurezza" not in NAV.groups
    nav["autorita_marittima"]["autorita"] = "carabinieri"
    assert list(why(nav)) == ["/autorita_marittima/autorita"]
    nav["autorita_marittima"] = {"avvisata": True}
    assert list(why(nav)) == ["/autorita_marittima/autorita"]
    nav["autorita_marittima"] = {"avvisata": False}
    assert why(nav) == {}


@pytest.mark.parametrize(
    ("group", "key", "value", "where"),
    [
        ("imbarco", "data", "2026-03-13", "/evento/data"),
        ("imbarco", "data", "1980-01-01", "/imbarco/data"),
        ("approdo", "primo_approdo", "2026-03-11", "/approdo/primo_approdo"),
        ("approdo", "sbarco_data", "2026-03-11", "/approdo/sbarco_data"),
        ("autorita_marittima", "data", "2026-03-11", "/autorita_marittima/data"),
        ("dichiarante", "data", "2026-03-11", "/dichiarante/data"),
    ],
)
def test_dates_that_contradict_each_other_are_told_on_the_later_one(nav, group, key, value, where):
    nav[group][key] = value
    assert where in why(nav)


# --- advice --------------------------------------------------------------------------------------


def advice(data, name) -> str:
    return " ".join(str(text) for text in control(data, name).advice)


def test_a_landing_not_registered_brings_the_advice_of_the_note(nav):
    assert advice(nav, "approdo__sbarco_regolarizzato") == ""
    nav["approdo"]["sbarco_regolarizzato"] = False
    assert "libretto" in advice(nav, "approdo__sbarco_regolarizzato")
    assert why(nav) == {}, "advice keeps nobody from sending"


def test_an_infectious_injury_of_three_days_is_worth_a_denuncia_all_the_same(nav):
    nav["evento"]["malattia_infortunio"] = True
    assert "dovuta come per ogni altro" in advice(nav, "evento__malattia_infortunio")
    nav["certificato"]["prognosi_al"] = "2026-03-15"
    assert "conviene inviarla" in advice(nav, "evento__malattia_infortunio")
    del nav["certificato"]["prognosi_al"]
    assert advice(nav, "evento__malattia_infortunio") == ""


def test_somebody_else_than_the_master_is_asked_why(nav):
    assert advice(nav, "dichiarante__qualita") == ""
    del nav["dichiarante"]["impedimento"]
    assert "comandante" in advice(nav, "dichiarante__qualita")
    nav["dichiarante"] |= {"qualita": "comandante", "impedimento": "x"}
    assert list(why(nav)) == ["/dichiarante/impedimento"]


def test_a_seafarers_certificate_for_somebody_who_is_not_is_pointed_out(nav):
    ashore(nav)
    assert advice(nav, "rapporto__marittimo") == ""
    nav["nave"]["tipo"] = "nave"
    assert "PAN" in advice(nav, "rapporto__marittimo")


# --- pay -----------------------------------------------------------------------------------------


def test_at_sea_the_pay_is_monthly(nav):
    assert nav["retribuzione"]["base"] == "mensile"
    assert control(nav, "retribuzione__base").fixed
    nav["retribuzione"]["base"] = "oraria"
    assert list(why(nav)) == ["/retribuzione/base"]


def test_for_fishing_it_is_conventional_and_nothing_else_is_asked(nav):
    nav["rapporto"]["qualifica_assicurativa"] = "PESCA COSTIERA E MEDITERRANEA -MARINAIO"
    told = why(nav)
    assert "convenzionale" in told["/retribuzione/base"]
    assert "/retribuzione/straordinario" in told
    nav["retribuzione"] = {"dal": "2026-02-25", "al": "2026-03-11", "importo": "60.00"}
    apply_fixed(NAV, nav)
    assert nav["retribuzione"]["base"] == "convenzionale"
    assert why(nav) == {}


def test_the_pay_stays_optional(nav):
    del nav["retribuzione"]
    assert why(nav) == {}
    apply_fixed(NAV, nav)
    assert nav["retribuzione"] == {"base": "mensile"}
    assert why(nav) == {}
