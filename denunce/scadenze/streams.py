"""Where the command writes: UTF-8 whatever the terminal, and every way a stream can fail."""

from __future__ import annotations

import errno
import os
import re
from typing import Any

# Line ends, and what a terminal would obey: a key of the input may hold them.
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]+")

_REASONS = {
    errno.ENOENT: "il file non esiste",
    errno.EISDIR: "è una cartella",
    errno.EACCES: "permesso negato",
    errno.EPERM: "permesso negato",
    errno.ENAMETOOLONG: "nome troppo lungo",
    errno.ENOSPC: "spazio su disco esaurito",
    errno.EBADF: "il flusso è chiuso",
}


def reason(error: OSError | ValueError) -> str:
    """Why a file or a stream failed, in Italian (the system speaks its own language)."""
    number = getattr(error, "errno", None)
    if number is None:
        return "percorso non valido"
    return _REASONS.get(number, f"errore di sistema {number}")


class Output:
    """A text stream to write on: standard output, standard error, or a test's `StringIO`.

    None is a stream closed by whoever started the command: writing an answer there is an
    `OSError`, writing a line of error is lost.
    """

    def __init__(self, stream: Any) -> None:
        self._stream = stream
        self._bytes = getattr(stream, "buffer", None)

    def write(self, text: str) -> None:
        """Write text; it may stay in the buffer until `flush`."""
        if self._stream is None:
            raise OSError(errno.EBADF, "closed")
        if self._bytes is None:
            self._stream.write(text)
        else:
            self._bytes.write(text.encode())

    def flush(self) -> None:
        """Make sure that everything written has left."""
        if self._bytes is not None:
            self._bytes.flush()

    def line(self, text: str) -> None:
        """One message on one line; lost when nobody can read it."""
        try:
            self.write(_CONTROL.sub(" ", text) + "\n")
            self.flush()
        except OSError:
            self.abandon()

    def abandon(self) -> None:
        """Nobody reads any more: what is buffered must not fail again when Python ends."""
        try:
            number = self._stream.fileno()
        except (AttributeError, OSError, ValueError):
            return
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, number)
        os.close(nowhere)
