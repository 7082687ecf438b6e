"""Pages found by position: every row once, in order, whatever ties, organisations and states."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce import counters, finding, lists, worklist
from denunce.models import Adempimento
from denunce.worklist import PAGE, BadPosition, Filters, Position, Vista
from tests.factories.casi import (
    AdempimentoFactory,
    CasoFactory,
    LavoratoreFactory,
    RiferimentoFactory,
    ValutazioneFactory,
)
from tests.factories.utenti import OrganizzazioneFactory, UtenteFactory

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def autore():
    return UtenteFactory()


@pytest.fixture
def organizzazioni():
    return [OrganizzazioneFactory() for _ in range(3)]


def duties(organizzazione, autore, terms, **other) -> list[Adempimento]:
    """Duties of one case of the organisation, with these terms."""
    caso = CasoFactory(
        organizzazione=organizzazione,
        created_by=autore,
        evento__created_by=autore,
        lavoratore__created_by=autore,
        attesa_certificato=False,
    )
    valutazione = ValutazioneFactory(caso=caso)
    return [
        AdempimentoFactory(
            caso=caso, valutazione=valutazione, termine_at=at, chiave=f"denuncia:{n}", **other
        )
        for n, at in enumerate(terms)
    ]


def walk(filters: Filters) -> list[UUID]:
    """Every row from the first page to the last, by the tokens alone."""
    seen: list[UUID] = []
    page = worklist.page(filters)
    while True:
        seen += [row.pk for row in page.rows]
        if not page.following:
            return seen
        page = worklist.page(filters, worklist.decode(filters.vista, page.following))


def test_ties_on_the_term_neither_repeat_nor_lose_a_row(organizzazioni, autore):
    same = [START] * 30 + [START + timedelta(hours=1)] * 30 + [START - timedelta(hours=1)] * 3
    rows = duties(organizzazioni[0], autore, same)
    expected = [row.pk for row in sorted(rows, key=lambda row: (row.termine_at, row.pk))]
    assert walk(Filters(Vista.DA_FARE, (organizzazioni[0].pk,))) == expected


def test_several_organisations_and_states_are_merged_in_one_order(organizzazioni, autore):
    made: list[Adempimento] = []
    for number, organizzazione in enumerate(organizzazioni):
        terms = [START + timedelta(minutes=(7 * n + number) % 40) for n in range(25)]
        made += duties(organizzazione, autore, terms)
        made += duties(organizzazione, autore, terms[:9], stato="respinto")
    expected = [row.pk for row in sorted(made, key=lambda row: (row.termine_at, row.pk))]
    assert walk(Filters(Vista.DA_FARE, tuple(o.pk for o in organizzazioni))) == expected


def test_the_merge_and_the_plain_scan_agree(organizzazioni, autore, monkeypatch):
    for organizzazione in organizzazioni:
        duties(organizzazione, autore, [START + timedelta(minutes=n % 5) for n in range(20)])
    for vista in Vista:
        filters = Filters(vista, tuple(o.pk for o in organizzazioni))
        merged = walk(filters)
        with monkeypatch.context() as patch:
            patch.setattr(lists, "MERGED_MAX", 1)
            assert walk(filters) == merged


def test_going_back_shows_the_page_one_came_from(organizzazioni, autore):
    duties(organizzazioni[0], autore, [START + timedelta(minutes=n // 3) for n in range(80)])
    filters = Filters(Vista.DA_FARE, (organizzazioni[0].pk,))
    pages = [worklist.page(filters)]
    while pages[-1].following:
        position = worklist.decode(filters.vista, pages[-1].following)
        pages.append(worklist.page(filters, position))
    assert [len(page.rows) for page in pages] == [25, 25, 25, 5]
    for earlier, later in itertools.pairwise(pages):
        back = worklist.page(filters, worklist.decode(filters.vista, later.previous))
        assert [row.pk for row in back.rows] == [row.pk for row in earlier.rows]
    assert worklist.page(filters).previous == ""
    first = worklist.page(filters, worklist.decode(filters.vista, pages[1].previous))
    assert (first.previous, bool(first.following)) == ("", True)


def test_done_duties_come_newest_first(organizzazioni, autore):
    rows = [
        duties(
            organizzazioni[0],
            autore,
            [START],
            stato=state,
            done_at=START + timedelta(hours=n % 4),
            done_by=autore,
        )[0]
        for n, state in enumerate(["inviato", "accettato", "rettificato"] * 12)
    ]
    expected = sorted(rows, key=lambda row: (row.done_at, row.pk), reverse=True)
    found = walk(Filters(Vista.FATTI, (organizzazioni[0].pk,)))
    assert found == [row.pk for row in expected]


def test_waiting_cases_come_oldest_first_and_only_open_ones(organizzazioni, autore):
    cases = [
        CasoFactory(
            organizzazione=organizzazioni[0],
            created_by=autore,
            evento__created_by=autore,
            lavoratore__created_by=autore,
            created_at=START + timedelta(minutes=n % 7),
        )
        for n in range(30)
    ]
    expected = sorted(cases, key=lambda row: (row.created_at, row.pk))
    found = walk(Filters(Vista.IN_ATTESA, (organizzazioni[0].pk,)))
    assert found == [row.pk for row in expected]


def test_a_page_is_one_query_and_names_no_health_text(organizzazioni, autore):
    duties(organizzazioni[0], autore, [START] * 3)
    ids = tuple(o.pk for o in organizzazioni)
    for vista in Vista:
        with CaptureQueriesContext(connection) as captured:
            page = worklist.page(Filters(vista, ids))
            for row in page.rows:
                caso = getattr(row, "caso", row)
                str(caso), str(caso.lavoratore), caso.evento.luogo
        assert len(captured) == 1
        assert "dinamica" not in captured[0]["sql"]
        assert "derivazione" not in captured[0]["sql"]


def test_rows_that_go_away_between_two_pages_do_not_break_the_next(organizzazioni, autore):
    rows = duties(organizzazioni[0], autore, [START + timedelta(minutes=n) for n in range(60)])
    filters = Filters(Vista.DA_FARE, (organizzazioni[0].pk,))
    token = worklist.page(filters).following
    Adempimento.objects.filter(pk=rows[PAGE - 1].pk).delete()
    after = worklist.page(filters, worklist.decode(filters.vista, token))
    assert [row.pk for row in after.rows] == [row.pk for row in rows[PAGE : 2 * PAGE]]


def test_no_organisation_means_no_rows():
    for vista in Vista:
        assert worklist.page(Filters(vista, ())).rows == []
    assert counters.count((), START) == counters.Counters(0, 0, 0, 0)


@pytest.mark.parametrize(
    "value",
    [
        None,
        [],
        ["2026-03-01T12:00:00+00:00", "x", 0],
        ["ieri", uuid4().hex, 0],
        ["2026-03-01T12:00:00+00:00", uuid4().hex],
        {"at": 1},
        "testo",
    ],
)
def test_a_signed_token_of_another_shape_is_refused(value):
    token = signing.dumps(value, salt="denunce.worklist.da_fare")
    with pytest.raises(BadPosition):
        worklist.decode(Vista.DA_FARE, token)


def test_a_token_keeps_the_microsecond_and_its_own_list():
    position = Position(START + timedelta(microseconds=123457), uuid4(), back=True)
    token = worklist.encode(Vista.FATTI, position)
    assert worklist.decode(Vista.FATTI, token) == position
    with pytest.raises(BadPosition):
        worklist.decode(Vista.TUTTI, token)


def test_counters_stop_counting_where_it_stops_mattering(organizzazioni, autore):
    duties(organizzazioni[0], autore, [START - timedelta(days=1)] * (counters.CAP + 30))
    counted = counters.count((organizzazioni[0].pk,), START)
    assert counted.overdue == counters.CAP + 1
    assert counted.headline.startswith("99+ scaduti")


def test_the_days_of_the_counters_are_those_of_rome(organizzazioni, autore):
    # 23:30 UTC of 14 March is already the 15th in Rome.
    late = datetime(2026, 3, 14, 23, 30, tzinfo=UTC)
    duties(organizzazioni[0], autore, [late])
    before = counters.count((organizzazioni[0].pk,), datetime(2026, 3, 14, 12, 0, tzinfo=UTC))
    after = counters.count((organizzazioni[0].pk,), datetime(2026, 3, 14, 23, 5, tzinfo=UTC))
    assert (before.today, before.week) == (0, 1)
    assert (after.today, after.week) == (1, 0)


def test_counters_are_one_query(organizzazioni, autore):
    duties(organizzazioni[0], autore, [START] * 4)
    with CaptureQueriesContext(connection) as captured:
        counters.count(tuple(o.pk for o in organizzazioni), START)
    assert len(captured) == 1


# --- searches ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "kind"),
    [
        ("rossi", "nome"),
        ("D’Angelo", "nome"),
        ("RSSMRA80A01F205X", "cf"),
        ("rss mra 80a01 f205x", "cf"),
        ("1234 5678 9012", "certificato"),
        ("A1B2-C3D4-E5F6", "certificato"),
        ("2026/0041", "caso"),
        (" 2026 / 41 ", "caso"),
        ("giambattista", "nome"),
    ],
)
def test_a_search_means_what_it_looks_like(typed, kind):
    assert finding.Search.of(typed).kind == kind


@pytest.mark.parametrize("typed", ["", "   ", "\0", "\t\n"])
def test_nothing_typed_is_no_search(typed):
    assert finding.Search.of(typed) is None


@pytest.mark.parametrize("value", [None, "x", [], {"kind": "nome"}, {"a": 1, "b": 2, "c": 3}])
def test_what_a_session_holds_is_not_trusted(value):
    assert finding.Search.kept(value) is None


def test_names_are_found_whatever_accents_case_and_order(organizzazioni, autore):
    person = LavoratoreFactory(
        organizzazione=organizzazioni[0], created_by=autore, cognome="D’Àngelo", nome="Niccolò"
    )
    ids = (organizzazioni[0].pk,)
    for typed in ("d'angelo", "D’ANGELO nicc", "niccolo d'angelo", "d’àngelo niccolò"):
        found = finding.people(finding.Search.of(typed), ids)
        assert [row.pk for row in found] == [person.pk], typed
    assert not finding.people(finding.Search.of("angelo"), ids).exists()


def test_a_search_stays_within_the_organisations(organizzazioni, autore):
    mine, other = organizzazioni[:2]
    found = {}
    for organizzazione in (mine, other):
        person = LavoratoreFactory(organizzazione=organizzazione, created_by=autore)
        caso = CasoFactory(
            organizzazione=organizzazione,
            lavoratore=person,
            created_by=autore,
            evento__created_by=autore,
            progressivo=41,
        )
        RiferimentoFactory(caso=caso, numero="C00000000041", recorded_by=autore)
        found[organizzazione.pk] = caso.pk
    for typed in ("bianchi", "C00000000041", "2026/41"):
        cases = finding.cases(finding.Search.of(typed), (mine.pk,)).casi
        assert cases == (found[mine.pk],), typed


def test_too_many_people_are_said_not_cut_in_silence(organizzazioni, autore, monkeypatch):
    monkeypatch.setattr(finding, "FOUND_MAX", 2)
    for _ in range(3):
        CasoFactory(
            organizzazione=organizzazioni[0],
            created_by=autore,
            evento__created_by=autore,
            lavoratore__created_by=autore,
        )
    found = finding.cases(finding.Search.of("bianchi"), (organizzazioni[0].pk,))
    assert (len(found.casi), found.too_many) == (2, True)
