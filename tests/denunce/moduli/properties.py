"""What must hold for any data: each function says, in words, what does not.

The judges are written apart from the code they judge: what a form may keep, and what a page shows,
is decided here again.
"""

from __future__ import annotations

import io
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import jsonschema
import lxml.html
import pikepdf

from denunce.moduli.canonical import canonical, prune, read_json
from denunce.moduli.declaration import Declaration, Problem
from denunce.moduli.kinds import LongText, Matching, Text, Tick
from denunce.moduli.schema import json_schema
from denunce.moduli.stampa.render import Imprint, NotPrintable, render_html
from denunce.moduli.validation import problems, structure
from denunce.moduli.wizard import clean, form_sections
from tests.denunce.moduli.paper import MADE_AT, as_printed, squeezed, text_of
from tests.denunce.moduli.variants import filled

Json = Any
MAX_TOLD = 1000
_BIDI = set("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
# Stands for the reference to a note of the extra sheet: no form keeps this character.
_REFERENCE = "\x00{}\x00"
_CONTINUES = re.compile("\x00(\\d+)\x00")
# Attributes with which a page could fetch or run something.
_ACTIVE = re.compile(r"^(on\w+|href|src|srcset|data|style|action|xlink:href)$", re.IGNORECASE)


def refused(char: str, *, multiline: bool) -> bool:
    """Whether a form may not keep the character: nobody could see it, or it moves the others."""
    if char == "\n":
        return not multiline
    gone = unicodedata.category(char) in {"Cc", "Cs", "Zl", "Zp"} or char in _BIDI
    return gone or ord(char) & 0xFFFE == 0xFFFE or 0xFDD0 <= ord(char) <= 0xFDEF


# --- data ----------------------------------------------------------------------------------------


def data_faults(declaration: Declaration, data: Json, broken: Sequence[Problem]) -> Iterator[str]:
    """Validation, schema, canonical text and wizard; nothing of it may raise."""
    found = problems(declaration, data)
    for problem in found:
        if not (problem.message and isinstance(problem.path, str)):
            yield f"a problem without words at {problem.path!r}"
    if {p.path for p in broken} - {p.path for p in found}:
        yield "what cannot be kept is not among the problems"
    yield from _unnamed(declaration, data, {p.path for p in broken}, len(broken))
    if broken:
        return
    text = canonical(data)
    again = read_json(text)
    if canonical(again) != text or again != prune(data):
        yield "the canonical text does not give the same data back"
    if not found and list(schema(declaration).iter_errors(prune(data))):
        yield "accepted, and the schema refuses it"
    yield from _typed_again(declaration, prune(data))


def _unnamed(declaration: Declaration, data: Json, told: set[str], count: int) -> Iterator[str]:
    """Every text that holds a refused character must be named, or what it stands in."""
    if not isinstance(data, Mapping) or count >= MAX_TOLD:
        return
    for _group, each, value, pointer in filled(declaration, data):
        multiline = isinstance(each.kind, LongText)
        bad = isinstance(value, str) and any(refused(c, multiline=multiline) for c in value)
        if bad and not any(pointer == p or pointer.startswith(f"{p}/") for p in told):
            yield f"{pointer} holds what no form keeps, and no problem names it"


def _typed_again(declaration: Declaration, data: Json) -> Iterator[str]:
    """The page shows every letter, and what comes back from it is the same."""
    shown = [field for each in form_sections(declaration, data) for field in each.fields]
    back, unread = clean(declaration, {field.name: field.raw for field in shown})
    if structure(declaration, back):
        yield "what came back from the page cannot be kept"
    lost = {problem.path for problem in unread}
    kept = {pointer: v for _g, _f, v, pointer in filled(declaration, back)}
    for _group, each, value, pointer in filled(declaration, data):
        text = isinstance(each.kind, Text | LongText) and not isinstance(each.kind, Matching)
        if not text or each.fixed or each.key == "codice_fiscale" or pointer in lost:
            continue
        if kept.get(pointer) != unicodedata.normalize("NFC", value).strip():
            yield f"{pointer} came back from the page changed"


_SCHEMAS: dict[int, tuple[Declaration, Any]] = {}


def schema(declaration: Declaration) -> Any:
    """The validator of a declaration, made once."""
    if id(declaration) not in _SCHEMAS:
        made = jsonschema.Draft202012Validator(json_schema(declaration))
        _SCHEMAS[id(declaration)] = (declaration, made)
    return _SCHEMAS[id(declaration)][1]


# --- the HTML of the paper -----------------------------------------------------------------------


@dataclass
class Reader:
    """The words of the page, those of the extra sheet apart, and what was made of elements."""

    tags: set[str] = field(default_factory=set)
    active: set[str] = field(default_factory=set)
    boxes: list[str] = field(default_factory=list)
    extras: list[str] = field(default_factory=list)

    def walk(self, node: Any) -> None:
        """Note an element with all that is in it."""
        if isinstance(node.tag, str):
            self.tags.add(node.tag)
            self.active |= {f"{node.tag} {name}" for name in node.attrib if _ACTIVE.match(name)}
        classes = (node.get("class") or "").split()
        if "rinvio" in classes:
            number = "".join(filter(str.isdigit, node.text_content()))
            self.boxes.append(_REFERENCE.format(number))
        elif "continua" in classes:
            self.extras.append(node.text_content())
        else:
            self.boxes.append(node.text or "")
            for child in node:
                self.walk(child)
        self.boxes.append(node.tail or "")

    @property
    def text(self) -> str:
        """All of it without blanks, each box with what goes on of it elsewhere."""
        whole = squeezed("".join(self.boxes))
        rest = [squeezed(extra) for extra in self.extras]
        return _CONTINUES.sub(lambda m: rest[int(m[1]) - 1], whole)


def read(html: str) -> Reader:
    """Read a page."""
    reader = Reader()
    parser = lxml.html.HTMLParser(encoding="utf-8", huge_tree=True)
    reader.walk(lxml.html.document_fromstring(html.encode(), parser=parser))
    return reader


_BLANKS: dict[int, tuple[Declaration, set[str], set[str]]] = {}


def _blank(declaration: Declaration) -> tuple[set[str], set[str]]:
    """The elements and active attributes that the form has by itself."""
    if id(declaration) not in _BLANKS:
        html = render_html(declaration, {}, Imprint(bozza=True))
        reader = read(html)
        _BLANKS[id(declaration)] = (declaration, reader.tags, reader.active)
    return _BLANKS[id(declaration)][1:]


def shown(declaration: Declaration, data: Json) -> Iterator[tuple[str, list[str]]]:
    """What must be read on paper: the pointer, the ways its value may be written."""
    rows = {group.key: data.get(group.key) for group in declaration.groups.values()}
    for group, each, value, pointer in filled(declaration, data):
        if each.printed and not (isinstance(each.kind, Tick) and value is False):
            held = rows[group.key]
            row = held[int(pointer.split("/")[2])] if group.repeat else held
            ways = [squeezed(text) for text in as_printed(each.kind_in(data, row), value)]
            yield pointer, ways


def html_faults(declaration: Declaration, data: Json, html: str) -> Iterator[str]:
    """Every letter is on the page, and none of them became an element."""
    reader = read(html)
    tags, active = _blank(declaration)
    allowed = tags | {"section", "p", "span", "strong", "h2", "h3", "div", "br"}
    if strange := reader.tags - allowed:
        yield f"elements that the form does not have: {sorted(strange)}"
    if reader.active - active:
        yield f"attributes that could fetch or run: {sorted(reader.active - active)}"
    text = reader.text
    for pointer, ways in shown(declaration, prune(data)):
        if not any(way in text for way in ways):
            yield f"{pointer} is not whole on the page"


def page_html(declaration: Declaration, data: Json) -> str:
    """The printed form as HTML, one copy where it has many; raises NotPrintable."""
    copy = declaration.copies[0].code if declaration.copies else ""
    return render_html(declaration, data, Imprint("2026/0041", True, MADE_AT, copy))


def faults(declaration: Declaration, data: Json) -> list[str]:
    """Everything but the PDF."""
    broken = structure(declaration, data)
    found = list(data_faults(declaration, data, broken))
    try:
        html = page_html(declaration, data)
    except NotPrintable as error:
        if not broken or error.problems != broken:
            found.append("the refusal to print names other problems")
        return found
    if broken:
        found.append("printed although it cannot be kept")
    return found + list(html_faults(declaration, data, html))


# --- the PDF -------------------------------------------------------------------------------------

_WORD = re.compile(
    r'<word xMin="(.+?)" yMin="(.+?)" xMax="(.+?)" yMax="(.+?)">(.*?)</word>|<page width="(.+?)" '
    r'height="(.+?)">',
    re.DOTALL,
)
MILLIMETRE = 72 / 25.4
# Below this the foot of the page stands, which interrupts a text that goes on.
FOOT_MM = 19.0
SLACK = 1.5  # points: an accent may reach beyond its line


def pdf_faults(
    declaration: Declaration, data: Json, content: bytes, *, ordered: bool
) -> Iterator[str]:
    """A valid file, inside its pages, with every character, that points nowhere."""
    with pikepdf.open(io.BytesIO(content)) as pdf:
        if "/Names" in pdf.Root or "/AcroForm" in pdf.Root or "/OpenAction" in pdf.Root:
            yield "the file carries something else than pages"
        if any("/Annots" in page for page in pdf.pages):
            yield "the file has links"
    text, outside = _words(content)
    if outside:
        yield f"text outside its page: {outside[:3]}"
    yield from _missing(declaration, data, text, ordered=ordered)


def _words(content: bytes) -> tuple[str, list[str]]:
    words: list[str] = []
    outside, width, height = [], 0.0, 0.0
    for match in _WORD.finditer(text_of(content, "-bbox")):
        if match[6]:
            width, height = float(match[6]), float(match[7])
            continue
        left, top, right, bottom = (float(match[n]) for n in range(1, 5))
        if left < 0 or right > width + SLACK or top < -SLACK or bottom > height + SLACK:
            outside.append(match[5])
        if top < height - FOOT_MM * MILLIMETRE:
            words.append(match[5])
            if words[-3:-1] == ["segue:", "nota"]:
                words[-3:] = [_REFERENCE.format(match[5])]
    return squeezed(_unescaped("".join(words))), outside


def _unescaped(text: str) -> str:
    for entity, char in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", '"'),
        ("&apos;", "'"),
        ("&amp;", "&"),
    ):
        text = text.replace(entity, char)
    return text


def _missing(declaration: Declaration, data: Json, text: str, *, ordered: bool) -> Iterator[str]:
    head, *tails = re.split("Foglioaggiuntivo", text, maxsplit=1, flags=re.IGNORECASE)
    tail = "".join(tails)
    pieces = re.split(r"Nota(\d+)[–:]", tail)
    rest = {int(n): body for n, body in zip(pieces[1::2], pieces[2::2], strict=True)}
    letters = Counter(text)
    for pointer, ways in shown(declaration, prune(data)):
        if not ordered:
            if all(Counter(way) - letters for way in ways):
                lost = Counter(ways[0]) - letters
                yield f"{pointer} lost {dict(list(lost.items())[:5])} on paper"
        elif not any(way in text or _continued(way, head, rest) for way in ways):
            yield f"{pointer} is not whole on paper"


def _continued(wanted: str, joined: str, rest: Mapping[int, str]) -> bool:
    """A text whose beginning stands before a reference and whose rest is in that note."""
    parts = joined.split("\x00")
    for before, number in zip(parts[::2], parts[1::2], strict=False):
        before, note = before.removesuffix("…"), rest.get(int(number), "")
        for cut in range(min(len(wanted), len(before)), -1, -1):
            if before.endswith(wanted[:cut]) and wanted[cut:] in note:
                return True
    return False
