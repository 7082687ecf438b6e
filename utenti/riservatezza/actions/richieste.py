"""Rights used by asking: the request of a person, the answer of who holds the data."""

from __future__ import annotations

from calendar import monthrange
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base.audit import record
from portal.base.authz import Permission, deny, require
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.models import Utente
from utenti.riservatezza.choices import ANSWERED, StatoRichiesta
from utenti.riservatezza.models import RichiestaInteressato


def answer_by(now: datetime) -> datetime:
    """One month later, the last day of a shorter month (GDPR art. 12.3)."""
    year, month = (now.year + 1, 1) if now.month == 12 else (now.year, now.month + 1)
    return now.replace(year=year, month=month, day=min(now.day, monthrange(year, month)[1]))


def ask(
    user: Utente,
    *,
    tipo: str,
    testo: str,
    organizzazione_id: UUID | None,
    request_key: UUID,
    now: datetime,
) -> RichiestaInteressato:
    """Send a request to an organisation, or to who runs the portal; once for each key.

    Raises ActionError for an empty one.
    """
    if not testo.strip():
        raise ActionError(_("Scrivi che cosa chiedi."), "testo")
    with transaction.atomic():
        lock(Utente.objects.filter(pk=user.pk)).get()
        known = RichiestaInteressato.objects.filter(chiave_richiesta=request_key).first()
        if known is not None:
            return known
        row = RichiestaInteressato(
            utente=user,
            organizzazione_id=organizzazione_id,
            data_key=DataKey.create(now),
            tipo=tipo,
            testo=testo.strip(),
            chiave_richiesta=request_key,
            created_at=now,
            entro_at=answer_by(now),
        )
        row.save(force_insert=True)
        _audit("riservatezza.richiesta", row, user.pk, now)
    return row


def can_answer(by: Scope, row: RichiestaInteressato) -> bool:
    """Who administers the organisation asked, or the platform when it is the one."""
    if row.organizzazione_id is None:
        return by.has(Permission.PIATTAFORMA_ADMIN)
    return bool(by.can(Permission.ORGANIZZAZIONE_ADMIN, row.organizzazione_id))


def answer(
    row: RichiestaInteressato, *, stato: str, risposta: str, by: Scope, now: datetime
) -> RichiestaInteressato:
    """Grant or refuse with reasons; an answered request keeps its first answer.

    Raises PermissionDenied, ActionError.
    """
    if not can_answer(by, row):
        require(deny(_("Risponde chi amministra l’organizzazione.")))
    if stato not in ANSWERED:
        raise ActionError(_("Scegli se accogli o respingi."), "stato")
    if not risposta.strip():
        raise ActionError(_("Scrivi la risposta: la persona la leggerà."), "risposta")
    with transaction.atomic():
        row = lock(row)
        if row.stato != StatoRichiesta.INVIATA:
            return row
        row.stato, row.risposta = stato, risposta.strip()
        row.risposta_at, row.risposta_by = now, by.actor
        row.save()
        _audit("riservatezza.risposta", row, by.actor.pk, now)
    return row


def _audit(code: str, row: RichiestaInteressato, by: UUID, now: datetime) -> None:
    record(
        code,
        by=by,
        now=now,
        target=row,
        organizzazione_id=row.organizzazione_id,
        data={"tipo": row.tipo, "stato": row.stato},
    )
