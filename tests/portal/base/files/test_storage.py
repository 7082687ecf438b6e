"""Files at rest: encrypted, hashed, erased, swept."""

import hashlib
import os
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from django.db import transaction

from portal.base.audit.models import AuditEvent
from portal.base.files import (
    FileRefused,
    FileUnavailable,
    StoredFile,
    delete,
    disk,
    read,
    response,
    store,
    sweep,
)
from portal.base.files.frames import FRAME, open_frames, seal_frames
from portal.base.keys import KeyDestroyed, rewrap_all
from tests.portal.base.files.conftest import ALL, make_pdf

pytestmark = pytest.mark.django_db

SCUOLA = uuid4()


@pytest.fixture
def pdf() -> bytes:
    return make_pdf()


@pytest.fixture
def file(pdf: bytes, adesso: datetime) -> StoredFile:
    return store(
        pdf, name="referto.pdf", allowed=ALL, organizzazione_id=SCUOLA, by=None, now=adesso
    )


def path_of(file: StoredFile) -> Path:
    return disk.full_path(file.path)


def age(path: Path, now: datetime, **delta: float) -> None:
    moment = (now - timedelta(**delta)).timestamp()
    os.utime(path, (moment, moment))


def test_a_stored_file_comes_back_and_its_row_says_what_it_is(file, pdf, adesso) -> None:
    stored = StoredFile.objects.get()
    assert read(stored) == pdf
    assert (stored.size, stored.sha256) == (len(pdf), hashlib.sha256(pdf).hexdigest())
    assert (stored.original_name, stored.content_type) == ("referto.pdf", "application/pdf")
    assert (stored.scan_state, stored.organizzazione_id) == ("non_verificato", SCUOLA)
    assert AuditEvent.objects.get().code == "file.caricato"
    assert str(stored) == str(file.pk)


def test_the_disk_holds_only_ciphertext_under_a_name_of_ours(file, pdf) -> None:
    sealed = path_of(file).read_bytes()
    assert pdf[:100] not in sealed
    assert "referto" not in file.path
    assert path_of(file).stat().st_mode & 0o777 == 0o600


def test_a_refused_file_leaves_neither_row_nor_bytes(adesso, settings) -> None:
    with pytest.raises(FileRefused):
        store(b"x", name="a.pdf", allowed=ALL, organizzazione_id=None, by=None, now=adesso)
    assert not StoredFile.objects.exists()
    assert not settings.FILES_DIR.exists()


@pytest.mark.parametrize("place", [0, 4, 13, 40, -1])
def test_one_altered_byte_on_the_disk_is_found(file, place: int) -> None:
    sealed = bytearray(path_of(file).read_bytes())
    sealed[place] ^= 1
    path_of(file).write_bytes(bytes(sealed))
    with pytest.raises(FileUnavailable):
        read(file)


def test_the_bytes_of_another_file_are_refused(file, pdf, adesso) -> None:
    other = store(pdf, name="a.pdf", allowed=ALL, organizzazione_id=SCUOLA, by=None, now=adesso)
    path_of(file).write_bytes(path_of(other).read_bytes())
    with pytest.raises(FileUnavailable):
        read(file)


def test_a_hash_changed_in_the_row_is_found(file) -> None:
    file.sha256 = "0" * 64
    with pytest.raises(FileUnavailable, match="impronta"):
        read(file)


def test_a_file_gone_from_the_disk_is_said_so(file) -> None:
    path_of(file).unlink()
    with pytest.raises(FileUnavailable, match="disco"):
        read(file)


def test_rotating_the_master_key_keeps_files_readable(file, pdf, settings) -> None:
    settings.ENCRYPTION_KEYS = {"nuova": b"n" * 32, **settings.ENCRYPTION_KEYS}
    rewrap_all()
    settings.ENCRYPTION_KEYS = {"nuova": b"n" * 32}
    assert read(StoredFile.objects.get()) == pdf


def test_a_deleted_file_is_unreadable_at_once_and_keeps_a_tombstone(file, adesso) -> None:
    assert delete(file, by=None, now=adesso)
    assert not delete(file, by=None, now=adesso)
    stored = StoredFile.objects.get()
    assert (stored.deleted_at, stored.original_name) == (adesso, None)
    with pytest.raises(FileUnavailable, match="cancellato"):
        read(stored)
    with pytest.raises(KeyDestroyed):
        stored.data_key.material()
    assert AuditEvent.objects.filter(code="file.cancellato").count() == 1


def test_frames_cannot_be_dropped_reordered_or_repeated() -> None:
    key, file_id = b"k" * 32, uuid4()
    plain = b"a" * FRAME + b"b" * FRAME + b"fine"
    sealed = seal_frames(plain, key=key, file_id=file_id)
    assert open_frames(sealed, key=key, file_id=file_id) == plain
    head, step = sealed[:12], FRAME + 16
    one, two, three = sealed[12 : 12 + step], sealed[12 + step : 12 + 2 * step], sealed[-20:]
    for broken in (one + two, two + one + three, one + one + three, one + two + two + three, b""):
        with pytest.raises(FileUnavailable):
            open_frames(head + broken, key=key, file_id=file_id)


def test_the_sweeper_removes_bytes_whose_transaction_was_undone(pdf, adesso) -> None:
    with transaction.atomic():
        lost = store(pdf, name="a.pdf", allowed=ALL, organizzazione_id=None, by=None, now=adesso)
        transaction.set_rollback(True)
    age(path_of(lost), adesso, minutes=59)
    assert sweep(adesso).removed == 0
    age(path_of(lost), adesso, minutes=61)
    assert sweep(adesso).removed == 1
    assert not path_of(lost).exists()


def test_the_sweeper_keeps_living_files_and_removes_deleted_and_half_written_ones(
    file, pdf, adesso
) -> None:
    gone = store(pdf, name="a.pdf", allowed=ALL, organizzazione_id=None, by=None, now=adesso)
    delete(gone, by=None, now=adesso)
    half = path_of(file).with_suffix(".tmp")
    half.write_bytes(b"half")
    for path in (path_of(file), path_of(gone), half):
        age(path, adesso, hours=2)
    assert sweep(adesso).removed == 2
    assert read(file) == pdf


def test_the_sweeper_reports_a_row_without_bytes_once(file, adesso) -> None:
    path_of(file).unlink()
    assert sweep(adesso + timedelta(minutes=59)).missing == 0
    assert sweep(adesso + timedelta(minutes=61)).missing == 1
    assert sweep(adesso + timedelta(minutes=62)).missing == 0
    assert AuditEvent.objects.filter(code="file.mancante").count() == 1


def test_the_sweeper_has_nothing_to_do_before_the_first_file(adesso) -> None:
    swept = sweep(adesso)
    assert (swept.removed, swept.missing) == (0, 0)


def test_a_download_cannot_run_in_the_browser(file, pdf) -> None:
    answer = response(file)
    assert answer.content == pdf
    assert answer["Content-Disposition"] == 'attachment; filename="referto.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert answer["Cache-Control"] == "no-store"
    assert response(file, inline=True)["Content-Disposition"].startswith("inline")


def test_a_hostile_name_stays_inside_its_header(pdf, adesso) -> None:
    file = store(
        pdf,
        name='a"; filename="b.exe\r\nX-Altro: 1.pdf',
        allowed=ALL,
        organizzazione_id=None,
        by=None,
        now=adesso,
    )
    answer = response(file)
    assert "X-Altro" not in answer.headers
    assert "\n" not in answer["Content-Disposition"]
    assert answer["Content-Disposition"].startswith('attachment; filename="a\\"; filename=')
