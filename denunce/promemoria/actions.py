"""Changing what an organisation chose about its reminders, and what is planned with it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from denunce.models import Adempimento
from denunce.promemoria.gradini import ALWAYS, TABELLA
from denunce.promemoria.models import Impostazioni, Motivo, Promemoria, Stato
from denunce.promemoria.planner import replanned_at
from denunce.promemoria.scelte import SOLITE, Anche, Scelte
from portal.base.audit import record
from portal.base.authz import Permission, require
from portal.base.db import VersionConflict, lock, update_each, update_versioned
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.models import Organizzazione

_BATCH = 500
# The stage of the last office hours stands two of them before the clock.
SHORTEST_DAY = timedelta(hours=2)
_EVERY_DAY = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Ripianificati:
    """What a change of the choices moved: duties planned anew, mails taken back before leaving."""

    adempimenti: int = 0
    annullati: int = 0


def save_choices(
    organizzazione: Organizzazione, scelte: Scelte, *, expected: int, by: Scope, now: datetime
) -> Ripianificati:
    """Store the choices and plan the open duties of the organisation with them, all or nothing.

    ``expected`` is the version that was read, 0 when there was none. Mails of a stage now switched
    off that have not left are taken back; what has left is never sent again. Raises
    PermissionDenied, ActionError, VersionConflict.
    """
    require(by.can(Permission.ORGANIZZAZIONE_ADMIN, organizzazione.pk))
    _check(scelte)
    with transaction.atomic():
        lock(organizzazione)  # two first choices at once would both find no row
        row = Impostazioni.objects.filter(organizzazione=organizzazione).first()
        if expected != (row.version if row else 0):
            raise VersionConflict
        before = row.scelte if row else SOLITE
        row = _store(row, organizzazione, scelte, by, now)
        moved = _replan(organizzazione.pk, before, row.scelte, now)
        record(
            "promemoria.impostazioni",
            by=by.user,
            now=now,
            target=row,
            organizzazione_id=organizzazione.pk,
            data={"adempimenti": moved.adempimenti, "annullati": moved.annullati},
        )
    return moved


def _check(scelte: Scelte) -> None:
    office = scelte.orario
    if not office.days or not office.days <= _EVERY_DAY:
        raise ActionError(_("Scegli almeno un giorno della settimana."), "office_days")
    opens, closes = (
        timedelta(hours=t.hour, minutes=t.minute) for t in (office.opens, office.closes)
    )
    if closes - opens < SHORTEST_DAY:
        raise ActionError(_("Scrivi un’ora almeno due ore dopo l’apertura."), "closes")
    if scelte.anche not in Anche.values:
        raise ActionError(_("Scegli una risposta."), "anche")
    if any(not _can_be_off(tipo, gradino) for tipo, gradino in scelte.off):
        raise ActionError(_("Uno di questi promemoria non si può spegnere: ricarica la pagina."))


def _can_be_off(tipo: str, gradino: str) -> bool:
    listed = {one for voce in TABELLA.get(tipo, ()) for one in voce.gradini}
    return gradino in listed - ALWAYS


def _store(
    row: Impostazioni | None,
    organizzazione: Organizzazione,
    scelte: Scelte,
    by: Scope,
    now: datetime,
) -> Impostazioni:
    values = {
        "opens": scelte.orario.opens,
        "closes": scelte.orario.closes,
        "office_days": "".join(str(day) for day in sorted(scelte.orario.days)),
        "quiet": scelte.quiet,
        "off": " ".join(sorted(f"{tipo}:{gradino}" for tipo, gradino in scelte.off)),
        "anche": scelte.anche,
        "updated_at": now,
        "updated_by": by.actor,
    }
    if row is None:
        return Impostazioni.objects.create(organizzazione=organizzazione, **values)
    update_versioned(row, expected=row.version, **values)
    return row


def _replan(organizzazione: UUID, before: Scelte, after: Scelte, now: datetime) -> Ripianificati:
    if before == after:
        return Ripianificati()
    moved = sum(_plan(duties, before, after, now) for duties in _open_duties(organizzazione))
    return Ripianificati(moved, _take_back(organizzazione, after))


def _open_duties(organizzazione: UUID) -> Iterator[list[Adempimento]]:
    """The duties that still have a reminder to come, locked, some hundreds at a time."""
    rows = Adempimento.objects.filter(
        organizzazione=organizzazione, prossimo_promemoria_at__isnull=False
    ).order_by("pk")
    last: UUID | None = None
    while batch := list(lock(rows.filter(pk__gt=last) if last else rows)[:_BATCH]):
        last = batch[-1].pk
        yield batch


def _plan(duties: list[Adempimento], before: Scelte, after: Scelte, now: datetime) -> int:
    moved = {}
    for duty in duties:
        planned = replanned_at(duty, before, after, now)
        if planned != duty.prossimo_promemoria_at:
            moved[duty.pk] = planned
    update_each(Adempimento, "prossimo_promemoria_at", moved)
    return len(moved)


def _take_back(organizzazione: UUID, after: Scelte) -> int:
    """Give up the mails of the stages now off that no server has been handed."""
    waiting = Promemoria.objects.filter(
        stato=Stato.DA_INVIARE, adempimento__organizzazione=organizzazione
    )
    return sum(
        waiting.filter(adempimento__tipo=tipo, gradino=gradino).update(
            stato=Stato.ANNULLATO, motivo=Motivo.TOLTO
        )
        for tipo, gradino in sorted(after.off)
    )
