"""A file of a thousand doctors, from the bytes to the last row, beside a bare ``bulk_create``.

The baseline writes the very same kinds and numbers of rows (keys, people, roles, profiles, events
of the register, mails), made beforehand, in one transaction. The two take turns; what counts is the
ratio within a round.
"""

from __future__ import annotations

import csv
import io
import statistics
import time
from collections.abc import Callable
from datetime import date, datetime
from secrets import token_urlsafe
from typing import Any, Final
from uuid import uuid4

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX
from django.db import connection, models, transaction
from stdnum.it import codicefiscale

from portal.base import clock
from portal.base.audit.models import AuditEvent
from portal.base.keys import DataKey
from portal.base.outbox.models import OutboxMessage
from utenti.access import Scope
from utenti.models import Membership, Organizzazione, TipoOrganizzazione, Utente
from utenti.profili.actions.enlisting import BATCH
from utenti.profili.actions.imports import Scelta, confirm, preview, upload
from utenti.profili.lettura import COLUMNS
from utenti.profili.models import Gruppo, ProfiloMedico
from utenti.ruoli import Ruolo

NAME: Final = "profili"
GOAL_RATIO: Final = 0.6
GOAL_SECONDS: Final = 3.0
DOCTORS: Final = 1000
_ROUNDS: Final = 5
_MONTHS: Final = "ABCDEHLMPRST"


def run(*, short: bool = False) -> dict[str, Any]:
    """Seconds for an import of a thousand doctors, its parts, and the ratio to bare inserts."""
    count, rounds = (60, 1) if short else (DOCTORS, _ROUNDS)
    stage = _Stage()
    stage.round(20)  # what the first use costs counts for nobody
    measured = [stage.round(count) for _turn in range(rounds)]

    def median(name: str) -> float:
        return statistics.median(row[name] for row in measured)

    ratio = statistics.median(row["bulk_create"] / row["totale"] for row in measured)
    return {
        "medici": count,
        "database": connection.vendor,
        "secondi": round(median("totale"), 3),
        "di_cui": {
            "lettura_e_cifratura": round(median("lettura"), 3),
            "anteprima": round(median("anteprima"), 3),
            "conferma": round(median("conferma"), 3),
        },
        "bulk_create_secondi": round(median("bulk_create"), 3),
        "rapporto": round(ratio, 2),
        "obiettivo": GOAL_RATIO,
        "obiettivo_secondi": GOAL_SECONDS,
        "riuscito": ratio >= GOAL_RATIO and median("totale") <= GOAL_SECONDS,
    }


class _Stage:
    """A hospital with its administrator; every round brings doctors nobody has seen yet."""

    def __init__(self) -> None:
        self.now = clock.now()
        self.today = clock.local(self.now).date()
        self.hospital = Organizzazione.objects.create(
            tipo=TipoOrganizzazione.PRESIDIO,
            denominazione="Ospedale di prova",
            created_at=self.now,
        )
        self.admin = Utente.objects.create_user("presidio@benchmark.test", nome="A", cognome="B")
        Membership.objects.create(
            utente=self.admin,
            organizzazione=self.hospital,
            ruolo=Ruolo.AMMINISTRATORE_PRESIDIO,
            valid_from=self.today,
        )
        self.group = Gruppo.objects.create(
            organizzazione=self.hospital,
            nome="Reparto",
            nome_ricerca="reparto",
            created_at=self.now,
            created_by=self.admin,
        )
        self.seen = 0

    def round(self, count: int) -> dict[str, float]:
        """Seconds of both sides and of each part of ours."""
        by = Scope(self.admin, self.today)
        content = self._file(count)
        start = time.perf_counter()
        row = upload(content, organizzazione=self.hospital, tipo="aggiunta", by=by, now=self.now)
        read = time.perf_counter()
        seen = preview(row, by=by, today=self.today).impronta
        shown = time.perf_counter()
        done = confirm(row, Scelta(), impronta=seen, by=by, now=self.now)
        end = time.perf_counter()
        if done.aggiunti != count:
            raise RuntimeError(f"{done.aggiunti} doctors were added instead of {count}")
        return {
            "lettura": read - start,
            "anteprima": shown - read,
            "conferma": end - shown,
            "totale": end - start,
            "bulk_create": self._bare(count),
        }

    def _bare(self, count: int) -> float:
        """The same rows by ``bulk_create`` alone."""
        tables = self._rows(count)

        def write() -> None:
            with transaction.atomic():
                for rows in tables:
                    type(rows[0])._base_manager.bulk_create(rows, batch_size=BATCH)

        return _clocked(write)

    def _rows(self, count: int) -> list[list[models.Model]]:
        keys = [DataKey.fresh(self.now) for _number in range(count)]
        people = []
        for key in keys:
            self.seen += 1
            person = Utente(
                email=f"m{self.seen}@benchmark.test",
                nome="Anna",
                cognome="Verdi",
                data_key=key,
                joined_at=self.now,
                password=UNUSABLE_PASSWORD_PREFIX + token_urlsafe(30),
            )
            person.set_codice_fiscale(_code(self.seen), now=self.now)
            people.append(person)
        roles = [
            Membership(
                utente=person,
                organizzazione=self.hospital,
                ruolo=Ruolo.MEDICO_OSPEDALIERO,
                valid_from=self.today,
            )
            for person in people
        ]
        profiles = [self._profile(person, role) for person, role in zip(people, roles, strict=True)]
        return [
            list(keys),
            list(people),
            list(roles),
            [_event(role, self.admin, self.now) for role in roles],
            list(profiles),
            [_mail(profile, self.now) for profile in profiles],
        ]

    def _profile(self, person: Utente, role: Membership) -> ProfiloMedico:
        return ProfiloMedico(
            organizzazione=self.hospital,
            utente=person,
            membership=role,
            gruppo=self.group,
            codice_fornitore="AB12345",
            nome_ricerca="verdi anna",
            created_at=self.now,
            created_by=self.admin,
        )

    def _file(self, count: int) -> bytes:
        out = io.StringIO()
        writer = csv.writer(out, delimiter=";")
        writer.writerow([column.title for column in COLUMNS])
        end = date(self.today.year + 1, 12, 31).strftime("%d/%m/%Y")
        for _number in range(count):
            self.seen += 1
            code, address = _code(self.seen), f"m{self.seen}@benchmark.test"
            writer.writerow([code, "Verdi", "Anna", address, "Reparto", f"AB{self.seen}", end])
        return out.getvalue().encode("utf-8-sig")


def _code(number: int) -> str:
    """The code of somebody called Verdi Anna: day, month, year and place tell them apart."""
    day, rest = number % 28 + 41, number // 28
    month, rest = _MONTHS[rest % 12], rest // 12
    year, place = rest % 60 + 30, rest // 60
    body = f"VRDNNA{year:02d}{month}{day}F{place + 200:03d}"
    return body + codicefiscale.calc_check_digit(body)


def _event(role: Membership, by: Utente, now: datetime) -> AuditEvent:
    return AuditEvent(
        code="utenti.ruolo_dato",
        actor_id=by.pk,
        at=now,
        target_type="utenti.membership",
        target_id=role.pk,
        organizzazione_id=role.organizzazione_id,
        data={"ruolo": role.ruolo, "persona": str(role.utente_id)},
    )


def _mail(profile: ProfiloMedico, now: datetime) -> OutboxMessage:
    return OutboxMessage(
        handler="benchmark.nessuno",
        payload={"profilo": str(profile.pk)},
        key=f"benchmark:{uuid4()}",
        due_at=now,
        created_at=now,
    )


def _clocked(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
