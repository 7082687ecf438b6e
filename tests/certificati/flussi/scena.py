"""Flows as hospital systems send them; every person is fictional."""

from __future__ import annotations

from copy import deepcopy
from datetime import datetime
from typing import Any, Final

from certificati.flussi.actions.lavorazione import LETTURA
from certificati.flussi.actions.ricezione import receive_file
from certificati.flussi.models import Flusso, RecordFlusso
from certificati.flussi.schema.esempio import ESEMPIO, as_json
from portal.base.outbox import OutboxMessage, registry
from tests.personas import Personas
from utenti.models import Utente

RITA: Final = "CRURTI75A41F205X"  # Rita Cura, the doctor of the hospital
LUCA: Final = "BNCLCU13E03F205S"
MARIA: Final = "RSSMRA80C41F205F"
CANARINO: Final = "canarino"
Json = dict[str, Any]


def with_code(user: Utente, code: str, now: datetime) -> Utente:
    """The same person, known by codice fiscale."""
    user.set_codice_fiscale(code, now=now)
    user.save()
    return user


def medico(people: Personas) -> Utente:
    """The doctor of the hospital, as its systems name her."""
    return with_code(people.medico_ospedaliero, RITA, people.now)


def record(number: int = 1, **changes: Any) -> Json:
    """A good record of a first certificate; ``changes`` are of the envelope, or of ``dati`` with
    the name of a field of it."""
    made = deepcopy(ESEMPIO["certificati"][0])
    made |= {"id_esterno": f"PS-{number}", "medico": RITA}
    for name, value in changes.items():
        place = made if name in made or name in ("numero", "trasmesso_il") else made["dati"]
        if value is None:
            place.pop(name, None)
        else:
            place[name] = value
    return made


def malattia(number: int = 1, **changes: Any) -> Json:
    """A good record of an occupational disease."""
    made = deepcopy(ESEMPIO["certificati"][1])
    made |= {"id_esterno": f"MP-{number}", "medico": RITA}
    made.pop("numero")
    made.pop("trasmesso_il")
    return made | changes


def flusso(*records: Json, annulla: tuple[Json, ...] = (), struttura: str = "") -> Json:
    """A whole flow."""
    found: Json = {"versione": "1", "certificati": list(records), "annullamenti": list(annulla)}
    return found | ({"struttura": struttura} if struttura else {})


def send(people: Personas, now: datetime, content: bytes | Json, name: str = "") -> Flusso:
    """Upload a file and let the worker read it to the end."""
    if not isinstance(content, bytes):
        content = as_json(content)
    medico(people)
    row = receive_file(
        content,
        name,
        organizzazione=people.presidio_org,
        by=people.scope(people.amministratore_presidio),
        now=now,
    )
    work(now)
    row.refresh_from_db()
    return row


def work(now: datetime) -> None:
    """What the worker does with the flows that wait."""
    handler = registry.find(LETTURA)
    assert handler is not None
    while waiting := OutboxMessage.objects.filter(handler=LETTURA, state="in_coda").first():
        handler(waiting.payload, now=now)
        OutboxMessage.objects.filter(pk=waiting.pk).update(state="fatto", done_at=now)


def outcomes(row: Flusso) -> list[tuple[str, str]]:
    """Identifier and outcome of each record, in order."""
    rows = RecordFlusso.objects.filter(flusso=row).order_by("posizione")
    return list(rows.values_list("id_esterno", "esito"))


def codes(row: Flusso, place: int = 1) -> list[list[str]]:
    """Fields and codes of one record."""
    found: list[list[str]] = RecordFlusso.objects.get(flusso=row, posizione=place).codici
    return found
