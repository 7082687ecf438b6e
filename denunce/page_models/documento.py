"""The page of one document: waited for, looked at, downloaded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from denunce.models import Documento
from denunce.page_models.caso import document
from denunce.page_models.pec import pec_url
from denunce.page_models.rows import who
from denunce.page_models.stampe import print_facts
from denunce.workflow import StatoDocumento
from portal.base import files
from portal.base.pdf_pages import MAX_PAGES, page_sizes
from utenti.access import Scope

Json = dict[str, Any]
# How long the worker takes as a rule, and after how long something is wrong with it.
USUAL: Final = timedelta(seconds=5)
TOO_LONG: Final = timedelta(minutes=1)
_KIND = files.Kind.PDF.content_type


def is_pdf(documento: Documento) -> bool:
    """Whether the document has a PDF that can be looked at."""
    file = documento.file
    return (
        documento.stato == StatoDocumento.PRONTO and file is not None and file.content_type == _KIND
    )


def documento_page(documento: Documento, scope: Scope, now: datetime) -> Json:
    """The state of a document in words, and the pictures of its pages."""
    waited = max(now - documento.created_at, timedelta())
    return {
        "documento": documento,
        "caso": documento.caso,
        "person": who(documento.caso.lavoratore),
        "file": document(documento, now),
        "waiting": documento.stato == StatoDocumento.IN_PREPARAZIONE,
        "ready": documento.stato == StatoDocumento.PRONTO,
        "pages": _pages(documento),
        "pec_url": _pec_url(documento),
        "max_pages": MAX_PAGES,
        **_waiting(waited),
        **print_facts(documento, scope, now),
    }


def _pec_url(documento: Documento) -> str:
    """Where a definitive form goes on, when it goes to INAIL by PEC."""
    modulo = documento.modulo
    if modulo is None or documento.bozza or documento.stato != StatoDocumento.PRONTO:
        return ""
    modulo.caso = documento.caso
    return pec_url(modulo)


def _waiting(waited: timedelta) -> Json:
    """What is being done, since when, and how often to look again."""
    seconds = int(waited.total_seconds())
    since = _("Chiesto adesso.")
    if seconds:
        since = ngettext("Chiesto %(n)d secondo fa.", "Chiesto %(n)d secondi fa.", seconds) % {
            "n": seconds
        }
    if waited <= USUAL:
        detail = _("Di solito è pronto entro 5 secondi. La pagina si aggiorna da sola.")
    elif waited <= TOO_LONG:
        detail = _("Ci vuole più del solito: prima di questo ci sono altri documenti.")
    else:
        detail = _(
            "Ci vuole molto più del solito. Puoi lasciare questa pagina: quando è pronto lo trovi "
            "tra i documenti del caso."
        )
        since = _("Chiesto più di un minuto fa.")
    return {
        "detail": f"{since} {detail}",
        "refresh_seconds": 1 if waited <= 2 * USUAL else 3 if waited <= TOO_LONG else 15,
        "elapsed": min(seconds, USUAL.seconds),
        "usual": USUAL.seconds,
        "elapsed_text": _("%(n)d di circa %(usual)d secondi")
        % {"n": seconds, "usual": USUAL.seconds}
        if waited <= USUAL
        else _("più di %(usual)d secondi") % {"usual": USUAL.seconds},
    }


def _pages(documento: Documento) -> list[Json]:
    if documento.file is None or not is_pdf(documento):
        return []
    try:
        sizes = page_sizes(files.read(documento.file))
    except files.FileUnavailable:
        return []
    return [
        {
            "url": reverse("documento_pagina", args=[documento.pk, size.number]),
            "width": size.width,
            "height": size.height,
            "alt": _("Pagina %(number)d di %(count)d del PDF «%(title)s».")
            % {"number": size.number, "count": len(sizes), "title": documento.titolo},
        }
        for size in sizes
    ]
