"""The command without Django: every document gets an answer or an error, never a traceback."""

from __future__ import annotations

import io
import json
import random
import re
import runpy
import subprocess
import sys
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

import pytest

from denunce.scadenze import cli, parse_caso
from denunce.scadenze.errors import CasoNonValido
from denunce.scadenze.streams import Output
from tests.denunce.scadenze.cases import ALL, SHARED

ROOT = Path(__file__).resolve().parents[3]
CASO = SHARED[0]["caso"]
BAD = {"id": "brutto", "persona": "pirata", "evento": {"tipo": "infortunio"}}


class Answer(NamedTuple):
    """What the command wrote and how it ended."""

    output: str
    errors: list[str]
    code: int


def document(value: object) -> bytes:
    return json.dumps(value).encode()


def run(path: str | None, stdin: BinaryIO | None) -> Answer:
    out, err = io.StringIO(), io.StringIO()
    code = cli.run(path, stdin, Output(out), Output(err))
    return Answer(out.getvalue(), err.getvalue().splitlines(), code)


def evaluate(data: bytes) -> Answer:
    return run(None, io.BytesIO(data))


def test_one_case_one_decision() -> None:
    answer = evaluate(document(CASO))
    assert (answer.code, answer.errors) == (0, [])
    decision = json.loads(answer.output)
    assert list(decision) == [
        "id",
        "giorni_assenza",
        "tutela_inail",
        "regole_del",
        "adempimenti",
        "nessun_obbligo_inail",
        "cosa_cambierebbe",
        "avvisi",
    ]
    assert list(decision["adempimenti"][0]) == [
        "tipo",
        "termine",
        "prudenziale",
        "obbligato",
        "regole",
        "fonti",
        "passi",
        "alternative",
    ]


def test_a_list_keeps_its_order_and_answers_the_valid_ones() -> None:
    answer = evaluate(document([CASO, BAD, CASO, 7]))
    listed = json.loads(answer.output)
    assert [one["id"] for one in listed] == ["C001", "brutto", "C001", None]
    assert [error["campo"] for error in listed[1]["errori"]] == [
        "/1/persona",
        "/1/evento/avvenuto_il",
    ]
    assert listed[3]["errori"][0]["campo"] == "/3"
    assert answer.code == 2
    assert answer.errors[0].startswith("/1/persona: ")
    assert len(answer.errors) == 3


def test_an_empty_list() -> None:
    assert evaluate(b"[]") == ("[]\n", [], 0)


def test_the_same_input_gives_the_same_output() -> None:
    cases = document([case["caso"] for case in ALL])
    assert evaluate(cases) == evaluate(cases)


MALFORMED: list[tuple[bytes, str]] = [
    (b"", "JSON non valido"),
    (b"{", "JSON non valido"),
    (b'{"id": "x"} {}', "JSON non valido"),
    (b"{'id': 1}", "JSON non valido"),
    (b'{"id": NaN}', "NaN"),
    (b"[Infinity]", "Infinity"),
    (b'{"id": "\xff"}', "UTF-8"),
    ('{"id": "x"}'.encode("utf-16"), "UTF-8"),
    (b"[" * 100_000, "annidamento"),
    (b'{"a":' * 100_000, "annidamento"),
    (b'"testo"', "oggetto JSON"),
    (b"5", "oggetto JSON"),
    (b"null", "oggetto JSON"),
    (b"true", "oggetto JSON"),
    (b"9" * 10_000, "oggetto JSON"),
]


@pytest.mark.parametrize(("data", "said"), MALFORMED, ids=range(len(MALFORMED)))
def test_malformed_documents_say_one_line_and_nothing_else(data: bytes, said: str) -> None:
    answer = evaluate(data)
    assert (answer.output, answer.code, len(answer.errors)) == ("", 2, 1)
    assert said in answer.errors[0]


ODD: list[tuple[bytes, str]] = [
    (b'{"id": "x", "id": "y"}', "/id"),
    (b'{"persona": "lavoratore", "persona": "studente"}', "/persona"),
    (b'{"id": 1' + b"0" * 5000 + b"}", "/id"),
    (
        b'{"certificati": [{"prognosi_giorni": 1' + b"0" * 5000 + b"}]}",
        "/certificati/0/prognosi_giorni",
    ),
    (b'{"certificati": [{"prognosi_giorni": 1e999}]}', "/certificati/0/prognosi_giorni"),
    (b'{"id": "\\ud800"}', "/id"),
    (b'{"datore": {"comune": "\\udfff"}}', "/datore/comune"),
    (b'{"\\ud800": 1}', "/\ufffd"),
    (b'{"id": ' + b"[" * 500 + b"]" * 500 + b"}", "/id"),
    (b'{"evento": {"tipo": "infortunio", "tipo": "infortunio"}}', "/evento/tipo"),
]


@pytest.mark.parametrize(("data", "campo"), ODD, ids=range(len(ODD)))
def test_odd_values_are_errors_with_a_path(data: bytes, campo: str) -> None:
    answer = evaluate(data)
    listed = json.loads(answer.output)
    assert campo in [error["campo"] for error in listed["errori"]]
    assert answer.code == 2
    (answer.output + "".join(answer.errors)).encode()


def test_a_byte_order_mark_is_accepted() -> None:
    assert evaluate(b"\xef\xbb\xbf" + document(CASO)).code == 0


def test_too_large_an_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cli, "MAX_BYTES", 1000)
    answer = run(None, io.BytesIO(b" " * 1001))
    assert (answer.output, answer.code) == ("", 2)
    assert "troppo grande" in answer.errors[0]


def test_files(tmp_path: Path) -> None:
    path = tmp_path / "caso.json"
    path.write_bytes(document(CASO))
    assert run(str(path), io.BytesIO()).code == 0
    assert run("-", io.BytesIO(document(CASO))).code == 0
    for wrong in (str(tmp_path / "manca.json"), str(tmp_path), "a\0b"):
        answer = run(wrong, io.BytesIO())
        assert (answer.output, answer.code, len(answer.errors)) == ("", 2, 1)
        assert not re.search("[Nn]o such|directory|null", answer.errors[0])  # Italian only


def test_errors_are_one_line_each_whatever_the_keys_hold() -> None:
    answer = evaluate(document({"a\nb\x1b[31m\u2028c": 1, "persona": "lavoratore"}))
    assert answer.errors[0] == "/a b [31m c: campo sconosciuto"
    assert len(answer.errors) == len(json.loads(answer.output)["errori"])


def test_many_keys_one_of_them_repeated() -> None:
    """The search for the repeated ones takes no longer than reading them."""
    keys = [f'"k{number}": 1' for number in range(20_000)]
    answer = evaluate(("{" + ", ".join([*keys, '"k7": 2']) + "}").encode())
    assert "/k7: campo ripetuto" in answer.errors
    assert sum("ripetuto" in line for line in answer.errors) == 1


def test_a_list_is_answered_one_case_at_a_time() -> None:
    """100,000 cases must fit in memory: an answer leaves before the next one is asked."""
    root: list[object] = [CASO, BAD, CASO]
    errors: list[str] = []
    pieces = cli.answers(root, errors)
    assert json.loads(next(pieces).removeprefix("[\n"))["id"] == "C001"
    assert (root[0], root[1], errors) == (None, BAD, [])
    assert json.loads(next(pieces).removeprefix(",\n"))["id"] == "brutto"
    assert len(errors) == 2


def test_one_hundred_thousand_ordinary_cases_are_within_the_limit() -> None:
    """The shared cases are ordinary ones: their average, two thirds more, and the list fits."""
    average = len(document([case["caso"] for case in SHARED])) / len(SHARED)
    assert average * 100_000 * 5 / 3 < cli.MAX_BYTES


def test_output_is_utf8_whatever_the_terminal() -> None:
    raw = io.BytesIO()
    out = Output(io.TextIOWrapper(raw, encoding="ascii"))
    out.write("già")
    out.flush()
    assert raw.getvalue() == "già".encode()


class Failing(io.StringIO):
    """A stream that fails like a closed pipe or a full disk."""

    def __init__(self, error: Exception) -> None:
        super().__init__()
        self.error = error

    def write(self, text: str) -> int:
        raise self.error


@pytest.mark.parametrize(
    ("stream", "said"),
    [
        (Failing(BrokenPipeError()), ""),
        (Failing(OSError(28, "No space left on device")), "spazio su disco esaurito"),
        (Failing(OSError(5, "Input/output error")), "errore di sistema 5"),
        (Failing(MemoryError()), "memoria insufficiente"),
        (None, "il flusso è chiuso"),
    ],
)
def test_an_answer_that_cannot_be_written(stream: io.StringIO | None, said: str) -> None:
    err = io.StringIO()
    assert cli.run(None, io.BytesIO(document(CASO)), Output(stream), Output(err)) == 1
    assert said in err.getvalue()
    assert len(err.getvalue().splitlines()) == (1 if said else 0)


def test_errors_that_nobody_can_read_do_not_matter() -> None:
    for closed in (None, Failing(BrokenPipeError())):
        out = io.StringIO()
        assert cli.run(None, io.BytesIO(document(BAD)), Output(out), Output(closed)) == 2
        assert json.loads(out.getvalue())["id"] == "brutto"


def test_a_closed_standard_input() -> None:
    assert run(None, None) == ("", ["JSON non valido: l'ingresso è vuoto"], 2)


def test_a_reader_that_goes_away_ends_the_command_in_silence(tmp_path: Path) -> None:
    """`valuta … | head`: no traceback, also when Python flushes what is left."""
    path = tmp_path / "casi.json"
    path.write_bytes(document([CASO] * 2_000))
    with subprocess.Popen(
        [sys.executable, "-m", "denunce.scadenze", str(path)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as command:
        assert command.stdout is not None
        assert command.stderr is not None
        assert command.stdout.read(2) == b"[\n"
        command.stdout.close()
        assert command.stderr.read() == b""
    assert command.returncode == 1


def test_main(monkeypatch: pytest.MonkeyPatch, capsysbinary: Any, tmp_path: Path) -> None:
    path = tmp_path / "caso.json"
    path.write_bytes(document(CASO))
    assert cli.main([str(path)]) == 0
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(document(BAD))))
    assert cli.main([]) == 2
    assert cli.main(["a", "b"]) == 2
    assert cli.main(["--colore"]) == 2
    captured = capsysbinary.readouterr()
    assert b'"id": "brutto"' in captured.out
    assert captured.err.count(b"uso: python -m denunce.scadenze [FILE]\n") == 2
    assert cli.main(["--help"]) == 0
    assert b"uso: " in capsysbinary.readouterr().out


def test_the_module_ends_with_the_exit_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "argv", ["scadenze", "uno", "due"])
    with pytest.raises(SystemExit) as exit_:
        runpy.run_module("denunce.scadenze", run_name="__main__")
    assert exit_.value.code == 2


def test_as_a_module() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "denunce.scadenze"],
        input=document(CASO),
        cwd=ROOT,
        capture_output=True,
        check=False,
        env={"PYTHONIOENCODING": "ascii"},
    )
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["id"] == "C001"


def test_a_case_must_be_an_object() -> None:
    with pytest.raises(CasoNonValido, match="oggetto"):
        parse_caso([])


# --- fuzz ---------------------------------------------------------------------------------------

VALUES: list[object] = [
    None,
    True,
    0,
    -1,
    4,
    10**9,
    3.5,
    "",
    "primo",
    "2026-03-10",
    "2026-03-29T02:30",
    "2026-10-25T02:30",
    "2026-12-31T23:59:59Z",
    "2040-12-31T10:00",
    "2199-12-31T23:59-12:00",
    "1900-01-01T00:00+14:00",
    "2026-02-30",
    "²⁰²⁶-03-10",
    [],
    {},
    [[]],
    {"a": None},
    "\ud800",
]


def mutate(value: Any, rng: random.Random) -> Any:
    """One random change somewhere in a JSON value."""
    if isinstance(value, dict) and value and rng.random() < 0.9:
        key = rng.choice(list(value))
        changed = dict(value)
        roll = rng.random()
        if roll < 0.1:
            del changed[key]
        elif roll < 0.15:
            changed[str(rng.choice(VALUES))] = rng.choice(VALUES)
        elif roll < 0.35:
            changed[key] = rng.choice(VALUES)
        else:
            changed[key] = mutate(value[key], rng)
        return changed
    if isinstance(value, list) and value and rng.random() < 0.9:
        index = rng.randrange(len(value))
        return [*value[:index], mutate(value[index], rng), *value[index + 1 :]]
    return rng.choice(VALUES)


def test_ten_thousand_fuzzed_cases_get_an_answer_or_a_path() -> None:
    rng = random.Random(1124)
    refused = 0
    for number in range(10_000):
        caso = rng.choice(ALL)["caso"]
        for _ in range(rng.randint(1, 4)):
            caso = mutate(caso, rng)
        body, errori = cli.answer_case(caso)
        if errori:
            refused += 1
            assert all(e.messaggio and e.campo.startswith("/") for e in errori if e.campo), number
        else:
            assert "adempimenti" in body
        json.dumps(body, ensure_ascii=False).encode()
    assert 1_000 < refused < 9_900


def test_fuzzed_bytes() -> None:
    rng = random.Random(81)
    plain = document([case["caso"] for case in SHARED[:3]])
    for _ in range(500):
        data = bytearray(plain)
        for _ in range(rng.randint(1, 5)):
            data[rng.randrange(len(data))] = rng.randrange(256)
        answer = evaluate(bytes(data))
        assert answer.code in (0, 2)
        (answer.output + "".join(answer.errors)).encode()
