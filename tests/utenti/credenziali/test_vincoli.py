"""The database says no first: each invariant of a request, broken once."""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from portal.base.keys import DataKey
from tests.utenti.credenziali.scena import png, scope
from utenti.credenziali.actions.allegati import attach
from utenti.credenziali.actions.messaggi import Upload
from utenti.credenziali.models import AllegatoRichiesta, Domanda, Messaggio, RichiestaAbilitazione

pytestmark = pytest.mark.django_db


def refused(name, write):
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        write()
    said = str(error.value)
    # SQLite names the columns of a unique index, PostgreSQL the constraint.
    assert name in said or "UNIQUE" in said


@pytest.mark.parametrize(
    ("name", "changes"),
    [
        (
            "richiesta_stato",
            {
                "stato": "persa",
                "submitted_at": "now",
                "queued_at": "now",
                "canale": "inail_risponde",
                "livello": "cns",
            },
        ),
        ("richiesta_profilo", {"profilo": "capo"}),
        ("richiesta_inviata_completa", {"stato": "inviata"}),
        ("richiesta_presa_in_carico", {"claimed_until": "now"}),
        ("richiesta_in_esame_da_qualcuno", {"claimed_by": "altri", "claimed_until": "now"}),
        ("richiesta_decisa", {"decided_at": "now"}),
        ("richiesta_decisa_se_conclusa", {"decided_at": "now", "decided_by": "altri"}),
        (
            "richiesta_decisa_da_altri",
            {
                "decided_at": "now",
                "decided_by": "io",
                "stato": "approvata",
                "submitted_at": "now",
                "queued_at": "now",
                "canale": "inail_risponde",
                "livello": "cns",
            },
        ),
    ],
)
def test_an_impossible_request_is_refused(bozza, mario, personas, adesso, name, changes):
    real = {"now": adesso, "altri": personas.segreteria, "io": mario}
    values = {field: real.get(value, value) for field, value in changes.items()}
    rows = RichiestaAbilitazione.objects.filter(pk=bozza.pk)
    refused(name, lambda: rows.update(**values))


def test_a_second_open_request_for_the_same_profile_is_refused(bozza, mario, adesso):
    twin = RichiestaAbilitazione(
        codice="R-1",
        richiedente=mario,
        profilo=bozza.profilo,
        data_key=DataKey.create(adesso),
        created_at=adesso,
        saved_at=adesso,
    )
    refused("richiesta_aperta_unica", lambda: twin.save(force_insert=True))


def test_two_living_files_of_one_kind_are_refused(bozza, mario, adesso):
    by = scope(mario, adesso)
    held = attach(bozza, Upload(png(), "f.png"), "documento_fronte", by=by, now=adesso)
    other = attach(bozza, Upload(png(5), "f.png"), "altro", by=by, now=adesso)
    rows = AllegatoRichiesta.objects.filter(pk=other.pk)
    refused("allegatorichiesta_unico", lambda: rows.update(tipo=held.tipo))
    refused("allegatorichiesta_tipo", lambda: rows.update(tipo="ricetta"))


def test_a_print_is_ready_with_its_file_and_known_once(bozza, adesso):
    made = Domanda.objects.create(richiesta=bozza, impronta="a" * 64, created_at=adesso)
    rows = Domanda.objects.filter(pk=made.pk)
    refused("domanda_stato", lambda: rows.update(stato="persa"))
    refused("domanda_pronta_con_file", lambda: rows.update(stato="pronta"))
    twin = Domanda(richiesta=bozza, impronta="a" * 64, created_at=adesso)
    refused("domanda_unica", lambda: twin.save(force_insert=True))


def test_a_message_has_a_known_state(mario, adesso):
    message = Messaggio(
        codice="M-1",
        mittente=mario,
        data_key=DataKey.create(adesso),
        created_at=adesso,
        request_key=uuid4(),
        stato="perso",
    )
    message.indirizzo_risposte = message.telefono = message.testo = "x"
    refused("messaggio_stato", lambda: message.save(force_insert=True))
