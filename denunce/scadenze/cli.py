"""The command `valuta` without Django: bytes in, text and exit code out.

No database, no clock. One case or a list as JSON; one decision or a list in the same order.
Exit codes: 0 all answered, 2 wrong input (the valid cases of a list are answered all the same).
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Sequence
from typing import BinaryIO, NamedTuple

from denunce.scadenze.codec import Json, decisione_to_json, parse_caso
from denunce.scadenze.errors import Errore, ErroreScadenze
from denunce.scadenze.explain import explain
from denunce.scadenze.reader import HugeNumber, RepeatedKeys, printable

MAX_BYTES = 32 * 1024 * 1024
_MAX_DIGITS = 18


class Answer(NamedTuple):
    """What the command writes and how it ends. `errors` are lines for standard error."""

    output: str
    errors: list[str]
    code: int


class UnreadableInput(ValueError):
    """The input is no JSON document of the contract; the message is the one Italian line."""


def read_bytes(path: str | None, stdin: BinaryIO) -> bytes:
    """The input, from a file or from standard input ("-" or None).

    Raises `UnreadableInput` when it cannot be read or is too large.
    """
    try:
        if path is None or path == "-":
            data = stdin.read(MAX_BYTES + 1)
        else:
            with open(path, "rb") as stream:
                data = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "percorso non valido"
        raise UnreadableInput(f"impossibile leggere {printable(path or '-')}: {reason}") from error
    if len(data) > MAX_BYTES:
        limit = MAX_BYTES // (1024 * 1024)
        raise UnreadableInput(f"ingresso troppo grande: il limite è {limit} MB, dividere l'elenco")
    return data


def load(data: bytes) -> object:
    """Parse the JSON document. Raises `UnreadableInput` when it is malformed."""
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
    names = [name for name, _ in pairs]
    repeated = RepeatedKeys(plain)
    repeated.repeated = tuple(name for name in plain if names.count(name) > 1)
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


def evaluate(data: bytes) -> Answer:
    """Answer a whole document. Never raises on any input."""
    try:
        root = load(data)
    except UnreadableInput as error:
        return Answer("", [str(error)], 2)
    if isinstance(root, dict):
        answers = [answer_case(root)]
        output = json.dumps(answers[0][0], ensure_ascii=False, indent=2) + "\n"
    elif isinstance(root, list):
        answers = [answer_case(item, f"/{index}") for index, item in enumerate(root)]
        lines = ",\n".join(json.dumps(body, ensure_ascii=False) for body, _ in answers)
        output = f"[\n{lines}\n]\n" if answers else "[]\n"
    else:
        return Answer("", ["serve un caso (oggetto JSON) o un elenco di casi"], 2)
    errors = [f"{e.campo}: {e.messaggio}" for _, errori in answers for e in errori]
    return Answer(output, errors, 2 if errors else 0)


def run(path: str | None, stdin: BinaryIO) -> Answer:
    """Read and answer: what `manage.py valuta` and `python -m denunce.scadenze` share."""
    try:
        return evaluate(read_bytes(path, stdin))
    except UnreadableInput as error:
        return Answer("", [str(error)], 2)


def emit(answer: Answer, out: Callable[[str], object], err: Callable[[str], object]) -> int:
    """Write an answer and return the exit code."""
    if answer.output:
        out(answer.output)
    for line in answer.errors:
        err(" ".join(line.splitlines()) + "\n")
    return answer.code


def write_utf8(stream: object, text: str) -> None:
    """Write text as UTF-8 whatever the encoding of the terminal."""
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(text)  # type: ignore[attr-defined]
        return
    buffer.write(text.encode())
    buffer.flush()


def main(argv: Sequence[str]) -> int:
    """`python -m denunce.scadenze [FILE]`."""
    if len(argv) > 1 or any(arg in ("-h", "--help") for arg in argv):
        write_utf8(sys.stderr, "uso: python -m denunce.scadenze [FILE]\n")
        return 2
    answer = run(argv[0] if argv else None, sys.stdin.buffer)
    return emit(
        answer,
        lambda text: write_utf8(sys.stdout, text),
        lambda text: write_utf8(sys.stderr, text),
    )
