"""What must hold for every case, not only for the worked ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from denunce.scadenze import (
    Attivita,
    Certificato,
    Datore,
    Decisione,
    ErroreScadenze,
    Evento,
    Facts,
    Gravita,
    Luogo,
    Navigazione,
    Obbligato,
    Persona,
    Polizza,
    Redattore,
    TipoAdempimento,
    TipoCertificato,
    TipoDatore,
    TipoEvento,
    decide,
    decisione_to_json,
    explain,
    facts_to_json,
    parse_caso,
)
from denunce.scadenze.counting import ROME, local_date
from denunce.scadenze.festivita import easter

FIRST = datetime(2001, 1, 2, tzinfo=UTC)
MINUTES = 38 * 365 * 24 * 60  # until December 2038: past the last change of every table
SHIFTED = {TipoAdempimento.DENUNCIA_MP, TipoAdempimento.DENUNCIA_PS}


# Written again on purpose: the engine's own tables could not show that one of them is missing.
CIVIL = {(1, 1), (1, 6), (4, 25), (5, 1), (6, 2), (8, 15), (11, 1), (12, 8), (12, 25), (12, 26)}


def festive(day: date, *, roma: bool) -> bool:
    """Whether a term that shifts cannot end on a day (L. 260/1949 art. 2, L. 151/2025)."""
    fixed = (day.month, day.day)
    return (
        day.weekday() == 6
        or fixed in CIVIL
        or (fixed == (10, 4) and day.year >= 2026)
        or (fixed == (6, 29) and roma)
        or day == easter(day.year) + timedelta(days=1)
    )


@st.composite
def instants(draw: st.DrawFn) -> datetime:
    """Any instant, half of the times one whose terms end near a holiday or a clock change."""
    if draw(st.booleans()):
        return FIRST + timedelta(minutes=draw(st.integers(0, MINUTES)))
    month, day = draw(
        st.sampled_from(sorted(CIVIL | {(3, 28), (4, 5), (6, 29), (10, 4), (10, 25)}))
    )
    near = datetime(draw(st.integers(2001, 2037)), month, day, tzinfo=UTC) - timedelta(days=5)
    return max(FIRST, near + timedelta(minutes=draw(st.integers(0, 6 * 24 * 60))))


@st.composite
def certificates(draw: st.DrawFn, event: datetime) -> Certificato:
    # Most are received within a few days, so that the instants chosen above matter.
    within = draw(st.sampled_from([1, 1, 20]))
    released = event + timedelta(minutes=draw(st.integers(0, within * 36 * 60)))
    received = released + timedelta(minutes=draw(st.integers(0, within * 24 * 60)))
    first = local_date(event) + timedelta(days=draw(st.integers(-2, 20)))
    last = first + timedelta(days=draw(st.integers(0, 40)))
    how = draw(st.sampled_from(["dates", "days", "nothing"]))
    withdrawn = draw(st.none() | st.integers(0, 30 * 24 * 60))
    return Certificato(
        numero=draw(st.none() | st.just("A00000000001")),
        tipo=draw(st.sampled_from(TipoCertificato)),
        released_at=released,
        received_at=draw(st.sampled_from([received, received, received, None])),
        prognosi_from=first if how == "dates" else None,
        prognosi_to=last if how == "dates" else None,
        prognosi_days=(last - first).days + 1 if how == "days" else None,
        withdrawn_at=None if withdrawn is None else released + timedelta(minutes=withdrawn),
        author=draw(st.none() | st.sampled_from(Redattore)),
    )


@st.composite
def cases(draw: st.DrawFn) -> Facts:
    event = draw(instants())
    later = st.none() | st.integers(0, 10 * 24 * 60).map(lambda m: event + timedelta(minutes=m))
    mortale = draw(st.booleans())
    died = draw(later) if mortale else None
    death_known = draw(later) if mortale else None
    if died is not None and death_known is not None and death_known < died:
        died, death_known = death_known, died
    tipo = draw(st.sampled_from(TipoEvento))
    return Facts(
        case_id=draw(st.none() | st.text(max_size=5)),
        evento=Evento(
            tipo=tipo,
            occurred_at=event,
            luogo=draw(st.none() | st.sampled_from(Luogo)),
            attivita=draw(st.sampled_from(Attivita)),
            malattia_infortunio=draw(st.none() | st.booleans()),
            manifested_on=draw(st.none() | st.just(local_date(event))),
            first_visit_at=event,
            first_aid_at=draw(later),
        ),
        persona=draw(st.sampled_from(Persona)),
        datore=Datore(
            draw(st.none() | st.sampled_from(TipoDatore)),
            draw(st.sampled_from([None, "Milano", "Roma"])),
        ),
        certificati=tuple(draw(st.lists(certificates(event), max_size=4))),
        gravita=Gravita(
            mortale=mortale,
            pericolo_di_morte=draw(st.booleans()),
            known_at=draw(later),
            died_at=died,
            death_known_at=death_known,
        ),
        navigazione=Navigazione(draw(st.none() | st.booleans()), draw(later)),
        polizza=draw(
            st.just(Polizza()) | st.builds(Polizza, st.booleans(), st.none() | st.integers(1, 60))
        ),
    )


def kinds(decisione: Decisione) -> list[tuple[TipoAdempimento, datetime, tuple[str, ...]]]:
    return [(owed.tipo, owed.termine, owed.regole) for owed in decisione.adempimenti]


@given(cases())
@settings(max_examples=300)
def test_every_answer_is_sound(facts: Facts) -> None:
    facts = replace(
        facts,
        certificati=tuple(
            replace(c, withdrawn_at=None)
            if c.withdrawn_at is not None and c.withdrawn_at < c.released_at
            else c
            for c in facts.certificati
        ),
    )
    decisione = explain(facts)
    for owed in decisione.adempimenti:
        assert owed.termine > owed.starts_at, "never before its trigger"
        assert owed.fonti
        assert owed.passi
        if owed.prudenziale is not None:
            assert owed.tipo is TipoAdempimento.DENUNCIA
            assert owed.starts_at < owed.prudenziale <= owed.termine
        by_days = "R-DEN-2G" in owed.regole or owed.regole[0] == "R-DEN-PROL"
        if (by_days or owed.tipo in SHIFTED) and owed.obbligato is Obbligato.DATORE:
            day = owed.termine.astimezone(ROME).date()
            assert not festive(day, roma=facts.datore.comune == "Roma")
    due = [(owed.termine.timestamp(), owed.tipo.value) for owed in decisione.adempimenti]
    assert due == sorted(due)
    owed_to_inail = {"comunicazione", "denuncia", "denuncia_mp", "segnalazione_24h"}
    owes = any(tipo in owed_to_inail for _, tipo in due)
    assert (decisione.nessun_obbligo_inail is None) == owes
    what_if = [change.partition(": ")[0] for change in decisione.cosa_cambierebbe]
    assert len(set(what_if)) == len(what_if)
    assert sum(tipo == "denuncia" for _, tipo in due) <= 1
    assert sum(tipo == "comunicazione" for _, tipo in due) <= 1


@given(cases())
@settings(max_examples=150)
def test_facts_survive_the_contract(facts: Facts) -> None:
    try:
        again = parse_caso(facts_to_json(facts))
    except ErroreScadenze as error:
        refused = [one.campo for one in error.errori]
    else:
        refused = []
    assert all(campo.startswith("/") for campo in refused)
    if refused:
        return
    assert again == facts
    assert decisione_to_json(decide(again)) == decisione_to_json(decide(facts))


@given(cases())
@settings(max_examples=150)
def test_an_unrelated_fact_changes_nothing(facts: Facts) -> None:
    before = kinds(decide(facts))
    assert kinds(decide(replace(facts, case_id="altro"))) == before
    renamed = tuple(replace(c, numero="Z99999999999") for c in facts.certificati)
    assert kinds(decide(replace(facts, certificati=renamed))) == before
    if facts.datore.comune != "Roma":
        elsewhere = replace(facts, datore=Datore(facts.datore.tipo, "Torino"))
        assert kinds(decide(elsewhere)) == before
    if facts.evento.tipo is TipoEvento.INFORTUNIO:
        visited = replace(facts.evento, first_visit_at=None, manifested_on=date(2020, 1, 1))
        assert kinds(decide(replace(facts, evento=visited))) == before


@given(cases(), st.integers(1, 60 * 24 * 10))
@settings(max_examples=150)
def test_a_later_reception_never_brings_a_term_forward(facts: Facts, minutes: int) -> None:
    """Monotone in the trigger: one certificate, the same prognosis, received later."""
    assume(facts.certificati and facts.certificati[0].received_at is not None)
    certificato = replace(facts.certificati[0], withdrawn_at=None)
    plain = replace(facts, certificati=(certificato,), gravita=Gravita(), navigazione=Navigazione())
    assert certificato.received_at is not None
    moved = replace(certificato, received_at=certificato.received_at + timedelta(minutes=minutes))
    before = decide(plain).adempimenti
    after = decide(replace(plain, certificati=(moved,))).adempimenti
    assert sorted(a.tipo for a in before) == sorted(a.tipo for a in after)
    terms = {owed.tipo: owed.termine for owed in before}
    assert all(owed.termine.timestamp() >= terms[owed.tipo].timestamp() for owed in after)


@pytest.mark.parametrize("comune", ["Milano", "Roma"])
def test_every_day_of_twelve_years_rolls_like_a_calendar_written_again(comune: str) -> None:
    """A holiday too many or too few shows, whatever its weekday in a single year."""
    day, last = date(2020, 1, 1), date(2031, 12, 31)
    while day <= last:
        received = datetime(day.year, day.month, day.day, 12, tzinfo=ROME)
        certificato = Certificato("A00000000001", TipoCertificato.PRIMO, received, received)
        facts = Facts(
            Evento(TipoEvento.MALATTIA_PROFESSIONALE),
            Persona.LAVORATORE,
            Datore(comune=comune),
            (certificato,),
        )
        expected = day + timedelta(days=5)
        while festive(expected, roma=comune == "Roma"):
            expected += timedelta(days=1)
        owed = decide(facts).adempimenti[0]
        assert owed.termine.date() == expected, day
        day += timedelta(days=1)
