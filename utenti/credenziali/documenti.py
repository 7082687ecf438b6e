"""Making the application to sign: the worker's side of ``actions.domande.request_print``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.db import transaction

from portal.base import files, outbox, pdf
from portal.base.background import register_job
from portal.base.db import lock
from portal.base.outbox import OutboxMessage
from portal.base.pdf import PdfError
from utenti.credenziali.actions.domande import RENDER
from utenti.credenziali.actions.pulizia import sweep_documents
from utenti.credenziali.choices import StatoDomanda
from utenti.credenziali.models import Domanda
from utenti.credenziali.stampa import CSS, fingerprint, render_html

log = structlog.get_logger(__name__)


@outbox.register(RENDER)
def render_domanda(payload: dict[str, Any], *, now: datetime) -> None:
    """Print the application and keep the file; a second run changes nothing.

    Data changed since it was asked for are not printed: their person asks for another.
    """
    domanda = (
        Domanda.objects.select_related("richiesta__data_key").filter(pk=payload["domanda"]).first()
    )
    if domanda is None or domanda.stato != StatoDomanda.IN_PREPARAZIONE:
        return
    if fingerprint(domanda.richiesta) != domanda.impronta:
        _fail(domanda, "superata")
        return
    try:
        content = pdf.render(render_html(domanda.richiesta), css=CSS)
    except PdfError as error:
        _fail(domanda, error.code)
        return
    _keep(domanda, content, now)


def _keep(domanda: Domanda, content: bytes, now: datetime) -> None:
    with transaction.atomic():
        waiting = Domanda.objects.filter(pk=domanda.pk, stato=StatoDomanda.IN_PREPARAZIONE)
        held = lock(waiting).first()
        if held is None:
            return  # another run was faster, or newer data took its place
        held.file = files.store(
            content,
            name=f"domanda-{domanda.richiesta.codice}.pdf",
            allowed=frozenset({files.Kind.PDF}),
            organizzazione_id=None,
            by=domanda.richiesta.richiedente_id,
            now=now,
        )
        held.stato, held.ready_at = StatoDomanda.PRONTA, now
        held.save(update_fields=["file", "stato", "ready_at"])


def _fail(domanda: Domanda, code: str) -> None:
    log.error("domanda_fallita", domanda=str(domanda.pk), code=code)
    waiting = Domanda.objects.filter(pk=domanda.pk, stato=StatoDomanda.IN_PREPARAZIONE)
    waiting.update(stato=StatoDomanda.FALLITA)


def fail_abandoned(now: datetime) -> None:
    """Say that a print failed when its message was set aside: else it would wait for ever."""
    for domanda in Domanda.objects.filter(stato=StatoDomanda.IN_PREPARAZIONE).order_by("pk")[:100]:
        asked = OutboxMessage.objects.filter(
            handler=RENDER, key__startswith=f"{RENDER}:{domanda.pk}:"
        )
        ended = (OutboxMessage.State.SOSPESO, OutboxMessage.State.FATTO)
        if not asked.exclude(state__in=ended).exists():
            _fail(domanda, "abbandonata")


register_job("domande", fail_abandoned)
register_job("documenti", sweep_documents)
