"""The page of a certificate, its clock in words, its chain on a line of days."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse

from certificati.actions.bozze import Partenza
from certificati.actions.cancellazione import erase_certificato
from certificati.actions.vita import annul_certificato, record_transmission
from certificati.models import Certificato
from certificati.numero import grouped
from certificati.page_models.orologio import clock_of, worker_warning
from certificati.page_models.stampe import papers_of
from certificati.tabella import campi_of
from certificati.termini import worker_warning_on
from denunce.scadenze import termini as engine
from denunce.scadenze.counting import add_days
from portal.base.audit.models import AccessEvent
from portal.base.personal import Disposed
from tests.certificati.scena import INFORTUNIO, MALATTIA, ROME, bozza, continuativo, emesso
from tests.pages import read

pytestmark = pytest.mark.django_db


def page(client, name: str, row) -> str:
    answer = client.get(reverse(name, args=[row.pk]))
    assert answer.status_code == 200
    return read(answer)


# --- the page --------------------------------------------------------------------------------


def test_the_page_says_everything_in_the_order_of_the_paper(rita, personas, ieri):
    found = emesso(personas, ieri)
    text = page(rita, "certificato_medico", found)
    labels = [str(campo.label) for campo in campi_of("infortunio")]
    shown = re.findall(r"<dt>(.*?)</dt>", text)
    kept = [label for label in labels if label in shown]
    assert [label for label in shown if label in labels] == kept
    assert len(kept) > 25
    for words in (
        grouped(found.numero),
        "distorsione della caviglia sinistra",
        "caviglia sinistra",
        "venerdì 13 marzo 2026",
        str(found.medico),
        str(found.organizzazione),
        "Un certificato medico è stato emesso: numero " + grouped(found.numero),
        "Questo portale non trasmette all’INAIL",
    ):
        assert words in text, words
    assert AccessEvent.objects.filter(target_id=found.pk).exists()


def test_a_continuation_names_the_one_it_goes_on_from(rita, personas, adesso, ieri):
    first = emesso(personas, ieri)
    second = continuativo(personas, adesso, first)
    text = page(rita, "certificato_medico", second)
    assert f"<dd>\n        {grouped(first.numero)}" in text
    assert "mercoledì 11 marzo 2026" in text


def test_from_here_begins_what_may_follow(rita, personas, ieri):
    found = emesso(personas, ieri)
    text = page(rita, "certificato_medico", found)
    pair = r'name="partenza" value="(\w+)">\s*<input[^>]*name="tipo" value="(\w+)"'
    offered = re.findall(pair, text)
    assert offered == [
        ("continua", "continuativo"),
        ("continua", "definitivo"),
        ("continua", "riammissione"),
        ("copia", "primo"),
        ("sostituisce", "primo"),
    ]
    keys = re.findall(r'name="request_key" value="([^"]+)"', text)
    assert len(set(keys)) == 5


def test_each_button_begins_its_draft(rita, personas, ieri):
    found = emesso(personas, ieri)
    offered = rita.get(reverse("certificato_medico", args=[found.pk])).context["follows"]
    for follow in offered:
        sent = {
            "da": str(found.pk),
            "partenza": follow.partenza,
            "tipo": follow.tipo,
            "request_key": follow.request_key,
        }
        assert rita.post(reverse("certificato_inizia"), sent).status_code == 302
        begun = Certificato.objects.get(pk=follow.request_key)
        assert (begun.stato, begun.tipo, begun.genere) == ("bozza", follow.tipo, found.genere)
    assert Certificato.objects.drafts().count() == 5


def test_nothing_goes_on_from_an_annulled_one_nor_ends_a_disease(rita, personas, adesso, ieri):
    disease = page(rita, "certificato_medico", emesso(personas, ieri, MALATTIA))
    assert "Scrivi il continuativo" in disease
    assert "Scrivi il definitivo" not in disease
    assert "Scrivi la riammissione" not in disease
    found = emesso(personas, ieri)
    by = personas.scope(found.medico)
    annul_certificato(found, motivo="altro", nota="doppia", by=by, now=adesso)
    ended = page(rita, "certificato_medico", found)
    assert "Scrivi il continuativo" not in ended
    assert "Copia" in ended


def test_the_papers_are_offered(rita, personas, ieri):
    found = emesso(personas, ieri)
    text = page(rita, "certificato_medico", found)
    assert "Copie da consegnare" in text
    assert len(papers_of(found)) == 2
    assert all(paper["label"] in text for paper in papers_of(found))


def test_an_annulled_one_is_struck_and_says_why(rita, personas, adesso, ieri):
    found = emesso(personas, ieri)
    by = personas.scope(found.medico)
    annul_certificato(found, motivo="altro", nota="doppia accettazione", by=by, now=adesso)
    text = page(rita, "certificato_medico", found)
    assert f'<s class="pi-num">{grouped(found.numero)}</s>' in text
    assert "Annullato giovedì 12 marzo 2026, 10:00: altro motivo. doppia accettazione" in text
    assert "Sostituisci</button>" not in text
    assert "Annulla il certificato" not in text
    assert "non c’è niente da trasmettere" in text


def test_of_an_erased_one_the_number_and_the_story_are_left(rita, bruna, personas, adesso, ieri):
    found = emesso(personas, ieri)
    why = Disposed("termine", "prot. 9/2041")
    erase_certificato(found, why, by=personas.amministratore_presidio, now=adesso)
    text = page(rita, "certificato_medico", found)
    assert "I dati di questo certificato sono stati cancellati" in text
    assert grouped(found.numero) in text
    assert "non c’è niente da trasmettere" in text
    assert "Sostituisci</button>" not in text
    page(rita, "certificato_catena", found)
    for name in ("annulla", "trasmesso"):
        answer = rita.post(reverse(f"certificato_{name}", args=[found.pk]), {"motivo": "dati"})
        assert answer.url == reverse("certificato_medico", args=[found.pk])
    found.refresh_from_db()
    assert (found.stato, found.trasmesso_at) == ("emesso", None)
    for client, address in ((rita, "certificati"), (bruna, "certificati_struttura")):
        listed = read(client.get(reverse(address)))
        assert grouped(found.numero) in listed
        assert "Bianchi" not in listed
        assert "Non dovuto" in listed


def test_a_replaced_one_leads_to_the_one_that_stands(rita, personas, adesso, ieri):
    old = emesso(personas, ieri)
    new = emesso(personas, adesso, da=old, partenza=Partenza.SOSTITUISCE, diagnosi="altra")
    text = page(rita, "certificato_medico", old)
    assert "vale il certificato che ha preso il suo posto" in text
    assert reverse("certificato_medico", args=[new.pk]) in text


def test_a_disease_warns_the_worker_and_names_the_register(rita, personas, adesso):
    found = emesso(personas, adesso, MALATTIA)
    text = page(rita, "certificato_medico", found)
    assert "deve avvisare il datore entro martedì 17 marzo 2026" in text
    assert "art. 52 T.U." in text
    assert "Lista I: origine lavorativa di elevata probabilità, codice I.2.01" in text
    assert "nessuna norma fissa un termine" in text
    other = emesso(personas, adesso, MALATTIA, registro_139="no", registro_139_codice="")
    assert "non è nell’elenco del D.M. 15/11/2023" in page(rita, "certificato_medico", other)


# --- the clock -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("day", "hour", "word", "sentence"),
    [
        (12, 10, "Scade oggi", "Trasmetti entro giovedì 12 marzo, 23:59 (le 24 del giorno dopo"),
        (11, 15, "Scade domani", "circ. INAIL 10/2016"),
        (13, 0, "Scaduto", "Andava trasmesso entro giovedì 12 marzo, 23:59"),
    ],
)
def test_the_clock_of_an_injury(personas, ieri, day, hour, word, sentence):
    found = emesso(personas, ieri)
    clock = clock_of(found, datetime(2026, 3, day, hour, tzinfo=ROME))
    assert clock.urgency.word == word
    assert sentence in clock.sentence


def test_the_clock_of_a_draft_already_runs(personas, ieri, adesso):
    old = emesso(personas, ieri)
    draft, _by = bozza(personas, adesso, da=old, partenza=Partenza.SOSTITUISCE)
    assert clock_of(draft, adesso).sentence.startswith("Emetti e trasmetti entro giovedì 12 marzo")
    empty, _by = bozza(personas, adesso)
    assert "prima assistenza" in clock_of(empty, adesso).sentence
    disease, _by = bozza(personas, adesso, MALATTIA)
    assert "art. 251" in clock_of(disease, adesso).sentence


def test_the_clock_of_a_disease_in_agriculture(personas, adesso):
    found = emesso(personas, adesso, MALATTIA, categoria="operaio_agricolo_otd")
    clock = clock_of(found, adesso)
    assert "giovedì 19 marzo, 23:59 (dieci giorni dalla prima visita, art. 251 T.U.)" in (
        clock.sentence
    )


def test_what_was_transmitted_late_says_by_how_much(personas, ieri, ora):
    found = emesso(personas, ieri)
    by, when = personas.scope(found.medico), ora("2026-03-13 09:30")
    record_transmission(found, trasmesso_at=when, by=by, now=when)
    found.refresh_from_db()
    clock = clock_of(found, when)
    assert clock.late == "in ritardo di 9 h"
    assert "il termine era giovedì 12 marzo, 23:59" in clock.sentence


def test_the_worker_is_warned_as_the_engine_counts():
    for day in (date(2026, 3, 2), date(2026, 12, 24), date(2028, 2, 20)):
        days = engine.number("lavoratore_mp_days", day)
        assert worker_warning_on(day) == add_days(day, days)
    assert "sono finiti" in worker_warning(date(2026, 3, 2), date(2026, 3, 18))
    assert worker_warning(None, date(2026, 3, 18)) == ""


# --- the chain -------------------------------------------------------------------------------


def test_gaps_and_overlaps_are_said_in_words(rita, personas, adesso, ieri):
    first = emesso(personas, ieri)  # 11-13 March
    second = continuativo(personas, adesso, first, giorni=2)  # 14-15
    far = continuativo(
        personas, adesso, second, prognosi_dal=date(2026, 3, 18), prognosi_al=date(2026, 3, 19)
    )
    continuativo(
        personas, adesso, far, prognosi_dal=date(2026, 3, 19), prognosi_al=date(2026, 3, 21)
    )
    text = page(rita, "certificato_catena", first)
    assert "coprono 9 giorni dopo quello dell’infortunio" in text
    assert "Vuoto dal 16/03/2026 al 17/03/2026: 2 giorni senza un tuo certificato." in text
    assert "hanno in comune 1 giorno, giovedì 19 marzo 2026: si contano una volta sola" in text
    # from the day of the event, 10 March, to the 21st: twelve days; the gap begins at the sixth
    assert 'viewBox="0 0 12 1"' in text
    assert 'class="pi-cert-line__gap" x="6" y="0" width="2"' in text
    assert text.count('<th scope="row">') == 4


def test_annulled_ones_are_struck_and_do_not_count(rita, personas, adesso, ieri):
    first = emesso(personas, ieri)
    second = continuativo(personas, adesso, first, giorni=2)
    by = personas.scope(first.medico)
    annul_certificato(second, motivo="dati", by=by, now=adesso)
    text = page(rita, "certificato_catena", first)
    assert "coprono 3 giorni" in text
    assert f"<s>{grouped(second.numero)}</s>" in text
    assert "Annullato" in text


def test_those_of_other_doctors_are_counted_and_not_shown(rita, personas, adesso, ieri):
    mine = emesso(personas, ieri)
    other = {"medico": personas.medico_esterno, "organizzazione": personas.studio_medico}
    assert "di un altro medico" not in page(rita, "certificato_catena", mine)
    theirs = emesso(personas, adesso, diagnosi="segreta", **other)
    assert "un altro certificato, di un altro medico" in page(rita, "certificato_catena", mine)
    emesso(personas, adesso, diagnosi="segreta", **other)
    for name in ("certificato_catena", "certificato_medico"):
        text = page(rita, name, mine)
        assert "altri 2 certificati di altri medici" in text
        assert "segreta" not in text
        assert str(theirs.pk) not in text
        assert theirs.numero not in text.replace(" ", "")


def test_a_chain_without_days_says_so(rita, personas, adesso, ieri):
    found = emesso(personas, adesso, MALATTIA)
    text = page(rita, "certificato_catena", found)
    assert "Nessun certificato valido dà giorni di prognosi" in text
    ended = emesso(
        personas, adesso, MALATTIA, prognosi_dal=date(2026, 3, 9), prognosi_al=date(2026, 3, 9)
    )
    assert "coprono 1 giorno." in page(rita, "certificato_catena", ended)


def test_the_certificate_of_another_event_is_not_in_the_chain(rita, personas, adesso, ieri):
    mine = emesso(personas, ieri)
    other = emesso(
        personas,
        adesso,
        evento_on=date(2026, 3, 11),
        prima_assistenza_at=adesso - timedelta(hours=1),
    )
    assert grouped(other.numero) not in page(rita, "certificato_catena", mine)
    assert INFORTUNIO.evento_on == date(2026, 3, 10)
