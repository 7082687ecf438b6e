"""Certificate references in two steps: read what would follow, then confirm."""

from __future__ import annotations

import re
from datetime import date
from uuid import uuid4

import pytest

from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.models import Adempimento, RiferimentoCertificato
from portal.base.audit.models import AuditEvent
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def indirizzo(caso):
    return f"/denunce/casi/{caso.pk}/certificato/"


@pytest.fixture
def dettato(caso):
    """What the mother dictates on the phone, a week of prognosis."""
    return {
        "version": str(caso.version),
        "numero": "a000 0000-0003",
        "rilasciato_at_giorno": "2026-03-10",
        "rilasciato_at_ora": "12:30",
        "tipo": "primo",
        "prognosi_dal": "2026-03-10",
        "prognosi_al": "2026-03-16",
        "quando": "adesso",
        "received_via": "lavoratore",
        "redatto_da": "pronto_soccorso",
    }


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page that confirms."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def test_the_verdict_is_read_before_anything_is_saved(laura, indirizzo, dettato):
    written = AuditEvent.objects.count()
    page = read(laura.post(indirizzo, dettato))
    assert "Prima di salvare" in page
    assert "Devi inviare la denuncia di infortunio" in page
    assert "Cambierebbe se" in page
    assert "SIDI, area Infortuni" in page
    assert "sabato 14 marzo, 23:59" in page
    assert "A000 0000 0003" in page
    assert not RiferimentoCertificato.objects.exists()
    assert AuditEvent.objects.count() == written


def test_confirming_saves_and_shows_what_is_due(laura, indirizzo, dettato, adesso):
    typed = hidden(read(laura.post(indirizzo, dettato)))
    answer = laura.post(indirizzo, typed | {"conferma": "1"}, follow=True)
    assert "Devi inviare la denuncia" in read(answer)
    saved = RiferimentoCertificato.objects.get()
    assert (saved.numero, saved.received_at) == ("A00000000003", adesso)


def test_adesso_is_the_minute_of_the_first_press_not_of_the_confirmation(
    laura, indirizzo, dettato, a_tempo_fermo, adesso, ora
):
    typed = hidden(read(laura.post(indirizzo, dettato)))
    a_tempo_fermo.move_to(ora("2026-03-12 10:20"))
    laura.post(indirizzo, typed | {"conferma": "1"})
    assert RiferimentoCertificato.objects.get().received_at == adesso


def test_going_back_to_modify_loses_nothing(laura, indirizzo, dettato):
    typed = hidden(read(laura.post(indirizzo, dettato)))
    page = read(laura.post(indirizzo, typed | {"modifica": "1"}))
    assert 'value="a000 0000-0003"' in page
    assert 'value="2026-03-16"' in page
    assert not RiferimentoCertificato.objects.exists()


def test_a_double_confirmation_is_one_certificate(laura, indirizzo, dettato):
    typed = hidden(read(laura.post(indirizzo, dettato))) | {"conferma": "1"}
    for _ in range(2):
        page = laura.post(indirizzo, typed, follow=True)
        assert "Certificato registrato." in read(page)
    assert RiferimentoCertificato.objects.count() == 1
    assert Adempimento.objects.filter(tipo="denuncia").count() == 1


def test_a_paper_copy_without_number_starts_the_term(laura, indirizzo, dettato):
    paper = dettato | {"numero": "", "senza_numero": "on", "received_via": "copia_cartacea"}
    page = read(laura.post(indirizzo, paper))
    assert "senza numero" in page
    answer = laura.post(indirizzo, hidden(page) | {"conferma": "1"}, follow=True)
    assert "Devi inviare la denuncia" in read(answer)
    assert RiferimentoCertificato.objects.get().numero is None


def test_a_made_up_code_is_said_to_be_one(laura, indirizzo, dettato):
    typed = hidden(read(laura.post(indirizzo, dettato | {"fittizio": "on"})))
    answer = laura.post(indirizzo, typed | {"conferma": "1"}, follow=True)
    assert "(codice fittizio)" in read(answer)
    assert RiferimentoCertificato.objects.get().fittizio


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"numero": "123"}, "12 lettere o cifre"),
        ({"numero": ""}, "Scrivi il numero"),
        ({"senza_numero": "on"}, "scegli una delle due"),
        ({"senza_numero": "on", "numero": ""}, "solo da una copia cartacea"),
        ({"prognosi_al": ""}, "il primo e l’ultimo giorno"),
        ({"prognosi_al": "2026-03-09"}, "viene prima del primo"),
        ({"prognosi_giorni": "6"}, "lascia solo le date"),
        ({"quando": "altro"}, "Scrivi giorno e ora in cui li hai ricevuti"),
        ({"rilasciato_at_giorno": "2026-03-13"}, "nel futuro"),
        ({"received_via": ""}, "Come li hai ricevuti"),
        ({"tipo": "x"}, "Tipo di certificato"),
        ({"prognosi_giorni": "-1", "prognosi_dal": "", "prognosi_al": ""}, "maggiore o uguale a 0"),
        ({"version": ""}, "Ricarica la pagina"),
    ],
)
def test_what_does_not_fit_is_said_on_its_field(laura, indirizzo, dettato, changes, said):
    page = laura.post(indirizzo, dettato | changes | {"conferma": "1"})
    assert page.status_code == 200
    assert said in read(page)
    assert not RiferimentoCertificato.objects.exists()


def test_reception_before_release_is_refused(laura, indirizzo, dettato):
    early = {
        "quando": "altro",
        "received_at_giorno": "2026-03-10",
        "received_at_ora": "12:00",
    }
    assert "viene prima del rilascio" in read(laura.post(indirizzo, dettato | early))


def test_who_comes_second_reads_the_first_certificate_before_adding(
    laura, indirizzo, dettato, caso, certifica
):
    typed = hidden(read(laura.post(indirizzo, dettato))) | {"conferma": "1"}
    certifica(caso, numero="A00000000009")
    page = laura.post(indirizzo, typed)
    assert "Qualcun altro ha modificato" in read(page)
    assert RiferimentoCertificato.objects.count() == 1


def test_the_same_number_twice_is_refused(laura, caso, indirizzo, dettato, certifica):
    certifica(caso)
    caso.refresh_from_db()
    page = laura.post(indirizzo, dettato | {"version": str(caso.version)})
    assert "già registrato nel caso" in read(page)


def test_a_withdrawal_is_asked_then_noted(laura, denuncia):
    saved = RiferimentoCertificato.objects.get()
    address = f"/denunce/certificati/{saved.pk}/ritira/"
    page = read(laura.get(address))
    assert "A000 0000 0003" in page
    when = {"annullato_at_giorno": "2026-03-12", "annullato_at_ora": "09:30"}
    answer = laura.post(address, when | {"version": str(saved.version)}, follow=True)
    assert "Ritiro annotato" in read(answer)
    assert "Denuncia: non più dovuta" in read(answer)
    again = laura.post(address, when | {"version": str(saved.version)})
    assert "già annullato" in read(again)


def test_a_withdrawal_after_a_dispatch_says_what_stays_and_asks_to_confirm(
    laura, denuncia, by, adesso
):
    record_dispatch(
        denuncia,
        DatiInvio(canale="sidi", sent_at=adesso),
        request_key=uuid4(),
        by=by,
        now=adesso,
    )
    address = f"/denunce/certificati/{RiferimentoCertificato.objects.get().pk}/ritira/"
    page = read(laura.get(address))
    assert "Denuncia, inviata giovedì 12 marzo 2026, 10:00" in page
    assert "Da verificare" in page
    when = {"annullato_at_giorno": "2026-03-12", "annullato_at_ora": "09:30"}
    assert "Leggi che cosa resta e conferma" in read(laura.post(address, when))
    noted = read(laura.post(address, when | {"confermo": "on"}, follow=True))
    assert "Ritiro annotato" in noted
    assert "confermando che resta già inviato: denuncia." in noted


def test_a_withdrawal_of_another_school_does_not_exist(ugo, denuncia):
    saved = RiferimentoCertificato.objects.get()
    for method in (ugo.get, ugo.post):
        other = method(f"/denunce/certificati/{saved.pk}/ritira/")
        nobody = method(f"/denunce/certificati/{uuid4()}/ritira/")
        assert other.status_code == 404
        assert other.content == nobody.content
    saved.refresh_from_db()
    assert saved.annullato_at is None


def test_a_closed_case_takes_no_certificate(laura, denuncia, indirizzo):
    denuncia.caso.__class__.objects.filter(pk=denuncia.caso_id).update(
        stato="chiuso", chiuso_at=denuncia.created_at, chiuso_by=denuncia.caso.created_by
    )
    assert laura.get(indirizzo).status_code == 403


# --- when and what, with few words ----------------------------------------------------------------


def test_today_at_an_hour(laura, indirizzo, dettato, ora):
    today = dettato | {"quando": "oggi", "oggi_ora": "08:40"}
    typed = hidden(read(laura.post(indirizzo, today)))
    laura.post(indirizzo, typed | {"conferma": "1"})
    assert RiferimentoCertificato.objects.get().received_at == ora("2026-03-12 08:40")


@pytest.mark.parametrize(
    ("hour", "said"),
    [("", "Scrivi l’ora in cui"), ("10:01", "deve ancora venire"), ("venti", "Scrivi l’ora come")],
)
def test_today_at_no_hour(laura, indirizzo, dettato, hour, said):
    page = read(laura.post(indirizzo, dettato | {"quando": "oggi", "oggi_ora": hour}))
    assert said in page
    assert not RiferimentoCertificato.objects.exists()


def test_the_day_of_release_is_enough_even_on_the_day_of_the_injury(laura, indirizzo, dettato, ora):
    typed = hidden(read(laura.post(indirizzo, dettato | {"rilasciato_at_ora": ""})))
    laura.post(indirizzo, typed | {"conferma": "1"})
    assert RiferimentoCertificato.objects.get().rilasciato_at == ora("2026-03-10 10:15")


def test_the_days_are_counted_aloud_before_saving(laura, indirizzo, dettato):
    assert "dal 10 al 16 marzo 2026: 6 giorni dopo l’infortunio" in read(
        laura.post(indirizzo, dettato)
    )


@pytest.mark.parametrize(
    ("start", "end", "said"),
    [
        ("2026-03-10", "2026-03-14", "dal 10 al 14 marzo 2026: 4 giorni dopo l’infortunio"),
        ("2026-03-11", "2026-03-11", "dall’11 all’11 marzo 2026: 1 giorno dopo l’infortunio"),
        ("2026-03-10", "2026-03-10", "nessun giorno dopo quello dell’infortunio"),
        ("2026-03-01", "2026-03-12", "dal 1º al 12 marzo 2026: 2 giorni dopo l’infortunio"),
        ("2026-03-28", "2026-04-08", "dal 28 marzo all’8 aprile 2026: 12 giorni"),
        ("2026-12-30", "2027-01-02", "dal 30 dicembre 2026 al 2 gennaio 2027: 4 giorni"),
        ("2026-03-12", "2026-03-11", "viene prima del primo"),
        ("ieri", "2026-03-11", ""),
        ("2026-03-12", "", ""),
    ],
)
def test_the_server_counts_while_one_types(laura, caso, start, end, said):
    answer = laura.post(
        f"/denunce/casi/{caso.pk}/giorni/", {"prognosi_dal": start, "prognosi_al": end}
    )
    found = answer.json()["testo"]
    assert said in found
    assert bool(found) == bool(said)


def test_a_disease_has_no_day_of_its_own_to_leave_out(laura, apri):
    disease = apri(tipo="malattia_professionale", avvenuto_at=None, manifestata_on=date(2026, 3, 1))
    answer = laura.post(
        f"/denunce/casi/{disease.pk}/giorni/",
        {"prognosi_dal": "2026-03-02", "prognosi_al": "2026-03-03"},
    )
    assert answer.json()["testo"] == "dal 2 al 3 marzo 2026: 2 giorni"


def test_the_second_certificate_continues_and_the_channel_is_remembered(
    laura, indirizzo, dettato, caso
):
    typed = hidden(read(laura.post(indirizzo, dettato | {"received_via": "pec"})))
    laura.post(indirizzo, typed | {"conferma": "1"})
    page = laura.get(indirizzo)
    assert page.context["form"]["tipo"].value() == "continuativo"
    assert '<details class="pi-rare">' in read(page)
    assert page.context["form"]["received_via"].value() == "pec"


def test_what_is_rare_is_folded_until_it_speaks(laura, indirizzo, dettato):
    assert '<details class="pi-rare">' in read(laura.get(indirizzo))
    page = read(laura.post(indirizzo, dettato | {"senza_numero": "on"}))
    assert '<details class="pi-rare" open>' in page


def test_a_number_of_another_case_is_a_warning(laura, indirizzo, dettato, apri, certifica, ora):
    other = apri(avvenuto_at=ora("2026-03-09 09:00"))
    certifica(other)
    page = read(laura.post(indirizzo, dettato))
    assert f"Questo numero è già nel caso {other}" in page
    assert "Registra il certificato" in page


def test_days_told_twice_are_a_warning(laura, indirizzo, dettato, caso, certifica):
    certifica(caso, numero="A00000000009")
    caso.refresh_from_db()
    page = read(laura.post(indirizzo, dettato | {"version": str(caso.version)}))
    assert "si contano una volta sola" in page


def test_more_than_a_year_is_a_warning(laura, indirizzo, dettato):
    page = read(laura.post(indirizzo, dettato | {"prognosi_al": "2027-03-20"}))
    assert "verificare le date" in page
    assert "Registra il certificato" in page


def test_the_four_facts_of_the_reception_are_on_the_case(laura, denuncia):
    page = read(laura.get(f"/denunce/casi/{denuncia.caso_id}/"))
    assert "giovedì 12 marzo 2026, 09:00, dal lavoratore o dalla famiglia" in page
    assert "giovedì 12 marzo 2026, 10:00, da Laura Conti" in page


# --- correcting ---------------------------------------------------------------------------------


@pytest.fixture
def corretto(denuncia, dettato):
    """Address of the correction, and the form as the mother meant it: two days only."""
    saved = RiferimentoCertificato.objects.get()
    denuncia.caso.refresh_from_db()
    typed = dettato | {
        "version": str(denuncia.caso.version),
        "motivo": "dettatura",
        "prognosi_al": "2026-03-12",
    }
    return f"/denunce/certificati/{saved.pk}/correggi/", typed


def test_the_form_starts_from_what_was_registered(laura, corretto):
    page = read(laura.get(corretto[0]))
    assert 'value="A000 0000 0003"' in page
    assert 'value="2026-03-16"' in page
    assert "Che cosa c’è scritto davvero" in page


def test_the_new_verdict_is_read_before_the_correction_is_saved(laura, corretto):
    page = read(laura.post(*corretto))
    assert "Devi inviare la comunicazione di infortunio" in page
    assert "Devi inviare la denuncia" not in page
    assert "Salva la correzione" in page
    assert RiferimentoCertificato.objects.count() == 1


def test_the_correction_is_told_with_who_when_and_why(laura, corretto, denuncia):
    address, typed = corretto
    confirmed = hidden(read(laura.post(address, typed))) | {"conferma": "1"}
    page = read(laura.post(address, confirmed, follow=True))
    assert "Certificato corretto. I termini sono stati ricalcolati." in page
    assert "Corretta da Laura Conti giovedì 12 marzo 2026, 10:00" in page
    assert "Ha corretto un certificato registrato male: dati letti o dettati male." in page
    assert "Denuncia: superata da un nuovo termine" in page
    assert RiferimentoCertificato.objects.count() == 2
    again = laura.post(address, confirmed, follow=True)
    assert "già stata corretta" in read(again)
    assert RiferimentoCertificato.objects.count() == 2


def test_a_correction_without_a_reason_is_asked_for_it(laura, corretto):
    address, typed = corretto
    assert "Perché correggi" in read(laura.post(address, typed | {"motivo": ""}))
    assert RiferimentoCertificato.objects.count() == 1


def test_the_certificate_of_another_school_does_not_exist(ugo, corretto):
    nobody = f"/denunce/certificati/{uuid4()}/correggi/"
    for method in (ugo.get, ugo.post):
        assert method(corretto[0]).status_code == 404
        assert method(corretto[0]).content == method(nobody).content


def test_on_the_day_an_hour_comes_twice_it_is_asked_which(
    entra, personas, indirizzo, dettato, a_tempo_fermo, ora
):
    a_tempo_fermo.move_to(ora("2026-10-25 12:00"))
    twice = dettato | {"quando": "oggi", "oggi_ora": "02:30"}
    page = read(entra(personas.segreteria).post(indirizzo, twice))
    assert "l’orologio è passato due volte" in page
    assert not RiferimentoCertificato.objects.exists()


def test_days_without_dates_are_previewed_with_a_warning(laura, indirizzo, dettato):
    days = {"prognosi_dal": "", "prognosi_al": "", "prognosi_giorni": "6"}
    page = read(laura.post(indirizzo, dettato | days))
    assert "6 giorni" in page
    assert "prognosi in giorni senza date" in page
