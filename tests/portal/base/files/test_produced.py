"""Archives that the portal makes: sealed and opened a frame at a time."""

from __future__ import annotations

import io
from uuid import uuid4

import pytest

from portal.base.files import FileUnavailable, delete, disk, produced, read
from portal.base.files.frames import FRAME, open_stream

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [0, 1, FRAME, FRAME + 1, 2 * FRAME])
def test_what_was_kept_comes_back_and_the_plain_reader_agrees(adesso, settings, tmp_path, size):
    settings.FILES_DIR = tmp_path
    content = bytes(range(256)) * (size // 256) + b"z" * (size % 256)
    if not size:
        content = b"vuoto"
    kept = produced.keep(
        io.BytesIO(content), name="dati.zip", organizzazione_id=None, by=None, now=adesso
    )
    assert b"".join(produced.stream(kept)) == content
    assert read(kept) == content
    sealed = disk.full_path(kept.path).read_bytes()
    assert content[:64] not in sealed or len(content) < 16


@pytest.mark.parametrize("harm", ["flip", "cut", "swap", "head"])
def test_an_altered_archive_is_not_given(adesso, settings, tmp_path, harm):
    settings.FILES_DIR = tmp_path
    content = b"a" * (2 * FRAME + 10)
    kept = produced.keep(
        io.BytesIO(content), name="dati.zip", organizzazione_id=None, by=None, now=adesso
    )
    path = disk.full_path(kept.path)
    sealed = bytearray(path.read_bytes())
    step = FRAME + 16
    if harm == "flip":
        sealed[100] ^= 1
    elif harm == "cut":
        del sealed[12 + 2 * step :]
    elif harm == "swap":
        first, second = sealed[12 : 12 + step], sealed[12 + step : 12 + 2 * step]
        sealed[12 : 12 + 2 * step] = second + first
    else:
        sealed[0] ^= 1
    path.write_bytes(bytes(sealed))
    with pytest.raises(FileUnavailable):
        b"".join(produced.stream(kept))


def test_a_deleted_archive_is_gone_at_once(adesso, settings, tmp_path):
    settings.FILES_DIR = tmp_path
    kept = produced.keep(
        io.BytesIO(b"x"), name="d.zip", organizzazione_id=None, by=None, now=adesso
    )
    delete(kept, by=None, now=adesso)
    with pytest.raises(FileUnavailable):
        produced.stream(kept)


def test_an_empty_file_is_no_archive():
    with pytest.raises(FileUnavailable):
        list(open_stream(io.BytesIO(b""), 0, key=b"0" * 32, file_id=uuid4()))
