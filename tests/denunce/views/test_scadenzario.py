"""The worklist: who sees what, in which order, at which cost."""

from __future__ import annotations

import re
from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext

from denunce.actions.casi import open_caso
from denunce.actions.dati import DatiCaso, DatiInvio, DatiLavoratore
from denunce.actions.dispatch import record_dispatch
from denunce.actions.lavoratori import create_lavoratore
from denunce.models import Adempimento, Caso
from tests.pages import text
from utenti.models import Delega

pytestmark = pytest.mark.django_db
LIST = "/denunce/"


def titles(response) -> list[str]:
    """Duty and person of each row, in the order shown."""
    found = re.findall(r'class="pi-duty__link"[^>]*>([^<]+)<span[^>]*>, ([^,]+)', text(response))
    return [f"{title} {person}" for title, person in found]


def queries(client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_what_expires_first_is_on_top_with_its_article_and_countdown(laura, denuncia):
    page = laura.get(LIST)
    assert titles(page) == ["Denuncia Bianchi Luca", "Assicurazione Bianchi Luca"]
    assert "mancano 2 giorni" in text(page)
    assert "sabato 14 marzo, 23:59" in text(page)
    assert "art. 53 c. 1 T.U. 1124/1965" in text(page)
    assert "2026/0001" in text(page)
    assert "Nei termini" in text(page)


@pytest.mark.parametrize(
    ("when", "said"),
    [
        ("2026-03-12 10:00", "1 nei prossimi 7 giorni"),
        ("2026-03-14 08:00", "1 scade oggi"),
        ("2026-03-15 00:00", "1 scaduto"),
    ],
)
def test_the_first_line_says_what_must_be_done_now(
    denuncia, personas, entra, a_tempo_fermo, ora, when, said
):
    a_tempo_fermo.move_to(ora(when))
    assert said in text(entra(personas.segreteria).get(LIST))


def test_a_case_without_certificate_waits_in_its_own_list(laura, caso):
    assert "Bianchi Luca" in text(laura.get(LIST + "?vista=in_attesa"))
    assert "1 in attesa del certificato" in text(laura.get(LIST))
    assert titles(laura.get(LIST)) == ["Assicurazione Bianchi Luca"]


@pytest.mark.parametrize(
    ("when", "said"),
    [("2026-03-13 10:00", "aperto da 1 giorno<"), ("2026-03-14 10:00", "aperto da 2 giorni<")],
)
def test_the_days_of_waiting_are_counted_in_italian(
    caso, personas, entra, a_tempo_fermo, ora, when, said
):
    a_tempo_fermo.move_to(ora(when))
    assert said in text(entra(personas.segreteria).get(LIST + "?vista=in_attesa"))


def test_a_search_without_results_leads_to_the_list_of_everything(laura, denuncia):
    laura.post("/denunce/cerca/", {"testo": "zzzz"})
    assert "Cerca in «Tutti»" in text(laura.get(LIST))
    page = text(laura.get(LIST + "?vista=tutti"))
    assert "Cerca in «Tutti»" not in page
    assert "Controlla come è scritto" in page


def test_a_certificate_ends_the_waiting(laura, denuncia):
    page = laura.get(LIST + "?vista=in_attesa")
    assert "Bianchi Luca" not in text(page)
    assert "Nessun caso aspetta il certificato" in text(page)


def test_a_dispatch_moves_the_duty_to_the_done_ones(laura, denuncia, by, adesso):
    data = DatiInvio(canale="sidi", sent_at=adesso)
    record_dispatch(denuncia, data, request_key=uuid4(), by=by, now=adesso)
    assert titles(laura.get(LIST)) == ["Assicurazione Bianchi Luca"]
    done = laura.get(LIST + "?vista=fatti")
    assert titles(done) == ["Denuncia Bianchi Luca"]
    assert "inviato giovedì 12 marzo, 10:00" in text(done)
    assert len(titles(laura.get(LIST + "?vista=tutti"))) == 2


def test_nobody_sees_the_rows_of_another_school(ugo, denuncia):
    for vista in ("da_fare", "in_attesa", "fatti", "tutti"):
        assert "Bianchi" not in text(ugo.get(LIST + f"?vista={vista}"))


def test_the_empty_list_teaches_where_to_begin(laura):
    page = text(laura.get(LIST))
    assert "Nessuna scadenza aperta" in page
    assert "/denunce/nuovo/" in page
    assert "Niente in scadenza" in page


def test_only_the_duties_of_the_employer_are_listed(laura, apri, ora):
    apri(prima_assistenza_at=ora("2026-03-10 11:00"))
    assert Adempimento.objects.filter(obbligato="medico").exists()
    assert "Trasmissione" not in text(laura.get(LIST + "?vista=tutti"))


@pytest.mark.parametrize(
    "typed",
    ["bianchi", "BIANCHI L", "luca bianchi", "bnclcu13e03f205s", "A000 0000 0003", "2026/0001"],
)
def test_search_finds_by_name_codice_fiscale_certificate_and_case(laura, denuncia, typed):
    answer = laura.post("/denunce/cerca/", {"testo": typed})
    assert answer.status_code == 302
    assert answer["Location"] == LIST
    assert "Denuncia Bianchi Luca" in titles(laura.get(LIST))


def test_search_hides_everybody_else_and_can_be_taken_away(laura, denuncia, nuova_persona, apri):
    apri(nuova_persona(cognome="Verdi", nome="Anna"))
    laura.post("/denunce/cerca/", {"testo": "verdi"})
    page = laura.get(LIST)
    assert titles(page) == ["Assicurazione Verdi Anna"]
    assert "Ricerca:" in text(page)
    laura.post("/denunce/cerca/", {"testo": ""})
    page = laura.get(LIST)
    assert "Ricerca:" not in text(page)
    assert len(titles(page)) == 3


def test_search_never_reaches_another_school(ugo, denuncia):
    for typed in ("bianchi", "BNCLCU13E03F205S", "A00000000003", "2026/0001"):
        ugo.post("/denunce/cerca/", {"testo": typed})
        page = text(ugo.get(LIST + "?vista=tutti"))
        assert "2026/0001</span>" not in page
        assert "Nessun risultato" in page


def test_a_codice_fiscale_is_kept_nowhere_in_clear(laura, denuncia):
    laura.post("/denunce/cerca/", {"testo": "BNCLCU13E03F205S"})
    kept = Session.objects.get(pk=laura.session.session_key).get_decoded()
    assert "BNCLCU13E03F205S" not in str(kept)
    page = text(laura.get(LIST))
    assert "codice fiscale …F205S" in page
    assert "BNCLCU13E03F205S" not in page


@pytest.mark.parametrize(
    "query",
    [
        "vista=%3Cscript%3E",
        "vista=da_fare&vista=tutti",
        "organizzazione=non-un-uuid",
        "organizzazione=00000000-0000-0000-0000-000000000000",
        "assegnati=%00",
        "assegnati=" + "9" * 3000,
        "prova=" + "%F0%9F%92%A5" * 50,
        "dopo=",
    ],
)
def test_words_nobody_wrote_in_an_address_mean_the_default(laura, denuncia, query):
    page = laura.get(LIST + "?" + query)
    assert page.status_code == 200
    assert "<script>" not in text(page).replace('<script src="', "")


@pytest.mark.parametrize(
    "token", ["x", "a:b:c", "WyIyMDI2Il0:1:zzz", "%00", "'; DROP TABLE", "9" * 5000]
)
def test_a_forged_position_is_refused_in_italian(laura, denuncia, token):
    answer = laura.get(LIST, {"dopo": token})
    assert answer.status_code == 400
    assert "Torna all’inizio" in text(answer)
    assert "Traceback" not in text(answer)


def test_the_search_box_survives_hostile_text(laura, denuncia):
    for typed in ("<script>alert(1)</script>", "\x00", "%", "_", "' OR 1=1 --", "a" * 5000, "  "):
        assert laura.post("/denunce/cerca/", {"testo": typed}).status_code == 302
        page = laura.get(LIST)
        assert page.status_code == 200
        assert "<script>alert" not in text(page)


def test_percent_and_underscore_are_letters_not_wildcards(laura, denuncia):
    for typed in ("%", "_ianchi", "b%"):
        laura.post("/denunce/cerca/", {"testo": typed})
        assert titles(laura.get(LIST)) == []


@pytest.fixture
def molti(personas, by, adesso, ora, apri, certifica):
    """Make sixty more cases, some certified, and give back how many duties are open."""

    def fill(quanti=60):
        for number in range(quanti):
            persona = create_lavoratore(
                DatiLavoratore(
                    categoria="studente",
                    cognome=f"Bianchi{number:03d}",
                    nome="Prova",
                    sesso="F",
                    nato_on=date(2012, 1, 1),
                ),
                organizzazione=personas.scuola,
                by=by,
                now=adesso,
            )
            found = apri(persona, avvenuto_at=ora("2026-03-09 08:00") + timedelta(hours=number % 7))
            if number % 2:
                certifica(found, numero=f"B{number:011d}")
        return Adempimento.objects.open().count()

    return fill


@pytest.mark.parametrize("typed", ["", "bianchi", "A00000000003"])
def test_the_same_eight_queries_at_most_with_one_row_and_with_sixty(laura, denuncia, molti, typed):
    laura.post("/denunce/cerca/", {"testo": typed})
    addresses = [
        f"{LIST}?vista={vista}" + ("&assegnati=miei" if typed else "")
        for vista in ("da_fare", "in_attesa", "fatti", "tutti")
    ]
    before = [queries(laura, address) for address in addresses]
    molti()
    assert [queries(laura, address) for address in addresses] == before
    assert max(before) <= 8


def test_pages_are_found_by_position_and_lead_back(laura, denuncia, molti):
    total = molti()
    seen: list[str] = []
    address, pages = LIST, 0
    while address:
        page = laura.get(address)
        seen += titles(page)
        pages += 1
        found = re.search(r'rel="next" href="([^"]+)"', text(page))
        address = found.group(1).replace("&amp;", "&") if found else ""
        assert "Bianchi" not in address
    assert (len(seen), pages) == (total, -(-total // 25))
    back = re.search(r'rel="prev" href="([^"]+)"', text(page)).group(1)
    assert titles(laura.get(back)) == seen[(pages - 2) * 25 : (pages - 1) * 25]


def test_a_position_of_one_list_does_not_open_another(laura, denuncia, molti):
    molti()
    page = text(laura.get(LIST))
    token = re.search(r'rel="next" href="[^"]*dopo=([^"&]+)"', page).group(1)
    assert laura.get(f"{LIST}?dopo={token}").status_code == 200
    assert laura.get(f"{LIST}?vista=tutti&dopo={token}").status_code == 400


def test_a_consultant_reads_and_filters_the_organisation(entra, personas, adesso, ora):
    other = personas._organizzazione("impresa", "Altra Impresa", "Bologna")
    Delega.objects.create(delegante=other, delegato=personas.studio, valid_from=personas.since)
    client = entra(personas.consulente)
    scope = personas.scope(personas.consulente)
    for firm, surname in ((personas.cliente, "Neri"), (other, "Gialli")):
        worker = create_lavoratore(
            DatiLavoratore(
                categoria="lavoratore",
                cognome=surname,
                nome="Ivo",
                sesso="M",
                nato_on=date(1980, 1, 1),
            ),
            organizzazione=firm,
            by=scope,
            now=adesso,
        )
        open_caso(
            DatiCaso(avvenuto_at=ora("2026-03-11 09:00"), pericolo_di_morte=True),
            lavoratore=worker,
            organizzazione=firm,
            by=scope,
            now=adesso,
            request_key=uuid4(),
        )
    page = text(client.get(LIST))
    assert "Cliente Esempio" in page
    assert "Altra Impresa" in page
    page = client.get(f"{LIST}?organizzazione={other.pk}")
    assert [row.split()[-2] for row in titles(page)] == ["Gialli"]


def test_assigned_to_me_hides_what_is_of_others(laura, denuncia, personas):
    assert titles(laura.get(LIST + "?assegnati=miei")) == []
    Caso.objects.filter(pk=denuncia.caso_id).update(assegnato_a=personas.segreteria)
    assert "Denuncia Bianchi Luca" in titles(laura.get(LIST + "?assegnati=miei"))


def test_wrong_methods_are_405(laura):
    assert laura.post(LIST).status_code == 405
    assert laura.get("/denunce/cerca/").status_code == 405


@pytest.fixture(autouse=True)
def _no_limits_left_over():
    cache.clear()


def test_searches_are_limited_for_each_person_not_for_the_school(laura, entra, personas):
    search = "/denunce/cerca/", {"testo": "a"}
    answers = [laura.post(*search).status_code for _ in range(61)]
    assert (answers[:60], answers[60]) == ([302] * 60, 429)
    assert entra(personas.dirigente).post(*search).status_code == 302
