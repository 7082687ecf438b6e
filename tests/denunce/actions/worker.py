"""One process of the concurrency tests: opens cases, receives a certificate, records a dispatch."""

from __future__ import annotations

import json
import sys
from contextlib import suppress
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import django
from django.db.utils import OperationalError

django.setup()

from denunce.actions.casi import DatiCaso, open_caso  # noqa: E402
from denunce.actions.certificati import receive_certificato  # noqa: E402
from denunce.actions.dati import DatiCertificato, DatiInvio  # noqa: E402
from denunce.actions.dispatch import record_dispatch  # noqa: E402
from denunce.models import Adempimento, Caso, Lavoratore  # noqa: E402
from portal.base.db import VersionConflict  # noqa: E402
from portal.base.errors import ActionError  # noqa: E402
from tests.faults import failing_at  # noqa: E402
from utenti.access import Scope  # noqa: E402
from utenti.models import Utente  # noqa: E402

CUT = 16  # an insert of the first evaluation: number and case are written by then
NOW = datetime.fromisoformat("2026-03-12T10:00:00+01:00")


def open_many(job: dict[str, Any], by: Scope) -> list[str]:
    """Open ``count`` cases; one cut in the middle must leave no hole in the numbers."""
    lavoratore = Lavoratore.objects.select_related("organizzazione").get(pk=job["lavoratore"])
    numbers = []
    for turn in range(job["count"]):
        data = DatiCaso(avvenuto_at=NOW - timedelta(hours=1))
        key = UUID(job["key"]) if "key" in job else uuid4()
        common: dict[str, Any] = {
            "lavoratore": lavoratore,
            "organizzazione": lavoratore.organizzazione,
            "by": by,
            "now": NOW,
        }
        if turn % 3 == 0:  # cut after the number was taken: it must come back
            with failing_at(CUT), suppress(OperationalError):
                open_caso(data, request_key=uuid4(), **common)
        numbers.append(open_caso(data, request_key=key, **common).numero)
    return numbers


def certify(job: dict[str, Any], by: Scope) -> str:
    """Receive a certificate on a version that somebody else may have left behind."""
    data = DatiCertificato(
        numero=job["numero"],
        rilasciato_at=NOW - timedelta(hours=20),
        prognosi_dal=date(2026, 3, 12),
        prognosi_al=date(2026, 3, 20),
        received_at=NOW - timedelta(hours=1),
        received_via="email",
    )
    caso = Caso.objects.get(pk=job["caso"])
    try:
        receive_certificato(caso, data, expected=job["expected"], by=by, now=NOW)
    except VersionConflict:
        return "conflitto"
    return "ricevuto"


def send(job: dict[str, Any], by: Scope) -> str:
    """Record a dispatch of the same duty, with a key of one's own or a shared one."""
    duty = Adempimento.objects.select_related("caso").get(pk=job["adempimento"])
    data = DatiInvio(canale="sidi", sent_at=NOW)
    try:
        return str(record_dispatch(duty, data, request_key=UUID(job["key"]), by=by, now=NOW).pk)
    except ActionError:
        return "rifiutato"


def main() -> None:
    """Read the job, wait for the signal, work, answer."""
    job = json.loads(sys.stdin.readline())
    by = Scope(Utente.objects.get(pk=job["user"]), NOW.date())
    print("pronto", flush=True)
    sys.stdin.readline()
    work = {"open_many": open_many, "certify": certify, "send": send}[job["work"]]
    print(json.dumps(work(job, by)), flush=True)


if __name__ == "__main__":
    main()
