"""Facts built by hand, the benchmark, and the corners that JSON cannot reach."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from denunce.benchmarks import engine as benchmark
from denunce.scadenze import (
    CasoNonValido,
    Certificato,
    Evento,
    Facts,
    Gravita,
    Persona,
    TipoAdempimento,
    TipoCertificato,
    TipoEvento,
    adempimento_to_json,
    decide,
    decisione_to_json,
    explain,
    parse_caso,
    valori_to_json,
)
from denunce.scadenze.frasi import (
    join_words,
    sentence,
    write_count,
    write_date,
    write_range,
    write_value,
)
from denunce.scadenze.results import Passo
from tests.denunce.scadenze.cases import SHARED

EVENT = datetime(2026, 3, 10, 9, 0, tzinfo=UTC)


def test_a_plain_decision_has_codes_and_no_sentences() -> None:
    facts = parse_caso(SHARED[1]["caso"])
    plain, explained = decide(facts), explain(facts)
    assert all(passo.testo == "" for owed in plain.adempimenti for passo in owed.passi)
    assert plain.cosa_cambierebbe == ()
    assert all(passo.testo for owed in explained.adempimenti for passo in owed.passi)
    assert explained.cosa_cambierebbe
    shown = decisione_to_json(plain)["adempimenti"]
    assert shown == decisione_to_json(explained)["adempimenti"]


def test_steps_can_be_stored() -> None:
    owed = decide(parse_caso(SHARED[1]["caso"])).adempimenti[0]
    values = [valori_to_json(passo.valori) for passo in owed.passi]
    assert {"n": 3, "evento": "2026-03-10"} in values
    assert {"ore": 48, "scade": "2026-03-13T09:00:00+01:00"} in values
    assert adempimento_to_json(owed)["tipo"] == "comunicazione"


def test_an_injury_without_its_day_is_refused() -> None:
    facts = Facts(Evento(TipoEvento.INFORTUNIO), Persona.LAVORATORE)
    with pytest.raises(CasoNonValido, match="/evento/avvenuto_il"):
        decide(facts)


def test_an_injury_without_its_instant_but_grave_is_refused() -> None:
    certificato = Certificato("A00000000001", TipoCertificato.PRIMO, EVENT, EVENT)
    evento = Evento(TipoEvento.INFORTUNIO, first_aid_at=EVENT)
    facts = Facts(
        evento, Persona.LAVORATORE, certificati=(certificato,), gravita=Gravita(mortale=True)
    )
    with pytest.raises(CasoNonValido, match="/evento/avvenuto_il"):
        decide(facts)


def test_an_agricultural_disease_without_the_visit_is_refused() -> None:
    facts = Facts(Evento(TipoEvento.MALATTIA_PROFESSIONALE), Persona.AGRICOLO_AUTONOMO)
    with pytest.raises(CasoNonValido, match="prima_visita_il"):
        decide(facts)


def test_naive_instants_are_refused() -> None:
    with pytest.raises(ValueError, match="naive"):
        Evento(TipoEvento.INFORTUNIO, occurred_at=datetime(2026, 3, 10))


def test_shorter_by_one_day_may_empty_a_prognosis_in_days() -> None:
    certificato = Certificato(
        "A00000000001",
        TipoCertificato.PRIMO,
        EVENT + timedelta(days=1),
        EVENT + timedelta(days=1),
        prognosi_days=1,
    )
    facts = Facts(
        Evento(TipoEvento.INFORTUNIO, EVENT), Persona.LAVORATORE, certificati=(certificato,)
    )
    assert explain(facts).cosa_cambierebbe[0] == (
        "un giorno di prognosi in meno: nessun obbligo verso l'INAIL"
    )


def test_counterfactuals_ask_for_kinds_not_for_terms() -> None:
    """At the edge of the calendar the case is answered, and so are its variants."""
    event = datetime(2040, 12, 30, 9, 0, tzinfo=UTC)
    certificato = Certificato("A00000000001", TipoCertificato.PRIMO, event, event, prognosi_days=1)
    facts = Facts(
        Evento(TipoEvento.INFORTUNIO, event), Persona.LAVORATORE, certificati=(certificato,)
    )
    assert explain(facts).cosa_cambierebbe[0] == "un giorno di prognosi in più: comunicazione"


def test_uninsured_one_more_day_calls_the_police_authority() -> None:
    certificato = Certificato(
        "A00000000001",
        TipoCertificato.PRIMO,
        EVENT,
        EVENT,
        prognosi_from=date(2026, 3, 11),
        prognosi_to=date(2026, 4, 9),
    )
    facts = Facts(
        Evento(TipoEvento.INFORTUNIO, EVENT),
        Persona.NON_ASSICURATO_INAIL,
        certificati=(certificato,),
    )
    decisione = explain(facts)
    assert [owed.tipo for owed in decisione.adempimenti] == [TipoAdempimento.COMUNICAZIONE]
    assert decisione.cosa_cambierebbe == (
        "un giorno di prognosi in più: comunicazione e denuncia all'autorità di pubblica sicurezza",
    )


def test_a_warning_names_the_very_certificate_even_beside_its_twin() -> None:
    twin = {
        "numero": "A00000000001",
        "tipo": "primo",
        "rilasciato_il": "2026-03-10T15:00",
        "ricevuto_il": "2026-03-10T15:00",
        "prognosi_dal": "2026-03-11",
        "prognosi_al": "2026-03-12",
        "annullato_il": "2026-03-11T10:00",
    }
    caso = {
        "evento": {"tipo": "infortunio", "avvenuto_il": "2026-03-10T10:00"},
        "persona": "lavoratore",
        "certificati": [twin, twin],
    }
    messages = [avviso.messaggio for avviso in decide(parse_caso(caso)).avvisi]
    assert [message[:15] for message in messages] == ["Il certificato ", "Il certificato "]
    assert "certificato 1 " in messages[0]
    assert "certificato 2 " in messages[1]


def test_sentences_agree_in_number_and_say_when() -> None:
    one_day = Passo(
        "polizza", {"giorni": 1, "evento": date(2026, 3, 10), "scade": date(2026, 3, 11)}
    )
    assert sentence(one_day) == (
        "La polizza dà 1 giorno dall'evento (martedì 10 marzo 2026): mercoledì 11 marzo 2026."
    )
    received = Passo("da_ricezione", {"quando": EVENT})
    assert sentence(received) == (
        "I riferimenti del certificato sono stati ricevuti martedì 10 marzo 2026 alle ore 10:00."
    )
    counts = [write_count(number, "giorno", "giorni") for number in (1, 3, 10, 11)]
    assert counts == ["un giorno", "tre giorni", "dieci giorni", "11 giorni"]


@pytest.mark.parametrize(
    ("received", "said"),
    [("2026-03-28T22:59", "meno prudente"), ("2026-03-28T23:30", "più prudente")],
)
def test_the_reading_in_days_is_the_earlier_one_only_across_the_spring_change(
    received: str, said: str
) -> None:
    """48 hours from 23:30 end at 00:30, past the two days; from 22:59 at 23:59, within them."""
    certificato = {
        "numero": "A00000000001",
        "tipo": "primo",
        "rilasciato_il": received,
        "ricevuto_il": received,
        "prognosi_dal": "2026-03-28",
        "prognosi_al": "2026-03-29",
    }
    caso = {
        "evento": {"tipo": "infortunio", "avvenuto_il": "2026-03-27T10:00"},
        "persona": "lavoratore",
        "certificati": [certificato],
    }
    owed = decide(parse_caso(caso)).adempimenti[0]
    assert owed.alternative[0].perche.endswith(said)


@pytest.mark.parametrize(
    ("words", "said"),
    [(["a"], "a"), (["a", "b"], "a e b"), (["a", "b", "c"], "a, b e c")],
)
def test_lists_in_words(words: list[str], said: str) -> None:
    assert join_words(words) == said


def test_ranges_in_words() -> None:
    said = [write_range(highest, "giorni") for highest in (3, 10, 30)]
    assert said == ["da uno a tre giorni", "da uno a dieci giorni", "da 1 a 30 giorni"]


@pytest.mark.parametrize(
    ("hour_utc", "said"),
    [
        (0, "25 ottobre 2026 alle ore 02:30 (ora legale)"),
        (1, "25 ottobre 2026 alle ore 02:30 (ora solare)"),
        (2, "25 ottobre 2026 alle ore 03:30"),
    ],
)
def test_the_hour_that_the_clock_shows_twice_says_which(hour_utc: int, said: str) -> None:
    assert write_value(datetime(2026, 10, 25, hour_utc, 30, tzinfo=UTC)) == f"domenica {said}"


def test_dates_in_words() -> None:
    assert write_date(date(2026, 5, 1)) == "venerdì 1° maggio 2026"
    assert write_date(date(2026, 3, 14)) == "sabato 14 marzo 2026"


def test_the_benchmark_reports_ratios_and_goals() -> None:
    figures = benchmark.run(short=True)
    assert benchmark.NAME == "motore"
    assert figures["plain_ratio"] > 0
    assert {"plain_ok", "explained_ok", "plain_goal", "explained_goal"} <= set(figures)
    facts = parse_caso(benchmark.CASO)
    bare = benchmark._baseline(facts)()
    owed = decide(facts).adempimenti[0]
    assert bare == (14, owed.termine, owed.prudenziale)
    with pytest.raises(ValueError, match="needs all its dates"):
        benchmark._baseline(
            parse_caso(
                {
                    **benchmark.CASO,
                    "certificati": [
                        {
                            **benchmark.CASO["certificati"][0],
                            "prognosi_dal": None,
                            "prognosi_al": None,
                        }  # type: ignore[index]
                    ],
                }
            )
        )
