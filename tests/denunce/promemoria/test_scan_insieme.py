"""Two scans at the same instant share the work: nobody is told twice, nobody is forgotten."""

from __future__ import annotations

from threading import Barrier, Thread

import pytest
from django.db import connection

from denunce.promemoria.models import Promemoria
from denunce.promemoria.scan import scan
from portal.base.outbox import OutboxMessage
from tests.denunce.promemoria.scena import at

INSTANT = at("2026-03-12 10:00")
DUTIES = 12


@pytest.mark.django_db(transaction=True)
def test_two_scans_at_once(scena, monkeypatch):
    from denunce.promemoria import scan as module

    monkeypatch.setattr(module, "_BATCH", 3)
    for index in range(DUTIES):
        scena.denuncia(cognome=f"Esempio{index}")
    start, queued = Barrier(2), []

    def work() -> None:
        try:
            start.wait(timeout=30)
            queued.append(scan(INSTANT).accodati)
        finally:
            connection.close()

    threads = [Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sum(queued) == DUTIES
    assert Promemoria.objects.count() == DUTIES
    assert OutboxMessage.objects.filter(handler="promemoria.invia").count() == DUTIES
