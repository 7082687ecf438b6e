"""Experiments R12, R16 and R24: many at once, and death in the middle of an upload."""

from __future__ import annotations

import io
import os
import sqlite3
import threading
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

import pikepdf
import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from denunce.actions.bozze import start_bozza
from denunce.models import Bozza, Caso, Documento, Invio, Lavoratore
from portal.base import clock, files
from portal.base.audit import AuditEvent
from portal.base.files.models import StoredFile
from tests.denunce.promemoria.scena import Scena
from tests.denunce.views.percorso import CADUTA
from tests.ops.http import request
from tests.processes import run_together
from tests.solidity.processi import wait_until
from tests.solidity.test_uccisioni import many_due, sent
from tests.solidity.web import Web
from utenti.models import Utente

WORKER = "tests.solidity.operaio"


@pytest.fixture
def web(transactional_db, tmp_path):
    """A web server that listens."""
    web = Web(tmp_path / "web.log")
    web.start()
    yield web
    web.kill()


@pytest.fixture
def job(scena: Scena, personas) -> dict[str, str]:
    """What every process is told: who acts, and when."""
    return {"user": str(personas.segreteria.pk), "now": clock.now().isoformat()}


def told(capsys: pytest.CaptureFixture[str], name: str, figures: dict[str, object]) -> None:
    """Print the counts of an experiment."""
    with capsys.disabled():
        print(f"\n{name} ({connection.vendor}): {figures}")


def test_r12_one_wish_pressed_many_times_at_once_is_one_case(job, scena, solidita, capsys):
    """A double press, a page sent again, a proxy that tries again: the key tells one wish."""
    wishes, at_once = (100, 8) if solidita else (10, 4)
    scena.denuncia(clock.now() - timedelta(minutes=5))
    before = Caso.objects.count()
    keys = [str(uuid4()) for _number in range(wishes)]
    wish = job | {"work": "press", "keys": keys, "lavoratore": str(Lavoratore.objects.get().pk)}
    answers = run_together(WORKER, [wish] * at_once)
    opened = Caso.objects.count() - before
    agreeing = sum(len(set(numbers)) == 1 for numbers in zip(*answers, strict=True))
    told(
        capsys,
        "R12",
        {"richieste": wishes, "insieme": at_once, "casi": opened, "concordi": agreeing},
    )
    assert opened == wishes
    assert agreeing == wishes
    assert len(set(answers[0])) == wishes


def test_r12_the_button_pressed_many_times_at_once_opens_one_case(
    scena, personas, web, solidita, capsys
):
    """The same through the web server: a draft, its button, many connections at the same moment."""
    wishes, at_once = (100, 8) if solidita else (6, 8)
    now = clock.now()
    scena.denuncia(now - timedelta(minutes=5))
    about = {"organizzazione": personas.scuola, "by": personas.scope(personas.segreteria)}
    about |= {"now": now, "lavoratore": Lavoratore.objects.get()}
    typed = CADUTA | {"avvenuto_at_giorno": f"{now - timedelta(days=1):%Y-%m-%d}"}
    drafts = [start_bozza(typed, request_key=uuid4(), **about) for _number in range(wishes)]
    before = Caso.objects.count()
    press = _Press(web, personas.segreteria)
    with ThreadPoolExecutor(at_once) as crowd:
        answers = [list(crowd.map(press, [draft] * at_once)) for draft in drafts]
    statuses = Counter(status for several in answers for status, _place in several)
    agreeing = sum(len({place for _status, place in several}) == 1 for several in answers)
    opened = Caso.objects.count() - before
    told(
        capsys,
        "R12 web",
        {"bozze": wishes, "insieme": at_once, "casi": opened, "concordi": agreeing} | statuses,
    )
    assert statuses == {302: wishes * at_once}
    assert opened == agreeing == wishes
    places = {place for several in answers for _status, place in several}
    assert places == {f"/denunce/casi/{pk}/" for pk in Bozza.objects.values_list("caso", flat=True)}


class _Press:
    """Somebody inside, whose every call is a connection that presses "Apri il caso"."""

    def __init__(self, web: Web, user: Utente) -> None:
        client = Client()
        client.force_login(user)
        token = "a" * 32
        session = client.cookies[settings.SESSION_COOKIE_NAME].value
        self.port = web.port
        self.cookies = {settings.SESSION_COOKIE_NAME: session, settings.CSRF_COOKIE_NAME: token}
        self.sent = {"csrfmiddlewaretoken": token}

    def __call__(self, draft: Bozza) -> tuple[int, str]:
        """Status, and where it leads."""
        answer = request(
            "127.0.0.1",
            self.port,
            f"/denunce/bozze/{draft.pk}/apri/",
            data=self.sent | {"version": str(draft.version)},
            cookies=self.cookies,
        )
        return answer.status, answer.headers.get("location", "")


def test_r16_killed_at_twenty_points_of_an_upload(job, scena, personas, tmp_path, capsys):
    """No row without its file, no file without its row once the sweeper has passed."""
    born = clock.now() - timedelta(minutes=5)
    duties = [scena.denuncia(born, cognome=f"Esempio{chr(65 + n)}").pk for n in range(22)]
    receipt = tmp_path / "ricevuta.pdf"
    receipt.write_bytes(_pdf())
    job |= {
        "work": "upload",
        "duties": [str(pk) for pk in duties],
        "receipt": str(receipt),
        "files": str(tmp_path / "file"),
    }
    (points,) = run_together(WORKER, [job])
    rows, on_disk = _rows(), _on_disk(tmp_path / "file")
    lost = rows - on_disk
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.FILES_DIR", tmp_path / "file")
        swept = files.sweep(clock.now() + timedelta(days=2))
    figures = {
        "uccisioni": len(points),
        "ultimo_punto": points[-1],
        "caricati": len(rows),
        "righe_senza_file": len(lost),
        "file_senza_riga_prima": len(on_disk - rows),
        "file_senza_riga_dopo": len(_on_disk(tmp_path / "file") - _rows()),
        "tolti": swept.removed,
    }
    told(capsys, "R16", figures)
    assert lost == set()
    assert _on_disk(tmp_path / "file") == _rows() == rows
    assert swept.missing == 0
    # The dispatch and its receipt stand or fall together.
    assert Invio.objects.count() == Invio.objects.exclude(ricevuta=None).count() == len(rows)
    assert Documento.objects.filter(tipo="ricevuta").count() == len(rows)
    assert len(points) == 20
    assert 2 < len(rows) < 22


def _pdf() -> bytes:
    content = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.save(content)
    return content.getvalue()


def _rows() -> set[str]:
    """The files that rows tell of."""
    living = StoredFile.objects.filter(deleted_at=None).order_by("pk")
    return set(living.values_list("path", flat=True))


def _on_disk(folder: Path) -> set[str]:
    """The files that are there, half written ones included."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def test_r24_many_writers_the_sender_and_a_backup_at_once(
    job, scena, sink, senders, tmp_path, solidita, capsys
):
    """No lock error reaches anybody, and nobody waits long: one in a hundred more than 50 ms.

    On a machine that others keep busy everything takes longer: there the ordinary writing decides.
    """
    writers, count, limit = (8, 150, 0.05) if solidita else (4, 40, 1.0)
    reminders = 200 if solidita else 20
    many_due(scena, reminders, clock.now() - timedelta(minutes=5))
    before = AuditEvent.objects.count()
    sender = senders.start()
    wait_until(lambda: sent() > 0, "the sender is at work")
    backup = Backup(tmp_path / "copia.sqlite3")
    backup.start()
    jobs = [job | {"work": "write", "count": count, "name": f"prova.{n}"} for n in range(writers)]
    answers = run_together(WORKER, jobs)  # a lock error would end its process, and the test
    copies = backup.end()
    seconds = sorted(second for answer in answers for second in answer)
    p99 = seconds[int(len(seconds) * 0.99)]
    figures = {
        "scritture": len(seconds),
        "errori": writers * count - len(seconds),
        "p50_ms": round(seconds[len(seconds) // 2] * 1000, 1),
        "p99_ms": round(p99 * 1000, 1),
        "copie": copies,
        "promemoria_inviati": sent(),
    }
    told(capsys, "R24", figures)
    assert len(seconds) == writers * count
    assert AuditEvent.objects.filter(code="prova.scritta").count() == len(seconds)
    assert AuditEvent.objects.count() >= before + len(seconds)
    assert p99 <= max(limit, 15 * seconds[len(seconds) // 2])
    assert "locked" not in senders.said(sender)
    assert senders.stop(sender) == 0
    if connection.vendor == "sqlite":
        assert copies > 0
        assert _is_whole(backup.target)


class Backup(threading.Thread):
    """Copies the SQLite file again and again while others write; elsewhere it does nothing."""

    def __init__(self, target: Path) -> None:
        super().__init__()
        self.target, self.enough, self.copies = target, threading.Event(), 0
        self.source = connection.settings_dict["NAME"] if connection.vendor == "sqlite" else ""

    def run(self) -> None:
        while self.source and not self.enough.is_set():
            with sqlite3.connect(self.source) as live, sqlite3.connect(self.target) as copy:
                live.backup(copy, pages=200)
            self.copies += 1
            self.enough.wait(0.2)

    def end(self) -> int:
        """Stop; how many copies were made."""
        self.enough.set()
        self.join()
        return self.copies


def _is_whole(copy: Path) -> bool:
    assert os.path.getsize(copy) > 0
    with sqlite3.connect(copy) as database:
        return database.execute("PRAGMA integrity_check").fetchone() == ("ok",)
