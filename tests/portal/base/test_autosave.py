"""What the portal answers to a page that saves by itself, and what a draft lets be written."""

from __future__ import annotations

import json
from uuid import UUID, uuid4

import pytest
from django.test import Client

from portal.base import autosave
from portal.base.autosave import DraftMark, person_mark, saved_message

pytestmark = pytest.mark.django_db
SCRIPT = {"X-Autosave": "1", "Accept": "application/json"}
PAGE = UUID("5b8f0c52-6a41-4b0e-9d0c-0f3f5c1c2b11")


@pytest.mark.parametrize("turn", ["", "x", "-1", "1.5", "١", "9" * 10])
def test_a_mark_of_nonsense_counts_no_turn(turn):
    assert DraftMark.of({"pagina": str(PAGE), "giro": turn}) == DraftMark(PAGE, 0)


@pytest.mark.parametrize("page", ["", "x" * 10_000, "{}", "5b8f0c52"])
def test_a_page_without_an_id_has_no_mark(page):
    assert DraftMark.of({"pagina": page, "giro": "3"}) == DraftMark()


def test_the_day_is_told_only_when_it_is_another(ora):
    now = ora("2026-03-12 10:43")
    assert saved_message(ora("2026-03-12 10:42"), now) == "Bozza salvata alle 10:42 · NON INVIATA"
    assert saved_message(now, now, "certificato NON EMESSO").endswith("· certificato NON EMESSO")
    older = "Bozza salvata mercoledì 11 marzo, 23:59 · NON INVIATA"
    assert saved_message(ora("2026-03-11 23:59"), now) == older


def test_a_script_without_a_session_gets_401_and_a_person_the_login_page(client):
    address = f"/denunce/moduli/{uuid4()}/"
    told = client.post(address, headers=SCRIPT)
    assert told.status_code == 401
    assert json.loads(told.content)["messaggio"] == "La sessione è finita."
    assert client.post(address).status_code == 302


def test_an_old_token_is_told_apart_from_a_refusal(personas):
    client = Client(enforce_csrf_checks=True)
    client.force_login(personas.segreteria)
    told = client.post(f"/denunce/moduli/{uuid4()}/", headers=SCRIPT)
    assert told.status_code == 403
    assert told.json()["codice"] == "gettone"
    assert client.post(f"/denunce/moduli/{uuid4()}/")["Content-Type"].startswith("text/html")


def test_a_fresh_token_makes_the_next_post_good(personas):
    client = Client(enforce_csrf_checks=True)
    client.force_login(personas.segreteria)
    mine = {autosave.PERSON_HEADER: person_mark(personas.segreteria.pk)}
    answer = client.get("/gettone/", headers=SCRIPT | mine)
    assert answer["Cache-Control"] == "no-store"
    sent = {"csrfmiddlewaretoken": answer.json()["gettone"]}
    assert client.post(f"/denunce/moduli/{uuid4()}/", sent).status_code == 404


def test_the_page_of_one_person_gets_no_token_from_another(personas, client):
    client.force_login(personas.dirigente)
    other = {autosave.PERSON_HEADER: person_mark(personas.segreteria.pk)}
    answer = client.get("/gettone/", headers=SCRIPT | other)
    assert answer.status_code == 403
    assert "gettone" not in answer.json()
    assert "altra persona" in answer.json()["messaggio"]
