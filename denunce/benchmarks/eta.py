"""The two ways of dispatching reminders, as processes that the benchmark starts.

    celery -A denunce.benchmarks.eta worker      tasks with an ETA, one for each reminder
    python -m denunce.benchmarks.eta             our scan and our sender, told what to do by lines

Both write the same rows of the ledger. Neither writes a text nor talks to a mail server: the answer
of a server that says yes at once stands for both.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime
from uuid import UUID, uuid5

import django
from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings")
django.setup()

from django.conf import settings  # noqa: E402  (the models need Django set up)
from django.db import transaction  # noqa: E402

from denunce.models import Adempimento  # noqa: E402
from denunce.promemoria import insieme, ledger, sender  # noqa: E402
from denunce.promemoria.lettera import Lettera  # noqa: E402
from denunce.promemoria.models import Promemoria, Stato  # noqa: E402
from denunce.promemoria.scan import scan  # noqa: E402
from denunce.workflow import OPEN_STATES  # noqa: E402
from portal.base import clock, outbox  # noqa: E402
from portal.base.authz import Permission  # noqa: E402
from portal.base.outbox import OutboxMessage  # noqa: E402
from utenti.access import Scope  # noqa: E402

app = Celery("misura", broker=settings.REDIS_URL or None)
app.conf.update(
    task_ignore_result=True,
    task_serializer="json",
    accept_content=["json"],
    broker_connection_retry_on_startup=True,
)
PARKED = "misura.ferma"  # a handler nobody has: the messages of the Celery side stay where they are
_SHARE = 10_000


@app.task(name="misura.prendi")
def enter(duty_pk: str, stage: str, person: str, due_at: str, next_at: str) -> None:
    """Claim one duty, enter its reminder in the ledger and in the queue, mark the duty."""
    now = clock.now()
    with transaction.atomic():
        rows = Adempimento.objects.filter(pk=duty_pk, prossimo_promemoria_at__lte=now)
        duty = rows.select_for_update().first()
        if duty is None:
            return
        row = Promemoria(
            id=uuid5(duty.pk, f"{stage}:{person}"),
            adempimento=duty,
            gradino=stage,
            destinatario_id=UUID(person),
            due_at=datetime.fromisoformat(due_at),
            planned_at=now,
            useful_until_at=datetime.fromisoformat(next_at),
            stato=Stato.DA_INVIARE,
        )
        Promemoria.objects.bulk_create([row], ignore_conflicts=True)
        message = OutboxMessage(
            handler=PARKED,
            payload={"promemoria": str(row.pk)},
            key=f"promemoria:{row.pk}",
            due_at=now,
            created_at=now,
        )
        OutboxMessage.objects.bulk_create([message], ignore_conflicts=True)
        rows.update(prossimo_promemoria_at=datetime.fromisoformat(next_at))


@app.task(name="misura.invia")
def send(pk: str) -> None:
    """Ask again, open the attempt, mark it sent: as the sender does with one message."""
    now = clock.now()
    row = Promemoria.objects.select_related(*sender.WITH).get(pk=pk)
    scope = Scope(row.destinatario, on=clock.local(now).date())
    allowed = scope.can(Permission.CASO_EDIT, row.adempimento.organizzazione_id)
    if row.stato == Stato.DA_INVIARE and row.adempimento.stato in OPEN_STATES and allowed:
        attempt = ledger.open_attempt(row, now)
        if attempt is not None:
            ledger.mark_sent(attempt, clock.now())


def _nothing(*args: object, **kwargs: object) -> None:
    """The mail server that says yes at once."""


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main() -> None:
    """Do what each line says ("scan" or "send") and answer with a line."""
    insieme.compose = lambda promemoria, now: Lettera("", "", "")  # type: ignore[attr-defined]
    sender.hand_over = _nothing
    _say("pronto")
    for line in sys.stdin:
        if line.strip() == "scan":
            done = scan(clock.now()).accodati
        else:
            done = outbox.dispatch(limit=_SHARE).done
        _say(json.dumps(done))


if __name__ == "__main__":
    main()
