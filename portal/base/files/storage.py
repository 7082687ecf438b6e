"""Storing, reading and deleting files. Called by actions, inside their transaction."""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

from portal.base.audit.recording import record
from portal.base.files import disk
from portal.base.files.errors import FileUnavailable
from portal.base.files.frames import open_frames, seal_frames
from portal.base.files.inspection import inspect
from portal.base.files.kinds import Kind
from portal.base.files.models import ScanState, StoredFile
from portal.base.keys import DataKey
from portal.base.outbox.queueing import enqueue

SCAN_HANDLER = "base.files.scan"
GIVEN = frozenset({ScanState.PULITO, ScanState.NON_VERIFICATO})


def store(
    content: bytes,
    *,
    name: str,
    allowed: frozenset[Kind],
    organizzazione_id: UUID | None,
    by: models.Model | UUID | None,
    now: datetime,
) -> StoredFile:
    """Check, clean, encrypt and keep a file; raise FileRefused with an Italian reason.

    With an antivirus configured the file waits for it and is not given meanwhile.
    If the caller's transaction rolls back, the bytes left behind are swept later.
    """
    found = inspect(content, name=name, allowed=allowed)
    return _keep(
        found.content,
        name=found.name,
        content_type=found.kind.content_type,
        organizzazione_id=organizzazione_id,
        by=by,
        now=now,
    )


def store_read(
    content: bytes,
    *,
    name: str,
    content_type: str,
    organizzazione_id: UUID | None,
    by: models.Model | UUID | None,
    now: datetime,
) -> StoredFile:
    """Keep a file of data (XML, JSON) that a strict reader of ours has just read through: there is
    nothing to clean, and nobody is ever given it back."""
    return _keep(
        content,
        name=name,
        content_type=content_type,
        organizzazione_id=organizzazione_id,
        by=by,
        now=now,
    )


def _keep(
    content: bytes,
    *,
    name: str,
    content_type: str,
    organizzazione_id: UUID | None,
    by: models.Model | UUID | None,
    now: datetime,
) -> StoredFile:
    file = StoredFile(
        data_key=DataKey.create(now),
        organizzazione_id=organizzazione_id,
        original_name=name,
        content_type=content_type,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        scan_state=ScanState.IN_VERIFICA if settings.CLAMD_SOCKET else ScanState.NON_VERIFICATO,
        created_at=now,
        created_by_id=by.pk if isinstance(by, models.Model) else by,
    )
    file.path = disk.relative_path(file.pk)
    disk.write(file.path, seal_frames(content, key=file.data_key.material(), file_id=file.pk))
    file.save(force_insert=True)
    record("file.caricato", by=by, now=now, target=file, organizzazione_id=organizzazione_id)
    if file.scan_state == ScanState.IN_VERIFICA:
        enqueue(SCAN_HANDLER, {"file": str(file.pk)}, key=f"scan:{file.pk}", due_at=now, now=now)
    return file


def read(file: StoredFile) -> bytes:
    """Return the clear content after checking its hash.

    Raises FileUnavailable when the file is deleted, missing, altered, infected or
    still waiting for the antivirus.
    """
    if file.scan_state not in GIVEN:
        raise FileUnavailable(_("Il file non è ancora stato verificato o è in quarantena."))
    return read_unscanned(file)


def read_unscanned(file: StoredFile) -> bytes:
    """Return the content whatever the antivirus said: for the scanner alone."""
    if file.deleted_at is not None:
        raise FileUnavailable(_("Il file è stato cancellato."))
    try:
        sealed = disk.full_path(file.path).read_bytes()
    except FileNotFoundError:
        raise FileUnavailable(_("Il file non si trova più sul disco.")) from None
    plain = open_frames(sealed, key=file.data_key.material(), file_id=file.pk)
    if not hmac.compare_digest(hashlib.sha256(plain).hexdigest(), file.sha256):
        raise FileUnavailable(_("Il file non corrisponde alla sua impronta."))
    return plain


def delete(file: StoredFile, *, by: models.Model | UUID | None, now: datetime) -> bool:
    """Forget a file: its key dies at once, its bytes at the next sweep, its row stays.

    Returns False if it was deleted already.
    """
    living = StoredFile.objects.filter(pk=file.pk, deleted_at=None)
    if not living.update(deleted_at=now, original_name=None):
        return False
    file.data_key.destroy(now)
    file.deleted_at, file.original_name = now, None
    record("file.cancellato", by=by, now=now, target=file, organizzazione_id=file.organizzazione_id)
    return True
