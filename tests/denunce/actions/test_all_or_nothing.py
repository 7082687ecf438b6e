"""The connection may be cut at any statement of an action: all of it is stored, or nothing.

Each action is run once to count its statements, then once for each statement, failing there. After
the failure the same request succeeds and gives what it would have given at once.
"""

from __future__ import annotations

from uuid import uuid4

import pytest
from django.db.utils import OperationalError

from denunce.actions.casi import open_caso
from denunce.actions.certificati import receive_certificato
from denunce.actions.dati import DatiInvio
from denunce.actions.dispatch import record_dispatch
from denunce.models import Numerazione
from tests.faults import everything, failing_at


def fails_at_every_statement(act):
    """Run ``act`` with a failure at statement 1, 2, … until it passes whole; how many failed."""
    statement = 1
    while True:
        before = everything()
        try:
            with failing_at(statement):
                act()
        except OperationalError:
            assert everything() == before, f"something stayed after a failure at {statement}"
            statement += 1
        else:
            assert everything() != before
            return statement - 1


def test_opening_a_case(laura, luca, caduta, adesso, personas):
    key = uuid4()

    def act():
        return open_caso(
            caduta,
            lavoratore=luca,
            organizzazione=personas.scuola,
            by=laura,
            now=adesso,
            request_key=key,
        )

    assert fails_at_every_statement(act) > 10
    assert act().numero == "2026/0001"
    assert Numerazione.objects.get().ultimo == 1


def test_receiving_a_certificate(caso, riferimenti, laura, adesso):
    version = caso.version

    def act():
        receive_certificato(caso, riferimenti, expected=version, by=laura, now=adesso)

    assert fails_at_every_statement(act) > 10
    assert caso.certificati.count() == 1
    assert caso.adempimenti.filter(tipo="denuncia").count() == 1


@pytest.mark.parametrize("canale", ["sidi"])
def test_recording_a_dispatch(caso, riferimenti, certifica, adempimenti, laura, adesso, canale):
    certifica(caso, riferimenti)
    duty, key = adempimenti(caso)["denuncia"], uuid4()

    def act():
        record_dispatch(
            duty, DatiInvio(canale=canale, sent_at=adesso), request_key=key, by=laura, now=adesso
        )

    assert fails_at_every_statement(act) > 5
    assert duty.invii.count() == 1
