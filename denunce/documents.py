"""Making the documents of a case: the worker's side of ``actions.moduli.request_pdf``."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import structlog
from django.db import transaction
from django.utils.translation import gettext as _

from denunce.actions.moduli import RENDER
from denunce.models import Documento
from denunce.moduli.canonical import sha256
from denunce.moduli.registry import FORMS, declaration_version, print_styles
from denunce.moduli.stampa.render import Imprint, NoSuchCopy, NotPrintable, render_pdf
from denunce.workflow import StatoDocumento
from portal.base import files, outbox, pdf
from portal.base.audit import record
from portal.base.background import register_job
from portal.base.db import lock
from portal.base.outbox import OutboxMessage
from portal.base.pdf import PdfError

log = structlog.get_logger(__name__)


@outbox.register(RENDER)
def render_modulo(payload: dict[str, Any], *, now: datetime) -> None:
    """Print the form of a document and keep the file; a second run changes nothing.

    The data printed are those of the hash that was asked for: a draft changed meanwhile is not
    printed under an old name. Raises Refused when it can never be printed.
    """
    documento = (
        Documento.objects.select_related("modulo__caso__data_key", "caso")
        .filter(pk=payload["documento"])
        .first()
    )
    if documento is None or documento.stato != StatoDocumento.IN_PREPARAZIONE:
        return
    try:
        content = _print(documento)
    except (PdfError, NotPrintable, NoSuchCopy, Stale) as error:
        code = error.code if isinstance(error, PdfError) else type(error).__name__
        _fail(documento, code, now)
        return
    _keep(documento, content, now)


class Stale(Exception):
    """The draft changed after its print was asked for."""


def _print(documento: Documento) -> bytes:
    modulo = documento.modulo
    if modulo is None:
        raise Stale
    text = modulo.dati
    if sha256(text) != documento.dati_sha256:
        raise Stale
    made_at = documento.created_at if documento.bozza else modulo.definitivo_at
    imprint = Imprint(
        numero_caso=documento.caso.numero,
        bozza=documento.bozza,
        made_at=made_at,
        copia=documento.copia,
    )
    declaration = declaration_version(modulo.tipo, modulo.dichiarazione)
    return render_pdf(declaration, json.loads(text), imprint)


def _keep(documento: Documento, content: bytes, now: datetime) -> None:
    with transaction.atomic():
        held = lock(documento)
        if held.stato != StatoDocumento.IN_PREPARAZIONE:
            return  # another run was faster
        held.file = files.store(
            content,
            name=_file_name(documento),
            allowed=frozenset({files.Kind.PDF}),
            organizzazione_id=documento.caso.organizzazione_id,
            by=documento.created_by_id,
            now=now,
        )
        held.stato, held.ready_at = StatoDocumento.PRONTO, now
        held.save(update_fields=["file", "stato", "ready_at"])
        _audit(documento, "documento.pronto", now)


def _fail(documento: Documento, code: str, now: datetime) -> None:
    log.error("documento_fallito", documento=str(documento.pk), code=code)
    with transaction.atomic():
        held = lock(documento)
        if held.stato != StatoDocumento.IN_PREPARAZIONE:
            return
        held.stato = StatoDocumento.FALLITO
        held.save(update_fields=["stato"])
        _audit(documento, "documento.fallito", now)


def fail_abandoned(now: datetime) -> None:
    """Say that a print failed when the outbox set its message aside: the worker died with it, or it
    raised what nobody foresaw. Else its page would wait for ever.
    """
    messages = OutboxMessage.objects.filter(handler=RENDER, state=OutboxMessage.State.SOSPESO)
    asked = {
        payload["documento"] for payload in messages.order_by().values_list("payload", flat=True)
    }
    waiting = Documento.objects.filter(pk__in=asked, stato=StatoDocumento.IN_PREPARAZIONE)
    for documento in waiting.select_related("caso").order_by("pk"):
        if not _still_asked(documento):
            _fail(documento, "abbandonato", now)


def _still_asked(documento: Documento) -> bool:
    """Whether a later request of the same print is still on its way."""
    asked = OutboxMessage.objects.filter(
        handler=RENDER, key__startswith=f"{RENDER}:{documento.pk}:"
    )
    ended = (OutboxMessage.State.SOSPESO, OutboxMessage.State.FATTO)
    return asked.exclude(state__in=ended).exists()


register_job("stampe", fail_abandoned)


class _Press:
    """Loads the PDF engine in the second round of a process: seconds that nobody waits for then.

    Not in the first: a process started for one round must not pay for it.
    """

    rounds = 0

    def __call__(self, now: datetime) -> None:
        self.rounds += 1
        if self.rounds == 2:
            for css in print_styles():
                pdf.warm_up(css)


register_job("torchio", _Press())


def _file_name(documento: Documento) -> str:
    number = documento.caso.numero.replace("/", "-") or _("bozza")
    draft = "-bozza" if documento.bozza else ""
    copy = f"-copia-{documento.copia.lower()}" if documento.copia else ""
    again = f"-{documento.stampa}" if documento.stampa > 1 else ""
    form = FORMS[documento.modulo.tipo].file_name if documento.modulo else "modulo"
    return f"{form}-caso-{number}{copy}{draft}{again}.pdf"


def _audit(documento: Documento, code: str, now: datetime) -> None:
    record(
        code,
        by=None,
        now=now,
        target=documento,
        organizzazione_id=documento.caso.organizzazione_id,
        data={"caso": str(documento.caso_id)},
    )
