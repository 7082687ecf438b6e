"""The sentences of the decision card: the term said plainly, the fine of a late duty."""

from __future__ import annotations

import json
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from denunce.actions.duties import derivation
from denunce.choices import Categoria, TipoAdempimento
from denunce.models import Adempimento, Caso, Lavoratore
from denunce.page_models.plain_terms import plain
from denunce.page_models.sanctions import euro, exposure
from denunce.scadenze import explain, parse_caso

ROME = ZoneInfo("Europe/Rome")
CASE = {
    "evento": {"tipo": "infortunio", "avvenuto_il": "2026-03-10T10:15"},
    "persona": "lavoratore",
    "datore": {"tipo": "impresa", "comune": "Milano"},
}


def said(tipo: str, received: str = "2026-03-12T10:00", days: int = 16, **more: object) -> str:
    """The plain sentence of a duty of one worker's injury."""
    certificate = {
        "numero": "A00000000003",
        "tipo": "primo",
        "rilasciato_il": "2026-03-10T12:00",
        "ricevuto_il": received,
        "prognosi_dal": "2026-03-11",
        "prognosi_al": f"2026-03-{days}",
    }
    decision = explain(parse_caso(CASE | {"certificati": [certificate]} | more))
    due = next(found for found in decision.adempimenti if found.tipo.value == tipo)
    return plain(json.loads(derivation(due)), due.termine)


@pytest.mark.parametrize(
    ("received", "sentence"),
    [
        ("2026-03-12T10:00", "Ricevuto giovedì 12 alle 10:00: scade sabato 14, il sabato conta."),
        ("2026-03-16T09:05", "Ricevuto lunedì 16 alle 09:05: scade mercoledì 18."),
        (
            "2026-03-13T10:00",
            "Ricevuto venerdì 13 alle 10:00: il termine finirebbe domenica 15, che è festivo, "
            "quindi scade lunedì 16.",
        ),
        (
            "2026-03-31T10:00",
            "Ricevuto martedì 31 marzo alle 10:00: scade giovedì 2.",
        ),
    ],
)
def test_the_denuncia_is_told_as_on_the_phone(received, sentence):
    assert said("denuncia", received) == sentence


def test_the_comunicazione_counts_hours():
    assert said("comunicazione", days=12) == (
        "Ricevuto giovedì 12 alle 10:00: 48 ore dopo è sabato 14 alle 10:00."
    )


def test_the_alert_counts_from_the_injury():
    gravity = {"gravita": {"pericolo_di_morte": True}}
    assert said("segnalazione_24h", **gravity) == (
        "Infortunio di martedì 10 alle 10:15: 24 ore dopo è mercoledì 11 alle 10:15."
    )


def test_a_death_is_told_from_its_notice():
    gravity = {"gravita": {"mortale": True, "noto_il": "2026-03-10T11:00"}}
    assert said("denuncia", **gravity).startswith("Saputo del decesso martedì 10 alle 11:00")


def test_danger_of_death_is_told_from_its_notice():
    gravity = {"gravita": {"pericolo_di_morte": True, "noto_il": "2026-03-12T11:00"}}
    found = said("denuncia", days=12, **gravity)
    assert found.startswith("Saputo del pericolo di morte giovedì 12 alle 11:00")


def test_what_is_not_told_shortly_is_not_told():
    other = {"persona": "studente", "datore": {"tipo": "scuola_statale", "comune": "Milano"}}
    assert said("denuncia_assicurazione", **other) == ""


def test_the_day_of_the_landing_is_not_told_in_hours_or_days():
    sea = {
        "persona": "marittimo",
        "datore": {"tipo": "armatore"},
        "navigazione": {"in_navigazione": True, "primo_approdo": "2026-03-15T08:00"},
        "certificati": [
            {
                "numero": "A00000000003",
                "tipo": "primo",
                "rilasciato_il": "2026-03-10T12:00",
                "ricevuto_il": "2026-03-12T10:00",
                "prognosi_dal": "2026-03-11",
                "prognosi_al": "2026-03-20",
                "redatto_da": "medico_di_bordo",
            }
        ],
    }
    decision = explain(parse_caso(CASE | sea))
    due = next(found for found in decision.adempimenti if found.tipo.value == "denuncia")
    assert plain(json.loads(derivation(due)), due.termine) == ""


# --- fines --------------------------------------------------------------------------------------


def duty(tipo: str, termine: datetime, categoria: str = Categoria.LAVORATORE) -> Adempimento:
    caso = Caso(lavoratore=Lavoratore(categoria=categoria))
    return Adempimento(caso=caso, tipo=tipo, termine_at=termine)


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 23, 59, 59, tzinfo=ROME)


NOW = at(2026, 3, 17)


@pytest.mark.parametrize(
    ("tipo", "on", "least", "most", "doubtful"),
    [
        (TipoAdempimento.DENUNCIA, at(2026, 3, 14), "1.290,00 €", "7.745,00 €", False),
        (TipoAdempimento.DENUNCIA_MP, at(2026, 3, 14), "1.290,00 €", "7.745,00 €", False),
        # The delay begins on the day after the term: that day's law.
        (TipoAdempimento.DENUNCIA, at(2006, 12, 31), "1.290,00 €", "7.745,00 €", False),
        (TipoAdempimento.DENUNCIA, at(2006, 12, 30), "258,23 €", "1.549,37 €", False),
        (TipoAdempimento.COMUNICAZIONE, at(2026, 3, 14), "711,92 €", "2.562,91 €", True),
        (TipoAdempimento.COMUNICAZIONE, at(2023, 10, 4), "614,25 €", "2.211,31 €", True),
        (TipoAdempimento.COMUNICAZIONE, at(2018, 12, 30), "558,41 €", "2.010,28 €", True),
        (TipoAdempimento.COMUNICAZIONE, at(2017, 12, 30), "548,00 €", "1.972,80 €", False),
    ],
)
def test_the_range_is_that_of_the_day_the_delay_began(tipo, on, least, most, doubtful):
    found = exposure(duty(tipo, on), NOW)
    assert found is not None
    assert f"da {least} a {most}" in found["text"]
    assert found["doubtful"] is doubtful
    assert found["source"]


@pytest.mark.parametrize(
    "row",
    [
        duty(TipoAdempimento.DENUNCIA, at(2026, 3, 18)),
        duty(TipoAdempimento.DENUNCIA_ASSICURAZIONE, at(2026, 3, 14)),
        duty(TipoAdempimento.SEGNALAZIONE_24H, at(2026, 3, 14)),
        duty(TipoAdempimento.DENUNCIA, at(2026, 3, 14), Categoria.ARTIGIANO_TITOLARE),
        duty(TipoAdempimento.COMUNICAZIONE, at(2016, 3, 14)),
        duty(TipoAdempimento.DENUNCIA, at(1999, 3, 14)),
    ],
)
def test_no_fine_before_the_term_or_where_the_law_sets_none(row):
    assert exposure(row, NOW) is None


def test_euro_are_written_as_italians_write_them():
    assert [euro(cents) for cents in (5, 129_000, 123_456_789)] == [
        "0,05 €",
        "1.290,00 €",
        "1.234.567,89 €",
    ]
