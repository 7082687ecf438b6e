"""Making the papers of a certificate: the worker's side of ``actions.stampe``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import structlog
from django.db import models, transaction

from certificati.actions.stampe import RENDER, revision_of
from certificati.choices import StatoStampa
from certificati.models import Stampa
from certificati.stampa import CSS, file_name, html_of
from portal.base import files, outbox, pdf
from portal.base.audit import record
from portal.base.background import register_job
from portal.base.db import lock
from portal.base.outbox import OutboxMessage
from portal.base.pdf import PdfError

log = structlog.get_logger(__name__)
_ABANDONED_AT_ONCE = 100


@outbox.register(RENDER)
def render_stampa(payload: dict[str, Any], *, now: datetime) -> None:
    """Print a paper and keep the file; a second run changes nothing.

    A certificate withdrawn before its first revision was printed has no such revision: it would say
    that the certificate is valid.
    """
    stampa = (
        Stampa.objects.select_related(
            "certificato__data_key", "certificato__medico", "certificato__organizzazione"
        )
        .filter(pk=payload["stampa"])
        .first()
    )
    if stampa is None or stampa.stato != StatoStampa.IN_PREPARAZIONE:
        return
    if _overtaken(stampa):
        _waiting(stampa).update(stato=StatoStampa.FALLITA)
        return
    try:
        content = pdf.render(html_of(stampa), css=CSS)
    except PdfError as error:
        _fail(stampa, error.code, now)
        return
    _keep(stampa, content, now)


def _overtaken(stampa: Stampa) -> bool:
    """Whether the certificate was withdrawn or erased meanwhile: nothing failed."""
    certificato = stampa.certificato
    return certificato.cancellato_at is not None or stampa.revisione != revision_of(certificato)


def _waiting(stampa: Stampa) -> models.QuerySet[Stampa]:
    return Stampa.objects.filter(pk=stampa.pk, stato=StatoStampa.IN_PREPARAZIONE)


def _keep(stampa: Stampa, content: bytes, now: datetime) -> None:
    with transaction.atomic():
        held = lock(_waiting(stampa)).first()
        if held is None:
            return  # another run was faster
        held.file = files.store(
            content,
            name=file_name(stampa),
            allowed=frozenset({files.Kind.PDF}),
            organizzazione_id=stampa.certificato.organizzazione_id,
            by=stampa.created_by_id,
            now=now,
        )
        held.stato = StatoStampa.PRONTA
        held.save(update_fields=["file", "stato"])


def _fail(stampa: Stampa, code: str, now: datetime) -> None:
    log.error("stampa_fallita", stampa=str(stampa.pk), code=code)
    with transaction.atomic():
        if not _waiting(stampa).update(stato=StatoStampa.FALLITA):
            return
        record(
            "certificato.copia_fallita",
            by=None,
            now=now,
            target=stampa.certificato,
            organizzazione_id=stampa.certificato.organizzazione_id,
            data={"tipo": stampa.tipo},
        )


def fail_abandoned(now: datetime) -> None:
    """Say that a print failed when its message was set aside: else it would wait for ever."""
    messages = OutboxMessage.objects.filter(handler=RENDER, state=OutboxMessage.State.SOSPESO)
    asked = {payload["stampa"] for payload in messages.order_by().values_list("payload", flat=True)}
    waiting = Stampa.objects.filter(pk__in=asked, stato=StatoStampa.IN_PREPARAZIONE)
    for stampa in waiting.select_related("certificato").order_by("pk")[:_ABANDONED_AT_ONCE]:
        if not _still_asked(stampa):
            _fail(stampa, "abbandonata", now)


def _still_asked(stampa: Stampa) -> bool:
    """Whether a later request of the same print is still on its way."""
    asked = OutboxMessage.objects.filter(handler=RENDER, key__startswith=f"{RENDER}:{stampa.pk}:")
    ended = (OutboxMessage.State.SOSPESO, OutboxMessage.State.FATTO)
    return asked.exclude(state__in=ended).exists()


register_job("stampe_certificati", fail_abandoned)
