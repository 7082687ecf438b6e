"""What the engine is told of a stored case, and that both sides use the same codes."""

from __future__ import annotations

from datetime import date

import pytest

from denunce import choices
from denunce.facts import facts_of
from denunce.scadenze import facts as engine
from denunce.scadenze import facts_to_json, parse_caso, results
from tests.factories import (
    CasoFactory,
    LavoratoreFactory,
    OrganizzazioneFactory,
    RiferimentoFactory,
)
from utenti.models import EMPLOYER_KINDS, TipoOrganizzazione


@pytest.mark.parametrize(
    ("stored", "asked"),
    [
        (choices.TipoEvento, engine.TipoEvento),
        (choices.Categoria, engine.Persona),
        (choices.Luogo, engine.Luogo),
        (choices.Attivita, engine.Attivita),
        (choices.TipoCertificato, engine.TipoCertificato),
        (choices.RedattoDa, engine.Redattore),
        (choices.TipoAdempimento, results.TipoAdempimento),
        (choices.Obbligato, results.Obbligato),
    ],
    ids=lambda kind: kind.__name__,
)
def test_stored_codes_are_the_engine_s(stored, asked):
    assert set(stored.values) == {member.value for member in asked}


@pytest.mark.django_db
def test_a_case_is_told_whole():
    caso = CasoFactory(
        organizzazione=OrganizzazioneFactory(
            comune="Roma", polizza_presente=True, polizza_termine_giorni=30
        ),
        mortale=True,
    )
    RiferimentoFactory(caso=caso, numero="A00000000001")
    told = facts_to_json(facts_of(caso))
    assert told["persona"] == "studente"
    assert told["datore"] == {"tipo": "scuola_statale", "comune": "Roma"}
    assert told["polizza"] == {"presente": True, "termine_giorni": 30}
    assert told["gravita"] == {"mortale": True, "pericolo_di_morte": False}
    assert told["certificati"][0]["numero"] == "A00000000001"


@pytest.mark.django_db
def test_the_command_would_read_the_same_facts():
    caso = RiferimentoFactory().caso
    facts = facts_of(caso)
    assert parse_caso(facts_to_json(facts)) == facts


@pytest.mark.django_db
def test_a_made_up_code_is_told_as_no_number():
    caso = RiferimentoFactory(numero="FITTIZIO0001", fittizio=True).caso
    assert facts_of(caso).certificati[0].numero is None


@pytest.mark.django_db
def test_days_without_dates_are_told_and_dates_win_over_days():
    caso = CasoFactory()
    alone = RiferimentoFactory(caso=caso, prognosi_dal=None, prognosi_al=None, prognosi_giorni=5)
    both = RiferimentoFactory.build(
        caso=caso, prognosi_dal=date(2026, 3, 11), prognosi_al=date(2026, 3, 15), prognosi_giorni=5
    )
    first, second = facts_of(caso, [alone, both]).certificati
    assert (first.prognosi_days, first.prognosi_from) == (5, None)
    assert (second.prognosi_days, second.prognosi_from) == (None, date(2026, 3, 11))


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("categoria", "datore"),
    [
        ("artigiano_titolare", "artigiano_se_stesso"),
        ("agricolo_autonomo", "nucleo_coltivatore_diretto"),
        ("domestico", "domestico"),
        ("non_assicurato_inail", "non_soggetto_inail"),
        ("lavoratore", "impresa"),
    ],
)
def test_the_category_may_name_the_employer(categoria, datore):
    org = OrganizzazioneFactory(tipo=TipoOrganizzazione.IMPRESA)
    caso = CasoFactory(
        organizzazione=org, lavoratore=LavoratoreFactory(organizzazione=org, categoria=categoria)
    )
    assert facts_of(caso).datore.tipo.value == datore


@pytest.mark.django_db
@pytest.mark.parametrize("kind", sorted(EMPLOYER_KINDS))
def test_every_kind_of_employer_is_known_to_the_engine(kind):
    org = OrganizzazioneFactory(tipo=kind)
    worker = LavoratoreFactory(organizzazione=org, categoria="lavoratore")
    told = facts_of(CasoFactory(organizzazione=org, lavoratore=worker)).datore.tipo
    assert told is not None
    assert told.value == kind
