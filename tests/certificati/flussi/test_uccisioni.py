"""A worker killed with ``kill -9`` at random points, and started again: the same final state."""

from __future__ import annotations

import os
import random
import subprocess
import sys
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from certificati.eventi import EMESSI, RITIRATI
from certificati.flussi.actions.ricezione import receive_file
from certificati.flussi.models import Flusso, RecordFlusso
from certificati.flussi.schema.esempio import as_xml
from certificati.models import Certificato
from portal.base.audit.models import AuditEvent
from portal.base.keys import DataKey
from portal.base.outbox import OutboxMessage
from tests.certificati.flussi.scena import flusso, malattia, medico, record
from tests.personas import Personas
from tests.solidity.processi import ROOT, database_url

pytestmark = pytest.mark.django_db(transaction=True)
RECORDS = 43
DEATH = -9


@pytest.fixture(autouse=True)
def _files_of_this_test(tmp_path: Path) -> Iterator[None]:
    kept, settings.FILES_DIR = settings.FILES_DIR, tmp_path / "file"
    yield
    settings.FILES_DIR = kept


def said() -> bytes:
    """Good records, refused ones, one sent twice, a chain, annulments of this very file."""
    rows = [malattia(number) for number in range(1, RECORDS - 5)]
    rows[7] = record(8, numero="4K7P9R2T6X8Z")
    rows[20] = malattia(21, medico="RSSMRA80C41F205F")
    rows[30] = malattia(1)
    later = {"prognosi_dal": "2026-03-14", "prognosi_al": "2026-03-16", "tipo": "continuativo"}
    rows.append(record(90, **later, precedente_numero="4K7P9R2T6X8Z"))
    wanted = ("MP-3", "MP-20", "MP-30", "MP-99", "PS-8")
    return as_xml(flusso(*rows, annulla=tuple({"id_esterno": n, "motivo": "dati"} for n in wanted)))


def arrive(personas: Personas, now: datetime) -> Flusso:
    medico(personas)
    return receive_file(
        said(),
        "",
        organizzazione=personas.presidio_org,
        by=personas.scope(personas.amministratore_presidio),
        now=now,
    )


def worker(row: Flusso, at: int, now: datetime) -> subprocess.CompletedProcess[str]:
    """One life of a worker; it ends by itself, or at statement ``at``."""
    module = "tests.certificati.flussi.operaio"
    arguments = [str(row.pk), str(at), now.isoformat(), str(settings.FILES_DIR)]
    environment = os.environ | {
        "DATABASE_URL": database_url(),
        "DJANGO_SETTINGS_MODULE": os.environ["DJANGO_SETTINGS_MODULE"],
    }
    return subprocess.run(
        [sys.executable, "-m", module, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def final_state(row: Flusso) -> dict[str, Any]:
    """All that a flow leaves behind, numbers drawn at random apart."""
    row.refresh_from_db()
    certificates = Certificato.objects.order_by("id_esterno").values_list(
        "id_esterno", "stato", "impronta", "tipo", "rilasciato_at", "precedente__id_esterno"
    )
    records = RecordFlusso.objects.filter(flusso=row).order_by("posizione")
    told = {}
    for event in (EMESSI, RITIRATI):
        rows = OutboxMessage.objects.filter(handler=event).values_list("payload", flat=True)
        told[event] = sorted(pk for payload in rows for pk in payload["certificati"])
    events = AuditEvent.objects.filter(code__startswith="certificato.").order_by("code", "pk")
    return {
        "flusso": (row.stato, row.totale, row.fatti, row.creati, row.rifiutati, row.annullati),
        "certificati": list(certificates),
        "record": list(records.values_list("posizione", "id_esterno", "esito", "codici")),
        "annunci": {event: (len(ids), len(set(ids))) for event, ids in told.items()},
        "eventi": list(events.values_list("code", flat=True)),
        "chiavi": DataKey.objects.count() - Certificato.objects.count(),
    }


def everything_gone(row: Flusso) -> None:
    RecordFlusso.objects.all().delete()
    Flusso.objects.all().delete()
    Certificato.objects.update(precedente=None)
    Certificato.objects.all().delete()
    OutboxMessage.objects.all().delete()


def test_killed_anywhere_and_run_again_it_ends_the_same(personas, adesso, solidita, capsys):
    deaths = 10 if solidita else 3
    row = arrive(personas, adesso)
    whole = worker(row, 0, adesso)
    assert whole.returncode == 0, whole.stderr
    statements = int(whole.stdout.splitlines()[-1])
    expected = final_state(row)
    assert expected["flusso"] == ("finito", RECORDS - 5 + 5, 43, 36, 2, 4)
    keys, events = expected.pop("chiavi"), len(expected.pop("eventi"))

    chance = random.Random(20260312)
    points: list[int] = []
    while len(points) < deaths:
        everything_gone(row)
        row = arrive(personas, adesso)
        before = AuditEvent.objects.filter(code__startswith="certificato.").count()
        died = True
        while died and len(points) < deaths:  # until a life reads the last record
            at = chance.randrange(5, statements)
            died = worker(row, at, adesso).returncode == DEATH
            points += [at] * died
        last = worker(row, 0, adesso)
        assert last.returncode == 0, last.stderr
        found = final_state(row)
        again = AuditEvent.objects.filter(code__startswith="certificato.").count() - before
        assert (again, found.pop("chiavi") >= keys) == (events, True)
        assert found.pop("eventi")
        assert found == expected
    with capsys.disabled():
        print(f"\nflussi ({connection.vendor}): {statements} istruzioni, morti a {points}")


def test_two_workers_at_once_read_each_record_once(personas, adesso):
    row = arrive(personas, adesso)
    module = "tests.certificati.flussi.operaio"
    arguments = [str(row.pk), "0", adesso.isoformat(), str(settings.FILES_DIR)]
    environment = os.environ | {"DATABASE_URL": database_url()}
    pair = [
        subprocess.Popen([sys.executable, "-m", module, *arguments], cwd=ROOT, env=environment)
        for _worker in range(2)
    ]
    assert [process.wait(timeout=120) for process in pair] == [0, 0]
    row.refresh_from_db()
    assert (row.stato, row.fatti) == ("finito", 43)
    assert RecordFlusso.objects.filter(flusso=row).count() == 43
