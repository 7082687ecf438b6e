"""The sweeper: bytes without a living row go away, rows without bytes are reported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path

import structlog
from django.conf import settings
from django.db import transaction

from portal.base.audit.recording import record
from portal.base.files import disk
from portal.base.files.models import StoredFile

log = structlog.get_logger(__name__)

# A younger file may belong to a transaction that has not committed yet.
GRACE = timedelta(hours=1)
_BATCH = 500


@dataclass(slots=True)
class Swept:
    """How many files were removed and how many rows had lost theirs."""

    removed: int = 0
    missing: int = 0


def sweep(now: datetime) -> Swept:
    """Compare the disk with the rows, both ways. Safe to interrupt and to run twice."""
    return Swept(removed=_remove_orphans(now), missing=_report_missing(now))


def _remove_orphans(now: datetime) -> int:
    removed = 0
    for batch in _batches(_old_files(settings.FILES_DIR, now - GRACE)):
        names = {str(path.relative_to(settings.FILES_DIR)): path for path in batch}
        living = StoredFile.objects.filter(path__in=names, deleted_at=None)
        kept = set(living.values_list("path", flat=True))
        for name in names.keys() - kept:
            names[name].unlink(missing_ok=True)
            removed += 1
    if removed:
        log.info("files_swept", removed=removed)
    return removed


def _report_missing(now: datetime) -> int:
    """A living row without bytes is damage: said once, in the log and in the audit."""
    missing = 0
    living = StoredFile.objects.filter(deleted_at=None, created_at__lt=now - GRACE)
    for file in living.order_by("pk").iterator(chunk_size=_BATCH):
        if disk.full_path(file.path).exists():
            continue
        with transaction.atomic():
            rows = StoredFile.objects.filter(pk=file.pk, deleted_at=None)
            if rows.update(deleted_at=now, original_name=None):
                missing += 1
                log.error("file_missing", file_id=str(file.pk))
                record(
                    "file.mancante",
                    by=None,
                    now=now,
                    target=file,
                    organizzazione_id=file.organizzazione_id,
                )
    return missing


def _old_files(root: Path, before: datetime) -> Iterator[Path]:
    """Files last written before an instant, half-written ones included."""
    for path in root.glob("*/*/*"):
        try:
            written = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        except FileNotFoundError:  # another sweeper was faster
            continue
        if written < before:
            yield path


def _batches(paths: Iterable[Path]) -> Iterator[list[Path]]:
    source = iter(paths)
    while batch := list(islice(source, _BATCH)):
        yield batch
