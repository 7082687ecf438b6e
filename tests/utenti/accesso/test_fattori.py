"""Second factors: set up, given, spent, limited, removed."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from time_machine import Traveller

from portal.base import clock
from portal.base.keys import DataKey
from tests.logins import enter
from tests.personas import PASSWORD, Personas
from tests.utenti.accesso.conftest import SECRET, code, codes, log_in, subjects
from utenti.accesso.actions.fattori import (
    accept_code,
    add_passkey,
    add_totp,
    ensure_recovery_codes,
    remove_factor,
)
from utenti.accesso.page_models.fattori import factors_of
from utenti.accesso.secrets import unseal
from utenti.models import Utente

pytestmark = pytest.mark.django_db
APP, SHEET = "/accesso/secondo-fattore/app/", "/accesso/secondo-fattore/codici/"
Bind = Callable[[Utente], Utente]


def inside(client: Client) -> bool:
    return "_auth_user_id" in client.session


def shown_codes(page: str) -> list[str]:
    return re.findall(r"<li><code>(\d{8})</code>", page)


def test_setting_up_an_app(personas: Personas, mailoutbox: list[mail.EmailMessage]) -> None:
    laura, client = personas.segreteria, log_in(personas.segreteria)
    page = client.get(APP).content.decode()
    secret = client.session["mfa.totp.secret"]
    assert 'src="data:image/svg+xml;base64,' in page
    assert secret in page
    assert not Authenticator.objects.exists()
    assert "Il codice non è giusto" in client.post(APP, {"code": "000000"}).content.decode()
    before = client.cookies["sessionid"].value
    done = client.post(APP, {"code": f"{code(secret=secret)[:3]} {code(secret=secret)[3:]}"})
    sheet = shown_codes(done.content.decode())
    assert len(set(sheet)) == 10
    assert client.cookies["sessionid"].value != before  # a second factor changes the session's key
    assert "mfa.totp.secret" not in client.session
    assert sheet[0] not in client.get(SHEET).content.decode()  # shown once
    assert client.get(APP).status_code == 302  # a reload changes nothing
    factor = Authenticator.objects.get(user=laura, type="totp")
    assert secret not in json.dumps(factor.data)
    assert unseal(factor.data["secret"]) == secret
    assert subjects(mailoutbox) == [(laura.email, "Hai un nuovo secondo fattore")]
    assert codes("accesso.f") + codes("accesso.codici") == [
        "accesso.fattore_aggiunto",
        "accesso.codici_recupero_creati",
    ]


def test_the_password_alone_stops_half_way(personas: Personas, with_totp: Bind) -> None:
    laura = with_totp(personas.segreteria)
    client = log_in(laura, next="/denunce/")
    assert not inside(client)
    assert client.get("/denunce/")["Location"].startswith("/accesso/?next=")
    page = client.get("/accesso/", follow=True).content.decode()
    assert "Conferma con il secondo fattore" in page
    half_way = client.cookies["sessionid"].value
    assert client.post("/accesso/codice/", {"code": code()})["Location"] == "/denunce/"
    assert inside(client)
    assert client.cookies["sessionid"].value != half_way
    assert client.get("/denunce/").status_code == 200


def test_a_code_is_good_once(personas: Personas, with_totp: Bind, a_tempo_fermo: Traveller) -> None:
    laura = with_totp(personas.segreteria)
    spent = code()
    assert inside_with(laura, spent)
    assert not inside_with(laura, spent)
    a_tempo_fermo.shift(30)  # still within the tolerance: the replay is refused all the same
    assert not inside_with(laura, spent)
    assert inside_with(laura, code())
    assert "accesso.codice_sbagliato" in codes()


def inside_with(user: Utente, typed: str) -> bool:
    client = log_in(user)
    client.post("/accesso/codice/", {"code": typed})
    return inside(client)


def test_an_earlier_code_is_refused_after_a_later_one(personas: Personas, with_totp: Bind) -> None:
    laura = with_totp(personas.segreteria)
    earlier, later = code(), code(step=1)
    assert accept_code(laura, later, now=clock.now())
    assert accept_code(laura, earlier, now=clock.now()) is None


def test_the_code_of_the_set_up_is_spent(personas: Personas) -> None:
    laura = personas.segreteria
    add_totp(laura, SECRET, code(), now=clock.now())
    assert accept_code(laura, code(), now=clock.now()) is None


def test_a_recovery_code_works_once_and_is_told(
    personas: Personas, with_totp: Bind, mailoutbox: list[mail.EmailMessage]
) -> None:
    laura = with_totp(personas.segreteria)
    sheet = ensure_recovery_codes(laura, now=clock.now())
    assert inside_with(laura, sheet[3])
    assert not inside_with(laura, sheet[3])
    assert "Ne restano 9." in str(mailoutbox[-1].body)
    assert codes("accesso.codice_r") == ["accesso.codice_recupero_usato"]
    fresh = shown_codes(enter(Client(), laura).post(SHEET).content.decode())
    assert not set(fresh) & set(sheet)
    assert not inside_with(laura, sheet[4])
    assert inside_with(laura, fresh[0])


def test_codes_are_limited_wherever_they_are_typed(personas: Personas, with_totp: Bind) -> None:
    laura = with_totp(personas.segreteria)
    client = log_in(laura)
    tries = [client.post("/accesso/codice/", {"code": "000000"}) for _ in range(11)]
    assert [answer.status_code for answer in tries] == [200] * 10 + [429]
    assert "Puoi riprovare fra 15 minuti" in tries[10].content.decode()
    again = enter(Client(), laura)
    found = [
        again.post("/accesso/conferma/codice/", {"code": "000000"}).status_code for _ in range(11)
    ]
    assert found == [200] * 10 + [429]


def test_many_addresses_together_are_limited_too(personas: Personas, with_totp: Bind) -> None:
    laura = with_totp(personas.segreteria)

    def one(n: int) -> int:
        client = Client(REMOTE_ADDR=f"203.0.113.{n}")
        client.post("/accesso/", {"login": laura.email, "password": PASSWORD})
        return client.post("/accesso/codice/", {"code": "000000"}).status_code

    assert [one(n) for n in range(31)] == [200] * 30 + [429]


def test_giving_up_half_way_leads_to_the_first_page(personas: Personas, with_totp: Bind) -> None:
    client = log_in(with_totp(personas.segreteria))
    client.post("/accesso/codice/rinuncia/")
    assert "Entra con l’indirizzo e-mail" in client.get("/accesso/").content.decode()
    assert client.get("/accesso/codice/")["Location"] == "/accesso/"


def test_removing_the_app_removes_its_key_and_the_codes(
    personas: Personas, with_totp: Bind, mailoutbox: list[mail.EmailMessage]
) -> None:
    laura = with_totp(personas.segreteria)
    ensure_recovery_codes(laura, now=clock.now())
    client = enter(Client(), laura)
    assert "Vuoi togliere l’app?" in client.get(APP + "togli/").content.decode()
    assert client.post(APP + "togli/").status_code == 302
    assert client.post(APP + "togli/").status_code == 302  # a second press
    assert not Authenticator.objects.exists()
    assert not DataKey.objects.filter(destroyed_at=None).exists()
    assert mailoutbox[-1].subject == "Un secondo fattore è stato tolto"


def test_who_must_have_one_keeps_the_last(personas: Personas, with_totp: Bind) -> None:
    client = enter(Client(), with_totp(personas.amministratore_presidio))
    page = client.post(APP + "togli/", follow=True).content.decode()
    assert "prima aggiungine un altro" in page
    assert Authenticator.objects.count() == 1


def test_a_delicate_page_asks_again_after_five_minutes(
    personas: Personas, with_totp: Bind, a_tempo_fermo: Traveller
) -> None:
    laura = with_totp(personas.segreteria)
    client = log_in(laura)
    client.post("/accesso/codice/", {"code": code()})
    assert client.get(SHEET).status_code == 200
    a_tempo_fermo.shift(301)
    asked = client.get(SHEET)
    assert asked["Location"] == "/accesso/conferma/?next=%2Faccesso%2Fsecondo-fattore%2Fcodici%2F"
    page = client.get(asked["Location"]).content.decode()
    assert "Conferma con un codice" in page
    done = client.post(asked["Location"], {"password": PASSWORD})
    assert done["Location"] == SHEET
    assert client.get(SHEET).status_code == 200


def test_odd_answers_of_a_passkey_are_refused(personas: Personas) -> None:
    client = enter(Client(), personas.segreteria)
    page = "/accesso/secondo-fattore/passkey/"
    for odd in (
        "",
        "[]",
        "1",
        "null",
        '{"id": 1}',
        '{"response": {}}',
        "{" * 50,
        '"x"',
        "9" * 5000,
        "[" * 9000,
    ):
        client.get(page)
        assert client.post(page, {"credential": odd}).status_code == 200
        assert Client().post("/accesso/passkey/", {"credential": odd}).status_code == 302
    assert not Authenticator.objects.exists()


def test_a_passkey_is_removed_by_its_person_alone(personas: Personas, with_totp: Bind) -> None:
    laura = with_totp(personas.segreteria)
    add_passkey(laura, "Telefono", {"id": "x"}, now=clock.now())
    (held,) = factors_of(laura).passkeys
    stranger = enter(Client(), personas.segreteria2)
    stranger.post("/accesso/secondo-fattore/passkey/togli/", {"passkey": held.ref})
    assert Authenticator.objects.filter(type="webauthn").count() == 1
    mine = enter(Client(), laura)
    assert "Telefono" in mine.get("/accesso/secondo-fattore/").content.decode()
    mine.post("/accesso/secondo-fattore/passkey/togli/", {"passkey": held.ref})
    mine.post("/accesso/secondo-fattore/passkey/togli/", {"passkey": held.ref})
    assert codes("accesso.fattore_t") == ["accesso.fattore_tolto"]


def test_two_removals_leave_one_to_who_must_have_one(personas: Personas, with_totp: Bind) -> None:
    pia = with_totp(personas.amministratore_presidio)
    key = add_passkey(pia, "Chiave", {"id": "x"}, now=clock.now())
    remove_factor(pia, key, required=True, now=clock.now())
    client = enter(Client(), pia)
    client.post(APP + "togli/")
    assert factors_of(pia).totp is not None
