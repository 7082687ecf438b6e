"""Objects of ``utenti.profili`` for the access matrix."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from portal.base import clock
from tests.personas import Personas
from tests.utenti.profili.scena import as_csv, dati
from utenti.access import Scope
from utenti.models import Utente
from utenti.profili.actions.groups import create_gruppo
from utenti.profili.actions.imports import upload
from utenti.profili.actions.profiles import create_profilo

KINDS: frozenset[str] = frozenset({"gruppo", "medico", "importazione"})


def objects(people: Personas, users: dict[str, Utente], now: datetime) -> dict[str, UUID]:
    """A group of the hospital, a doctor in it, a file that waits for its confirmation."""
    by, hospital = Scope(users["amministratore_presidio"], clock.today()), people.presidio_org
    group = create_gruppo(hospital, "Ortopedia", by=by, now=now)
    doctor = create_profilo(dati(), group, by=by, now=now)
    file = as_csv(dati(1))
    waiting = upload(file, organizzazione=hospital, tipo="aggiunta", by=by, now=now)
    return {"gruppo": group.pk, "medico": doctor.pk, "importazione": waiting.pk}
