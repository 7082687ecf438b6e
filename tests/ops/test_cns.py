"""The CNS card for real: nginx asks for it, checks it and vouches for it; nobody else can."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from tests.ops.certificate import Authority
from tests.ops.http import Answer, request
from tests.ops.stack import Stack

ANNA = "VRDNNA85T50A562F"
ON_THE_CARD = f"{ANNA}/7420001234567890.aB3dE+f/9w="
NEW_USER = """
from django.utils import timezone
from utenti.models import Utente
if not Utente.objects.filter(email="anna.verdi@example.org").exists():
    user = Utente.objects.create_user("anna.verdi@example.org", nome="Anna", cognome="Verdi")
    user.set_codice_fiscale("VRDNNA85T50A562F", now=timezone.now())
    user.identita_verificata_at = timezone.now()
    user.save()
"""


@pytest.fixture(scope="module")
def login(stack: Stack) -> Answer:
    """The login page, whose button leads to the port of the card; Anna has an account."""
    stack.manage("shell", "--no-imports", "-c", NEW_USER)
    return stack.get("/accesso/")


def press(stack: Stack, login: Answer, card: tuple[Path, Path] | None, **options) -> Answer:
    data = {"csrfmiddlewaretoken": login.csrf_token, "process": "login"}
    return stack.get_with_card(card, "/accesso/cns/", data=data, cookies=login.cookies, **options)


def entered(answer: Answer) -> bool:
    return any(name.endswith("sessionid") for name in answer.cookies)


def test_a_card_opens_its_owners_account_on_the_ordinary_port(
    stack: Stack, login: Answer, tmp_path: Path
) -> None:
    assert f'action="https://{stack.host}:8444/accesso/cns/"' in login.text
    assert f"https://{stack.host}:8444" in login.headers["content-security-policy"]
    card = stack.cards.write_card(tmp_path, ON_THE_CARD)
    answer = press(stack, login, card)
    assert (answer.status, answer.headers.get("location")) == (302, "/"), answer.text
    page = stack.get("/accesso/identita/", cookies=answer.cookies)
    assert page.status == 200
    assert "Hai fatto l’accesso con la Carta Nazionale dei Servizi" in page.text
    onward = stack.get_with_card(card, "/")
    assert (onward.status, onward.headers["location"]) == (303, f"https://{stack.host}/")


@pytest.mark.parametrize("kind", ["another authority", "expired"])
def test_a_card_nginx_does_not_recognise_never_reaches_the_portal(
    stack: Stack, login: Answer, tmp_path: Path, kind: str
) -> None:
    authority = stack.cards if kind == "expired" else Authority("CA di prova della CNS")
    card = authority.write_card(tmp_path, ON_THE_CARD, days=-1 if kind == "expired" else 2)
    answer = press(stack, login, card)
    assert answer.status == 400
    assert "La carta non è valida" in answer.text
    assert "x-request-id" not in answer.headers  # which every answer of the portal carries
    assert not entered(answer)


def test_without_a_card_the_page_says_what_to_do(stack: Stack, login: Answer) -> None:
    answer = press(stack, login, None)
    assert answer.status == 403
    assert "Non abbiamo letto nessuna carta" in answer.text
    assert not entered(answer)


def test_the_ordinary_port_asks_nobody_for_a_card(stack: Stack) -> None:
    answer = stack.get_with_card(None, "/accesso/cns/")
    assert (answer.status, answer.headers["location"]) == (
        303,
        f"https://{stack.host}/accesso/cns/",
    )
    assert stack.get("/accesso/cns/").status == 200


def forged(stack: Stack, secret: str) -> dict[str, str]:
    certificate, _key = stack.cards.card(ON_THE_CARD)
    return {
        "X-CNS-Verify": "SUCCESS",
        "X-CNS-Certificate": quote(certificate.decode()),
        "X-CNS-Secret": secret,
        "X_CNS_Secret": secret,
    }


@pytest.mark.parametrize("way", ["ordinary port", "port of the card", "straight to the portal"])
def test_headers_that_somebody_writes_open_nothing(stack: Stack, login: Answer, way: str) -> None:
    """Through nginx not even with the secret, which it replaces; past it the secret is missing."""
    data = {"csrfmiddlewaretoken": login.csrf_token}
    sent = {"data": data, "cookies": login.cookies}
    known = forged(stack, stack.variables["CNS_SECRET"])
    if way == "ordinary port":
        answer = stack.get("/accesso/cns/", headers=known, **sent)
    elif way == "port of the card":
        answer = press(stack, login, None, headers=known)
    else:
        headers = {**forged(stack, "un-segreto-inventato"), "X-Forwarded-Proto": "https"}
        answer = request(stack.host, stack.web_ports[0], "/accesso/cns/", headers=headers, **sent)
    assert answer.status == 403, answer.text
    assert not entered(answer)
