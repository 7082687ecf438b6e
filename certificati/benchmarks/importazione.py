"""A file of certificates from its bytes to the last row and to the matching, beside bare inserts.

Ours reads the file twice (when it arrives, and in the worker), judges every record, writes it, and
then runs whatever hears that certificates were issued: their employer is in the portal, so each of
them reaches its waiting list, a row that the baseline does not write. The baseline writes the very
same kinds and numbers of other rows (keys, certificates, events of the register, outcomes), made
beforehand, with ``bulk_create``. The two take turns; what counts is the ratio within a round.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from django.db import connection, models, transaction

from certificati.benchmarks.persone import BASE, EMPLOYER, code_of, record_of
from certificati.benchmarks.righe import issued
from certificati.eventi import EMESSI
from certificati.flussi.actions.lavorazione import read_flusso
from certificati.flussi.actions.ricezione import receive_file
from certificati.flussi.choices import EsitoRecord, Operazione
from certificati.flussi.limiti import BATCH
from certificati.flussi.models import Flusso, RecordFlusso
from certificati.flussi.schema.campi import VERSIONE
from certificati.flussi.schema.esempio import as_json, as_xml
from certificati.models import Certificato
from portal.base import clock
from portal.base.audit.models import AuditEvent
from portal.base.outbox import OutboxMessage, registry
from utenti.access import Scope
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.ruoli import Ruolo

NAME: Final = "certificati"
GOAL_RATIO: Final = 0.2
CERTIFICATES: Final = 2000
_ROUNDS: Final = 5
_DOCTORS: Final = 20
_FORMATS: Final[dict[str, Callable[[dict[str, Any]], bytes]]] = {"xml": as_xml, "json": as_json}


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds of an import, of its parts, and the ratio to bare inserts, for XML and JSON."""
    count, rounds = (100, 1) if short else (CERTIFICATES, _ROUNDS)
    stage = Stage()
    for formato in _FORMATS:
        stage.round(20, formato)  # what the first use costs counts for nobody
    measured: dict[str, list[dict[str, float]]] = {formato: [] for formato in _FORMATS}
    for _turn in range(rounds):
        for formato in _FORMATS:
            measured[formato].append(stage.round(count, formato))
    results = {formato: _summary(rows) for formato, rows in measured.items()}
    ratio = min(result["rapporto"] for result in results.values())
    return {
        "certificati": count,
        "database": connection.vendor,
        **results,
        "rapporto": ratio,
        "obiettivo": GOAL_RATIO,
        "riuscito": ratio >= GOAL_RATIO,
    }


def _summary(rows: Sequence[dict[str, float]]) -> dict[str, Any]:
    def median(name: str) -> float:
        return round(statistics.median(row[name] for row in rows), 3)

    return {
        "secondi": median("totale"),
        "di_cui": {name: median(name) for name in ("arrivo", "lettura", "abbinamento")},
        "bulk_create_secondi": median("bulk_create"),
        "rapporto": round(statistics.median(r["bulk_create"] / r["totale"] for r in rows), 3),
    }


class Stage:
    """A hospital with its doctors; every round brings people nobody has seen yet."""

    def __init__(self) -> None:
        self.now = clock.now()
        today = clock.local(self.now).date()
        self.hospital = Organizzazione.objects.create(
            tipo=TipoOrganizzazione.PRESIDIO,
            denominazione="Ospedale di prova",
            created_at=self.now,
        )
        Organizzazione.objects.create(
            tipo=TipoOrganizzazione.IMPRESA,
            denominazione="Impresa di prova",
            codice_fiscale=EMPLOYER,
            created_at=self.now,
        )
        self.admin = Utente.objects.create_user("flussi@benchmark.test", nome="A", cognome="B")
        self._join(self.admin, Ruolo.AMMINISTRATORE_PRESIDIO)
        self.by = Scope(self.admin, today)
        self.doctors = [self._doctor(number) for number in range(_DOCTORS)]
        self.seen = 0

    def _join(self, person: Utente, ruolo: Ruolo) -> None:
        Membership.objects.create(
            utente=person,
            organizzazione=self.hospital,
            ruolo=ruolo,
            valid_from=date(2020, 1, 1),
        )

    def _doctor(self, number: int) -> Utente:
        doctor = Utente.objects.create_user(
            f"medico{number}@benchmark.test", nome="Anna", cognome="Verdi"
        )
        doctor.set_codice_fiscale(code_of(number, "VRDNNA", 40), now=self.now)
        doctor.save()
        self._join(doctor, Ruolo.MEDICO_OSPEDALIERO)
        return doctor

    def round(self, count: int, formato: str) -> dict[str, float]:
        """Seconds of both sides and of each part of ours."""
        content = self._file(count, formato)
        start = time.perf_counter()
        flusso = receive_file(content, "", organizzazione=self.hospital, by=self.by, now=self.now)
        arrived = time.perf_counter()
        read_flusso({"flusso": str(flusso.pk)}, now=self.now)
        read = time.perf_counter()
        self._match(flusso)
        end = time.perf_counter()
        flusso.refresh_from_db()
        if flusso.creati != count:
            raise RuntimeError(f"{flusso.creati} certificates were made instead of {count}")
        return {
            "arrivo": arrived - start,
            "lettura": read - arrived,
            "abbinamento": end - read,
            "totale": end - start,
            "bulk_create": self._bare(count, flusso),
        }

    def _match(self, flusso: Flusso) -> None:
        """Whatever hears that these certificates were issued, as the outbox would run it."""
        handler = registry.find(EMESSI)
        waiting = OutboxMessage.objects.filter(handler=EMESSI, state=OutboxMessage.State.IN_CODA)
        for message in waiting.order_by("created_at", "pk"):
            if handler is not None:
                handler(message.payload, now=self.now)
        waiting.update(state=OutboxMessage.State.FATTO, done_at=self.now)

    def _file(self, count: int, formato: str) -> bytes:
        records = []
        for _number in range(count):
            self.seen += 1
            doctor = self.doctors[self.seen % _DOCTORS].codice_fiscale
            records.append(record_of(self.seen, doctor, self.now))
        return _FORMATS[formato]({"versione": VERSIONE, "certificati": records})

    def _bare(self, count: int, flusso: Flusso) -> float:
        """The same rows by ``bulk_create`` alone."""
        tables = self._rows(count, flusso)
        start = time.perf_counter()
        with transaction.atomic():
            for rows in tables:
                type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)
        return time.perf_counter() - start

    def _rows(self, count: int, flusso: Flusso) -> list[list[models.Model]]:
        certificates = [self._certificate() for _number in range(count)]
        outcomes = [
            RecordFlusso(
                flusso=flusso,
                posizione=count + place,
                operazione=Operazione.CERTIFICATO,
                id_esterno=row.id_esterno,
                esito=EsitoRecord.CREATO,
                certificato=row,
            )
            for place, row in enumerate(certificates, start=1)
        ]
        return [
            [row.data_key for row in certificates],
            list(certificates),
            [_event(row, self.admin, self.now) for row in certificates],
            list(outcomes),
        ]

    def _certificate(self) -> Certificato:
        self.seen += 1
        dati = replace(BASE, codice_fiscale=code_of(self.seen), datore_codice_fiscale=EMPLOYER)
        return issued(
            dati,
            organizzazione=self.hospital,
            medico_id=self.doctors[0].pk,
            at=self.now - timedelta(hours=1),
            id_esterno=f"B-{self.seen}",
        )


def _event(row: Certificato, by: Utente, now: datetime) -> AuditEvent:
    return AuditEvent(
        code="certificato.emesso",
        actor_id=by.pk,
        at=now,
        target_type="certificati.certificato",
        target_id=row.pk,
        organizzazione_id=row.organizzazione_id,
        data={"genere": row.genere, "numero": row.numero, "flusso": str(uuid4())},
    )
