"""The code lists as the two source documents print them, read from the committed extractions.

The instructions of Mod. 4 bis R.A. - Nav. have one value on each line. Those of Mod. 101 came out
of their columns jumbled: numbers apart from their labels, one label broken in two by a hyphen.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from functools import cache

from tests.denunce.moduli.checklist import SOURCES

_HEADING = re.compile(r"^[#*\s]*(?:<b>)?\**\((\d{1,2})\) (.+?)(?:</b>|\*+)?$")
_NUMBERED = re.compile(r"\d\) ")
_CODE = re.compile(r"(?P<code>\d{1,2}|[A-Z])(?: = (?P<label>.+))?")
Pairs = list[tuple[str, str]]


@cache
def nav_lists() -> dict[str, list[str]]:
    """The values below each numbered note of the Nav instructions: "4 marittimo=si" -> labels."""
    found: dict[str, list[str]] = {}
    held: list[str] | None = None
    for line in (SOURCES / "mod4bis_nav.txt").read_text(encoding="utf-8").splitlines():
        if heading := _HEADING.match(line.strip()):
            who = re.search(r"\(marittimo ?= ?(si|no)\)", heading[2])
            held = found.setdefault(heading[1] + (f" {who[1]}" if who else ""), [])
        elif held is not None and line.strip():
            held.append(_NUMBERED.sub("", line.strip(), count=1))
    return found


@cache
def _notes() -> list[str]:
    """The lines of the notes on the last sheet of Mod. 101, once."""
    text = (SOURCES / "mod101.txt").read_text(encoding="utf-8")
    return [line.strip() for line in text.rpartition("\nNOTE\n")[2].splitlines() if line.strip()]


def sesso() -> Pairs:
    """Note (1)."""
    return _pairs(_between("(1) SESSO:", "5 = DIVORZIATO/A"))


def stato_civile() -> Pairs:
    """Note (2): one value stands beside the heading, three came before it."""
    lines = _between("F = FEMMINA", "TIPOLOGIA DI LAVORO")
    return sorted(_pairs([line.removeprefix("(2) STATO CIVILE: ") for line in lines]))


def tipologia() -> Pairs:
    """Note (3): the letters."""
    return _pairs(_between("(3)", "(4)"))


def rapporto() -> Pairs:
    """Note (4): the numbers, below the heading of note (5)."""
    lines = _between("(4)", "(6) QUALIFICA")
    return [pair for pair in _pairs(lines) if pair[0].isdigit()]


def qualifiche() -> tuple[Pairs, Pairs]:
    """Note (6): industry first, farms after; both begin with 01 and end with 99."""
    lines = _between("(6) QUALIFICA", "(7) Solo per le Aziende Agricole")
    found = _pairs(lines)
    farms = max(i for i, (code, _label) in enumerate(found) if code == "01")
    return found[:farms], found[farms:]


def boxes(begins: str, ends: str) -> list[str]:
    """The labels of the boxes printed between two texts of the first copy."""
    text = (SOURCES / "mod101.txt").read_text(encoding="utf-8")
    part = text[text.index(begins) + len(begins) :]
    return [line.strip() for line in part[: part.index(ends)].splitlines() if line.strip()]


def _between(begins: str, ends: str) -> list[str]:
    lines = _notes()
    start = lines.index(begins)
    return lines[start + 1 : lines.index(ends, start)]


def _pairs(lines: list[str]) -> Pairs:
    """Numbers wait for the labels that follow; "11 = label" needs no waiting.

    A number printed twice in a row stands beside a label broken over two lines: it counts once.
    """
    waiting: deque[str] = deque()
    found: Pairs = []
    last = ""
    for line in _joined(lines):
        match = _CODE.fullmatch(line)
        if match and match["label"]:
            found.append((match["code"], match["label"]))
        elif match and match["code"] != last:
            waiting.append(match["code"])
        elif line.startswith("= ") and waiting:
            found.append((waiting.popleft(), line[2:]))
        last = match["code"] if match and not match["label"] else ""
    if waiting:
        raise ValueError(f"numbers without a label: {list(waiting)}")
    return found


def _joined(lines: list[str]) -> Iterator[str]:
    """ "non dipen= dente" is one word that a hyphen broke."""
    for line in lines:
        yield re.sub(r"(?<=[a-z])= (?=[a-z])", "", line)
