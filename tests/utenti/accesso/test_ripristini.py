"""A second factor that was lost: somebody who recognises the person gives access back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.test import Client

from portal.base import clock
from portal.base.audit import AuditEvent
from portal.base.errors import ActionError
from tests.logins import enter
from tests.personas import PASSWORD, Personas
from tests.utenti.accesso.conftest import code, codes, log_in, subjects
from utenti.accesso.actions.ripristini import ask_reset, decide_reset
from utenti.accesso.choices import Riconoscimento, StatoRipristino
from utenti.accesso.models import RichiestaRipristino
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

pytestmark = pytest.mark.django_db
LOST, LIST = "/accesso/codice/perso/", "/accesso/ripristini/"
Bind = Callable[[Utente], Utente]


@pytest.fixture
def gina(personas: Personas) -> Utente:
    """Gina Governo, who manages the platform."""
    platform = Organizzazione.objects.create(
        tipo=TipoOrganizzazione.PIATTAFORMA, denominazione="Piattaforma Esempio"
    )
    gina = Utente.objects.create_user("gina@persone.test", PASSWORD, nome="Gina", cognome="Governo")
    Membership.objects.create(
        utente=gina, organizzazione=platform, ruolo=Ruolo.GESTORE, valid_from="2025-09-01"
    )
    return gina


@pytest.fixture
def rita(personas: Personas, with_totp: Bind) -> Utente:
    """Rita Cura, doctor of the hospital, who lost her telephone."""
    return with_totp(personas.medico_ospedaliero)


def asked_by(user: Utente) -> RichiestaRipristino:
    client = log_in(user)
    assert "La richiesta è partita" in client.post(LOST).content.decode()
    return RichiestaRipristino.objects.get(utente=user)


def test_from_the_request_to_the_reset(
    personas: Personas, rita: Utente, gina: Utente, mailoutbox: list[mail.EmailMessage]
) -> None:
    client = log_in(rita)
    assert "Prima prova con un codice di recupero" in client.get(LOST).content.decode()
    mailoutbox.clear()
    row = asked_by(rita)
    client.post(LOST)  # a second press
    assert subjects(mailoutbox) == [
        (rita.email, "Hai chiesto di ripristinare il secondo fattore"),
        (gina.email, "Una persona ha perso il secondo fattore"),
    ]
    pia = personas.amministratore_presidio
    mailoutbox.clear()
    admin = enter(Client(), pia)
    assert "Rita Cura" in admin.get(LIST).content.decode()
    page = f"{LIST}{row.pk}/"
    assert "Scegli una risposta" in admin.post(page, {"certo": "on"}).content.decode()
    form = {"riconoscimento": Riconoscimento.DI_PERSONA, "certo": "on"}
    assert admin.post(page, form)["Location"] == LIST
    row.refresh_from_db()
    assert (row.stato, row.deciso_by, row.riconoscimento) == ("eseguito", pia, "di_persona")
    assert not Authenticator.objects.exists()
    assert subjects(mailoutbox) == [(rita.email, "Il tuo secondo fattore è stato ripristinato")]
    event = AuditEvent.objects.get(code="accesso.ripristino_eseguito")
    assert (event.actor_id, event.target_id, event.data["come"]) == (pia.pk, rita.pk, "di_persona")
    assert "già stata decisa" in admin.get(page).content.decode()
    assert "_auth_user_id" in log_in(rita).session  # with the password alone, for now


def test_a_reset_ends_the_live_sessions(personas: Personas, rita: Utente) -> None:
    thief = log_in(rita)
    thief.post("/accesso/codice/", {"code": code()})
    assert thief.get("/accesso/account/").status_code == 200
    by = personas.scope(personas.amministratore_presidio)
    decide_reset(
        ask_reset(rita, now=clock.now()), riconoscimento="telefono", by=by, now=clock.now()
    )
    assert thief.get("/accesso/account/").status_code == 302


def test_who_decides_is_told_and_nobody_else(
    personas: Personas, gina: Utente, rita: Utente, mailoutbox: list[mail.EmailMessage]
) -> None:
    pia, _other = personas.amministratore_presidio, personas.dirigente
    mailoutbox.clear()
    asked_by(rita)
    told = {to for to, subject in subjects(mailoutbox) if subject.startswith("Una persona")}
    assert told == {pia.email, gina.email}
    assert all("Rita" not in str(message.body) for message in mailoutbox)


def test_without_the_password_there_is_no_request(rita: Utente) -> None:
    assert Client().post(LOST)["Location"] == "/accesso/"
    assert not RichiestaRipristino.objects.exists()


def test_entering_with_the_factor_cancels_the_request(rita: Utente) -> None:
    row = asked_by(rita)
    client = log_in(rita)
    client.post("/accesso/codice/", {"code": code()})
    row.refresh_from_db()
    assert row.stato == StatoRipristino.ANNULLATO
    assert "accesso.ripristino_annullato" in codes()


def test_nobody_resets_themselves(personas: Personas, with_totp: Bind) -> None:
    pia = with_totp(personas.amministratore_presidio)
    row = ask_reset(pia, now=clock.now())
    client = enter(Client(), pia)
    assert (
        client.post(f"{LIST}{row.pk}/", {"riconoscimento": "video", "certo": "on"}).status_code
        == 404
    )
    with pytest.raises(PermissionDenied):
        decide_reset(row, riconoscimento="video", by=personas.scope(pia), now=clock.now())


def test_another_house_s_request_does_not_exist(personas: Personas, rita: Utente) -> None:
    row = ask_reset(rita, now=clock.now())
    head = enter(Client(), personas.dirigente)
    assert "Rita" not in head.get(LIST).content.decode()
    there, nowhere = (head.get(f"{LIST}{pk}/") for pk in (row.pk, uuid4()))
    assert (there.status_code, there.content) == (nowhere.status_code, nowhere.content)
    assert there.status_code == 404


def test_what_reaches_beyond_the_house_is_left_to_the_platform(
    personas: Personas, gina: Utente, with_totp: Bind
) -> None:
    """The teacher of a school who is also a hospital's administrator; who also reviews."""
    ada = with_totp(personas.docente)
    row = ask_reset(ada, now=clock.now())
    head, manager = enter(Client(), personas.dirigente), enter(Client(), gina)
    page = f"{LIST}{row.pk}/"
    assert head.get(page).status_code == 200
    role = Membership.objects.create(
        utente=ada,
        organizzazione=personas.presidio_org,
        ruolo=Ruolo.AMMINISTRATORE_PRESIDIO,
        valid_from="2025-09-01",
    )
    assert (head.get(page).status_code, manager.get(page).status_code) == (404, 200)
    role.ruolo, role.organizzazione = Ruolo.GESTORE, personas.scuola
    role.save()
    assert (head.get(page).status_code, manager.get(page).status_code) == (404, 200)


def test_a_refusal_leaves_the_factor(
    personas: Personas, rita: Utente, mailoutbox: list[mail.EmailMessage]
) -> None:
    row = asked_by(rita)
    admin = enter(Client(), personas.amministratore_presidio)
    admin.post(f"{LIST}{row.pk}/rifiuta/")
    page = admin.post(f"{LIST}{row.pk}/rifiuta/", follow=True).content.decode()
    assert "già stata decisa" in page
    row.refresh_from_db()
    assert row.stato == StatoRipristino.RIFIUTATO
    assert Authenticator.objects.filter(user=rita).count() == 1
    assert mailoutbox[-1].subject == "Il ripristino del secondo fattore è stato rifiutato"


def test_of_two_who_decide_one_does(personas: Personas, rita: Utente, gina: Utente) -> None:
    row = ask_reset(rita, now=clock.now())
    by = personas.scope(personas.amministratore_presidio)
    decide_reset(row, riconoscimento="telefono", by=by, now=clock.now())
    with pytest.raises(ActionError):
        decide_reset(row, riconoscimento="", by=personas.scope(gina), now=clock.now())


def broken(personas: Personas) -> dict[str, dict[str, Any]]:
    now, rita, pia = clock.now(), personas.medico_ospedaliero, personas.amministratore_presidio
    return {
        "ripristino_stato_noto": {"stato": "altro"},
        "ripristino_riconoscimento_noto": {
            "stato": "eseguito", "deciso_at": now, "deciso_by": pia, "riconoscimento": "sogno",
        },
        "ripristino_deciso_da_qualcuno": {"stato": "rifiutato"},
        "ripristino_non_da_soli": {"stato": "rifiutato", "deciso_at": now, "deciso_by": rita},
        "ripristino_con_riconoscimento": {"stato": "eseguito", "deciso_at": now, "deciso_by": pia},
    }  # fmt: skip


@pytest.mark.parametrize("name", [
    "ripristino_stato_noto", "ripristino_riconoscimento_noto", "ripristino_deciso_da_qualcuno",
    "ripristino_non_da_soli", "ripristino_con_riconoscimento",
])  # fmt: skip
def test_the_database_refuses(personas: Personas, name: str) -> None:
    fields = {"utente": personas.medico_ospedaliero, "chiesto_at": clock.now()}
    row = RichiestaRipristino(**fields | broken(personas)[name])
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save()
    (constraint,) = (c for c in RichiestaRipristino._meta.constraints if c.name == name)
    with pytest.raises(ValidationError):
        constraint.validate(RichiestaRipristino, row)


def test_one_request_waits_for_each_person(personas: Personas) -> None:
    fields = {"utente": personas.segreteria, "chiesto_at": clock.now()}
    RichiestaRipristino.objects.create(**fields)
    with pytest.raises(IntegrityError), transaction.atomic():
        RichiestaRipristino.objects.create(**fields)


def test_who_runs_the_machine_helps_the_only_manager(
    gina: Utente, with_totp: Bind, mailoutbox: list[mail.EmailMessage]
) -> None:
    with_totp(gina)
    live = log_in(gina)
    live.post("/accesso/codice/", {"code": code()})
    for _ in range(2):  # a second run finds it done
        call_command("azzera_secondo_fattore", gina.email)
    assert not Authenticator.objects.exists()
    assert live.get("/accesso/account/")["Location"].startswith("/accesso/?next=")
    assert codes("accesso.ripristino") == ["accesso.ripristino_dal_server"]
    assert mailoutbox[-1].subject == "Il tuo secondo fattore è stato ripristinato"
    with pytest.raises(CommandError, match="Nessun account"):
        call_command("azzera_secondo_fattore", "nessuno@persone.test")
