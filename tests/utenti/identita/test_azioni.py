"""What an identity changes, where two people or two presses meet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from django.core.cache import cache
from django.template import engines
from django.test import Client, RequestFactory

from portal.base import clock
from portal.base.audit import AuditEvent, present
from portal.base.errors import ActionError
from tests.identita.fornitore import Fornitore
from tests.logins import enter as inside
from tests.personas import Personas
from utenti.accesso.actions import identita as actions
from utenti.accesso.identita import attesa
from utenti.accesso.identita.asserzione import Identita, Refused
from utenti.accesso.identita.motivi import MOTIVI
from utenti.models import Utente

pytestmark = pytest.mark.django_db
ANNA = Identita("spid", "VRDNNA85T50A562F", "Anna", "Verdi")
NEW = "/accesso/identita/nuova/"


def create(email: str = "anna@persone.test", *, replace: bool = False) -> actions.Entrance:
    return actions.create_person(ANNA, email, replace=replace, now=clock.now())


@pytest.fixture
def waiting() -> Client:
    """Anna has proven who she is and has not said her address yet."""
    cache.clear()
    client = Client()
    session = client.session
    known = replace(ANNA, email="anna@persone.test", email_verified=True)
    attesa.hold(session, attesa.Attesa(known, clock.now().timestamp()))
    session.save()
    return client


def claim(user: Utente, *, verified: bool) -> None:
    """Give an account Anna's codice fiscale."""
    user.set_codice_fiscale(ANNA.codice_fiscale, now=clock.now())
    user.identita_verificata_at = clock.now() if verified else None
    user.save()


def test_created_twice_it_is_one_account() -> None:
    first, second = create(), create("altra@persone.test")
    assert (first.user, first.tied) == (second.user, False)
    assert Utente.objects.get().email == "anna@persone.test"


def test_an_address_taken_meanwhile_is_refused(personas: Personas) -> None:
    with pytest.raises(ActionError, match="scegline un altro"):
        create(personas.segreteria.email)


def test_a_codice_fiscale_taken_in_the_same_instant_is_said(
    monkeypatch: pytest.MonkeyPatch, personas: Personas
) -> None:
    """The other request commits between our look and our write: the database says no."""
    claim(personas.segreteria, verified=True)
    monkeypatch.setattr(actions, "_holder", lambda code: None)
    with pytest.raises(ActionError, match="ricomincia"):
        create()
    monkeypatch.setattr(Utente, "index_of", staticmethod(lambda code: "un-altro-indice"))
    assert Utente.objects.count() == 1


def test_tied_by_two_at_once_it_belongs_to_the_first(
    monkeypatch: pytest.MonkeyPatch, personas: Personas
) -> None:
    claim(personas.segreteria, verified=True)
    # What the look before the write would have seen an instant earlier: nobody.
    monkeypatch.setattr(
        actions, "_locked", lambda user: _unseen(monkeypatch, Utente.objects.get(pk=user.pk))
    )
    with pytest.raises(Refused) as refusal:
        actions.link(ANNA, by=personas.dirigente, now=clock.now())
    assert refusal.value.code == "altro_account"


def _unseen(monkeypatch: pytest.MonkeyPatch, user: Utente) -> Utente:
    manager = type(Utente.objects)
    original = manager.filter

    def blind(self: Any, *args: Any, **kwargs: Any) -> Any:
        rows = original(self, *args, **kwargs)
        return rows.none() if "codice_fiscale_index" in kwargs else rows

    monkeypatch.setattr(manager, "filter", blind)
    return user


@pytest.mark.parametrize("verified", [True, False])
def test_an_account_that_appears_while_she_types_is_dealt_with(
    waiting: Client, personas: Personas, verified: bool
) -> None:
    user = personas.cittadino
    claim(user, verified=verified)
    answer = waiting.post(NEW, {"email": "anna@persone.test"})
    if verified:
        assert answer["Location"] == "/"
        assert waiting.session["_auth_user_id"] == str(user.pk)
    else:
        assert answer["Location"] == NEW
        assert "C’è già un account" in waiting.get(NEW).content.decode()


def test_an_account_suspended_while_she_types_stays_shut(
    waiting: Client, monkeypatch: pytest.MonkeyPatch, personas: Personas
) -> None:
    claim(personas.cittadino, verified=True)
    Utente.objects.update(is_active=False)
    answer = waiting.post(NEW, {"email": "anna@persone.test"})
    assert answer.status_code == 403
    assert "non è attivo" in answer.content.decode()


def test_an_account_suspended_at_the_last_moment_opens_no_session(
    waiting: Client, monkeypatch: pytest.MonkeyPatch, personas: Personas
) -> None:
    user = personas.cittadino
    user.is_active = False
    monkeypatch.setattr(
        "utenti.accesso.views.identita_nuova.create_person",
        lambda *args, **kwargs: actions.Entrance(user),
    )
    answer = waiting.post(NEW, {"email": "anna@persone.test"})
    assert answer["Location"] == "/accesso/sospeso/"
    assert "_auth_user_id" not in waiting.session


def test_an_address_refused_at_the_last_moment_is_asked_again(
    waiting: Client, monkeypatch: pytest.MonkeyPatch, personas: Personas
) -> None:
    Utente.objects.filter(pk=personas.cittadino.pk).update(email="anna@persone.test")
    monkeypatch.setattr("utenti.accesso.views.identita_nuova.is_taken", lambda email: False)
    page = waiting.post(NEW, {"email": "anna@persone.test"}).content.decode()
    assert "scegline un altro" in page


def test_somebody_inside_who_enters_as_another_leaves_first(
    fornitore: Fornitore, anna: Utente, personas: Personas
) -> None:
    client = inside(Client(), personas.segreteria)
    fornitore.enter(client, "anna")
    assert client.session["_auth_user_id"] == str(anna.pk)
    assert AuditEvent.objects.filter(code="accesso.uscito").count() == 1


def test_what_waits_cannot_be_read_with_other_keys(waiting: Client) -> None:
    session = waiting.session
    session[attesa.KEY] = ["k-di-un-altro", session[attesa.KEY][1]]
    session.save()
    assert waiting.get(NEW)["Location"] == "/accesso/"


def test_a_code_before_an_address_leads_to_the_address(waiting: Client) -> None:
    assert waiting.get("/accesso/identita/codice/")["Location"] == NEW


@pytest.mark.parametrize("code", sorted(MOTIVI))
def test_every_reason_is_said_with_the_name_of_the_channel_or_without(code) -> None:
    reason = MOTIVI[code]
    texts = [str(text) % {"canale": "SPID"} for text in (reason.title, reason.what, reason.todo)]
    assert all(texts)
    assert not any("%" in text for text in texts)


def test_the_register_reads_in_italian(personas: Personas) -> None:
    actions.record_refusal("spid", "livello_basso", by=None, now=clock.now())
    assert present(AuditEvent.objects.get()) == (
        "Un accesso con spid non è riuscito (livello_basso)."
    )


def test_a_stranger_has_no_level_to_show() -> None:
    template = engines["django"].from_string('{% include "components/access_level.html" %}')
    assert template.render({}, RequestFactory().get("/")).strip() == ""
