"""Tying SPID to an account one is already in, and untying it."""

from __future__ import annotations

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client
from django.urls import reverse
from pytest_django.fixtures import Settings

from portal.base.audit import AuditEvent
from tests.identita.fornitore import Fornitore
from tests.logins import enter
from tests.pages import text
from tests.personas import PASSWORD, Personas
from utenti.livelli import SESSION_KEY
from utenti.models import Utente

pytestmark = pytest.mark.django_db
ANNA = "VRDNNA85T50A562F"
PAGE = "/accesso/identita/"


def connect(fornitore: Fornitore, client: Client, who: str = "anna"):
    """Press "Collega SPID", type the password again, prove who one is, come back."""
    sent = client.post(f"{PAGE}collega/", {"canale": "spid"})
    if sent["Location"].startswith(reverse("account_reauthenticate")):
        sent = client.post(sent["Location"], {"password": PASSWORD})
    return client.get(fornitore.answer(sent, who))


@pytest.fixture
def laura(personas: Personas) -> Client:
    """Laura Conti, secretary, inside with her password; her codice fiscale is not known yet."""
    return enter(Client(), personas.segreteria)


def test_an_account_is_tied_and_the_session_rises(fornitore, laura, personas) -> None:
    assert "non collegata" in text(laura.get(PAGE))
    answer = connect(fornitore, laura)
    assert answer["Location"] == PAGE
    user = Utente.objects.get(pk=personas.segreteria.pk)
    assert (user.codice_fiscale, user.identita_verificata_at is not None) == (ANNA, True)
    assert laura.session[SESSION_KEY] == "spid2"
    page = text(laura.get(PAGE))
    assert "collegata, usata l’ultima volta il" in page
    assert "SPID di livello 2" in page
    assert str(user) == "Laura Conti"  # a name that is there is not written over
    event = AuditEvent.objects.get(code="identita.collegata")
    assert (event.actor_id, event.data) == (user.pk, {"canale": "spid"})


def test_the_password_is_asked_again_first(fornitore, laura) -> None:
    sent = laura.post(f"{PAGE}collega/", {"canale": "spid"})
    assert sent["Location"].startswith("/accesso/conferma/")
    laura.post(sent["Location"], {"password": "un’altra frase qualunque"})
    assert not SocialAccount.objects.exists()


def test_the_key_of_the_session_changes_with_its_level(fornitore, laura) -> None:
    before = laura.session.session_key
    connect(fornitore, laura)
    assert laura.session.session_key != before


def test_somebody_elses_identity_is_refused(fornitore, laura, anna, personas) -> None:
    answer = connect(fornitore, laura)
    assert answer.status_code == 403
    assert "Esiste già un altro account" in text(answer)
    assert not Utente.objects.get(pk=personas.segreteria.pk).codice_fiscale_index
    assert laura.session[SESSION_KEY] == "generico"


def test_another_codice_fiscale_than_the_accounts_own_is_refused(
    fornitore, laura, personas
) -> None:
    user = personas.segreteria
    user.set_codice_fiscale("RSSMRA85T10A562S", now=personas.now)
    user.save()
    answer = connect(fornitore, laura)
    assert answer.status_code == 403
    assert "diverso da quello del tuo account" in text(answer)
    assert not SocialAccount.objects.exists()


def test_an_answer_that_arrives_after_the_logout_ties_nothing(fornitore, laura) -> None:
    sent = laura.post(f"{PAGE}collega/", {"canale": "spid"})
    sent = laura.post(sent["Location"], {"password": PASSWORD})
    back = fornitore.answer(sent, "anna")
    laura.post("/accesso/esci/")
    assert laura.get(back).status_code == 400
    assert not SocialAccount.objects.exists()


def test_who_is_suspended_meanwhile_ties_nothing(fornitore, laura, personas) -> None:
    sent = laura.post(f"{PAGE}collega/", {"canale": "spid"})
    sent = laura.post(sent["Location"], {"password": PASSWORD})
    back = fornitore.answer(sent, "anna")
    Utente.objects.filter(pk=personas.segreteria.pk).update(is_active=False)
    assert laura.get(back).status_code == 400
    assert not SocialAccount.objects.exists()


def test_tied_a_second_time_it_is_tied_once(fornitore, laura) -> None:
    connect(fornitore, laura)
    assert connect(fornitore, laura)["Location"] == PAGE
    assert AuditEvent.objects.filter(code="identita.collegata").count() == 1
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("end", ["collega", "scollega"])
def test_a_channel_that_is_none_is_not_there(laura, end) -> None:
    assert laura.post(f"{PAGE}{end}/", {"canale": "inesistente"}).status_code == 404


def test_what_was_untied_opens_nothing_until_it_is_tied_again(fornitore, laura) -> None:
    connect(fornitore, laura)
    for _press in range(2):
        page = text(laura.post(f"{PAGE}scollega/", {"canale": "spid"}, follow=True))
        assert "non collegata" in page
    assert AuditEvent.objects.filter(code="identita.scollegata").count() == 1
    assert [" non apre più " in message.subject for message in mail.outbox] == [False, True]
    refused = fornitore.enter(Client(), "anna")
    assert refused.status_code == 403
    assert "hai scollegato SPID" in text(refused)
    connect(fornitore, laura)
    assert fornitore.enter(Client(), "anna").status_code == 302


def test_the_last_way_in_is_not_taken_away(fornitore, settings: Settings, browser, anna) -> None:
    anna.set_unusable_password()
    anna.save()
    fornitore.enter(browser, "anna")
    page = text(browser.post(f"{PAGE}scollega/", {"canale": "spid"}, follow=True))
    assert "È l’unico modo che hai per entrare" in page
    assert fornitore.enter(Client(), "anna").status_code == 302


def test_a_password_that_is_switched_off_is_no_way_in(
    fornitore, settings: Settings, browser, anna
) -> None:
    settings.PASSWORD_LOCALI = False
    fornitore.enter(browser, "anna")
    page = text(browser.post(f"{PAGE}scollega/", {"canale": "spid"}, follow=True))
    assert "È l’unico modo che hai per entrare" in page


def test_with_no_provider_the_page_says_so(laura) -> None:
    page = text(laura.get(PAGE))
    assert "non si entra con SPID" in page
    assert "Hai fatto l’accesso con e-mail e password" in page
