"""Invitations: by mail, for one address, once, for seven days."""

from __future__ import annotations

import re
from urllib.parse import quote

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from portal.base.audit import AuditEvent
from tests.pages import text
from tests.personas import Personas
from utenti.models import Membership
from utenti.organizzazioni.actions.attivazioni import clean_up
from utenti.organizzazioni.models import Invito

pytestmark = pytest.mark.django_db
MARIO = "mario.solo@persone.test"


def mails() -> list[dict]:
    """What was handed to the outbox, in order."""
    return [{"to": m.to, "subject": m.subject, "body": m.body} for m in mail.outbox]


def invite(client: Client, personas: Personas, email: str = MARIO, **data: str):
    sent = {"email": email, "ruolo": "segreteria", **data}
    return client.post(f"/organizzazioni/{personas.scuola.pk}/inviti/nuovo/", sent)


def links(to: str = MARIO) -> list[str]:
    """The path of the link of every invitation mailed to an address."""
    found = [
        re.search(r"https?://[^/]+(/organizzazioni/inviti/\S+)", m["body"])
        for m in mails()
        if m["to"] == [to]
    ]
    return [match[1] for match in found if match]


def link() -> str:
    (found,) = links()
    return found


@pytest.fixture
def sent(paolo: Client, personas: Personas) -> Client:
    """Mario has an account and was invited."""
    personas.cittadino  # noqa: B018
    assert invite(paolo, personas).status_code == 302
    return paolo


def test_the_mail_leads_to_a_page_that_says_who_invites_to_what(sent, personas: Personas):
    page = text(Client().get(link()))
    assert "Paolo Ferri ti invita a lavorare per «IC Esempio Nord»" in page
    assert "Segreteria" in page
    assert "m…@persone.test" in page
    assert f"/accesso/registrazione/?next={quote(link(), safe='')}" in page
    assert "Accetta l’invito" not in page


def test_the_person_invited_accepts_once_and_works_at_once(sent, personas: Personas, inside):
    mario = inside(personas.cittadino)
    assert "Accetta l’invito" in text(mario.get(link()))
    for _ in range(2):
        assert mario.post(link()).status_code == 302
    role = Membership.objects.get(utente=personas.cittadino)
    assert (role.organizzazione, role.ruolo) == (personas.scuola, "segreteria")
    assert mario.get("/denunce/").status_code == 200
    assert "già stato accettato" in text(Client().get(link()))
    assert AuditEvent.objects.filter(code="invito.accettato").count() == 1
    assert [m["to"] for m in mails()][-1] == [personas.dirigente.email]


def test_a_forwarded_mail_gives_nothing_to_somebody_else(sent, personas: Personas, inside):
    ada = inside(personas.docente)
    assert "per un altro indirizzo e-mail" in text(ada.get(link()))
    assert "per un altro indirizzo e-mail" in text(ada.post(link()))
    assert Membership.objects.filter(utente=personas.docente).count() == 1


def test_an_address_not_confirmed_yet_cannot_accept(sent, personas: Personas, inside):
    address = EmailAddress.objects.create(user=personas.cittadino, email=MARIO, verified=False)
    mario = inside(personas.cittadino)
    assert "Prima conferma il tuo indirizzo" in text(mario.post(link()))
    assert not Membership.objects.filter(utente=personas.cittadino).exists()
    EmailAddress.objects.filter(pk=address.pk).update(verified=True)
    assert mario.post(link()).status_code == 302


def test_it_expires_after_seven_days_and_can_be_sent_again(
    sent, personas: Personas, inside, a_tempo_fermo, ora
):
    old, row = link(), Invito.objects.get()
    a_tempo_fermo.move_to(ora("2026-03-19 10:00"))
    mario, paolo = inside(personas.cittadino), inside(personas.dirigente)
    assert "scaduto" in text(mario.post(old))
    assert "Scaduto" in text(paolo.get(f"/organizzazioni/{personas.scuola.pk}/persone/"))
    paolo.post(f"/organizzazioni/inviti/{row.pk}/rinvia/")
    assert mario.get(old).status_code == 404
    assert mario.post(links()[-1]).status_code == 302
    page = text(paolo.post(f"/organizzazioni/inviti/{row.pk}/rinvia/", follow=True))
    assert "è già stato accettato o revocato" in page


def test_a_revoked_one_says_so(sent, personas: Personas, inside):
    row = Invito.objects.get()
    for _ in range(2):
        sent.post(f"/organizzazioni/inviti/{row.pk}/revoca/")
    assert AuditEvent.objects.filter(code="invito.revocato").count() == 1
    assert "revocato" in text(inside(personas.cittadino).post(link()))
    assert not Membership.objects.filter(utente=personas.cittadino).exists()


def test_the_same_invitation_twice_is_one_whatever_the_case_of_the_letters(sent, personas):
    invite(sent, personas, MARIO.upper())
    assert Invito.objects.count() == 1
    assert len(links()) == 1


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"email": "m\u0430rio@persone.test"}, "e-mail"),
        ({"email": "mario@persone.te\u017ft"}, "altro alfabeto"),
        ({"ruolo": "comandante"}, "Scegli"),
        ({"ruolo": "gestore"}, "Scegli"),
        ({"valid_to": "2026-03-11"}, "Scegli oggi o un giorno futuro"),
    ],
)
def test_what_cannot_be_sent_is_refused_in_words(paolo, personas: Personas, data, said):
    answer = invite(paolo, personas, **data)
    assert answer.status_code == 200
    assert said in text(answer)
    assert not Invito.objects.exists()


def test_whether_the_address_has_an_account_is_never_told(paolo, personas: Personas):
    personas.cittadino  # noqa: B018
    pages = [
        text(paolo.get(invite(paolo, personas, email).url)).replace(email, "X")
        for email in (MARIO, "nessuno.mai@persone.test")
    ]
    said = [re.findall(r"Invito mandato a X", page) for page in pages]
    assert said[0] == said[1] != []


def test_a_wrong_key_is_no_invitation_and_the_key_is_nowhere_in_the_database(sent):
    row, key = Invito.objects.get(), link().rstrip("/").rpartition("/")[2]
    assert Client().get(f"/organizzazioni/inviti/{row.pk}/{key[:-1]}x/").status_code == 404
    assert key not in str(list(Invito.objects.order_by("pk").values()))


def test_trying_keys_is_limited(sent):
    row, client = Invito.objects.get(), Client()
    answers = [client.get(f"/organizzazioni/inviti/{row.pk}/a{n}/").status_code for n in range(61)]
    assert answers[-1] == 429


def test_the_address_is_forgotten_a_month_after_the_end(sent, ora):
    assert clean_up(ora("2026-04-18 09:00")) == 0
    assert clean_up(ora("2026-04-18 10:05")) == 1
    row = Invito.objects.get()
    assert (row.email, row.email_index) == (None, "")
    assert row.data_key.destroyed_at is not None
