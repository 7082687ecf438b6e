"""The doctor's terms here and in the engine, which cannot be imported from below: the same."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from certificati.choices import AGRICOLI, Categoria, Genere
from certificati.termini import transmission_term
from denunce.scadenze import Evento, Facts, Obbligato, Persona, decide
from denunce.scadenze.facts import TipoEvento
from tests.certificati.scena import ROME

# From the law in force (D.Lgs. 151/2015) to the last year whose holidays are known.
FIRST = datetime(2017, 1, 1, tzinfo=UTC)
MINUTES = 60 * 24 * 365 * 12
# Clock changes, ends of month and of year, a leap day, Easter.
NEAR = [
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2028, 2, 29, tzinfo=UTC),
    datetime(2026, 12, 31, tzinfo=UTC),
    datetime(2026, 4, 5, tzinfo=UTC),
]
instants = st.integers(0, MINUTES).map(lambda m: FIRST + timedelta(minutes=m)) | st.builds(
    lambda day, minutes: day + timedelta(minutes=minutes),
    st.sampled_from(NEAR),
    st.integers(-12 * 24 * 60, 2 * 24 * 60),
)


def of_the_engine(evento: Evento, persona: Persona) -> tuple[datetime, str] | None:
    """The doctor's own duty in the engine's answer."""
    mine = [
        owed
        for owed in decide(Facts(evento=evento, persona=persona)).adempimenti
        if owed.obbligato is Obbligato.MEDICO
    ]
    assert len(mine) <= 1
    return (mine[0].termine, mine[0].regole[0]) if mine else None


@given(instants, st.sampled_from(Categoria))
def test_injury_the_day_after_first_aid(at, categoria):
    term = transmission_term(Genere.INFORTUNIO, prima_assistenza_at=at, categoria=categoria)
    asked = Evento(tipo=TipoEvento.INFORTUNIO, occurred_at=at, first_aid_at=at)
    assert term is not None
    assert (term.at, term.regola) == of_the_engine(asked, Persona(categoria.value))


@given(instants, st.sampled_from(Categoria))
def test_disease_ten_days_in_agriculture_and_no_term_elsewhere(at, categoria):
    term = transmission_term(Genere.MALATTIA, prima_visita_at=at, categoria=categoria)
    asked = Evento(tipo=TipoEvento.MALATTIA_PROFESSIONALE, first_visit_at=at)
    told = (term.at, term.regola) if term else None
    assert told == of_the_engine(asked, Persona(categoria.value))
    assert (told is not None) is (categoria in AGRICOLI)


@pytest.mark.parametrize(
    ("aid", "end"),
    [
        ("2026-03-28T23:30", "2026-03-29T23:59:59"),  # the night the hour goes forward
        ("2026-10-25T02:30", "2026-10-26T23:59:59"),
        ("2026-12-31T23:59", "2027-01-01T23:59:59"),  # a holiday moves nothing
        ("2028-02-28T08:00", "2028-02-29T23:59:59"),
    ],
)
def test_by_the_calendar_of_rome(aid, end):
    at = datetime.fromisoformat(aid).replace(tzinfo=ROME)
    term = transmission_term(Genere.INFORTUNIO, prima_assistenza_at=at)
    assert term is not None
    assert term.at == datetime.fromisoformat(end).replace(tzinfo=ROME)


def test_nothing_is_told_of_what_is_not_known():
    assert transmission_term(Genere.INFORTUNIO) is None
    assert transmission_term(Genere.MALATTIA, categoria=Categoria.AGRICOLO_AUTONOMO) is None
