"""The field checklist of the forms, read from the committed copy of the page that orders it.

An item is what stands between two separators (``·``, ``;``, and ``:`` after a heading) outside
parentheses; a numbered part in parentheses ("1 datore di lavoro (anagrafica; …)") gives one item
for each thing it names. The page is prose in places: nothing of it is left out, so that an item
added to the page is missed by the mapping and fails.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

DATA = Path(__file__).resolve().parents[2] / "data"
SOURCES = DATA / "fonti"
MAPPING = DATA / "checklist_moduli.yaml"
HEADINGS = {
    "mod101": "Mod. 101 - Prest. ",
    "mod4bis": 'Mod. 4 bis R.A. "',
    "mod4bis_nav": "Mod. 4 bis R.A. - Nav.",
}
# A paragraph ends where the next line opens with a title of its own.
_OPENS = re.compile(r"(?=^(?:\*\*|Copies|Header|Also|The |Sections|Everything|Sent|Expected|Keep))")
_SPLIT = ("·", ";")


@cache
def mapping() -> dict[str, dict[str, Any]]:
    """What realises each item, by form: the committed table."""
    found: dict[str, dict[str, Any]] = yaml.safe_load(MAPPING.read_text(encoding="utf-8"))
    return found


def section(form: str) -> str:
    """The text of the page about one form, without its heading."""
    text = (SOURCES / "moduli.md").read_text(encoding="utf-8")
    for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
        title, _, body = part.partition("\n")
        if title.startswith(HEADINGS[form]):
            return body.strip()
    raise LookupError(form)


def items(form: str) -> dict[str, list[str]]:
    """Every item of the checklist of a form by the title of its part, in the order of the page."""
    found: dict[str, list[str]] = {}
    for block in _blocks(section(form)):
        title, body = _heading(block.replace("**", ""))
        parts = [part for piece in _pieces(body) for part in _named_parts(piece)]
        found.setdefault(title, []).extend(parts)
    return found


def sizes() -> dict[str, list[int]]:
    """How many values each list has, as the page says it: ``tipologia`` [4, 14]."""
    found = {}
    for item in items("mod4bis_nav")["Expected sizes of the lists"]:
        name = re.split(r"\d", item, maxsplit=1)[0].strip().casefold()
        found[name] = [int(number) for number in re.findall(r"\d+", item)]
    return found


def misprints() -> list[str]:
    """The two labels that are corrected where people read them, and kept as codes."""
    [line] = [i for part in items("mod4bis_nav").values() for i in part if "typos" in i]
    return re.findall(r'"([^"]+)"', line)


def _blocks(text: str) -> Iterator[str]:
    """Paragraphs: hard-wrapped lines joined, a new one where a line opens with a title."""
    for paragraph in re.split(r"\n\s*\n", text):
        block = ""
        for line in paragraph.splitlines():
            if block and _OPENS.match(line) and block.rstrip().endswith((".", ")")):
                yield block
                block = line
            else:
                block = f"{block} {line}".strip()
        if block:
            yield block


def _heading(block: str) -> tuple[str, str]:
    """The title of a part is what stands before its first colon outside parentheses."""
    depth = 0
    for place, char in enumerate(block):
        depth += (char == "(") - (char == ")")
        if depth == 0 and char == ".":
            break
        if depth == 0 and char == ":":
            return block[:place].strip(), block[place + 1 :].strip()
    return "", block


def _pieces(text: str) -> Iterator[str]:
    depth, start = 0, 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        sentence = char == "." and _ends(text, place)
        if depth == 0 and (char in _SPLIT or sentence):
            yield from _tidy(text[start:place])
            start = place + 1
    yield from _tidy(text[start:])


def _ends(text: str, place: int) -> bool:
    """A full stop that ends a sentence, not the point of an abbreviation ("D.P.R.", "n.")."""
    following = text[place + 1 : place + 3]
    return (
        len(following) == 2
        and following[0] == " "
        and (following[1].isupper() or following[1] in '"(')
    )


def _tidy(piece: str) -> Iterator[str]:
    text = re.sub(r"\s+", " ", piece).strip(" .")
    if text:
        yield text


def _named_parts(piece: str) -> Iterator[str]:
    """ "1 datore di lavoro (anagrafica; unità …)" is one item for each part it names."""
    match = re.fullmatch(r"(\d [^(]+) \(([^)]*;[^)]*)\)(.*)", piece)
    if not match:
        yield piece
        return
    for part in match[2].split(";"):
        yield f"{match[1]}: {part.strip()}"
    if rest := match[3].strip(" ,"):
        yield f"{match[1]}: {rest}"
