"""The command `valuta` without Django: bytes in, text and exit code out.

No database, no clock. One case or a list as JSON; one decision or a list in the same order, each
written as soon as it is known: the answers of a long list are never in memory together.
Exit codes: 0 all answered, 1 the answer could not be written, 2 wrong input (the valid cases of a
list are answered all the same).
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import BinaryIO

from denunce.scadenze.codec import Json, decisione_to_json, parse_caso
from denunce.scadenze.errors import Errore, ErroreScadenze
from denunce.scadenze.explain import explain
from denunce.scadenze.reader import HugeNumber, RepeatedKeys, printable
from denunce.scadenze.streams import Output, reason

# Three times a list of 100,000 ordinary cases.
MAX_BYTES = 128 * 1024 * 1024
DONE, FAILED, WRONG = 0, 1, 2
USAGE = "uso: {program} [FILE]"
_MAX_DIGITS = 18


class UnreadableInput(ValueError):
    """The input is no JSON document of the contract; the message is the one Italian line."""


def read_bytes(path: str | None, stdin: BinaryIO | None) -> bytes:
    """The input, from a file or from standard input ("-" or None).

    Raises `UnreadableInput` when it cannot be read or is too large.
    """
    try:
        if path is None or path == "-":
            data = b"" if stdin is None else stdin.read(MAX_BYTES + 1)
        else:
            with open(path, "rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        name = printable(path or "-")
        raise UnreadableInput(f"impossibile leggere {name}: {reason(error)}") from error
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise UnreadableInput(f"ingresso troppo grande: il limite è {limit} MB, dividere l'elenco")
    return data


def load(data: bytes) -> object:
    """Parse the JSON document. Raises `UnreadableInput` when it is malformed."""
    if not data.strip():
        raise UnreadableInput("JSON non valido: l'ingresso è vuoto")
    try:
        document = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnreadableInput(f"codifica non valida: serve UTF-8 (byte {error.start})") from error
    try:
        return json.loads(
            document,
            object_pairs_hook=_pairs,
            parse_int=_integer,
            parse_constant=_constant,
        )
    except json.JSONDecodeError as error:
        place = f"riga {error.lineno}, colonna {error.colno}"
        raise UnreadableInput(f"JSON non valido: {place}") from error
    except RecursionError as error:
        raise UnreadableInput("JSON non valido: troppi livelli di annidamento") from error


def _pairs(pairs: list[tuple[str, object]]) -> dict[str, object]:
    plain = dict(pairs)
    if len(plain) == len(pairs):
        return plain
    times = Counter(name for name, _ in pairs)
    repeated = RepeatedKeys(plain)
    repeated.repeated = tuple(name for name in plain if times[name] > 1)
    return repeated


def _integer(digits: str) -> int | HugeNumber:
    return int(digits) if len(digits) <= _MAX_DIGITS else HugeNumber()


def _constant(name: str) -> object:
    raise UnreadableInput(f"JSON non valido: {name} non è un numero JSON")


def answer_case(obj: object, prefix: str = "") -> tuple[Json, list[Errore]]:
    """The decision for one case, or its errors with `prefix` before each path."""
    try:
        return decisione_to_json(explain(parse_caso(obj))), []
    except ErroreScadenze as error:
        errori = [Errore(prefix + e.campo, e.messaggio) for e in error.errori]
    case_id = obj.get("id") if isinstance(obj, dict) else None
    known_id = case_id if isinstance(case_id, str) and printable(case_id) == case_id else None
    listed = [{"campo": e.campo, "messaggio": e.messaggio} for e in errori]
    return {"id": known_id, "errori": listed}, errori


def answers(root: object, errors: list[str]) -> Iterator[str]:
    """The text of the answer, a piece for each case; lines for standard error go to `errors`."""
    if not isinstance(root, list):
        body, errori = answer_case(root)
        errors += _lines(errori)
        yield json.dumps(body, ensure_ascii=False, indent=2) + "\n"
        return
    if not root:
        yield "[]\n"
        return
    for index, item in enumerate(root):
        body, errori = answer_case(item, f"/{index}")
        errors += _lines(errori)
        root[index] = None  # answered: a long list gives its memory back as it goes
        yield ("[\n" if index == 0 else ",\n") + json.dumps(body, ensure_ascii=False)
    yield "\n]\n"


def _lines(errori: Sequence[Errore]) -> list[str]:
    return [f"{e.campo}: {e.messaggio}" for e in errori]


def read_document(path: str | None, stdin: BinaryIO | None) -> object:
    """One case or a list. Raises `UnreadableInput` before anything is answered."""
    root = load(read_bytes(path, stdin))
    if not isinstance(root, dict | list):
        raise UnreadableInput("serve un caso (oggetto JSON) o un elenco di casi")
    return root


def run(path: str | None, stdin: BinaryIO | None, out: Output, err: Output) -> int:
    """Read, answer, write: what `manage.py valuta` and `python -m denunce.scadenze` share.

    Never raises: a reader that goes away (`| head`) ends the work in silence, a full disk and too
    little memory say so in one line.
    """
    errors: list[str] = []
    try:
        root = read_document(path, stdin)
        for text in answers(root, errors):
            out.write(text)
        out.flush()
        for line in errors:
            err.line(line)
    except UnreadableInput as error:
        err.line(str(error))
        return WRONG
    except BrokenPipeError:
        out.abandon()
        return FAILED
    except OSError as error:
        out.abandon()
        err.line(f"impossibile scrivere la risposta: {reason(error)}")
        return FAILED
    except MemoryError:
        err.line("memoria insufficiente: dividere l'elenco")
        return FAILED
    return WRONG if errors else DONE


def main(argv: Sequence[str]) -> int:
    """`python -m denunce.scadenze [FILE]`."""
    out, err = Output(sys.stdout), Output(sys.stderr)
    usage = USAGE.format(program="python -m denunce.scadenze")
    if any(arg in ("-h", "--help") for arg in argv):
        out.line(usage)
        return DONE
    if len(argv) > 1 or any(arg.startswith("-") and arg != "-" for arg in argv):
        err.line(usage)
        return WRONG
    stdin = getattr(sys.stdin, "buffer", None)  # None: closed by the caller
    return run(argv[0] if argv else None, stdin, out, err)
