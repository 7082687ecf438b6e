"""Bytes to text: the encoding that is declared, or UTF-8; never a guess."""

from __future__ import annotations

import codecs
import re
from typing import Final

from django.utils.translation import gettext as _

from certificati.flussi.lettura.errori import FlussoIlleggibile

# What hospital systems write. Others are refused: a codec can be slow, or not a charset at all.
ALLOWED: Final = frozenset({"utf-8", "ascii", "iso8859-1", "iso8859-15", "cp1252", "utf-16"})
_DECLARED: Final = re.compile(
    r"""\A\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]{1,40})["']"""
)
_DECLARATION: Final = re.compile(r"\A\s*<\?xml[^>]*?\?>")
_WIDE_BOMS: Final = (codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)


def decode_json(content: bytes) -> str:
    """JSON is UTF-8 (RFC 8259); the mark that some editors put before it is let through."""
    if content.startswith((*_WIDE_BOMS, codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        raise FlussoIlleggibile(_("Il file non è in UTF-8: salvalo in UTF-8 e riprova."))
    return _strict(content, "utf-8-sig")


def decode_xml(content: bytes) -> str:
    """The text without its declaration, which spoke of the bytes."""
    if content.startswith(_WIDE_BOMS):
        raise FlussoIlleggibile(_("Il file è in UTF-32: salvalo in UTF-8 e riprova."))
    declared = _declared(content)
    marked = _marked(content)
    if marked and declared and not declared.startswith(marked):
        raise FlussoIlleggibile(
            _("Il file dichiara una codifica e ne usa un’altra: salvalo in UTF-8 e riprova.")
        )
    codec = marked or declared or "utf-8"
    if codec not in ALLOWED:
        raise FlussoIlleggibile(
            _("La codifica «%(name)s» non è accettata: salva il file in UTF-8.") % {"name": codec}
        )
    text = _strict(content, "utf-8-sig" if codec == "utf-8" else codec)
    return _DECLARATION.sub("", text, count=1)


def _marked(content: bytes) -> str:
    """The encoding that the first bytes tell."""
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return "utf-8" if content.startswith(codecs.BOM_UTF8) else ""


def _declared(content: bytes) -> str:
    """The encoding that the XML declaration names, by the name Python gives it."""
    head = content[:400]
    wide = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    text = head.decode("utf-16" if wide else "latin-1", errors="ignore").lstrip("\ufeffï»¿")
    found = _DECLARED.match(text)
    if found is None:
        return ""
    try:
        return codecs.lookup(found[1]).name
    except LookupError:
        return found[1].lower()


def _strict(content: bytes, codec: str) -> str:
    try:
        return content.decode(codec)
    except UnicodeDecodeError as error:
        raise FlussoIlleggibile(
            _("Il file non è in %(codec)s: il byte %(place)s non si legge. Salvalo in UTF-8.")
            % {"codec": codec.removesuffix("-sig").upper(), "place": error.start + 1}
        ) from None
