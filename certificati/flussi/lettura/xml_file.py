"""A flow in XML, read as a stream: no entity, no document type, no network, no huge tree."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

from django.utils.translation import gettext as _
from lxml import etree

from certificati.flussi.choices import Operazione
from certificati.flussi.lettura.errori import FlussoIlleggibile
from certificati.flussi.lettura.grezzi import Grezzo
from certificati.flussi.schema.campi import VERSIONE
from certificati.flussi.schema.xsd import NAMESPACE

_NS: Final = f"{{{NAMESPACE}}}"
_ROOT, _STRUTTURA = f"{_NS}flusso", f"{_NS}struttura"
_KINDS: Final = {
    f"{_NS}certificato": Operazione.CERTIFICATO,
    f"{_NS}annulla": Operazione.ANNULLA,
}
_DOCTYPE: Final = re.compile(r"<!\s*(DOCTYPE|ENTITY|ELEMENT|ATTLIST)", re.IGNORECASE)
_CHUNK: Final = 64 * 1024  # bytes
_RECORD_BYTES: Final = 512 * 1024  # far beyond a record whose every field is full
# What an element says when it holds other elements where a text was expected.
NESTED: Final = object()


def measure(text: str) -> tuple[str, int]:
    """The structure named (or none) and how many records there are. Raises FlussoIlleggibile."""
    if _DOCTYPE.search(text):
        raise FlussoIlleggibile(
            _("Il file contiene una dichiarazione DOCTYPE o delle entità: per sicurezza toglile.")
        )
    struttura, total = "", 0
    for kind, element in _elements(text):
        if kind is None:
            struttura = (element.text or "").strip()
        else:
            total += 1
    return struttura, total


def records(text: str) -> Iterator[Grezzo]:
    """The records of a text already measured, one after the other, each forgotten when read."""
    place = 0
    for kind, element in _elements(text):
        if kind is not None:
            place += 1
            ripetuti: list[str] = []
            yield Grezzo(place, kind, _values(element, ripetuti), testo=True, ripetuti=ripetuti)


def _elements(text: str) -> Iterator[tuple[Operazione | None, Any]]:
    parser = etree.XMLPullParser(
        events=("start", "end"),
        tag=(_ROOT, _STRUTTURA, *_KINDS),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        encoding="utf-8",
    )
    try:
        for event, element in _events(parser, text.encode("utf-8", "surrogatepass")):
            if event == "start":
                _check_place(element)
            elif element.tag != _ROOT:
                yield _KINDS.get(element.tag), element
                _forget(element)
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise FlussoIlleggibile(
            _("Il file XML non è scritto bene alla riga %(row)s: forse è troncato.")
            % {"row": error.lineno or 1}
        ) from None
    _check_root(root)


def _events(parser: etree.XMLPullParser, content: bytes) -> Iterator[tuple[str, Any]]:
    """Feed a little at a time: a record that never ends must not become a tree of millions."""
    waiting = 0
    for start in range(0, len(content), _CHUNK):
        parser.feed(content[start : start + _CHUNK])
        waiting += _CHUNK
        for event, element in parser.read_events():
            waiting = 0 if event == "end" else waiting
            yield event, element
        if waiting > _RECORD_BYTES:
            raise FlussoIlleggibile(
                _("Nel file c’è un record troppo lungo, o qualcosa che non è un record.")
            )


def _check_root(root: Any) -> None:
    if root.tag != _ROOT:
        raise FlussoIlleggibile(
            _("Il primo elemento del file non è «flusso» dello spazio dei nomi %(name)s.")
            % {"name": NAMESPACE}
        )
    _refuse_others(root)


def _check_place(element: Any) -> None:
    parent = element.getparent()
    if parent is None:
        if element.tag == _ROOT and element.get("versione") != VERSIONE:
            raise FlussoIlleggibile(
                _("La versione dello schema manca o non è «%(name)s».") % {"name": VERSIONE}
            )
    elif parent.tag != _ROOT:
        raise FlussoIlleggibile(_("Un record sta dentro un altro elemento."))


def _forget(element: Any) -> None:
    """Free a record once read; what stands beside it must be records."""
    element.clear()
    parent = element.getparent()
    if parent is None:
        return
    while (before := element.getprevious()) is not None:
        if before.tag not in _KINDS and before.tag != _STRUTTURA:
            _refuse_others(parent)
        parent.remove(before)


def _refuse_others(root: Any) -> None:
    for child in root:
        if child.tag not in _KINDS and child.tag != _STRUTTURA:
            name = etree.QName(child).localname[:40]
            raise FlussoIlleggibile(
                _("L’elemento «%(name)s» non fa parte dello schema.") % {"name": name}
            )


def _values(element: Any, ripetuti: list[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for child in element:
        name = child.tag.removeprefix(_NS) if isinstance(child.tag, str) else "?"
        if name in found:
            ripetuti.append(name)
        found[name] = _value(name, child, ripetuti)
    return found


def _value(name: str, child: Any, ripetuti: list[str]) -> Any:
    if name == "dati":
        return _values(child, ripetuti)
    if name == "lesioni":
        return [_values(one, ripetuti) for one in child if one.tag == f"{_NS}lesione"] + [
            NESTED for one in child if one.tag != f"{_NS}lesione"
        ]
    return NESTED if len(child) else (child.text or "")
