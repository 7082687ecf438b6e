"""Encryption bound to its place, and keyed hashes to search by."""

import pytest

from portal.base import crypto
from portal.base.crypto import DecryptionError, UnknownKey

KEY = b"k" * 32


def test_what_is_encrypted_comes_back() -> None:
    sealed = crypto.encrypt(b"frattura", key=KEY, aad=b"a:1")
    assert b"frattura" not in sealed
    assert crypto.decrypt(sealed, key=KEY, aad=b"a:1") == b"frattura"


def test_the_same_text_never_encrypts_to_the_same_bytes() -> None:
    assert crypto.encrypt(b"x", key=KEY, aad=b"") != crypto.encrypt(b"x", key=KEY, aad=b"")


@pytest.mark.parametrize("place", [0, 1, 5, 14, -1])
def test_one_altered_byte_anywhere_is_refused(place: int) -> None:
    sealed = bytearray(crypto.encrypt(b"frattura", key=KEY, aad=b"a:1"))
    sealed[place] ^= 1
    with pytest.raises(DecryptionError):
        crypto.decrypt(bytes(sealed), key=KEY, aad=b"a:1")


@pytest.mark.parametrize("cut", [b"", b"\x01", b"\x01" * 13])
def test_a_stump_is_refused(cut: bytes) -> None:
    with pytest.raises(DecryptionError):
        crypto.decrypt(cut, key=KEY, aad=b"a:1")


def test_another_place_or_another_key_is_refused() -> None:
    sealed = crypto.encrypt(b"frattura", key=KEY, aad=b"a:1")
    with pytest.raises(DecryptionError):
        crypto.decrypt(sealed, key=KEY, aad=b"a:2")
    with pytest.raises(DecryptionError):
        crypto.decrypt(sealed, key=b"j" * 32, aad=b"a:1")


def test_the_first_key_of_the_settings_is_the_current_one(settings) -> None:
    settings.ENCRYPTION_KEYS = {"nuova": b"n" * 32, "vecchia": b"v" * 32}
    assert crypto.current_key_id() == "nuova"
    assert crypto.master_key("vecchia") == b"v" * 32
    with pytest.raises(UnknownKey, match="persa"):
        crypto.master_key("persa")


def test_the_blind_index_depends_on_value_purpose_and_key(settings) -> None:
    first = crypto.blind_index("RSSMRA85T10A562S", "lavoratore")
    assert first == crypto.blind_index("RSSMRA85T10A562S", "lavoratore")
    assert len(first) == 64
    assert first != crypto.blind_index("RSSMRA85T10A562S", "medico")
    assert first != crypto.blind_index("BNCGLI80A01F205X", "lavoratore")
    settings.BLIND_INDEX_KEY = b"un'altra"
    assert first != crypto.blind_index("RSSMRA85T10A562S", "lavoratore")
