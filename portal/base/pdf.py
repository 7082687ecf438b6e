"""The one door to PDF: HTML of ours in, the bytes of an archival, tagged PDF out.

Each document is laid out in a child process with limits on time and memory, so that a hostile text
can cost one document and never the worker. WeasyPrint is imported on first use: a process that
renders nothing (every web process) never loads it.
"""

from __future__ import annotations

import gc
import os
import resource
import select
import signal
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

PAGE_SIZE = resource.getpagesize()
_OK, _FAILED = b"0", b"1"


class PdfError(Exception):
    """The document was not made; ``code`` says why, without a word of its text."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Limits:
    """What one document may use: CPU seconds, seconds in all, bytes beyond the process's own."""

    cpu_seconds: int = 20
    wall_seconds: float = 45
    memory_bytes: int = 400 * 1024 * 1024


def render(
    html: str,
    *,
    css: Sequence[str] = (),
    limits: Limits | None = None,
    finish: Callable[[bytes], bytes] | None = None,
) -> bytes:
    """Turn a whole HTML document into PDF/A-2a with PDF/UA-1 identification.

    ``finish`` works on the file before it is handed back, in the same child under the same limits.

    ``html`` must carry ``lang`` and a ``title``; ``css`` are names of static files
    (``"css/pdf/modulo.css"``). The same arguments give the same bytes. Raises PdfError:
    ``risorsa_rifiutata`` (it asked for anything but our static files and ``data:``),
    ``tempo``, ``memoria``, ``annidamento``, ``libreria_mancante``, ``interrotto`` or a fault.
    """
    try:
        from portal.base import pdf_engine  # noqa: PLC0415  (loads WeasyPrint, and only here)
    except OSError as error:  # a native library is missing on this machine
        raise PdfError("libreria_mancante") from error
    prepared = pdf_engine.prepare(tuple(css))

    def work() -> bytes:
        content = pdf_engine.write(html, prepared)
        return finish(content) if finish else content

    return run_limited(work, limits or Limits())


def warm_up(css: Sequence[str]) -> None:
    """Load the engine and the style sheets ahead of the first document, which would wait for them.

    Raises PdfError like ``render``; a process that will render nothing must not call it.
    """
    try:
        from portal.base import pdf_engine  # noqa: PLC0415  (loads WeasyPrint, and only here)
    except OSError as error:
        raise PdfError("libreria_mancante") from error
    pdf_engine.prepare(tuple(css))


def run_limited(work: Callable[[], bytes], limits: Limits) -> bytes:
    """Run ``work`` in a forked child under limits and return its bytes; raises PdfError."""
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(reader)
        _child(work, writer, limits)
    os.close(writer)
    try:
        answer = _read(reader, time.monotonic() + limits.wall_seconds)
    finally:
        os.close(reader)
        os.kill(pid, signal.SIGKILL)
        _pid, status = os.waitpid(pid, 0)
    if answer is None:
        raise PdfError("tempo")
    if answer[:1] == _OK:
        return answer[1:]
    if answer[:1] == _FAILED:
        raise PdfError(answer[1:].decode("ascii", "replace"))
    if os.WIFSIGNALED(status) and os.WTERMSIG(status) == signal.SIGXCPU:
        raise PdfError("tempo")
    raise PdfError("interrotto")


def _child(work: Callable[[], bytes], writer: int, limits: Limits) -> None:
    """Never returns: nothing of the parent (connections, exit hooks) may run here."""
    try:
        try:
            _limit(limits)
            gc.disable()  # the process ends with its document: cycles cost nothing, the search does
            answer = _OK + work()
        except BaseException as error:  # noqa: BLE001  (the parent raises it again, as a code)
            answer = _FAILED + _code(error).encode("ascii", "replace")
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(answer)
    finally:
        os._exit(0)


def _limit(limits: Limits) -> None:
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    memory = pages * PAGE_SIZE + limits.memory_bytes
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CPU, (limits.cpu_seconds, limits.cpu_seconds + 1))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _code(error: BaseException) -> str:
    if isinstance(error, PdfError):
        return error.code
    if isinstance(error, MemoryError):
        return "memoria"
    return "annidamento" if isinstance(error, RecursionError) else type(error).__name__


def _read(reader: int, deadline: float) -> bytes | None:
    """Everything the child wrote, or None when the deadline came first."""
    chunks: list[bytes] = []
    while True:
        left = deadline - time.monotonic()
        if left <= 0 or not select.select([reader], [], [], left)[0]:
            return None
        chunk = os.read(reader, 1 << 20)
        if not chunk:
            return b"".join(chunks)
        chunks.append(chunk)
