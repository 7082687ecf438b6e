"""Secrets of an installation: made once, whole, private; never replaced."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from portal.secrets import new_keyring, parse_keyring, read_or_create


def test_a_secret_is_made_once_and_read_back(tmp_path: Path) -> None:
    path = tmp_path / "segreti/chiavi"
    made = read_or_create(path, new_keyring())
    assert read_or_create(path, new_keyring()) == made
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_full_disk_leaves_no_half_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    path = tmp_path / "chiavi"
    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(ImproperlyConfigured, match="libera spazio"):
            read_or_create(path, new_keyring())
    assert not path.exists()


@pytest.mark.parametrize("content", [b"", b"k1:c", b"\xff" * 64])
def test_a_damaged_secret_is_never_replaced(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "chiavi"
    path.write_bytes(content)
    with pytest.raises(ImproperlyConfigured, match="copia di sicurezza"):
        read_or_create(path)
    assert path.read_bytes() == content


def test_a_folder_in_the_place_of_a_secret_is_said(tmp_path: Path) -> None:
    (tmp_path / "chiavi").mkdir()
    with pytest.raises(ImproperlyConfigured, match="VAR_DIR"):
        read_or_create(tmp_path / "chiavi")


@pytest.mark.parametrize("text", ["", "k1", "k1:corta", "k1:", ":" + "A" * 44, "è"])
def test_a_malformed_key_ring_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="ENCRYPTION_KEYS"):
        parse_keyring(text)


def test_the_first_key_of_a_ring_is_the_current_one() -> None:
    old, new = new_keyring(), new_keyring().replace("k1", "k2")
    assert list(parse_keyring(f"{new},{old}")) == ["k2", "k1"]
