"""The antivirus: a clamd socket when configured. When it is down, files wait."""

from __future__ import annotations

import socket
from datetime import datetime
from typing import Any
from uuid import UUID

import structlog
from django.conf import settings
from django.db import transaction

from portal.base.audit.recording import record
from portal.base.files.models import ScanState, StoredFile
from portal.base.files.storage import SCAN_HANDLER, read_unscanned
from portal.base.outbox.errors import Transient
from portal.base.outbox.registry import register

log = structlog.get_logger(__name__)
_TIMEOUT_SECONDS = 20
_CHUNK = 64 * 1024


@register(SCAN_HANDLER)
def scan_file(payload: dict[str, Any], *, now: datetime) -> None:
    """Scan one waiting file and write down the verdict; a second run changes nothing."""
    file = StoredFile.objects.select_related("data_key").get(pk=UUID(payload["file"]))
    if file.scan_state != ScanState.IN_VERIFICA or file.deleted_at is not None:
        return
    infected = ask_clamd(read_unscanned(file))
    verdict = ScanState.INFETTO if infected else ScanState.PULITO
    with transaction.atomic():
        waiting = StoredFile.objects.filter(pk=file.pk, scan_state=ScanState.IN_VERIFICA)
        if waiting.update(scan_state=verdict) and infected:
            log.error("file_infected", file_id=str(file.pk))
            record(
                "file.infetto",
                by=None,
                now=now,
                target=file,
                organizzazione_id=file.organizzazione_id,
            )


def ask_clamd(content: bytes) -> bool:
    """Return True when clamd finds something. Raises Transient when it does not answer."""
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as stream:
            stream.settimeout(_TIMEOUT_SECONDS)
            stream.connect(settings.CLAMD_SOCKET)
            stream.sendall(b"zINSTREAM\0")
            for start in range(0, len(content), _CHUNK):
                piece = content[start : start + _CHUNK]
                stream.sendall(len(piece).to_bytes(4, "big") + piece)
            stream.sendall((0).to_bytes(4, "big"))
            answer = stream.recv(1024)
    except OSError:
        raise Transient("antivirus_non_raggiungibile") from None
    if b"FOUND" in answer:
        return True
    if b": OK" in answer:
        return False
    raise Transient("antivirus_risposta_ignota")
