"""Secrets of an installation: from the environment, else generated once under ``var/segreti``.

A generated secret is written with mode 600 before anything is encrypted with it, so that a restart
reads back the same one. Two processes that start together agree: the file is created exclusively.
"""

from __future__ import annotations

import base64
import os
import secrets
import time
from pathlib import Path

KEY_BYTES = 32


def read_or_create(path: Path, make: str | None = None) -> str:
    """Return the text of the secret file, creating it with a fresh value when it is not there."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    value = make if make is not None else secrets.token_urlsafe(64)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    with os.fdopen(descriptor, "w", encoding="ascii") as stream:
        stream.write(value)
    return value


def _read(path: Path) -> str:
    """Read the file; an empty one is being written by another process: wait a moment for it."""
    for _ in range(50):
        text = path.read_text(encoding="ascii").strip()
        if text:
            return text
        time.sleep(0.02)
    raise RuntimeError(f"Il file {path} è vuoto: cancellalo o scrivi il segreto che conteneva.")


def new_keyring() -> str:
    """A key ring with one fresh key, in the ``id:base64`` form of ENCRYPTION_KEYS."""
    return "k1:" + base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode("ascii")


def parse_keyring(text: str) -> dict[str, bytes]:
    """Read ``id:base64,id:base64`` (first is current). Raises ValueError for a malformed ring."""
    ring: dict[str, bytes] = {}
    for part in filter(None, (piece.strip() for piece in text.split(","))):
        name, separator, encoded = part.partition(":")
        try:
            key = base64.b64decode(encoded, validate=True)
        except ValueError:
            key = b""
        if not separator or not name or len(key) != KEY_BYTES or name in ring:
            raise ValueError(
                "ENCRYPTION_KEYS non è valida: servono voci «id:base64» di 32 byte,"
                " separate da virgole."
            )
        ring[name] = key
    if not ring:
        raise ValueError("ENCRYPTION_KEYS è vuota.")
    return ring
