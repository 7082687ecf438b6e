"""Removing everything that a closed organisation held, with one proof."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Least
from django.utils.translation import gettext as _

from portal.base import clock, outbox, personal
from portal.base.audit import record
from portal.base.authz import Permission, deny, require
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.models import Organizzazione
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.choices import Base, Oggetto, StatoLavoro, TipoLavoro
from utenti.riservatezza.models import Lavoro, ProvaCancellazione

REMOVE: Final = "riservatezza.rimozione"
# Steps of one message: each is a short transaction, and a message ends well within its lease.
_STEPS: Final = 4


def _require(by: Scope) -> None:
    if not by.has(Permission.PIATTAFORMA_ADMIN):
        require(deny(_("Lo fa solo chi gestisce la piattaforma.")))


def kept_until(organizzazione: Organizzazione) -> datetime | None:
    """When the longest term of the schedule ends for a closed organisation."""
    if organizzazione.chiusa_at is None:
        return None
    years = max((rule.years or 0 for rule in personal.rules()), default=0)
    closed = clock.local(organizzazione.chiusa_at)
    try:
        return closed.replace(year=closed.year + years)
    except ValueError:
        return closed.replace(year=closed.year + years, day=28)


def reasons_against(organizzazione: Organizzazione) -> list[str]:
    """What must come first, in words."""
    if organizzazione.chiusa_at is None:
        return [_("Chiudi prima l’organizzazione: nessuno deve più lavorarci.")]
    exported = Lavoro.objects.filter(
        organizzazione=organizzazione,
        tipo=TipoLavoro.ESPORTAZIONE,
        created_at__gte=organizzazione.chiusa_at,
    ).exclude(impronta="")
    if not exported.exists():
        return [_("Prepara prima un’esportazione dopo la chiusura, e consegnala.")]
    return []


def request_removal(
    organizzazione: Organizzazione,
    *,
    base: str,
    atto: str,
    phrase: str,
    by: Scope,
    now: datetime,
) -> Lavoro:
    """Begin to erase everything of a closed organisation; the same removal when it has begun.

    Raises PermissionDenied; ActionError before its terms have passed without an explicit order
    with its act, or when ``phrase`` is not its name.
    """
    _require(by)
    with transaction.atomic():
        row = lock(organizzazione)
        asked = Lavoro.objects.filter(organizzazione=row, tipo=TipoLavoro.RIMOZIONE)
        known = asked.exclude(stato=StatoLavoro.FALLITO).first()
        if known is not None:
            return known
        _check(row, base, atto.strip(), phrase, now)
        counts = [part.count_organisation for part in personal.parts()]
        work = Lavoro.objects.create(
            tipo=TipoLavoro.RIMOZIONE,
            organizzazione=row,
            chiesto_by=by.actor,
            created_at=now,
            totale=1 + sum(count(row.pk) for count in counts if count is not None),
            base=base,
            atto=atto.strip(),
        )
        _next(work, now)
        record(
            "riservatezza.rimozione_chiesta",
            by=by.user,
            now=now,
            target=work,
            organizzazione_id=row.pk,
            data={"base": base},
        )
    return work


def _check(row: Organizzazione, base: str, atto: str, phrase: str, now: datetime) -> None:
    for reason in reasons_against(row):
        raise ActionError(reason)
    ends = kept_until(row)
    if base == Base.TERMINE and (ends is None or now < ends):
        raise ActionError(_("I termini di conservazione non sono ancora passati."), "base")
    if base != Base.TERMINE and not atto:
        raise ActionError(_("Scrivi numero e data dell’atto che lo ordina."), "atto")
    if phrase.strip() != row.denominazione:
        raise ActionError(_("Scrivi il nome dell’organizzazione come lo leggi qui."), "frase")


def _next(work: Lavoro, now: datetime) -> None:
    done = sum(work.conteggi.values())  # always grows: each message has a key of its own
    key = f"{REMOVE}:{work.pk}:{done}"
    outbox.enqueue(REMOVE, {"lavoro": str(work.pk)}, key=key, due_at=now, now=now)


@outbox.register(REMOVE)
def remove(payload: dict[str, Any], *, now: datetime) -> None:
    """Some steps of a removal, then another message for the next ones, until nothing is left."""
    work = Lavoro.objects.select_related("chiesto_by", "organizzazione").get(
        pk=UUID(payload["lavoro"])
    )
    if work.stato != StatoLavoro.IN_CORSO or work.organizzazione_id is None:
        return
    for _step in range(_STEPS):
        if not _step_of(work, work.organizzazione_id, now):
            _finish(work, now)
            return
    work.refresh_from_db()
    with transaction.atomic():
        _next(work, now)


def _step_of(work: Lavoro, organizzazione_id: UUID, now: datetime) -> int:
    """One step of the first part that still has something, from the top down; rows erased."""
    for part in reversed(personal.parts()):
        if part.remove is None:
            continue
        with transaction.atomic():
            counts = part.remove(organizzazione_id, work.chiesto_by, now)
            done = sum(counts.values())
            if done:
                held = lock(work)
                total = Counter(held.conteggi) + Counter(counts)
                Lavoro.objects.filter(pk=work.pk).update(
                    fatti=Least(F("fatti") + done, F("totale")), conteggi=dict(total)
                )
                return done
    return 0


def _finish(work: Lavoro, now: datetime) -> ProvaCancellazione | None:
    with transaction.atomic():
        held = lock(work)
        if held.stato != StatoLavoro.IN_CORSO or held.organizzazione_id is None:
            return None
        proof = write_proof(
            Erased(Oggetto.ORGANIZZAZIONE, held.organizzazione_id, held.organizzazione_id),
            held.conteggi,
            base=held.base,
            atto=held.atto,
            by=held.chiesto_by,
            now=now,
        )
        Lavoro.objects.filter(pk=held.pk).update(
            stato=StatoLavoro.PRONTO, finito_at=now, fatti=F("totale")
        )
        record(
            "riservatezza.organizzazione_rimossa",
            by=held.chiesto_by_id,
            now=now,
            target=held,
            organizzazione_id=held.organizzazione_id,
            data={"prova": str(proof.pk)},
        )
    return proof
