"""What an approval opens, once, all or nothing."""

from __future__ import annotations

import pytest

from portal.base.errors import ActionError, ConfirmationNeeded
from tests.factories import credenziali
from utenti.access import Scope
from utenti.credenziali.actions.esame import Approvazione, approve
from utenti.credenziali.fatti import facts_of
from utenti.credenziali.models import Decisione, RichiestaAbilitazione
from utenti.models import Membership, Organizzazione, Utente
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db
HOSPITAL = {
    "profilo": "presidio",
    "struttura": "Ospedale San Fac-simile",
    "struttura_codice_fiscale": "01234567890",
    "struttura_comune": "Milano",
    "struttura_provincia": "MI",
}


@pytest.fixture
def hospital(personas):
    """The request of a hospital, in Nadia's hands."""
    return credenziali.in_hand(personas.revisore, **HOSPITAL)


def test_a_hospital_gets_certificates_profiles_and_its_own_administration(hospital, by, adesso):
    approve(hospital, Approvazione(), by=by, now=adesso)
    given = Membership.objects.get(utente=hospital.richiedente)
    place = given.organizzazione
    assert (given.ruolo, place.tipo) == (Ruolo.AMMINISTRATORE_PRESIDIO, "presidio")
    assert (place.denominazione, place.codice_fiscale) == (HOSPITAL["struttura"], "01234567890")
    held = Scope(Utente.objects.get(pk=given.utente_id), adesso.date()).grants[place.pk]
    assert {str(permission) for permission in held} == {
        "certificato.issue",
        "profili.manage",
        "organizzazione.admin",
    }


def test_a_hospital_that_is_here_is_used_only_if_the_reviewer_says_it_is_the_same(
    hospital, by, adesso
):
    here = Organizzazione.objects.create(
        tipo="presidio", denominazione="Ospedale Vecchio", codice_fiscale="01234567890"
    )
    with pytest.raises(ConfirmationNeeded, match="Ospedale Vecchio"):
        approve(hospital, Approvazione(), by=by, now=adesso)
    untouched = Utente.objects.get(pk=hospital.richiedente_id)
    assert untouched.identita_verificata_at is None
    assert not Decisione.objects.exists()
    approve(hospital, Approvazione(riusa_struttura=True), by=by, now=adesso)
    assert Membership.objects.get(utente=untouched).organizzazione == here
    assert Organizzazione.objects.filter(tipo="presidio").count() == 1


def test_a_closed_hospital_is_not_opened_again_from_here(hospital, by, adesso):
    Organizzazione.objects.create(
        tipo="presidio", denominazione="Chiuso", codice_fiscale="01234567890", chiusa_at=adesso
    )
    with pytest.raises(ActionError, match="chiuso"):
        approve(hospital, Approvazione(riusa_struttura=True), by=by, now=adesso)


def test_a_codice_fiscale_of_another_account_stops_everything(presa, by, adesso, personas):
    personas.cittadino.set_codice_fiscale(credenziali.CODICE_FISCALE, now=adesso)
    personas.cittadino.save()
    with pytest.raises(ActionError, match="Un altro account ha già questo codice fiscale"):
        approve(presa, Approvazione(confermo_gravi=True), by=by, now=adesso)
    assert RichiestaAbilitazione.objects.get().stato == "in_esame"
    assert not Membership.objects.filter(utente=presa.richiedente).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda user, now: user.set_codice_fiscale("NREGUO80A01F205B", now=now), "altro codice"),
        (lambda user, now: setattr(user, "is_active", False), "non è attivo"),
    ],
)
def test_the_account_itself_may_stand_in_the_way(presa, by, adesso, change, said):
    change(presa.richiedente, adesso)
    presa.richiedente.save()
    with pytest.raises(ActionError, match=said):
        approve(presa, Approvazione(confermo_gravi=True), by=by, now=adesso)


def test_a_doctor_who_comes_back_finds_their_practice(presa, by, adesso, personas):
    old = Organizzazione.objects.create(tipo="studio_medico", denominazione="Studio Rossi")
    Membership.objects.create(
        utente=presa.richiedente,
        organizzazione=old,
        ruolo=Ruolo.MEDICO_ESTERNO,
        valid_from=personas.since,
        valid_to=personas.since,
    )
    approve(presa, Approvazione(), by=by, now=adesso)
    now = Membership.objects.of(presa.richiedente, on=adesso.date()).get()
    assert now.organizzazione == old


def test_a_second_press_finds_it_done(presa, by, adesso):
    first = approve(presa, Approvazione(), by=by, now=adesso)
    assert approve(presa, Approvazione(), by=by, now=adesso) == first
    assert Membership.objects.filter(utente=presa.richiedente).count() == 1
    assert Organizzazione.objects.filter(tipo="studio_medico").count() == 1


def test_the_same_email_or_document_or_code_elsewhere_is_seen(presa, personas, adesso):
    credenziali.RichiestaFactory(
        email=presa.email.upper(), documento_numero=presa.documento_numero.lower()
    )
    credenziali.RichiestaFactory(
        stato="rifiutata", decided_at=adesso, decided_by=personas.revisore2
    )
    credenziali.RichiestaFactory(stato="bozza", submitted_at=None, queued_at=None)
    already = facts_of(presa, adesso.date()).precedenti
    assert already.stesso_codice_fiscale == 1
    assert (already.rifiutate, already.stessa_email, already.stesso_documento) == (1, 1, 1)
