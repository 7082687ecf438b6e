"""PDF: parsed whole; kept byte for byte when passive, disarmed when not."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

import pikepdf
from django.utils.translation import gettext as _
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream
from pikepdf.sanitize import Sanitizer
from pikepdf.settings import set_qpdf_limits

from portal.base.files.errors import FileRefused

MAX_PAGES = 500
MAX_OBJECTS = 200_000
_TAIL = 1024  # bytes in which the end mark must stand, and after which nothing may follow

# Process-wide, so set once at import: a small stream must not unfold into the whole memory.
set_qpdf_limits(
    flate_max_memory=64 * 1024 * 1024,
    png_max_memory=64 * 1024 * 1024,
    run_length_max_memory=64 * 1024 * 1024,
    tiff_max_memory=64 * 1024 * 1024,
    max_stream_filters=4,
    parser_max_nesting=100,
    doc_max_warnings=100,
)

_ACTIVE_ACTIONS = frozenset(
    {
        "/JavaScript",
        "/Launch",
        "/SubmitForm",
        "/ImportData",
        "/GoToR",
        "/GoToE",
        "/Rendition",
        "/Movie",
        "/Sound",
        "/RichMediaExecute",
    }
)
_ACTIVE_KEYS = (Name.JS, Name.EF, Name.RichMediaContent, Name("/3DD"), Name.XFA)
_SANITIZER = (
    Sanitizer()
    .remove_javascript()
    .remove_external_access()
    .remove_attachments()
    .remove_multimedia()
    .remove_collection()
)


def clean_pdf(content: bytes) -> bytes:
    """Return a PDF without scripts, attachments or actions that reach outside.

    A passive document comes back byte for byte, so that its signatures and archival
    conformity hold. Raises FileRefused for one that is damaged, encrypted, followed
    by another file, too large inside, or active in a way that cannot be removed
    (an active document that is signed is never rewritten).
    """
    _refuse_trailing(content)
    try:
        with pikepdf.open(io.BytesIO(content), suppress_warnings=True) as pdf:
            _refuse_size(pdf)
            if not is_active(pdf):
                return content
            if _is_signed(pdf):
                raise FileRefused(_("Il PDF firmato contiene elementi attivi: non è ammesso."))
            return _disarm(pdf)
    except pikepdf.PasswordError:
        raise FileRefused(_("Il PDF è protetto da password: caricalo senza.")) from None
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, TypeError):
        raise FileRefused(_("Il PDF è danneggiato o incompleto.")) from None


def is_active(pdf: Pdf) -> bool:
    """Tell whether any object runs, plays, opens or carries something."""
    return any(_active(found) for found in _dictionaries(pdf))


def _disarm(pdf: Pdf) -> bytes:
    _SANITIZER.apply(pdf)
    form = pdf.Root.get(Name.AcroForm)
    if isinstance(form, Dictionary) and Name.XFA in form:
        del form[Name.XFA]
    out = io.BytesIO()
    pdf.remove_unreferenced_resources()
    pdf.save(out)
    with pikepdf.open(io.BytesIO(out.getvalue())) as again:
        if is_active(again):
            raise FileRefused(_("Il PDF contiene elementi attivi che non si possono togliere."))
    return out.getvalue()


def _refuse_trailing(content: bytes) -> None:
    """A file glued to the end, or an end that never comes, is not a PDF to keep."""
    _head, mark, tail = content[-_TAIL:].rpartition(b"%%EOF")
    if not mark or tail.strip(b"\r\n\t \0"):
        raise FileRefused(_("Il PDF è incompleto o seguito da altri dati."))


def _refuse_size(pdf: Pdf) -> None:
    pages = len(pdf.pages)
    if not 0 < pages <= MAX_PAGES or len(pdf.objects) > MAX_OBJECTS:
        raise FileRefused(_("Il PDF deve avere da 1 a %(max)d pagine.") % {"max": MAX_PAGES})


def _is_signed(pdf: Pdf) -> bool:
    return any(Name.ByteRange in found for found in _dictionaries(pdf))


def _dictionaries(pdf: Pdf) -> Iterator[Any]:
    """Every dictionary of the file, those nested inside others included."""
    pending: list[Object] = [*pdf.objects, pdf.trailer]
    while pending:
        found = pending.pop()
        if isinstance(found, Dictionary | Stream):
            yield found
            # Indirect objects are in pdf.objects already: following them would loop.
            pending += [v for v in dict(found.items()).values() if _direct(v)]
        elif isinstance(found, Array):
            pending += [value for value in list(found) if _direct(value)]


def _direct(value: Any) -> bool:
    return isinstance(value, Dictionary | Stream | Array) and not value.is_indirect


def _active(found: Any) -> bool:
    if any(key in found for key in _ACTIVE_KEYS):
        return True
    kind = found.get(Name.S)
    return isinstance(kind, Name) and str(kind) in _ACTIVE_ACTIONS
