"""Writing and removing the encrypted bytes under FILES_DIR, whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from uuid import UUID

from django.conf import settings


def relative_path(file_id: UUID) -> str:
    """Return where a file stands: its own id, spread over 65,536 folders."""
    name = file_id.hex
    return f"{name[:2]}/{name[2:4]}/{name}.bin"


def full_path(relative: str) -> Path:
    """Return the path of a stored file on this machine."""
    root: Path = settings.FILES_DIR
    return root / relative


def write(relative: str, content: bytes) -> None:
    """Write to a temporary name, flush to the disk, then rename: never half a file."""
    write_pieces(relative, (content,))


def write_pieces(relative: str, pieces: Iterable[bytes]) -> None:
    """The same for content that comes a piece at a time."""
    target = full_path(relative)
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    partial = target.with_suffix(".tmp")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        for piece in pieces:
            stream.write(piece)
        stream.flush()
        os.fsync(stream.fileno())
    partial.replace(target)
