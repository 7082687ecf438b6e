"""Files that the portal itself makes and gives back as they are: a ZIP of somebody's data.

Too large for the memory of a worker, so they are sealed and opened a frame at a time. What people
bring goes through ``storage.store``, which checks and cleans it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import BinaryIO, Final
from uuid import UUID

from django.utils.translation import gettext as _

from portal.base.audit.recording import record
from portal.base.files import disk
from portal.base.files.errors import FileUnavailable
from portal.base.files.frames import FRAME, open_stream, seal_stream
from portal.base.files.models import ScanState, StoredFile
from portal.base.keys import DataKey

ZIP: Final = "application/zip"


def keep(
    source: BinaryIO, *, name: str, organizzazione_id: UUID | None, by: UUID | None, now: datetime
) -> StoredFile:
    """Encrypt and keep a ZIP that the portal made; ``source`` is read twice, from its start."""
    digest, size = _measure(source)
    file = StoredFile(
        data_key=DataKey.create(now),
        organizzazione_id=organizzazione_id,
        original_name=name,
        content_type=ZIP,
        size=size,
        sha256=digest,
        scan_state=ScanState.PULITO,  # made here, of files that were scanned one by one
        created_at=now,
        created_by_id=by,
    )
    file.path = disk.relative_path(file.pk)
    source.seek(0)
    sealed = seal_stream(source, size, key=file.data_key.material(), file_id=file.pk)
    disk.write_pieces(file.path, sealed)
    file.save(force_insert=True)
    record("file.prodotto", by=by, now=now, target=file, organizzazione_id=organizzazione_id)
    return file


def stream(file: StoredFile) -> Iterator[bytes]:
    """The clear content a frame at a time. Raises FileUnavailable at once when it is gone."""
    path = disk.full_path(file.path)
    if file.deleted_at is not None or not path.exists():
        raise FileUnavailable(_("Il file è stato cancellato."))
    return _frames(file)


def _frames(file: StoredFile) -> Iterator[bytes]:
    path = disk.full_path(file.path)
    with path.open("rb") as sealed:
        key = file.data_key.material()
        yield from open_stream(sealed, path.stat().st_size, key=key, file_id=file.pk)


def _measure(source: BinaryIO) -> tuple[str, int]:
    source.seek(0)
    digest, size = hashlib.sha256(), 0
    while piece := source.read(FRAME):
        digest.update(piece)
        size += len(piece)
    return digest.hexdigest(), size
