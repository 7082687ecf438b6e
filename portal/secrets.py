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

from django.core.exceptions import ImproperlyConfigured

KEY_BYTES = 32
_MIN_CHARS = 32


def read_or_create(path: Path, make: str | None = None) -> str:
    """Return the text of the secret file, creating it with a fresh value when it is not there.

    Raises ImproperlyConfigured, in words for the operator, when it can be neither read nor made.
    """
    try:
        return _read_or_create(path, make if make is not None else secrets.token_urlsafe(64))
    except OSError:
        raise ImproperlyConfigured(
            f"Non posso leggere o scrivere il segreto {path}: dai i permessi a questo utente,"
            " libera spazio o indica un'altra cartella con VAR_DIR."
        ) from None


def _read_or_create(path: Path, value: str) -> str:
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return _read(path)
    try:
        with os.fdopen(descriptor, "w", encoding="ascii") as stream:
            stream.write(value)
            stream.flush()
            os.fsync(descriptor)  # what it will encrypt must not outlive it
    except OSError:
        path.unlink()  # half a secret on a full disk would be taken for the whole one
        raise
    return value


def _read(path: Path) -> str:
    """Read the file; an empty one is being written by another process: wait a moment for it."""
    restore = "rimetti quello della copia di sicurezza"
    for _ in range(50):
        try:
            text = path.read_text(encoding="ascii").strip()
        except UnicodeDecodeError:
            raise ImproperlyConfigured(f"Il segreto {path} è rovinato: {restore}.") from None
        if len(text) >= _MIN_CHARS:
            return text
        time.sleep(0.02)
    raise ImproperlyConfigured(
        f"Il segreto {path} è {'incompleto' if text else 'vuoto'}: {restore}, oppure cancella il"
        " file se l'installazione non ha ancora dati."
    )


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
                "ENCRYPTION_KEYS (o il file segreti/chiavi) non è valida: servono voci"
                " «id:base64» di 32 byte, separate da virgole."
            )
        ring[name] = key
    if not ring:
        raise ValueError("ENCRYPTION_KEYS è vuota.")
    return ring
