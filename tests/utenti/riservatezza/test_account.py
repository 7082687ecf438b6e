"""Erasing one's account, and a copy of one's own data."""

from __future__ import annotations

import io
import json
import zipfile
from datetime import date, timedelta
from uuid import uuid4

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.db import IntegrityError
from django.test import Client
from django.urls import reverse

from portal.base import outbox
from portal.base.errors import ActionError
from portal.base.files import produced
from portal.base.keys import DataKey
from tests.dumping import readable
from tests.factories import CasoFactory, LavoratoreFactory
from tests.logins import enter
from tests.personas import PASSWORD
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.models import Membership, Utente
from utenti.personal import person_of
from utenti.riservatezza.actions import lavori
from utenti.riservatezza.actions.account import erase_account, reasons_against
from utenti.riservatezza.actions.prove import fingerprint
from utenti.riservatezza.actions.richieste import ask
from utenti.riservatezza.models import Lavoro, RichiestaInteressato

pytestmark = pytest.mark.django_db
CODE = "SLOMRA80A01F205X"


@pytest.fixture
def mario(personas, adesso) -> Utente:
    """Mario Solo, with a codice fiscale, a draft request and a question about his data."""
    user = personas.cittadino
    user.set_codice_fiscale(CODE, now=adesso)
    user.identita_verificata_at = adesso
    user.save()
    return user


def request_of(user: Utente, now, stato: str = "ritirata") -> RichiestaAbilitazione:
    return RichiestaAbilitazione.objects.create(
        codice=uuid4().hex[:12],
        richiedente=user,
        profilo="medico_esterno",
        stato=stato,
        data_key=DataKey.create(now),
        cognome="Solo",
        nome="Mario",
        telefono="3479876543",
        nato_on=date(1980, 1, 1),
        created_at=now,
        saved_at=now,
    )


def entered_long_ago(user: Utente) -> Client:
    """The browser of somebody who gave the password two hours ago."""
    client = enter(Client(), user)
    session = client.session
    for method in session[AUTHENTICATION_METHODS_SESSION_KEY]:
        method["at"] -= 7200
    session.save()
    return client


def test_nothing_of_the_person_is_left(mario, adesso):
    request_of(mario, adesso)
    Utente.objects.filter(pk=mario.pk).update(cognome="Sologno")
    RichiestaAbilitazione.objects.update(cognome="Sologno", nome_ricerca="sologno mario")
    proof = erase_account(mario, now=adesso)
    after = readable()
    assert [t for t in ("mario.solo", "Sologno", "sologno", CODE, "3479876543") if t in after] == []
    assert proof.conteggi["richieste"] == 1
    assert fingerprint(proof) == proof.impronta


def test_the_account_cannot_be_entered_again(mario, adesso):
    client = Client()
    client.force_login(mario)  # inside, without having typed the password a moment ago
    answer = client.post(reverse("account_cancella"), {"capito": "on"})
    # A screen left open is not a yes: the password first, then what was asked is done.
    assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    assert Utente.objects.get(pk=mario.pk).is_active
    answer = client.post(answer.headers["Location"], {"password": PASSWORD})
    assert "Account cancellato" in answer.content.decode()
    assert client.get(reverse("miei_dati")).status_code == 302
    gone = Utente.objects.get(pk=mario.pk)
    assert (gone.is_active, gone.has_usable_password(), str(gone)) == (
        False,
        False,
        "account cancellato",
    )


def test_the_box_must_be_ticked(mario):
    client = enter(Client(), mario)
    page = client.post(reverse("account_cancella"), {}).content.decode()
    assert "Spunta la casella" in page
    assert Utente.objects.get(pk=mario.pk).is_active


def test_the_only_head_must_hand_over_first(personas, adesso):
    head = personas.dirigente
    said = "Sei l’unica persona che amministra «IC Esempio Nord»"
    with pytest.raises(ActionError, match=said):
        erase_account(head, now=adesso)
    page = enter(Client(), head).get(reverse("account_cancella")).content.decode()
    assert said in page
    assert "Cancella il mio account" not in page


def test_with_another_head_the_roles_end(personas, adesso):
    Membership.objects.create(
        utente=personas.docente,
        organizzazione=personas.scuola,
        ruolo="dirigente",
        valid_from=personas.since,
    )
    erase_account(personas.dirigente, now=adesso)
    held = Membership.objects.of(personas.dirigente, on=adesso.date() + timedelta(days=1))
    assert not held.exists()


def test_who_follows_an_open_case_hands_it_over_first(personas, adesso):
    CasoFactory(organizzazione=personas.scuola, assegnato_a=personas.segreteria)
    assert "Segui 1 casi aperti" in reasons_against(personas.segreteria, adesso)[0]


def test_an_open_request_comes_first(mario, adesso):
    request_of(mario, adesso, stato="bozza")
    assert "richiesta di abilitazione aperta" in reasons_against(mario, adesso)[0]


def test_a_second_press_gives_the_same_proof(mario, adesso):
    assert erase_account(mario, now=adesso) == erase_account(mario, now=adesso)


# --- a copy --------------------------------------------------------------------------------------


def copy_of(user: Utente, now) -> zipfile.ZipFile:
    row = lavori.request_own_data(user, now=now)
    outbox.dispatch(now=lambda: now)
    row.refresh_from_db()
    assert row.stato == "pronto"
    return zipfile.ZipFile(io.BytesIO(b"".join(produced.stream(row.file))))


def test_the_copy_holds_what_each_part_holds(mario, adesso):
    request_of(mario, adesso)
    with copy_of(mario, adesso) as archive:
        account = json.loads(archive.read("account/account.json"))[0]
        asked = json.loads(archive.read("credenziali/richieste.json"))[0]
        manifest = json.loads(archive.read("impronte.json"))
        index = archive.read("indice.html").decode()
    assert (account["email"], account["codice_fiscale"]) == ("mario.solo@persone.test", CODE)
    assert "password" not in account
    assert (asked["cognome"], asked["telefono"]) == ("Solo", "3479876543")
    assert {one["nome"] for one in manifest["file"]} >= {"account/account.json"}
    assert "I tuoi dati: Mario Solo" in index
    assert "mario.solo@persone.test" in index


def test_the_cases_come_only_with_a_verified_identity(personas, mario, adesso):
    card = LavoratoreFactory(organizzazione=personas.scuola, cognome="Solo", nome="Mario")
    card.codice_fiscale, card.codice_fiscale_index = CODE, card.index_of(CODE)
    card.save()
    CasoFactory(organizzazione=personas.scuola, lavoratore=card)
    with copy_of(mario, adesso) as archive:
        assert len(json.loads(archive.read("casi/casi.json"))) == 1
    Utente.objects.filter(pk=mario.pk).update(identita_verificata_at=None)
    with copy_of(Utente.objects.get(pk=mario.pk), adesso + timedelta(hours=1)) as archive:
        assert json.loads(archive.read("casi/casi.json")) == []
    assert person_of(Utente.objects.get(pk=mario.pk)).codice_fiscale == ""


def test_asking_twice_makes_one_copy(mario, adesso):
    first = lavori.request_own_data(mario, now=adesso)
    assert lavori.request_own_data(mario, now=adesso) == first


def test_a_copy_being_made_by_a_living_process_is_left_to_it(mario, adesso):
    row = lavori.request_own_data(mario, now=adesso)
    Lavoro.objects.filter(pk=row.pk).update(battito_at=adesso - timedelta(seconds=10))
    with pytest.raises(outbox.Transient):
        lavori.prepare({"lavoro": str(row.pk)}, now=adesso)
    lavori.prepare({"lavoro": str(row.pk)}, now=adesso + timedelta(minutes=2))
    row.refresh_from_db()
    assert row.stato == "pronto"


def test_the_page_gives_the_copy_to_its_owner_alone(personas, mario, adesso):
    copy_of(mario, adesso).close()
    row = Lavoro.objects.get()
    address = reverse("lavoro_scarica", args=[row.pk])
    page = enter(Client(), mario).get(reverse("miei_dati")).content.decode()
    assert address in page
    answer = enter(Client(), mario).get(address)
    assert answer.headers["Content-Type"] == "application/zip"
    assert b"".join(answer.streaming_content)[:2] == b"PK"
    assert enter(Client(), personas.dirigente).get(address).status_code == 404


def test_after_seven_days_the_copy_is_gone(mario, adesso):
    copy_of(mario, adesso).close()
    lavori.tend(adesso + timedelta(days=6))
    assert Lavoro.objects.get().stato == "pronto"
    lavori.tend(adesso + timedelta(days=7))
    row = Lavoro.objects.get()
    assert (row.stato, row.file.deleted_at is not None, bool(row.impronta)) == (
        "eliminato",
        True,
        True,
    )
    assert enter(Client(), mario).get(reverse("lavoro_scarica", args=[row.pk])).status_code == 302


def test_a_copy_set_aside_is_said_to_have_failed(mario, adesso):
    row = lavori.request_own_data(mario, now=adesso)
    message = outbox.OutboxMessage.objects.get(handler=lavori.PREPARE)
    outbox.OutboxMessage.objects.filter(pk=message.pk).update(state="sospeso")
    lavori.tend(adesso)
    row.refresh_from_db()
    assert row.stato == "fallito"


# --- requests ------------------------------------------------------------------------------------


def test_a_request_goes_to_the_school_and_its_answer_comes_back(personas, mario, adesso):
    LavoratoreFactory(
        organizzazione=personas.scuola,
        codice_fiscale_index=LavoratoreFactory._meta.model.index_of(CODE),
    )
    client = enter(Client(), mario)
    asked = {"tipo": "rettifica", "a_chi": str(personas.scuola.pk), "testo": "Telefono nuovo."}
    page = client.post(reverse("diritti"), asked, follow=True).content.decode()
    assert "Telefono nuovo." in page
    row = RichiestaInteressato.objects.get()
    head = enter(Client(), personas.dirigente)
    listed = head.get(reverse("richieste_interessati", args=[personas.scuola.pk]))
    assert "Mario Solo" in listed.content.decode()
    said = {"stato": "accolta", "risposta": "Corretto, grazie."}
    head.post(reverse("richiesta_rispondi", args=[row.pk]), said)
    page = client.get(reverse("richiesta_interessato", args=[row.pk])).content.decode()
    assert "Corretto, grazie." in page
    assert "Accolta" in page


def test_nobody_asks_an_organisation_that_holds_nothing(personas, mario):
    asked = {"tipo": "rettifica", "a_chi": str(personas.impresa.pk), "testo": "Ciao."}
    enter(Client(), mario).post(reverse("diritti"), asked)
    assert not RichiestaInteressato.objects.exists()


def test_a_month_is_the_last_day_of_a_shorter_one(mario, ora):
    asked = {"tipo": "accesso", "testo": "Copia.", "organizzazione_id": None}
    row = ask(mario, request_key=uuid4(), now=ora("2026-01-31 10:00"), **asked)
    assert row.entro_at == ora("2026-02-28 10:00")


def test_an_answered_request_knows_when_and_by_whom(mario, adesso):
    asked = {"tipo": "accesso", "testo": "Copia.", "organizzazione_id": None}
    row = ask(mario, request_key=uuid4(), now=adesso, **asked)
    with pytest.raises(IntegrityError, match="richiestainteressato_risposta"):
        RichiestaInteressato.objects.filter(pk=row.pk).update(stato="accolta")


@pytest.mark.parametrize("since", ["x", "0001-01-01T00:00:00+23:59_x", "2026-01-01_x", "\0"])
def test_a_wrong_place_is_the_first_page(mario, since):
    tail = str(mario.pk)
    page = enter(Client(), mario).get(reverse("chi_ha_visto"), {"da": since.replace("x", tail)})
    assert page.status_code == 200
