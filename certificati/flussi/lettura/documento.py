"""A whole file: which format, whose, how many records; the records one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificati.flussi.choices import Formato
from certificati.flussi.lettura import json_file, xml_file
from certificati.flussi.lettura.decodifica import decode_json, decode_xml
from certificati.flussi.lettura.errori import FlussoIlleggibile, too_many
from certificati.flussi.lettura.grezzi import Grezzo
from certificati.flussi.limiti import FILE_MAX, RECORD_MAX

_WHITE = b" \t\r\n\xef\xbb\xbf\xff\xfe\x00"


@dataclass(frozen=True, slots=True)
class Documento:
    """What the head of a file says; ``records`` reads them from the first, as often as asked."""

    formato: Formato
    struttura: str
    totale: int
    records: Callable[[], Iterator[Grezzo]]


def leggi(content: bytes, name: str = "") -> Documento:
    """Read a file through once: well formed, of this schema, within the limits.

    Raises FlussoIlleggibile with an Italian sentence.
    """
    if not content.strip():
        raise FlussoIlleggibile(_("Il file è vuoto."))
    if len(content) > FILE_MAX:
        raise FlussoIlleggibile(
            _("Il file supera i 20 MB: dividilo in più file, anche dello stesso giorno.")
        )
    formato = _format_of(content, name)
    if formato == Formato.JSON:
        struttura, rows = json_file.read(decode_json(content))
        return _counted(Documento(formato, struttura, len(rows), lambda: iter(rows)))
    text = decode_xml(content)
    struttura, total = xml_file.measure(text)
    return _counted(Documento(formato, struttura, total, lambda: xml_file.records(text)))


def _counted(found: Documento) -> Documento:
    if not found.totale:
        raise FlussoIlleggibile(_("Il file non contiene certificati né annullamenti."))
    if found.totale > RECORD_MAX:
        raise FlussoIlleggibile(too_many())
    return found


def _format_of(content: bytes, name: str) -> Formato:
    """By what the file holds; a name that says otherwise is a mistake worth telling."""
    first = content[:64].lstrip(_WHITE)[:1]
    if first not in (b"<", b"{", b"["):
        raise FlussoIlleggibile(_("Il file non è XML né JSON."))
    formato = Formato.XML if first == b"<" else Formato.JSON
    extension = name.lower().rpartition(".")[2]
    if extension in Formato.values and extension != formato:
        raise FlussoIlleggibile(
            _("Il file si chiama .%(name)s ma contiene %(found)s: controlla quale volevi mandare.")
            % {"name": extension, "found": formato.label}
        )
    return formato
