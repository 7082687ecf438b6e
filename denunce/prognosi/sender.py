"""Sends one question: the outbox handler. Everything is asked again at the moment of sending."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

import structlog

from denunce.prognosi.lettera import compose
from denunce.prognosi.models import DomandaPrognosi
from denunce.prognosi.scan import HANDLER
from portal.base import clock, mail
from portal.base.authz import Permission
from portal.base.outbox import register
from utenti.access import works_on
from utenti.models import Utente

log = structlog.get_logger(__name__)
_WITH = ("caso__lavoratore", "caso__organizzazione")


@register(HANDLER)
def send(payload: dict[str, Any], *, now: datetime) -> None:
    """Ask one person, unless the question was answered, overtaken, or is not theirs any more.

    Raises outbox.Transient when the mail server could not take it, outbox.Refused when it never
    will.
    """
    rows = DomandaPrognosi.objects.select_related(*_WITH)
    domanda = rows.filter(pk=UUID(payload["domanda"])).first()
    person = Utente.objects.filter(pk=UUID(payload["destinatario"]), is_active=True).first()
    if domanda is None or person is None or not _still_open(domanda, payload["volta"]):
        return
    organizzazione, today = domanda.caso.organizzazione_id, clock.local(now).date()
    if not works_on(person, Permission.CASO_EDIT, organizzazione, on=today):
        return
    letter = compose(domanda.caso, person)
    message_id = f"prognosi-{domanda.pk}-{domanda.volte}-{person.pk}"
    mail.send(message_id, letter.subject, letter.text, letter.html, [person.email])
    log.info("prognosis_asked", domanda_id=str(domanda.pk))


def _still_open(domanda: DomandaPrognosi, volta: str) -> bool:
    """Whether nobody answered this very time of asking."""
    if not domanda.stands or str(domanda.volte) != volta:
        return False
    answered, asked = domanda.risposta_at, domanda.chiesta_at
    return answered is None or asked is None or answered < asked
