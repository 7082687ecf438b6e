"""Copies of data made in the background: asked, prepared, kept for some days, deleted."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from portal.base import clock, files, outbox, personal
from portal.base.audit import record
from portal.base.authz import Permission, deny, require
from portal.base.db import lock
from portal.base.files import produced
from portal.base.outbox import OutboxMessage
from portal.base.personal import Piece
from utenti.access import Scope
from utenti.models import Organizzazione, Utente
from utenti.personal import person_of
from utenti.riservatezza.actions.archivio import write_archive
from utenti.riservatezza.choices import StatoLavoro, TipoLavoro
from utenti.riservatezza.models import Lavoro

PREPARE: Final = "riservatezza.copia"
KEPT: Final = timedelta(days=7)
# A process that has not moved the beat for so long is dead.
_ALIVE: Final = timedelta(seconds=45)


def request_own_data(user: Utente, *, now: datetime) -> Lavoro:
    """Ask for a copy of one's own data; while one is being made, that one."""
    with transaction.atomic():
        user = lock(Utente.objects.filter(pk=user.pk)).get()
        asked = Lavoro.objects.filter(chiesto_by=user, tipo=TipoLavoro.DATI_PERSONA)
        known = asked.filter(stato=StatoLavoro.IN_CORSO).first()
        if known is not None:
            return known
        total = len(personal.parts())
        return _start(TipoLavoro.DATI_PERSONA, None, total, by=user, now=now)


def can_export(by: Scope, organizzazione: Organizzazione) -> bool:
    """Who administers the organisation, or the platform."""
    own = by.can(Permission.ORGANIZZAZIONE_ADMIN, organizzazione.pk)
    return bool(own) or by.has(Permission.PIATTAFORMA_ADMIN)


def request_organisation(organizzazione: Organizzazione, *, by: Scope, now: datetime) -> Lavoro:
    """Ask for a copy of a whole organisation. Raises PermissionDenied."""
    if not can_export(by, organizzazione):
        require(deny(_("Solo chi amministra l’organizzazione ne esporta i dati.")))
    with transaction.atomic():
        organizzazione = lock(organizzazione)
        asked = Lavoro.objects.filter(organizzazione=organizzazione, tipo=TipoLavoro.ESPORTAZIONE)
        known = asked.filter(stato=StatoLavoro.IN_CORSO).first()
        if known is not None:
            return known
        counts = [part.count_organisation for part in personal.parts()]
        total = 1 + sum(count(organizzazione.pk) for count in counts if count is not None)
        return _start(TipoLavoro.ESPORTAZIONE, organizzazione, total, by=by.actor, now=now)


def _start(
    tipo: str, organizzazione: Organizzazione | None, total: int, *, by: Utente, now: datetime
) -> Lavoro:
    row = Lavoro.objects.create(
        tipo=tipo, organizzazione=organizzazione, chiesto_by=by, created_at=now, totale=total
    )
    outbox.enqueue(PREPARE, {"lavoro": str(row.pk)}, key=f"{PREPARE}:{row.pk}", due_at=now, now=now)
    _audit("riservatezza.copia_chiesta", row, by.pk, now)
    return row


@outbox.register(PREPARE)
def prepare(payload: dict[str, Any], *, now: datetime) -> None:
    """Make the copy; a second run finds it made, or leaves it to the living process."""
    row = Lavoro.objects.select_related("chiesto_by__data_key", "organizzazione").get(
        pk=UUID(payload["lavoro"])
    )
    if row.stato != StatoLavoro.IN_CORSO:
        return
    if row.battito_at is not None and now - row.battito_at < _ALIVE:
        raise outbox.Transient("in_corso")
    Lavoro.objects.filter(pk=row.pk).update(fatti=0, battito_at=now)
    # Unlinked from the start: a process that dies leaves nothing readable behind.
    with tempfile.TemporaryFile() as target:
        write_archive(
            target,
            _pieces(row),
            title=_title(row),
            now=now,
            progress=lambda steps: _beat(row, steps),
            readable=row.organizzazione_id is None,
        )
        _finish(row, target, now)


def _pieces(row: Lavoro) -> Iterator[tuple[str, Piece]]:
    for part in personal.parts():
        if row.organizzazione_id is not None and part.export_organisation is not None:
            for piece in part.export_organisation(row.organizzazione_id):
                yield part.code, piece
        elif row.organizzazione_id is None:
            if part.export is not None:
                for piece in part.export(person_of(row.chiesto_by)):
                    yield part.code, piece
            Lavoro.objects.filter(pk=row.pk).update(fatti=Least(F("fatti") + 1, F("totale")))


def _title(row: Lavoro) -> str:
    if row.organizzazione is not None:
        return _("Dati di %(name)s") % {"name": row.organizzazione}
    return _("I tuoi dati: %(name)s") % {"name": row.chiesto_by}


def _beat(row: Lavoro, steps: int) -> None:
    values: dict[str, Any] = {"battito_at": clock.now()}
    if row.organizzazione_id is not None:
        values["fatti"] = Least(F("fatti") + steps, F("totale"))
    Lavoro.objects.filter(pk=row.pk).update(**values)


def _finish(row: Lavoro, target: Any, now: datetime) -> None:
    name = f"{row.tipo.replace('_', '-')}-{clock.local(now):%Y%m%d}.zip"
    with transaction.atomic():
        held = lock(row)
        if held.stato != StatoLavoro.IN_CORSO:
            return
        held.file = produced.keep(
            target,
            name=name,
            organizzazione_id=row.organizzazione_id,
            by=row.chiesto_by_id,
            now=now,
        )
        held.impronta, held.fatti = held.file.sha256, held.totale
        held.stato, held.finito_at, held.scade_at = StatoLavoro.PRONTO, now, now + KEPT
        held.save()
        _audit("riservatezza.copia_pronta", held, None, now)


def tend(now: datetime) -> None:
    """Delete the copies whose days are over; say that one failed when its message was set aside."""
    over = Lavoro.objects.filter(stato=StatoLavoro.PRONTO, scade_at__lte=now)
    for row in over.select_related("file__data_key").order_by("scade_at", "pk")[:100]:
        with transaction.atomic():
            if row.file is not None:
                files.delete(row.file, by=None, now=now)
            Lavoro.objects.filter(pk=row.pk).update(stato=StatoLavoro.ELIMINATO, scade_at=None)
            _audit("riservatezza.copia_eliminata", row, None, now)
    dead = OutboxMessage.objects.filter(
        handler__startswith="riservatezza.", state=OutboxMessage.State.SOSPESO
    )
    ids = {payload["lavoro"] for payload in dead.order_by().values_list("payload", flat=True)}
    stuck = Lavoro.objects.filter(pk__in=ids, stato=StatoLavoro.IN_CORSO)
    stuck.update(stato=StatoLavoro.FALLITO, finito_at=now)


def _audit(code: str, row: Lavoro, by: UUID | None, now: datetime) -> None:
    record(
        code,
        by=by,
        now=now,
        target=row,
        organizzazione_id=row.organizzazione_id,
        data={"tipo": row.tipo},
    )
