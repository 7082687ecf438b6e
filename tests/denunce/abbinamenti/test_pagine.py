"""The employer confirms a certificate without typing its number; others see nothing."""

from __future__ import annotations

import re

import pytest

from denunce.abbinamenti.abbinare import propose
from denunce.abbinamenti.models import Proposta
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCertificato
from denunce.models import Adempimento, Caso, RiferimentoCertificato
from portal.base.audit.models import AuditEvent
from tests.certificati.scena import emesso
from tests.pages import read

pytestmark = pytest.mark.django_db
ADESSO = {"quando": "adesso", "received_via": "portale"}


def hidden(page: str) -> dict[str, str]:
    """The hidden fields of the page that confirms."""
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page))


def path(proposta: Proposta, step: str = "") -> str:
    return f"/abbinamenti/{proposta.pk}/{step}"


def test_the_case_shows_the_certificate_to_confirm_on_top(laura, proposta):
    page = read(laura.get(f"/denunce/casi/{proposta.caso_id}/"))
    assert "Certificati dal medico" in page
    assert "Conferma il certificato" in page
    assert page.index("Certificati dal medico") < page.index('id="certificati"')


def test_the_worklist_counts_it_and_leads_to_the_list(laura, proposta):
    page = read(laura.get("/denunce/"))
    assert "1 certificato medico da confermare." in page
    assert 'href="/abbinamenti/"' in page
    found = read(laura.get("/abbinamenti/"))
    assert "Bianchi Luca, 2B" in found
    assert f'href="{path(proposta)}"' in found


def test_confirming_asks_only_when_and_how_and_shows_the_verdict_first(laura, proposta, adesso):
    first = read(laura.get(path(proposta)))
    assert 'name="numero"' not in first
    version = str(Caso.objects.get().version)
    verdict = read(laura.post(path(proposta), ADESSO | {"version": version}))
    assert "Prima di salvare" in verdict
    assert "Devi inviare la comunicazione" in verdict
    assert not RiferimentoCertificato.objects.exists()
    answer = laura.post(path(proposta), hidden(verdict) | {"conferma": "1"}, follow=True)
    assert "Certificato confermato" in read(answer)
    saved = RiferimentoCertificato.objects.get()
    assert (saved.numero, saved.received_at, saved.received_via) == (
        proposta.numero,
        adesso,
        "portale",
    )
    proposta.refresh_from_db()
    assert proposta.stato == "confermata"
    assert AuditEvent.objects.filter(code="abbinamento.confermato").count() == 1


def test_a_certificate_of_this_very_minute_is_confirmed_adesso(
    laura, caso, personas, ora, a_tempo_fermo
):
    a_tempo_fermo.move_to(ora("2026-03-12 10:00").replace(second=20))
    row = emesso(personas, ora("2026-03-12 10:00").replace(second=10))
    propose([row.pk], now=ora("2026-03-12 10:00"))
    proposta = Proposta.objects.get()
    verdict = read(laura.post(path(proposta), ADESSO | {"version": str(caso.version)}))
    laura.post(path(proposta), hidden(verdict) | {"conferma": "1"})
    assert RiferimentoCertificato.objects.get().numero == row.numero


def test_of_two_people_the_second_finds_it_done(laura, entra, personas, proposta):
    version = str(Caso.objects.get().version)
    paolo = entra(personas.dirigente)
    typed = [
        hidden(read(who.post(path(proposta), ADESSO | {"version": version})))
        for who in (laura, paolo)
    ]
    laura.post(path(proposta), typed[0] | {"conferma": "1"})
    again = paolo.post(path(proposta), typed[1] | {"conferma": "1"}, follow=True)
    assert "Confermata da Laura Conti" in read(again)
    assert RiferimentoCertificato.objects.count() == 1


def test_a_discard_is_undone_with_one_press(laura, proposta):
    page = read(laura.post(path(proposta, "scarta/"), follow=True))
    assert "Riprendi il certificato" in page
    assert "certificato medico da confermare" not in read(laura.get("/denunce/"))
    laura.post(path(proposta, "riprendi/"))
    proposta.refresh_from_db()
    assert (proposta.stato, proposta.decisa_by) == ("da_confermare", None)


def test_the_danger_of_death_is_offered_and_sets_the_24_hours_running(laura, caso, certificato):
    row = certificato(prognosi_riservata=True)
    proposta = Proposta.objects.get(certificato_id=row.pk)
    version = str(caso.version)
    sent = ADESSO | {"version": version, "pericolo_di_morte": "on"}
    verdict = read(laura.post(path(proposta), sent))
    assert "Devi segnalare subito l’infortunio" in verdict
    laura.post(path(proposta), hidden(verdict) | {"conferma": "1"})
    caso.refresh_from_db()
    assert caso.pericolo_di_morte is True
    assert Adempimento.objects.filter(caso=caso, tipo="segnalazione_24h").exists()


def test_the_danger_of_death_can_be_left_out(laura, caso, certificato):
    proposta = Proposta.objects.get(certificato_id=certificato(prognosi_riservata=True).pk)
    verdict = read(laura.post(path(proposta), ADESSO | {"version": str(caso.version)}))
    laura.post(path(proposta), hidden(verdict) | {"conferma": "1"})
    caso.refresh_from_db()
    assert caso.pericolo_di_morte is False
    assert RiferimentoCertificato.objects.count() == 1


def test_another_day_of_the_event_is_told_with_its_value(laura, caso, certificato):
    row = certificato(evento_on=caso.evento.avvenuto_at.date().replace(day=9))
    page = read(laura.get(path(Proposta.objects.get(certificato_id=row.pk))))
    assert "Non coincide il giorno dell’evento: sul certificato c’è lunedì 9 marzo 2026." in page


def test_others_see_nothing_of_it(ugo, proposta):
    for step in ("", "ritiro/"):
        assert ugo.get(path(proposta, step)).status_code == 404
    for step in ("scarta/", "riprendi/", "apri-caso/"):
        assert ugo.post(path(proposta, step)).status_code == 404
    assert "Bianchi" not in read(ugo.get("/abbinamenti/"))
    assert "da confermare." not in read(ugo.get("/denunce/"))


def test_a_consultant_by_delegation_confirms_for_the_client(
    entra, personas, persona, apri, certificato
):
    elena = entra(personas.consulente)
    worker = persona(personas.cliente, personas.consulente, categoria="lavoratore")
    apri(worker, personas.consulente)
    proposta = Proposta.objects.get(certificato_id=certificato().pk)
    assert proposta.organizzazione == personas.cliente
    assert "Bianchi Luca" in read(elena.get("/abbinamenti/"))
    verdict = read(elena.post(path(proposta), ADESSO | {"version": str(proposta.caso.version)}))
    elena.post(path(proposta), hidden(verdict) | {"conferma": "1"})
    assert RiferimentoCertificato.objects.get().caso == proposta.caso


def test_a_certificate_typed_by_hand_settles_the_proposal_and_is_matched(
    laura, proposta, personas, adesso, ora
):
    caso = proposta.caso
    data = DatiCertificato(
        numero=proposta.numero,
        rilasciato_at=ora("2026-03-11 13:00"),
        received_at=adesso,
        received_via="lavoratore",
    )
    receive_certificato(
        caso, data, expected=caso.version, by=personas.scope(personas.segreteria), now=adesso
    )
    proposta.refresh_from_db()
    assert proposta.stato == "confermata"
    page = read(laura.get(f"/denunce/casi/{caso.pk}/"))
    assert "Abbinato al certificato del portale (stesso codice fiscale, numero e data)." in page


@pytest.mark.parametrize(
    ("numero", "giorno", "words"),
    [
        (None, "2026-03-10", "Abbinato con differenze: la data di rilascio."),
        ("ABCDEFGH1234", "2026-03-11", "Nel portale non c’è: può essere un certificato"),
        ("PT0000000000", "2026-03-11", "il numero sembra scritto male"),
    ],
)
def test_the_case_says_how_each_certificate_is_matched(
    laura, proposta, personas, adesso, ora, numero, giorno, words
):
    caso = proposta.caso
    data = DatiCertificato(
        numero=numero or proposta.numero,
        rilasciato_at=ora(f"{giorno} 13:00"),
        received_at=adesso,
        received_via="lavoratore",
    )
    receive_certificato(
        caso, data, expected=caso.version, by=personas.scope(personas.segreteria), now=adesso
    )
    assert words in read(laura.get(f"/denunce/casi/{caso.pk}/"))
