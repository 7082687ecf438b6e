"""Writing pieces of data into a ZIP: one JSON file each, an index to read, a list of hashes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import IO, Any, Final
from zipfile import ZIP_DEFLATED, ZipFile

from django.template.loader import render_to_string

from portal.base.personal import Piece

# Rows of each file that the index shows; all of them are in the JSON.
_SHOWN: Final = 50
_EVERY: Final = 100


@dataclass
class Written:
    """One file of the archive as the index and the manifest tell of it."""

    name: str
    title: str
    sha256: str
    rows: int
    shown: list[list[tuple[str, str]]]


Progress = Callable[[int], None]


def write_archive(
    target: IO[bytes],
    pieces: Iterable[tuple[str, Piece]],
    *,
    title: str,
    now: datetime,
    progress: Progress,
    readable: bool,
) -> None:
    """Write ``pieces`` (folder, piece) into ``target`` as they come, never all in memory.

    ``readable``: the index shows the rows as well, for a person; else it lists the files.
    """
    done: list[Written] = []
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for folder, piece in pieces:
            done.append(_write(archive, folder, piece, progress, readable))
        index = {"title": title, "files": done, "made_at": now, "readable": readable}
        archive.writestr("indice.html", render_to_string("riservatezza/archivio.html", index))
        archive.writestr("impronte.json", _manifest(done, now))


def _write(
    archive: ZipFile, folder: str, piece: Piece, progress: Progress, readable: bool
) -> Written:
    suffix = "" if piece.content else ".json"
    found = Written(f"{folder}/{piece.name}{suffix}", piece.title, "", 0, [])
    digest = hashlib.sha256()
    with archive.open(found.name, "w", force_zip64=True) as stream:
        for chunk in _chunks(piece, found, progress, readable):
            digest.update(chunk)
            stream.write(chunk)
    found.sha256 = digest.hexdigest()
    return found


def _chunks(piece: Piece, found: Written, progress: Progress, readable: bool) -> Iterator[bytes]:
    if piece.content is not None:
        yield piece.content()
        progress(1)
        return
    yield b"["
    for row in piece.rows:
        text = json.dumps(row, ensure_ascii=False, indent=1)
        yield (",\n" if found.rows else "\n").encode() + text.encode()
        found.rows += 1
        if readable and len(found.shown) < _SHOWN:
            found.shown.append([(key, _said(value)) for key, value in row.items() if value])
        if found.rows % _EVERY == 0:
            progress(_EVERY)
    progress(found.rows % _EVERY)
    yield b"\n]\n"


def _said(value: Any) -> str:
    return str(value)[:400]


def _manifest(files: list[Written], now: datetime) -> str:
    body = {
        "preparato": now.isoformat(),
        "file": [
            {"nome": one.name, "titolo": one.title, "righe": one.rows, "sha256": one.sha256}
            for one in files
        ],
    }
    return json.dumps(body, ensure_ascii=False, indent=1)
