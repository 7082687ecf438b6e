"""Names people give to files: cleaned for showing, never used as a path."""

from __future__ import annotations

import re
import unicodedata

from django.utils.translation import gettext as _

from portal.base.files.errors import FileRefused
from portal.base.files.kinds import Kind

_MAX_STEM = 120


def safe_name(name: str, kind: Kind) -> str:
    """Return a name fit for a header and a screen, with an extension of its kind.

    Folders, control and direction-changing characters are dropped. Raises
    FileRefused when the extension says something else than the content: ``.exe``
    behind a NUL, ``.pdf.html``, a picture called ``.pdf``.
    """
    if "\0" in name or "%00" in name:
        raise FileRefused(_("Il nome del file contiene caratteri non ammessi."))
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    clean = "".join(char for char in last if unicodedata.category(char)[0] != "C")
    stem, dot, extension = " ".join(clean.split()).rpartition(".")
    if f"{dot}{extension}".lower() not in kind.extensions:
        raise FileRefused(
            _("L'estensione del file non corrisponde al contenuto: è un file %(kind)s.")
            % {"kind": kind.name}
        )
    return f"{stem.strip('. ')[:_MAX_STEM] or 'documento'}{kind.extensions[0]}"
