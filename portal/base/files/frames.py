"""Files on disk: AES-GCM in frames of 1 MiB, each bound to its file, place and end."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import BinaryIO
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from portal.base.files.errors import FileUnavailable

FRAME = 1024 * 1024
_MAGIC = b"PIF1"
_PREFIX = 8  # random part of the nonce; the other four bytes count the frames
_TAG = 16


def seal_frames(plain: bytes, *, key: bytes, file_id: UUID) -> bytes:
    """Encrypt ``plain``; every frame knows its number and whether it is the last."""
    cipher, prefix = AESGCM(key), os.urandom(_PREFIX)
    pieces = [plain[start : start + FRAME] for start in range(0, len(plain), FRAME)] or [b""]
    sealed = [
        cipher.encrypt(_nonce(prefix, index), piece, _aad(file_id, index, len(pieces)))
        for index, piece in enumerate(pieces)
    ]
    return b"".join([_MAGIC, prefix, *sealed])


def open_frames(sealed: bytes, *, key: bytes, file_id: UUID) -> bytes:
    """Decrypt what :func:`seal_frames` made.

    Raises FileUnavailable when frames were altered, moved, dropped or taken from
    another file.
    """
    prefix, body = sealed[len(_MAGIC) : len(_MAGIC) + _PREFIX], sealed[len(_MAGIC) + _PREFIX :]
    step = FRAME + _TAG
    pieces = [body[start : start + step] for start in range(0, len(body), step)]
    if not sealed.startswith(_MAGIC) or not pieces:
        raise FileUnavailable("unknown format")
    cipher = AESGCM(key)
    try:
        return b"".join(
            cipher.decrypt(_nonce(prefix, index), piece, _aad(file_id, index, len(pieces)))
            for index, piece in enumerate(pieces)
        )
    except InvalidTag:
        raise FileUnavailable("damaged or altered") from None


def seal_stream(source: BinaryIO, size: int, *, key: bytes, file_id: UUID) -> Iterator[bytes]:
    """Encrypt ``size`` bytes read from ``source``, a frame at a time, as ``seal_frames`` does."""
    cipher, prefix = AESGCM(key), os.urandom(_PREFIX)
    total = max(1, -(-size // FRAME))
    yield _MAGIC + prefix
    for index in range(total):
        piece = source.read(FRAME)
        yield cipher.encrypt(_nonce(prefix, index), piece, _aad(file_id, index, total))


def open_stream(source: BinaryIO, size: int, *, key: bytes, file_id: UUID) -> Iterator[bytes]:
    """Decrypt a sealed file of ``size`` bytes a frame at a time. Raises FileUnavailable like
    ``open_frames``, maybe after the first frames were given."""
    head = source.read(len(_MAGIC) + _PREFIX)
    step = FRAME + _TAG
    total = -(-(size - len(head)) // step)
    if not head.startswith(_MAGIC) or total < 1:
        raise FileUnavailable("unknown format")
    cipher, prefix = AESGCM(key), head[len(_MAGIC) :]
    for index in range(total):
        try:
            yield cipher.decrypt(
                _nonce(prefix, index), source.read(step), _aad(file_id, index, total)
            )
        except InvalidTag:
            raise FileUnavailable("damaged or altered") from None


def _nonce(prefix: bytes, index: int) -> bytes:
    return prefix + index.to_bytes(4, "big")


def _aad(file_id: UUID, index: int, total: int) -> bytes:
    return f"base.storedfile:{file_id}:{index}/{total}".encode()
