"""The queue: the oldest first, what narrows it, who takes what."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from portal.base.audit import AuditEvent
from tests.factories import credenziali
from tests.factories.credenziali import AT, RichiestaFactory
from tests.pages import text
from utenti.credenziali import coda
from utenti.credenziali.actions.presa import release_expired
from utenti.credenziali.models import RicercaSalvata, RichiestaAbilitazione

pytestmark = pytest.mark.django_db
CODA = "/credenziali/revisione/"


def waiting(days: float, **values) -> RichiestaAbilitazione:
    """A request that has been waiting for some days, without files."""
    at = AT - timedelta(days=days)
    return RichiestaFactory(submitted_at=at, queued_at=at, **values)


def codes(page: str) -> list[str]:
    return re.findall(r'<a class="pi-num"[^>]*>(RC-\d+)', page)


def test_the_oldest_comes_first_with_its_age_in_words(nadia):
    fresh, late, very = waiting(0.1), waiting(7), waiting(12, profilo="presidio")
    page = text(nadia.get(CODA))
    assert codes(page) == [very.codice, late.codice, fresh.codice]
    assert 'href="/credenziali/inailrisponde/ufficio/"' in page  # the other work of a reviewer
    for word in ("da 12 giorni", "Molto in ritardo", "da 7 giorni", "In ritardo", "da oggi"):
        assert word in page
    assert "3 richieste in attesa" in page
    assert "Rossi Maria" in page


def test_an_empty_queue_says_what_comes_here(nadia):
    page = text(nadia.get(CODA))
    assert "Nessuna richiesta in attesa" in page
    assert "nessuna richiesta libera" in text(nadia.post(f"{CODA}prossima/", follow=True))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("profilo=presidio", ["vecchia"]),
        ("canale=inail_risponde", ["nuova"]),
        ("eta=5", ["vecchia"]),
        ("eta=10", []),
        ("stato=libere", ["vecchia", "nuova"]),
        ("stato=in_esame", ["mia"]),
        ("stato=da_confermare", []),
        ("mie=1", ["mia"]),
        ("stato=inventato&profilo=%00&eta=-1", ["vecchia", "mia", "nuova"]),
    ],
)
def test_filters(nadia, personas, query, found):
    named = {
        "vecchia": waiting(6, profilo="presidio"),
        "mia": waiting(
            2, stato="in_esame", claimed_by=personas.revisore, claimed_until=AT + timedelta(hours=1)
        ),
        "nuova": waiting(1, canale="inail_risponde"),
    }
    assert codes(text(nadia.get(f"{CODA}?{query}"))) == [named[name].codice for name in found]


@pytest.mark.parametrize("typed", ["nèri", "Ugo Neri", "{code}", "{cf}"])
def test_a_search_finds_by_name_code_or_codice_fiscale_and_keeps_it_from_the_address(nadia, typed):
    wanted = waiting(1, cognome="Neri", nome="Ugo", codice_fiscale="NREGUO80A01F205B")
    waiting(2)
    words = typed.format(code=wanted.codice.lower(), cf="nre guo 80a01 f205b")
    answer = nadia.post(f"{CODA}cerca/", {"testo": words})
    assert answer["Location"] == CODA
    page = text(nadia.get(CODA))
    assert codes(page) == [wanted.codice]
    assert "NREGUO80A01" not in page
    nadia.post(f"{CODA}cerca/", {"testo": ""})
    assert len(codes(text(nadia.get(CODA)))) == 2


def test_a_search_finds_decided_requests_and_never_drafts(nadia, personas):
    gone = waiting(
        9, cognome="Verdi", stato="rifiutata", decided_by=personas.revisore2, decided_at=AT
    )
    waiting(9, cognome="Verdi", stato="bozza", profilo="presidio")
    assert codes(text(nadia.get(CODA))) == []
    nadia.post(f"{CODA}cerca/", {"testo": "verdi"})
    page = text(nadia.get(CODA))
    assert codes(page) == [gone.codice]
    assert "Rifiutata" in page
    assert "Prendi in carico" not in page


def test_pages_go_forth_and_back_by_key(nadia, monkeypatch):
    monkeypatch.setattr(coda, "PAGE", 2)
    rows = [waiting(9 - day).codice for day in range(5)]
    same = AT - timedelta(days=5)
    RichiestaAbilitazione.objects.filter(codice__in=rows[3:]).update(queued_at=same)
    seen, address = [], CODA
    for _page in range(3):
        page = text(nadia.get(address))
        seen += codes(page)
        last = page
        following = re.search(r'rel="next" href="([^"]+)"', page)
        address = following[1] if following else ""
    assert (sorted(seen), address) == (sorted(rows), "")
    back = re.search(r'rel="prev" href="([^"]+)"', last)
    assert back is not None
    assert codes(text(nadia.get(back[1]))) == seen[2:4]


@pytest.mark.parametrize(
    "token", ["x", "1-2", "9" * 40, "-1-" + "a" * 32, "1" * 16 + "-" + "g" * 32]
)
def test_a_place_that_does_not_exist_is_the_first_page(nadia, token):
    first = waiting(1)
    assert codes(text(nadia.get(CODA, {"dopo": token}))) == [first.codice]


def test_the_page_costs_the_same_queries_for_one_row_and_for_a_hundred(nadia, personas):
    def asked() -> int:
        with CaptureQueriesContext(connection) as done:
            assert nadia.get(CODA).status_code == 200
        return len(done)

    waiting(1)
    counts = {asked()}
    for size in (24, 75):
        until = AT + timedelta(minutes=9)
        waiting(2, stato="in_esame", claimed_by=personas.revisore2, claimed_until=until)
        for _n in range(size - 1):
            waiting(3)
        counts.add(asked())
    assert len(counts) == 1, counts


def test_counts_stop_at_their_cap(nadia, monkeypatch):
    monkeypatch.setattr(coda, "COUNT_MAX", 2)
    for _n in range(4):
        waiting(1)
    assert "più di 2 richieste in attesa" in text(nadia.get(CODA))


# --- saved searches -------------------------------------------------------------------------


def test_a_search_is_saved_opened_and_deleted(nadia, tito):
    sent = {"nome": " Presìdi  vecchi ", "profilo": "presidio", "eta": "10"}
    page = text(nadia.post(f"{CODA}ricerche/", sent, follow=True))
    saved = RicercaSalvata.objects.get()
    assert (saved.nome, saved.filtri) == ("Presìdi vecchi", {"profilo": "presidio", "eta": "10"})
    assert f'href="{CODA}?profilo=presidio&amp;eta=10">Presìdi vecchi' in page
    assert "Presìdi" not in text(tito.get(CODA))
    assert tito.post(f"{CODA}ricerche/{saved.pk}/elimina/").status_code == 404
    nadia.post(f"{CODA}ricerche/", sent | {"eta": "5"})
    assert RicercaSalvata.objects.get().filtri["eta"] == "5"
    nadia.post(f"{CODA}ricerche/{saved.pk}/elimina/")
    assert not RicercaSalvata.objects.exists()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"nome": " ", "eta": "5"}, "Dai un nome"),
        ({"nome": "x" * 41, "eta": "5"}, "40"),
        ({"nome": "Tutto"}, "almeno un filtro"),
        ({"nome": "Rossi", "cognome": "Rossi", "eta": "<b>"}, "almeno un filtro"),
    ],
)
def test_a_search_without_name_or_filters_is_not_saved(nadia, sent, said):
    assert said in text(nadia.post(f"{CODA}ricerche/", sent, follow=True))
    assert not RicercaSalvata.objects.exists()


def test_there_is_an_end_to_saved_searches(nadia, personas):
    RicercaSalvata.objects.bulk_create(
        [
            RicercaSalvata(
                utente=personas.revisore, nome=f"n{n}", filtri={"eta": "5"}, created_at=AT
            )
            for n in range(20)
        ]
    )
    page = text(nadia.post(f"{CODA}ricerche/", {"nome": "una di più", "eta": "5"}, follow=True))
    assert "eliminane una" in page


# --- taking ---------------------------------------------------------------------------------


def test_next_gives_the_oldest_free_one_and_pressing_twice_is_once(nadia, tito):
    old, young = waiting(5), waiting(1)
    first = nadia.post(f"{CODA}prossima/")["Location"]
    assert first == f"{CODA}{old.pk}/"
    assert nadia.post(f"{CODA}prossima/")["Location"] == first
    assert tito.post(f"{CODA}prossima/")["Location"] == f"{CODA}{young.pk}/"
    assert "Continua" in text(nadia.get(CODA))
    assert "Tito Verifica" in text(nadia.get(CODA))
    assert AuditEvent.objects.filter(code="richiesta.presa_in_carico").count() == 2


def test_what_time_took_from_a_hand_is_free_before_and_after_the_job(nadia, personas, adesso):
    held = waiting(1, stato="in_esame", claimed_by=personas.revisore2, claimed_until=adesso)
    assert "Libera" in text(nadia.get(CODA))
    assert release_expired(adesso) == 1
    assert release_expired(adesso) == 0
    again = RichiestaAbilitazione.objects.get(pk=held.pk)
    assert (again.stato, again.claimed_by, again.queued_at) == ("inviata", None, held.queued_at)
    assert AuditEvent.objects.get(code="richiesta.presa_scaduta").actor_id is None
    assert nadia.post(f"{CODA}prossima/")["Location"] == f"{CODA}{held.pk}/"


def test_a_hand_that_time_opened_is_taken_without_the_job(nadia, personas, adesso):
    held = credenziali.in_hand(personas.revisore2, until=adesso)
    assert nadia.post(f"{CODA}{held.pk}/prendi/").status_code == 302
    assert RichiestaAbilitazione.objects.get().claimed_by == personas.revisore


def test_a_reviewer_starts_from_the_queue(nadia):
    assert nadia.get("/")["Location"] == CODA
    assert f'href="{CODA}" aria-current="page">Revisione' in text(nadia.get(CODA))
