"""What the papers of a certificate say, as HTML for the worker process.

Facsimiles of ours: the official certificate is INAIL's. Nothing here knows the PDF engine.
"""

from __future__ import annotations

from typing import Final

from django.utils import translation
from django.utils.translation import gettext as _

from certificati.actions.stampe import VALID
from certificati.choices import TipoStampa
from certificati.models import Stampa
from certificati.riferimenti import author_of, by_ids
from certificati.stampa.datore import employer_html
from certificati.stampa.lavoratore import worker_html

CSS: Final = ("css/pdf/certificato.css",)


def html_of(stampa: Stampa) -> str:
    """The HTML of a paper, in Italian; the same certificate as it stands gives the same text.

    The employer's is made of the references alone. Raises ValueError for an erased certificate.
    """
    with translation.override("it"):
        if stampa.tipo == TipoStampa.DATORE:
            [references] = by_ids([stampa.certificato_id])
            return employer_html(references, author_of(references.id))
        return worker_html(stampa.certificato)


def file_name(stampa: Stampa) -> str:
    """How the file is called: the number says which certificate, no name says whose."""
    worker = stampa.tipo == TipoStampa.LAVORATORE
    kind = _("certificato") if worker else _("riferimenti-per-il-datore")
    ended = "" if stampa.revisione == VALID else _("-annullato")
    return f"{kind}-{stampa.certificato.numero}{ended}.pdf"
