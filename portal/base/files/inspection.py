"""What comes in is parsed for real; what goes on is clean."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _

from portal.base.files.errors import FileRefused
from portal.base.files.images import clean_image
from portal.base.files.kinds import Kind
from portal.base.files.names import safe_name
from portal.base.files.pdfs import clean_pdf


@dataclass(frozen=True, slots=True)
class Inspected:
    """Content that may be stored, of a known kind, under a harmless name."""

    kind: Kind
    name: str
    content: bytes


def inspect(content: bytes, *, name: str, allowed: frozenset[Kind]) -> Inspected:
    """Check and clean an upload. Raises FileRefused with the reason for the person."""
    limit: int = settings.MAX_UPLOAD_BYTES
    if not content:
        raise FileRefused(_("Il file è vuoto."))
    if len(content) > limit:
        raise FileRefused(
            _("Il file supera il limite di %(mb)d MB.") % {"mb": limit // (1024 * 1024)}
        )
    kind = Kind.sniff(content)
    if kind is None or kind not in allowed:
        kinds = ", ".join(sorted(one.name for one in allowed))
        raise FileRefused(_("Tipo di file non ammesso: carica %(kinds)s.") % {"kinds": kinds})
    shown = safe_name(name, kind)
    clean = clean_pdf(content) if kind is Kind.PDF else clean_image(content, kind)
    return Inspected(kind, shown, clean)
