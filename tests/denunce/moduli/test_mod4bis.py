"""Mod. 4 bis R.A. beside its checklist (moduli.md; dominio 5.2, 5.3): what it asks, and of whom."""

from __future__ import annotations

from typing import Any

import pytest

from denunce.moduli.blocchi.lavoratore import ALUNNO
from denunce.moduli.conditions import lookup
from denunce.moduli.registry import declaration_on, versions_of
from denunce.moduli.validation import problems

Json = dict[str, Any]
# Words of the checklist, in its order, and the fields that answer them.
CHECKLIST = {
    "polizza, voce tariffa, prima": "datore.polizza datore.voce_tariffa",
    "datore": "datore.denominazione datore.codice_fiscale datore.codice_ditta datore.lavorazione",
    "PAT": "datore.pat",
    "conto Stato": "datore.codice_ministero datore.codice_amministrazione "
    "datore.sede_amministrativa",
    "contatti del datore": "datore.telefono datore.email datore.pec",
    "unità produttiva": "unita_produttiva.dichiarata unita_produttiva.denominazione",
    "corrispondenza e pagamenti": "corrispondenza.diversa corrispondenza.anticipa "
    "corrispondenza.iban",
    "lavoratore": "lavoratore.codice_fiscale lavoratore.cognome lavoratore.nome lavoratore.sesso "
    "lavoratore.nato_il lavoratore.nato_a lavoratore.nato_stato lavoratore.cittadinanza "
    "lavoratore.stato_civile lavoratore.asl",
    "residenza e domicilio": "lavoratore.residenza_indirizzo lavoratore.domicilio_indirizzo "
    "lavoratore.domicilio_istat lavoratore.residenza_istat",
    "contatti": "lavoratore.telefono lavoratore.telefono_non_disponibile lavoratore.email "
    "lavoratore.pec",
    "famiglia e tutela": "lavoratore.persone_a_carico lavoratore.parente_datore "
    "lavoratore.tutela_inps",
    "rapporto": "rapporto.studente rapporto.volontario rapporto.tipologia_lavoratore "
    "rapporto.tipologia_contratto rapporto.ccnl_settore rapporto.ccnl_categoria "
    "rapporto.data_assunzione rapporto.qualifica_assicurativa rapporto.voce_codice "
    "rapporto.voce_professionale",
    "luogo": "luogo.in_itinere luogo.stradale luogo.mezzo luogo.cantiere luogo.estero luogo.stato "
    "luogo.indirizzo luogo.comune luogo.istat luogo.non_disponibili",
    "dati evento": "evento.data evento.ora evento.giorno_festivo evento.ora_lavoro evento.turno "
    "evento.notizia evento.malattia_infortunio evento.mortale evento.decesso "
    "evento.non_disponibili",
    "certificato": "certificato.numero certificato.rilasciato certificato.prognosi_dal "
    "certificato.prognosi_al certificato.ricevuto",
    "cause e circostanze": "cause.dinamica cause.natura_lesione cause.sede_lesione "
    "cause.attivita_fisica cause.deviazione cause.contatto cause.non_disponibili",
    "pubblica sicurezza": "pubblica_sicurezza.intervenuta pubblica_sicurezza.autorita "
    "pubblica_sicurezza.non_disponibili",
    "retribuzione": "retribuzione.orario retribuzione.ore_part_time retribuzione.base",
    "testimoni": "testimoni.cognome testimoni.nome testimoni.telefono testimoni.indirizzo",
    "veicoli": "veicoli.targa veicoli.assicuratore",
    "chi compila": "dichiarante.cognome dichiarante.qualita dichiarante.data",
}
ALTRO = [
    ("datore", "polizza", "altra", "polizza_altra"),
    ("luogo", "tipo", "altro", "tipo_altro"),
    ("luogo", "mezzo", "altro", "mezzo_altro"),
    ("evento", "turno", "altro", "turno_altro"),
    ("pubblica_sicurezza", "autorita", "altra", "comando"),
    ("dichiarante", "qualita", "altro", "qualita_altra"),
]


@pytest.mark.parametrize("words", CHECKLIST)
def test_every_item_of_the_checklist_has_its_fields(mod4bis, words):
    for path in CHECKLIST[words].split():
        assert mod4bis.field(path)


def test_up_to_five_witnesses_and_four_vehicles(mod4bis):
    assert {k: g.repeat for k, g in mod4bis.groups.items() if g.repeat} == {
        "testimoni": 5,
        "veicoli": 4,
    }


@pytest.mark.parametrize(
    ("group", "left"),
    [
        ("luogo", ["/luogo/cantiere"]),
        ("evento", ["/evento/data", "/evento/mortale"]),
        ("cause", []),
        ("pubblica_sicurezza", []),
    ],
)
def test_what_is_not_available_may_be_left_out_part_by_part(dati, perche, group, left):
    dati["certificato"]["prognosi_al"] = "2026-05-12"
    dati[group] = {"non_disponibili": True}
    assert list(perche(dati)) == left
    dati[group] = {"non_disponibili": False}
    assert set(perche(dati)) > set(left)


@pytest.mark.parametrize(
    ("until", "fatal", "asked"),
    [("2026-04-11", False, False), ("2026-04-12", False, True), ("2026-03-18", True, True)],
)
def test_public_security_is_asked_after_thirty_days_or_a_death(dati, perche, until, fatal, asked):
    del dati["pubblica_sicurezza"]
    dati["certificato"]["prognosi_al"] = until
    dati["evento"] |= {"mortale": True, "decesso": "2026-03-13"} if fatal else {}
    assert ("/pubblica_sicurezza/intervenuta" in perche(dati)) is asked
    dati["invio"] = {"tipo": "comunicazione", "gestione": "ordinaria"}
    assert perche(dati) == {}


def test_a_volunteer_has_no_pay_and_needs_no_contract(dati, perche):
    dati["rapporto"] = {"studente": False, "volontario": True, "qualifica_assicurativa": "OPERAIO"}
    told = perche(dati)
    assert set(told) == {f"/retribuzione/{key}" for key in dati["retribuzione"]}
    assert "volontario" in told["/retribuzione/importo"]
    del dati["retribuzione"]
    assert perche(dati) == {}


def test_a_pupil_is_never_asked_whether_a_volunteer(dati, perche):
    dati["rapporto"] = {"studente": True, "qualifica_assicurativa": ALUNNO, "volontario": False}
    dati["datore"]["polizza"] = "speciale_scuole"
    del dati["retribuzione"]
    assert list(perche(dati)) == ["/rapporto/volontario"]


@pytest.mark.parametrize(("group", "key", "value", "words"), ALTRO)
def test_what_is_in_no_list_is_said_in_words(dati, perche, group, key, value, words):
    dati[group][key] = value
    dati[group].pop(words, None)
    assert list(perche(dati)) == [f"/{group}/{words}"]
    dati[group][words] = "Con le mie parole"
    assert perche(dati) == {}


def test_the_state_is_told_by_its_codes_and_its_office(dati, perche):
    dati["invio"]["gestione"] = "conto_stato"
    for key in ("codice_ditta", "pat", "voce_tariffa", "polizza"):
        del dati["datore"][key]
    dati["datore"] |= {"codice_ministero": "MIM-01", "sede_amministrativa": "Via Esempio 1, Roma"}
    assert perche(dati) == {}
    dati["invio"]["gestione"] = "agricola"
    assert set(perche(dati)) == {"/datore/codice_ministero", "/datore/sede_amministrativa"}


def test_the_means_of_transport_is_asked_on_the_way_and_on_the_road(dati, perche):
    dati["luogo"] |= {"in_itinere": False, "stradale": False, "mezzo": "auto"}
    assert list(perche(dati)) == ["/luogo/mezzo"]
    dati["luogo"]["stradale"] = True
    assert perche(dati) == {}
    dati["luogo"] |= {"in_itinere": True, "stradale": False}
    del dati["evento"]["ora_lavoro"]
    assert perche(dati) == {}


def test_after_a_death_the_certificate_may_be_missing(dati, perche):
    dati["certificato"] = {}
    assert set(perche(dati)) == {
        f"/certificato/{key}"
        for key in ("numero", "rilasciato", "prognosi_dal", "prognosi_al", "ricevuto")
    }
    dati["evento"] |= {"mortale": True, "decesso": "2026-03-12"}
    assert perche(dati) == {}


@pytest.mark.parametrize(
    ("name", "born", "told"),
    [
        ("Francia", "1990-03-14", ""),
        ("francia", "1990-03-14", ""),
        ("Jugoslavia", "1990-03-14", ""),
        ("Jugoslavia", "2010-03-14", "non esisteva più"),
        ("Frncia", "1990-03-14", "Forse: Francia"),
        ("zzzz", "1990-03-14", "non è nell’elenco"),
    ],
)
def test_a_state_of_birth_is_one_of_the_dated_list(dati, perche, name, born, told):
    person = dati["lavoratore"]
    for key in ("nato_a", "nato_provincia"):
        del person[key]
    person |= {"nato_estero": True, "nato_stato": name, "nato_il": born, "cf_confermato": True}
    said = perche(dati).get("/lavoratore/nato_stato", "")
    assert bool(said) is bool(told)
    assert told in said


def test_an_event_abroad_happens_in_a_state_of_its_day(dati, perche):
    for key in ("comune", "provincia", "cap", "istat"):
        del dati["luogo"][key]
    dati["luogo"] |= {"estero": True, "stato": "Cecoslovacchia"}
    assert list(perche(dati)) == ["/luogo/stato"]
    dati["luogo"]["stato"] = "Svizzera"
    assert perche(dati) == {}


def test_the_pay_is_that_of_fifteen_days(dati, perche):
    dati["retribuzione"] |= {"dal": "2026-02-25", "al": "2026-03-11"}
    assert perche(dati) == {}
    dati["retribuzione"]["dal"] = "2026-02-24"
    assert perche(dati)["/retribuzione/dal"] == "Il periodo di paga è di 15 giorni: qui sono 16."


def test_part_time_pay_needs_the_hours_worked(dati, perche):
    del dati["retribuzione"]["ore_part_time"]
    assert list(perche(dati)) == ["/retribuzione/ore_part_time"]
    dati["retribuzione"]["orario"] = "tempo_pieno"
    assert perche(dati) == {}
    dati["retribuzione"]["ore_part_time"] = "20.00"
    assert list(perche(dati)) == ["/retribuzione/ore_part_time"]


@pytest.mark.parametrize(
    ("group", "key", "good", "bad"),
    [
        ("lavoratore", "telefono", "1" * 24, "1" * 25),
        ("lavoratore", "telefono", "+" + "1" * 23, "+" + "1" * 24),
        ("lavoratore", "email", "a" * 58 + "@esempio.it", "a" * 59 + "@esempio.it" + "x"),
        ("lavoratore", "domicilio_istat", "015146", "15146"),
        ("datore", "codice_ditta", "12345678", "1234567"),
    ],
)
def test_lengths_are_those_of_the_service(dati, perche, group, key, good, bad):
    dati[group][key] = good
    assert perche(dati) == {}
    dati[group][key] = bad
    assert list(perche(dati)) == [f"/{group}/{key}"]


def test_a_comunicazione_asks_clearly_less_than_a_denuncia(mod4bis):
    def asked(tipo: str) -> set[str]:
        begun = {
            "invio": {"tipo": tipo, "gestione": "ordinaria"},
            "unita_produttiva": {"dichiarata": False},
            "rapporto": {"studente": False},
            "luogo": {"in_itinere": False},
        }
        return {problem.path for problem in problems(mod4bis, begun)}

    little, much = asked("comunicazione"), asked("denuncia")
    assert little < much
    assert len(little) < 0.65 * len(much), (len(little), len(much))
    assert {"/rapporto/data_assunzione", "/lavoratore/domicilio_comune"} <= much - little


def test_what_a_comunicazione_says_is_good_for_the_denuncia(mod4bis, dati):
    """The same data: only the kind changes, nothing becomes wrong."""
    dati["invio"] = {"tipo": "comunicazione", "gestione": "ordinaria"}
    assert problems(mod4bis, dati) == []
    dati["invio"]["tipo"] = "denuncia"
    assert problems(mod4bis, dati) == []
    short = {key: row for key, row in dati.items() if key not in ("rapporto", "retribuzione")}
    short["rapporto"] = {"studente": False}
    short["invio"] = {"tipo": "comunicazione", "gestione": "ordinaria"}
    assert problems(mod4bis, short) == []
    short["invio"]["tipo"] = "denuncia"
    assert {problem.kind for problem in problems(mod4bis, short)} == {"mancante"}


@pytest.mark.parametrize("asked", [f for _g, f in versions_of("mod4bis")[-1].fields() if f.since])
def test_a_dated_field_is_asked_from_its_day_and_not_the_day_before(asked):
    from datetime import timedelta

    for day, there in ((asked.since, True), (asked.since - timedelta(days=1), False)):
        keys = {each.key for _group, each in declaration_on("mod4bis", day).fields()}
        assert (asked.key in keys) is there


# As a form was stored before this part of the checklist was complete: keys and values of then.
YESTERDAY: Json = {
    "invio": {"tipo": "denuncia", "gestione": "conto_stato", "sede_inail": "Milano Esempio"},
    "datore": {
        "denominazione": "Scuola Esempio",
        "codice_fiscale": "01234560157",
        "codice_amministrazione": "MI-0000",
        "comune": "Milano",
    },
    "unita_produttiva": {"dichiarata": False},
    "corrispondenza": {"diversa": False, "iban": "IT60X0542811101000000123456"},
    "lavoratore": {
        "cognome": "Bianchi",
        "nato_estero": True,
        "nato_stato": "Terra di Mezzo",
        "telefono_non_disponibile": True,
        "residenza_diversa": True,
        "residenza_comune": "Monza",
    },
    "rapporto": {"studente": False, "tipologia_contratto": "stagionale", "ccnl_settore": "Scuola"},
    "luogo": {"in_itinere": True, "mezzo": "altro", "tipo": "strada", "cantiere": False},
    "evento": {"data": "2026-03-12", "turno": "notte", "mortale": False},
    "certificato": {"cartaceo": True, "prognosi_al": "2026-03-20"},
    "cause": {"dinamica": "È scivolato.", "non_disponibili": False},
    "pubblica_sicurezza": {"intervenuta": True, "autorita": "altra"},
    "retribuzione": {"base": "oraria", "importo": "12.50", "dal": "2026-02-01"},
    "testimoni": [{"cognome": "Verdi", "nome": "Anna"}],
    "veicoli": [{"targa": "AB123CD"}],
    "dichiarante": {"cognome": "Rossi", "qualita": "altro"},
}


def test_a_form_kept_with_the_keys_of_before_still_opens_and_prints(mod4bis, stampa):
    from denunce.moduli.registry import upgrade
    from denunce.moduli.validation import structure
    from denunce.moduli.wizard import form_sections

    assert structure(mod4bis, YESTERDAY) == []
    assert upgrade(YESTERDAY, mod4bis) == (YESTERDAY, [])
    shown = {f.path: f.raw for s in form_sections(mod4bis, YESTERDAY) for f in s.fields}
    assert shown["/lavoratore/nato_stato"] == "Terra di Mezzo"
    assert shown["/datore/codice_amministrazione"] == "MI-0000"
    assert lookup(YESTERDAY, "luogo.mezzo") == shown["/luogo/mezzo"] == "altro"
    assert stampa(YESTERDAY).startswith(b"%PDF")
