"""The doctor annuls or replaces: what is only proposed ends, what is confirmed warns."""

from __future__ import annotations

import pytest

from certificati.actions.vita import annul_certificato
from certificati.models import Certificato
from denunce.abbinamenti.abbinare import propose
from denunce.abbinamenti.actions import confirm_proposta
from denunce.abbinamenti.models import Proposta
from denunce.abbinamenti.ritiri import withdraw
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiCertificato, DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.models import Adempimento, RiferimentoCertificato
from portal.base.audit import AuditEvent
from tests.certificati.scena import Partenza, emesso
from tests.pages import read

pytestmark = pytest.mark.django_db


@pytest.fixture
def annulla(personas, ora):
    """The doctor annuls the certificate at half past nine, and the employers are told."""

    def annulled(certificato_id):
        row = Certificato.objects.get(pk=certificato_id)
        at = ora("2026-03-12 09:30")
        annul_certificato(row, motivo="dati", by=personas.scope(row.medico), now=at)
        withdraw([row.pk], now=at)

    return annulled


@pytest.fixture
def confermata(proposta, personas, ora):
    """Confirmed by the secretary, received on the 11th at two."""
    dati = DatiCertificato(
        numero=proposta.numero,
        rilasciato_at=ora("2026-03-11 13:00"),
        prognosi_dal=ora("2026-03-11 13:00").date(),
        prognosi_al=ora("2026-03-20 13:00").date(),
        received_at=ora("2026-03-11 14:00"),
        received_via="portale",
    )
    caso = proposta.caso
    confirm_proposta(
        proposta,
        dati,
        expected=caso.version,
        by=personas.scope(personas.segreteria),
        now=ora("2026-03-11 15:00"),
    )
    proposta.refresh_from_db()
    return proposta


def test_a_proposal_nobody_confirmed_ends(laura, proposta, annulla):
    annulla(proposta.certificato_id)
    proposta.refresh_from_db()
    assert proposta.stato == "ritirata"
    page = read(laura.get(f"/abbinamenti/{proposta.pk}/"))
    assert "non si può confermare" in page
    assert not RiferimentoCertificato.objects.exists()


def test_a_confirmed_one_warns_on_the_case_and_in_the_worklist(laura, confermata, annulla):
    annulla(confermata.certificato_id)
    page = read(laura.get(f"/denunce/casi/{confermata.caso_id}/"))
    assert "Il medico ha annullato o sostituito il certificato" in page
    assert "1 certificato ritirato dal medico" in read(laura.get("/denunce/"))
    assert RiferimentoCertificato.objects.get().annullato_at is None


def test_noting_the_withdrawal_takes_the_doctor_s_instant(laura, confermata, annulla, ora):
    annulla(confermata.certificato_id)
    for _press in range(2):
        laura.post(f"/abbinamenti/{confermata.pk}/ritiro/", {"scelta": "annotato"})
    assert RiferimentoCertificato.objects.get().annullato_at == ora("2026-03-12 09:30")
    assert "1 certificato ritirato" not in read(laura.get("/denunce/"))
    page = read(laura.get(f"/abbinamenti/{confermata.pk}/ritiro/"))
    assert "Il ritiro è già annotato" in page


def test_who_keeps_it_says_so_and_may_note_it_later(laura, confermata, annulla):
    annulla(confermata.certificato_id)
    address = f"/abbinamenti/{confermata.pk}/ritiro/"
    laura.post(address, {"scelta": "tenuto"})
    assert RiferimentoCertificato.objects.get().annullato_at is None
    assert "Laura Conti ha scelto di tenerlo e verificare" in read(laura.get(address))
    assert "Hai tenuto, da verificare" in read(laura.get(f"/denunce/casi/{confermata.caso_id}/"))
    assert "1 certificato ritirato" not in read(laura.get("/denunce/"))
    laura.post(address, {"scelta": "annotato"})
    assert RiferimentoCertificato.objects.get().annullato_at is not None


def test_an_answer_nobody_offered_changes_nothing(laura, confermata, annulla):
    annulla(confermata.certificato_id)
    laura.post(f"/abbinamenti/{confermata.pk}/ritiro/", {"scelta": "brucialo"})
    confermata.refresh_from_db()
    assert confermata.ritiro == ""


def test_what_was_sent_stays_sent_and_the_page_says_what_to_do(
    laura, confermata, annulla, personas, adesso, ora
):
    duty = Adempimento.objects.get(caso=confermata.caso, tipo="denuncia")
    record_dispatch(
        duty,
        DatiInvio(canale="sidi", sent_at=ora("2026-03-12 08:00")),
        request_key=confermata.pk,
        by=personas.scope(personas.segreteria),
        now=adesso,
    )
    annulla(confermata.certificato_id)
    page = read(laura.get(f"/abbinamenti/{confermata.pk}/ritiro/"))
    assert "Quello che hai inviato resta inviato" in page
    assert "da verificare" in page
    laura.post(f"/abbinamenti/{confermata.pk}/ritiro/", {"scelta": "annotato"})
    duty.refresh_from_db()
    assert duty.stato == "inviato"
    assert RiferimentoCertificato.objects.get().annullato_at is not None
    noted = AuditEvent.objects.get(code="certificato.ritirato_dopo_invio")
    assert noted.data["inviati"] == "denuncia"


def test_one_typed_by_hand_without_a_proposal_warns_as_well(
    laura, caso, personas, adesso, ora, annulla
):
    row = emesso(personas, ora("2026-03-11 13:00"))
    data = DatiCertificato(
        numero=row.numero,
        rilasciato_at=ora("2026-03-11 13:00"),
        received_at=adesso,
        received_via="lavoratore",
    )
    receive_certificato(
        caso, data, expected=caso.version, by=personas.scope(personas.segreteria), now=adesso
    )
    annulla(row.pk)
    found = Proposta.objects.get()
    assert (found.stato, found.caso, found.decisa_by) == (
        "confermata",
        caso,
        personas.segreteria,
    )
    assert "annullato o sostituito" in read(laura.get(f"/denunce/casi/{caso.pk}/"))


def test_the_number_of_somebody_else_s_certificate_does_not_warn(
    apri, persona, personas, adesso, ora, annulla
):
    caso = apri(persona(cognome="Verdi", codice_fiscale=None))
    row = emesso(personas, ora("2026-03-11 13:00"))
    data = DatiCertificato(
        numero=row.numero,
        rilasciato_at=ora("2026-03-11 13:00"),
        received_at=adesso,
        received_via="lavoratore",
    )
    receive_certificato(
        caso, data, expected=caso.version, by=personas.scope(personas.segreteria), now=adesso
    )
    annulla(row.pk)
    assert not Proposta.objects.exists()


def test_a_replacement_leads_to_the_certificate_that_took_its_place(
    laura, confermata, personas, ora
):
    old = Certificato.objects.get(pk=confermata.certificato_id)
    at = ora("2026-03-12 09:30")
    new = emesso(personas, at, da=old, partenza=Partenza.SOSTITUISCE)
    withdraw([old.pk], now=at)
    propose([new.pk], now=at)
    page = read(laura.get(f"/abbinamenti/{confermata.pk}/ritiro/"))
    following = Proposta.objects.get(certificato_id=new.pk)
    assert f'href="/abbinamenti/{following.pk}/"' in page
    assert "Il medico lo ha sostituito" in page


def test_told_twice_it_is_one_withdrawal(confermata, annulla, adesso):
    annulla(confermata.certificato_id)
    confermata.refresh_from_db()
    first = confermata.ritirato_at
    withdraw([confermata.certificato_id], now=adesso)
    confermata.refresh_from_db()
    assert confermata.ritirato_at == first
    assert Proposta.objects.count() == 1


def test_a_withdrawal_heard_late_still_stops_the_confirmation(laura, proposta, personas, ora):
    row = Certificato.objects.get(pk=proposta.certificato_id)
    annul_certificato(
        row, motivo="dati", by=personas.scope(row.medico), now=ora("2026-03-12 09:30")
    )
    sent = {
        "quando": "adesso",
        "received_via": "portale",
        "conferma": "1",
        "version": str(proposta.caso.version),
    }
    laura.post(f"/abbinamenti/{proposta.pk}/", sent)
    assert not RiferimentoCertificato.objects.exists()
