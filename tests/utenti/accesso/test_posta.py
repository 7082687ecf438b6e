"""Changing the address one enters with."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connections, transaction
from django.test import Client
from time_machine import Traveller

from portal.base import clock
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from tests.personas import Personas
from tests.utenti.accesso.conftest import codes, link, log_in, subjects
from utenti.accesso.actions import posta
from utenti.accesso.models import CambioEmail
from utenti.models import Utente

pytestmark = pytest.mark.django_db
PAGE, NEW = "/accesso/email/", "nuova.laura@persone.test"


def ask(client: Client, email: str = NEW) -> str:
    return client.post(PAGE, {"email": email}, follow=True).content.decode()


def test_the_new_address_confirms_and_the_old_one_is_told(
    personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    laura = personas.segreteria
    old, here, elsewhere = laura.email, log_in(laura), log_in(laura)
    page = ask(here, f" {NEW.upper()} ")
    assert "in attesa di conferma" in page
    assert subjects(mailoutbox) == [
        (NEW, "Conferma il tuo nuovo indirizzo e-mail"),
        (old, "Qualcuno vuole cambiare il tuo indirizzo e-mail"),
    ]
    path = link(mailoutbox[0])
    assert NEW not in path
    assert NEW in here.get(path).content.decode()
    assert Utente.objects.get(pk=laura.pk).email == old  # reading is not confirming
    assert here.post(path)["Location"] == "/accesso/account/"
    laura.refresh_from_db()
    assert laura.email == NEW
    rows = EmailAddress.objects.values_list("email", "verified", "primary")
    assert list(rows.order_by("pk")) == [(NEW, True, True)]
    assert here.get("/accesso/account/").status_code == 200
    assert elsewhere.get("/accesso/account/").status_code == 302
    assert subjects(mailoutbox)[2:] == [(old, "L’indirizzo e-mail del tuo account è cambiato")]
    assert "_auth_user_id" in log_in(laura).session
    assert codes("accesso.email") == ["accesso.email_cambiata", "accesso.email_chiesta"]
    assert not DataKey.objects.filter(destroyed_at=None).exists()


def test_it_may_be_confirmed_on_the_telephone(
    personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    ask(log_in(personas.segreteria))
    assert Client().post(link(mailoutbox[0]))["Location"] == "/accesso/"
    assert Utente.objects.filter(email=NEW).exists()
    assert "non vale più" in Client().get(link(mailoutbox[0])).content.decode()


def test_an_address_of_others_looks_the_same_and_its_person_is_told(
    personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    taken = personas.segreteria2.email
    page, free = ask(log_in(personas.segreteria), taken), ask(log_in(personas.dirigente), NEW)
    assert ("Ti abbiamo scritto" in page) is ("Ti abbiamo scritto" in free) is True
    assert ("in attesa di conferma" in page) is ("in attesa di conferma" in free) is True
    assert subjects(mailoutbox)[0] == (taken, "Questo indirizzo ha già un account")
    assert "email/conferma" not in str(mailoutbox[0].body)


def test_a_second_wish_kills_the_first_link(
    personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    client = log_in(personas.segreteria)
    ask(client)
    ask(client, "altra@persone.test")
    assert "non vale più" in client.get(link(mailoutbox[0])).content.decode()
    assert CambioEmail.objects.count() == 1


def test_the_link_lasts_a_day(
    personas: Personas, mailoutbox: list[mail.EmailMessage], a_tempo_fermo: Traveller
) -> None:
    ask(log_in(personas.segreteria))
    a_tempo_fermo.shift(24 * 3600)
    Client().post(link(mailoutbox[0]))
    assert not Utente.objects.filter(email=NEW).exists()


def test_one_s_own_address_is_said_to_be_one_s_own(personas: Personas) -> None:
    assert "È già il tuo indirizzo" in ask(log_in(personas.segreteria), personas.segreteria.email)


def test_who_registered_the_address_meanwhile_keeps_it(personas: Personas) -> None:
    wish = posta.ask_email_change(personas.segreteria, NEW, now=clock.now())
    Utente.objects.create_user(NEW, nome="Gaia", cognome="Nuovi")
    with pytest.raises(ActionError, match="non è più disponibile"):
        posta.confirm_email_change(wish, keep=None, now=clock.now())
    assert CambioEmail.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_one_address_at_once_one_has_it(personas: Personas) -> None:
    people = (personas.segreteria, personas.dirigente)
    wishes = [posta.ask_email_change(person, NEW, now=clock.now()) for person in people]

    def confirm(wish: CambioEmail) -> bool:
        try:
            posta.confirm_email_change(wish, keep=None, now=clock.now())
        except ActionError:
            return False
        finally:
            connections.close_all()
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(confirm, wishes)) == [False, True]
    assert Utente.objects.filter(email=NEW).count() == 1


def test_a_person_has_one_wish(personas: Personas) -> None:
    wish = posta.ask_email_change(personas.segreteria, NEW, now=clock.now())
    second = CambioEmail(utente=wish.utente, data_key=wish.data_key, chiesto_at=clock.now())
    second.nuova = NEW
    with pytest.raises(IntegrityError), transaction.atomic():
        second.save()
    (constraint,) = CambioEmail._meta.constraints
    with pytest.raises(ValidationError, match="già in attesa"):
        constraint.validate(CambioEmail, second)
