"""A form sent after the session ended: kept for its author alone, offered again, then forgotten."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.test import Client
from time_machine import Traveller

from denunce.actions.bozze import typed
from denunce.models import Bozza
from portal.base import clock, held_forms
from portal.base.held_forms import HeldForm
from portal.base.keys import DataKey
from portal.base.sessions import SessionStore
from tests.factories import BozzaFactory
from tests.pages import read
from tests.personas import PASSWORD, Personas

pytestmark = pytest.mark.django_db
BOZZA = "5f0c6b0e-4b6e-4a52-9a51-3a2f0d0f6c11"
PAGE = f"/denunce/bozze/{BOZZA}/chi/"
TYPED = {
    "cognome": "Bianchi",
    "nome": "Luca",
    "classe": "2B, quella della professoressa Neri",
    "version": "1",
    "csrfmiddlewaretoken": "x",
}


@pytest.fixture(autouse=True)
def _few_logins() -> Iterator[None]:
    """Attempts to log in are counted by address, and every test comes from the same one."""
    cache.clear()
    yield
    cache.clear()


def enter(client: Client, email: str, **more: str):
    sent = {"login": email, "password": PASSWORD} | more
    return client.post("/accesso/", sent, follow=True)


@pytest.fixture
def laura(personas: Personas, a_tempo_fermo: Traveller) -> Client:
    """The secretary, whose session ended while she was writing."""
    client = Client()
    client.force_login(personas.segreteria)
    BozzaFactory(id=BOZZA, organizzazione=personas.scuola)
    assert client.get(PAGE).status_code == 200
    a_tempo_fermo.shift(timedelta(minutes=31))
    return client


@pytest.fixture
def scritto(laura: Client) -> Client:
    """She pressed the button all the same."""
    answer = laura.post(PAGE, TYPED)
    assert answer["Location"] == "/accesso/?next=/ripresa/"
    return laura


def test_the_login_page_says_that_nothing_is_lost(scritto: Client) -> None:
    page = scritto.get("/accesso/?next=/ripresa/")
    assert "quello che avevi scritto è al sicuro" in read(page)


def test_its_author_reads_it_and_sends_it_again(scritto: Client, personas: Personas) -> None:
    page = read(enter(scritto, personas.segreteria.email, next="/ripresa/"))
    assert "Abbiamo tenuto quello che avevi scritto" in page
    assert "Nuovo infortunio" in page
    assert "2B, quella della professoressa Neri" in page
    form = page[page.index(f'action="{PAGE}"') :].split("</form>")[0]
    sent = dict(re.findall(r'type="hidden" name="([^"]+)" value="([^"]*)"', form))
    assert sent["cognome"] == "Bianchi"
    assert sent["csrfmiddlewaretoken"] != "x"
    assert scritto.post(PAGE, sent).status_code == 302
    assert typed(Bozza.objects.get())["cognome"] == "Bianchi"
    assert not HeldForm.objects.exists()
    assert DataKey.objects.filter(destroyed_at=None).count() == 1, "that of the draft alone"


def test_what_is_complete_arrives_when_sent_again(
    laura: Client, personas: Personas, a_tempo_fermo: Traveller
) -> None:
    cookie = laura.cookies["sessionid"].value
    laura.post(PAGE, TYPED)
    a_tempo_fermo.shift(timedelta(minutes=1))
    laura.cookies["sessionid"] = cookie
    laura.post(PAGE, TYPED | {"categoria": "studente"})
    enter(laura, personas.segreteria.email)
    held = held_forms.held_for(personas.segreteria.pk, clock.now())[0]
    laura.post(PAGE, dict(held.pairs) | {held_forms.AGAIN: str(held.pk)})
    assert typed(Bozza.objects.get())["categoria"] == "studente"
    assert HeldForm.objects.count() == 1, "only the one that was sent is forgotten"


def test_nobody_else_sees_it_or_learns_of_it(scritto: Client, personas: Personas) -> None:
    page = enter(scritto, personas.dirigente.email, next="/ripresa/")
    assert page.redirect_chain[-1][0] == "/denunce/"
    assert "Abbiamo tenuto" not in read(page)
    held = HeldForm.objects.get()
    scritto.post("/ripresa/", {"elimina": str(held.pk)})
    scritto.post(PAGE, {held_forms.AGAIN: str(held.pk)})
    assert HeldForm.objects.filter(pk=held.pk).exists()


def test_who_goes_elsewhere_is_told_where_it_is(scritto: Client, personas: Personas) -> None:
    page = enter(scritto, personas.segreteria.email, next="/denunce/nuovo/")
    assert '<a href="/ripresa/">Riprendilo</a>' in read(page)
    assert enter(Client(), personas.segreteria.email).redirect_chain[0][0] == "/ripresa/"


def test_it_can_be_thrown_away(scritto: Client, personas: Personas) -> None:
    enter(scritto, personas.segreteria.email)
    answer = scritto.post("/ripresa/", {"elimina": str(HeldForm.objects.get().pk)}, follow=True)
    assert not HeldForm.objects.exists()
    assert "Abbiamo tenuto" not in read(answer)


@pytest.mark.parametrize("nonsense", ["", "x", "0" * 5000])
def test_nonsense_throws_nothing_away(scritto: Client, personas: Personas, nonsense: str) -> None:
    enter(scritto, personas.segreteria.email)
    scritto.post("/ripresa/", {"elimina": nonsense})
    scritto.post(PAGE, {held_forms.AGAIN: nonsense})
    assert HeldForm.objects.count() == 1


def test_nothing_of_it_stands_clear_in_the_database(scritto: Client) -> None:
    assert b"Bianchi" not in bytes(HeldForm.objects.values_list("fields", flat=True)[0])


def test_passwords_and_tokens_are_left_out(laura: Client) -> None:
    laura.post(PAGE, TYPED | {"password1": "segreta", "Old_Password": "altra"})
    assert dict(HeldForm.objects.get().pairs).keys() == {"cognome", "nome", "classe", "version"}


def test_after_a_logout_nothing_is_kept(personas: Personas) -> None:
    client = Client()
    enter(client, personas.segreteria.email)
    cookie = client.cookies["sessionid"].value
    client.post("/accesso/esci/")
    client.cookies["sessionid"] = cookie
    assert client.post(PAGE, TYPED)["Location"] == "/accesso/?next=/"
    assert not HeldForm.objects.exists()


def test_after_a_new_password_the_old_cookie_keeps_nothing(
    laura: Client, personas: Personas
) -> None:
    personas.segreteria.set_password("un’altra parola lunga")
    personas.segreteria.save()
    laura.post(PAGE, TYPED)
    assert not HeldForm.objects.exists()


@pytest.mark.parametrize("cookie", ["", "x", "a" * 32, "x" * 5000])
def test_an_invented_cookie_keeps_nothing(personas: Personas, cookie: str) -> None:
    client = Client()
    client.cookies["sessionid"] = cookie
    client.post(PAGE, TYPED)
    assert not HeldForm.objects.exists()


def test_a_disabled_account_keeps_nothing(laura: Client, personas: Personas) -> None:
    personas.segreteria.is_active = False
    personas.segreteria.save()
    laura.post(PAGE, TYPED)
    assert not HeldForm.objects.exists()


def test_too_much_is_not_kept_and_only_the_last_five_are(laura: Client) -> None:
    laura.post(PAGE, TYPED | {"classe": "x" * held_forms.MAX_CHARS})
    assert not HeldForm.objects.exists()
    cookie = Session.objects.get().session_key
    for number in range(7):
        laura.cookies["sessionid"] = cookie
        laura.post(PAGE, TYPED | {"classe": str(number)})
    assert HeldForm.objects.count() == held_forms.MAX_HELD


def test_a_form_without_a_good_token_is_not_kept(
    personas: Personas, a_tempo_fermo: Traveller
) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(personas.segreteria)
    a_tempo_fermo.shift(timedelta(minutes=31))
    assert client.post(PAGE, TYPED).status_code == 403
    assert not HeldForm.objects.exists()


def test_a_script_that_saves_by_itself_is_answered_and_nothing_is_kept(laura: Client) -> None:
    assert laura.post(PAGE, TYPED, headers={"X-Autosave": "1"}).status_code == 401
    assert not HeldForm.objects.exists()


def test_after_twelve_hours_it_is_gone(
    scritto: Client, personas: Personas, a_tempo_fermo: Traveller
) -> None:
    a_tempo_fermo.shift(timedelta(hours=11, minutes=59))
    assert held_forms.held_for(personas.segreteria.pk, clock.now())
    a_tempo_fermo.shift(timedelta(minutes=1))
    assert not held_forms.held_for(personas.segreteria.pk, clock.now())
    assert held_forms.sweep(clock.now()) == 1
    assert DataKey.objects.filter(destroyed_at=None).count() == 1, "that of the draft alone"


def test_the_row_of_an_ended_session_goes_after_twelve_hours(
    laura: Client, a_tempo_fermo: Traveller
) -> None:
    SessionStore.clear_expired()
    assert Session.objects.count() == 1
    a_tempo_fermo.shift(timedelta(hours=12))
    SessionStore.clear_expired()
    assert Session.objects.count() == 0
    laura.post(PAGE, TYPED)
    assert not HeldForm.objects.exists()


def test_hostile_text_is_shown_as_text(laura: Client, personas: Personas) -> None:
    laura.post(PAGE, {'"><i data-canary>': "x", "classe": "<i data-canary> molto, molto lungo"})
    page = enter(laura, personas.segreteria.email, next="/ripresa/").content.decode()
    assert "<i data-canary>" not in page
    assert "&lt;i data-canary&gt;" in page
