"""The antivirus: infected files stay in quarantine, and a dead scanner lets nothing through."""

import socket
import threading
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from portal.base.audit.models import AuditEvent
from portal.base.files import FileUnavailable, StoredFile, delete, read, store
from portal.base.outbox import OutboxMessage, dispatch
from tests.portal.base.files.conftest import ALL, make_pdf

pytestmark = pytest.mark.django_db
Clamd = Callable[[bytes], None]


@pytest.fixture
def clamd(settings, tmp_path: Path) -> Iterator[Clamd]:
    """A scanner that answers what the test says; down until then."""
    settings.CLAMD_SOCKET = str(tmp_path / "clamd.sock")
    server = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)

    def answer(verdict: bytes) -> None:
        server.bind(settings.CLAMD_SOCKET)
        server.listen(1)
        threading.Thread(target=serve, args=(verdict,), daemon=True).start()

    def serve(verdict: bytes) -> None:
        client, _address = server.accept()
        with client, client.makefile("rb") as stream:
            assert stream.read(10) == b"zINSTREAM\0"
            while size := int.from_bytes(stream.read(4), "big"):
                stream.read(size)
            client.sendall(verdict)

    yield answer
    server.close()


@pytest.fixture
def file(clamd: Clamd, adesso: datetime) -> StoredFile:
    return store(make_pdf(), name="a.pdf", allowed=ALL, organizzazione_id=None, by=None, now=adesso)


def run(now: datetime) -> StoredFile:
    dispatch(now=lambda: now)
    return StoredFile.objects.get()


def test_a_file_waits_for_the_scanner_and_is_then_given(file, clamd, adesso) -> None:
    assert file.scan_state == "in_verifica"
    with pytest.raises(FileUnavailable, match="non è ancora stato verificato"):
        read(file)
    clamd(b"stream: OK\0")
    scanned = run(adesso)
    assert scanned.scan_state == "pulito"
    assert read(scanned).startswith(b"%PDF-")


def test_an_infected_file_is_never_given_and_is_written_down(file, clamd, adesso) -> None:
    clamd(b"stream: Eicar-Test-Signature FOUND\0")
    scanned = run(adesso)
    assert scanned.scan_state == "infetto"
    with pytest.raises(FileUnavailable, match="quarantena"):
        read(scanned)
    assert AuditEvent.objects.filter(code="file.infetto").count() == 1


def test_while_the_scanner_is_down_the_file_waits(file, clamd, adesso) -> None:
    assert run(adesso).scan_state == "in_verifica"
    message = OutboxMessage.objects.get()
    assert (message.state, message.last_error) == ("in_coda", "antivirus_non_raggiungibile")
    clamd(b"stream: OK\0")
    assert run(adesso + timedelta(minutes=1)).scan_state == "pulito"


def test_an_answer_nobody_understands_is_not_a_yes(file, clamd, adesso) -> None:
    clamd(b"INSTREAM size limit exceeded. ERROR\0")
    assert run(adesso).scan_state == "in_verifica"
    assert OutboxMessage.objects.get().last_error == "antivirus_risposta_ignota"


def test_a_file_deleted_meanwhile_is_not_scanned(file, clamd, adesso) -> None:
    delete(file, by=None, now=adesso)
    assert run(adesso).scan_state == "in_verifica"
    assert OutboxMessage.objects.get().state == "fatto"
