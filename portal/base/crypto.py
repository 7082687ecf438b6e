"""AES-256-GCM and keyed hashes over the keys of the settings.

Master keys (``ENCRYPTION_KEYS``, first is current) only wrap data keys; data keys
encrypt the data. So rotating a master key rewrites small rows, never the data.
"""

import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

KEY_BYTES = 32
_NONCE_BYTES = 12
_FORMAT = b"\x01"  # one byte, so that a later algorithm can tell old values apart


class DecryptionError(Exception):
    """The value was altered, moved from another row, or belongs to another key."""


class UnknownKey(Exception):
    """A value names a master key that the settings do not carry any more."""


def new_key() -> bytes:
    """Return 32 random bytes."""
    return os.urandom(KEY_BYTES)


def encrypt(plain: bytes, *, key: bytes, aad: bytes) -> bytes:
    """Encrypt and bind to ``aad``: the value cannot be read under another one."""
    nonce = os.urandom(_NONCE_BYTES)
    return _FORMAT + nonce + AESGCM(key).encrypt(nonce, plain, aad)


def decrypt(sealed: bytes, *, key: bytes, aad: bytes) -> bytes:
    """Undo :func:`encrypt`. Raises DecryptionError for anything altered or moved."""
    if sealed[:1] != _FORMAT or len(sealed) <= _NONCE_BYTES:
        raise DecryptionError("unknown format")
    nonce, body = sealed[1 : 1 + _NONCE_BYTES], sealed[1 + _NONCE_BYTES :]
    try:
        return AESGCM(key).decrypt(nonce, body, aad)
    except InvalidTag:
        raise DecryptionError("value altered, moved or of another key") from None


def current_key_id() -> str:
    """Return the id of the master key that wraps new data keys."""
    return next(iter(settings.ENCRYPTION_KEYS))


def master_key(key_id: str) -> bytes:
    """Return a master key by id. Raises UnknownKey when the settings lost it."""
    try:
        key: bytes = settings.ENCRYPTION_KEYS[key_id]
    except KeyError:
        raise UnknownKey(key_id) from None
    return key


def blind_index(value: str, purpose: str) -> str:
    """Return a keyed hash (64 hex digits) to find an encrypted value by equality.

    ``purpose`` keeps two columns apart: the same codice fiscale of a worker and of
    a doctor gives two unrelated indexes.
    """
    message = purpose.encode() + b"\0" + value.encode()
    return hmac.new(settings.BLIND_INDEX_KEY, message, hashlib.sha256).hexdigest()
