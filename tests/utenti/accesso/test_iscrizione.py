"""Registering alone: confirmed by mail, without telling anybody who has an account."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.db import IntegrityError, connections
from django.http import HttpResponse
from django.test import Client
from pytest_django.fixtures import Settings
from time_machine import Traveller

from portal.base import clock
from tests.personas import PASSWORD, Personas
from tests.utenti.accesso.conftest import NEW, codes, link, log_in, subjects
from utenti.accesso.actions.iscrizione import forget_unconfirmed, register
from utenti.accesso.stages import is_unconfirmed
from utenti.models import Utente

pytestmark = pytest.mark.django_db
PAGE = "/accesso/registrazione/"
FORM = {
    "nome": "Gaia",
    "cognome": "Nuovi",
    "email": "Gaia.Nuovi@persone.test",
    "password1": NEW,
    "password2": NEW,
    "informativa": "on",
}


def sign_up(client: Client | None = None, **changes: str) -> HttpResponse:
    data = {name: value for name, value in (FORM | changes).items() if value}
    return (client or Client()).post(PAGE, data)


def test_she_comes_back_to_what_she_had_begun(mailoutbox: list[mail.EmailMessage]) -> None:
    client = Client()
    assert "Chiedere le credenziali dispositive" in client.get(PAGE).content.decode()
    assert (
        sign_up(client, next="/aiuto/")["Location"] == "/accesso/registrazione/controlla-la-posta/"
    )
    gaia = Utente.objects.get(email="gaia.nuovi@persone.test")
    assert (gaia.nome, gaia.cognome, gaia.is_active) == ("Gaia", "Nuovi", True)
    assert "_auth_user_id" not in client.session
    path = link(mailoutbox[0])
    assert "Confermi che questo indirizzo è tuo?" in client.get(path).content.decode()
    assert is_unconfirmed(gaia)  # reading the page is not confirming
    assert client.post(path)["Location"] == "/aiuto/"
    assert client.session["_auth_user_id"] == str(gaia.pk)
    assert codes() == ["accesso.email_confermata", "accesso.entrato", "accesso.registrato"]


def test_another_browser_confirms_and_then_enters(mailoutbox: list[mail.EmailMessage]) -> None:
    sign_up(next="/aiuto/")
    phone = Client()
    assert (
        "La password scelta alla registrazione" in phone.get(link(mailoutbox[0])).content.decode()
    )
    assert phone.post(link(mailoutbox[0]), {"password": NEW})["Location"] == "/aiuto/"
    assert "_auth_user_id" not in phone.session
    again = phone.post(link(mailoutbox[0]), {"password": NEW}, follow=True)
    assert "non vale più" in again.content.decode()  # a second press
    gaia = Utente.objects.get(email="gaia.nuovi@persone.test")
    assert log_in(gaia, NEW).session["livello"] == "generico"


def test_without_the_confirmation_nobody_enters(mailoutbox: list[mail.EmailMessage]) -> None:
    sign_up()
    gaia = Utente.objects.get(email="gaia.nuovi@persone.test")
    client = log_in(gaia, NEW)
    assert "_auth_user_id" not in client.session
    assert subjects(mailoutbox)[1:] == [
        (gaia.email, "Conferma il tuo indirizzo per il Portale Infortuni")
    ]
    for _ in range(9):
        log_in(gaia, NEW)
    assert len(mailoutbox) <= 1 + 5  # nobody's mailbox is flooded


def test_who_registers_the_address_of_another_is_not_confirmed_by_them(
    mailoutbox: list[mail.EmailMessage],
) -> None:
    """Gaia, who never chose that password, presses the link; she gets the account with her own."""
    sign_up()
    gaia = Utente.objects.get(email="gaia.nuovi@persone.test")
    hers = Client()
    page = hers.post(link(mailoutbox[0]), {"password": "la-sua-password"}, follow=True)
    assert "La password non è quella scelta alla registrazione" in page.content.decode()
    assert is_unconfirmed(gaia)
    hers.post("/accesso/password/dimenticata/", {"email": gaia.email})
    form = hers.get(link(mailoutbox[1]), follow=True).request["PATH_INFO"]
    own = "un-altra-frase-tutta-mia"
    hers.post(form, {"password1": own, "password2": own})
    assert not is_unconfirmed(gaia)
    assert "_auth_user_id" not in log_in(gaia, NEW).session
    assert "_auth_user_id" in log_in(gaia, own).session


def test_the_link_lasts_three_days(
    mailoutbox: list[mail.EmailMessage], a_tempo_fermo: Traveller
) -> None:
    sign_up()
    a_tempo_fermo.shift(3 * 24 * 3600 + 1)
    assert "non vale più" in Client().get(link(mailoutbox[0])).content.decode()


def test_a_known_address_looks_the_same_and_its_person_is_told(
    personas: Personas, mailoutbox: list[mail.EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    hashed: list[str] = []
    original = MD5PasswordHasher.encode

    def encode(self: MD5PasswordHasher, password: str, salt: str) -> str:
        hashed.append(password)
        return str(original(self, password, salt))

    known = personas.segreteria.email
    monkeypatch.setattr(MD5PasswordHasher, "encode", encode)

    def told(email: str) -> tuple[object, ...]:
        client = Client()
        hashed.clear()
        answer = sign_up(client, email=email)
        page = client.get(answer["Location"]).content.decode()
        shown = re.sub(r'name="csrf[^>]*>', "", page)
        headers = {k: v for k, v in answer.headers.items() if k != "X-Request-ID"}
        return answer.status_code, headers, sorted(client.cookies), shown, len(hashed)

    assert told(known) == told("libera@persone.test")
    assert subjects(mailoutbox) == [
        (known, "Qualcuno ha provato a registrarsi con il tuo indirizzo"),
        ("libera@persone.test", "Conferma il tuo indirizzo per il Portale Infortuni"),
    ]
    assert Utente.objects.get(email=known).check_password(PASSWORD)
    assert codes() == ["accesso.registrato", "accesso.registrazione_ripetuta"]


def test_links_are_of_this_site_whatever_the_request_says(
    personas: Personas, mailoutbox: list[mail.EmailMessage], settings: Settings
) -> None:
    settings.SITE_URL, settings.ALLOWED_HOSTS = "https://portale.test", ["*"]
    for email in ("nuova@persone.test", personas.segreteria.email):
        Client(HTTP_HOST="evil.test").post(PAGE, FORM | {"email": email})
    assert all("evil.test" not in str(message.body) for message in mailoutbox)
    assert all("https://portale.test/accesso/" in str(message.body) for message in mailoutbox)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"informativa": ""}, "Per registrarti leggi l’informativa"),
        ({"nome": ""}, "Compila questo campo"),
        ({"password1": "corta", "password2": "corta"}, "12 caratteri"),
        ({"password2": "un-altra-password-lunga"}, "Le due password sono diverse"),
        ({"email": "non-un-indirizzo"}, "L’indirizzo e-mail non è completo"),
    ],
)
def test_what_is_missing_is_said(changes: dict[str, str], said: str) -> None:
    assert said in sign_up(**changes).content.decode()
    assert not Utente.objects.exists()


def test_extra_fields_change_nothing() -> None:
    sign_up(is_active="", identita_verificata_at="2026-01-01", cognome="Nuovi", is_staff="1")
    assert Utente.objects.get().identita_verificata_at is None


def test_two_who_register_one_address_get_one_account(mailoutbox: list[mail.EmailMessage]) -> None:
    """The second is told apart by the database, and answered like for a known address."""
    register("gaia.nuovi@persone.test", NEW, nome="Gaia", cognome="Nuovi", now=clock.now())
    with pytest.raises(IntegrityError):
        register("gaia.nuovi@persone.test", NEW, nome="G", cognome="N", now=clock.now())


@pytest.mark.django_db(transaction=True)
def test_at_once_one_account_comes_out() -> None:
    def go(_: int) -> int:
        try:
            return sign_up().status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(go, range(4))) == {302}
    assert Utente.objects.count() == EmailAddress.objects.count() == 1


def test_accounts_made_by_others_are_confirmed(
    personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    assert "_auth_user_id" in log_in(personas.segreteria).session
    assert mailoutbox == []


def test_asking_for_a_password_does_not_unconfirm(
    personas: Personas, mailoutbox: list[mail.EmailMessage]
) -> None:
    client = Client()
    client.post("/accesso/password/dimenticata/", {"email": personas.segreteria.email})
    client.get(link(mailoutbox[0]), follow=True)
    assert EmailAddress.objects.count() == 0  # not even a GET of the link writes one
    assert "_auth_user_id" in log_in(personas.segreteria).session


def test_the_level_follows_the_verified_identity(personas: Personas) -> None:
    mario = personas.cittadino
    client = log_in(mario)
    assert client.session["livello"] == "generico"
    mario.identita_verificata_at = clock.now()
    mario.save()
    client.get("/accesso/account/")
    assert client.session["livello"] == "generico"  # from the next login on
    page = log_in(mario).get("/accesso/account/").content.decode()
    assert "credenziali dispositive" in page


def test_registrations_are_limited() -> None:
    answers = [sign_up(email="uguale@persone.test").status_code for _ in range(6)]
    assert answers == [302] * 5 + [429]


def test_an_address_nobody_confirms_is_free_again_after_a_week(
    personas: Personas, a_tempo_fermo: Traveller
) -> None:
    sign_up()
    laura = personas.segreteria
    EmailAddress.objects.create(user=laura, email=laura.email, verified=False, primary=True)
    a_tempo_fermo.shift(7 * 24 * 3600)
    forget_unconfirmed(clock.now())
    assert Utente.objects.count() == 2
    a_tempo_fermo.shift(60)
    forget_unconfirmed(clock.now())  # at most once an hour
    assert Utente.objects.count() == 2
    a_tempo_fermo.shift(3600)
    forget_unconfirmed(clock.now())
    assert list(Utente.objects.values_list("email", flat=True)) == [laura.email]  # she has a role
