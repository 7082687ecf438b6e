"""One process of the concurrency tests: several reviewers at once, a thread each."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any

import django

django.setup()

from django.db import connection  # noqa: E402

from portal.base.errors import ActionError  # noqa: E402
from utenti.access import Scope  # noqa: E402
from utenti.credenziali.actions.esame import (  # noqa: E402
    Approvazione,
    Motivazione,
    approve,
    refuse,
)
from utenti.credenziali.actions.presa import take, take_next  # noqa: E402
from utenti.credenziali.models import RichiestaAbilitazione  # noqa: E402
from utenti.models import Utente  # noqa: E402

NOW = datetime.fromisoformat("2026-03-12T10:00:00+01:00")


def next_one(job: dict[str, Any], by: Scope) -> list[str]:
    """Ask for the next request, once."""
    found = take_next(by=by, now=NOW)
    return [str(found.pk)] if found else []


def decide_all(job: dict[str, Any], by: Scope) -> list[str]:
    """Take and decide each request of the list; what was decided, or why not."""
    said = []
    for number, pk in enumerate(job["richieste"]):
        richiesta = RichiestaAbilitazione.objects.get(pk=pk)
        try:
            take(richiesta, by=by, now=NOW)
            if (number + by.actor.nome.count("B")) % 2:
                made = approve(richiesta, Approvazione(), by=by, now=NOW)
            else:
                made = refuse(richiesta, Motivazione(["documento_scaduto"]), by=by, now=NOW)
        except ActionError as refusal:
            said.append(refusal.message)
        else:
            said.append(f"decisa {made.pk}")
    return said


def main() -> None:
    """Read the job, wait for the signal, work with every reviewer at once, answer."""
    job = json.loads(sys.stdin.readline())
    scopes = [Scope(Utente.objects.get(pk=pk), NOW.date()) for pk in job["revisori"]]
    for scope in scopes:
        scope.workplaces  # noqa: B018  (read before the start)
    connection.close()
    print("pronto", flush=True)
    sys.stdin.readline()
    work = {"next_one": next_one, "decide_all": decide_all}[job["work"]]
    start = Barrier(len(scopes))

    def run(scope: Scope) -> list[str]:
        start.wait()
        try:
            return work(job, scope)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(scopes)) as pool:
        print(json.dumps(list(pool.map(run, scopes))), flush=True)


if __name__ == "__main__":
    main()
