"""A file of doctors: kept encrypted while somebody looks at what it would do, then done at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from portal.base import audit, clock
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.models import Organizzazione, Utente
from utenti.profili.actions.changing import change_many, remove_many
from utenti.profili.actions.enlisting import BATCH, Nuovo, enlist
from utenti.profili.actions.plan import Esito, Piano, Voce
from utenti.profili.actions.planning import make_plan
from utenti.profili.lettura import FileUnreadable, Foglio, read_file
from utenti.profili.models import Gruppo, Importazione
from utenti.profili.permissions import can_add, can_manage
from utenti.profili.workflow import PREVIEW_LASTS, StatoImportazione


@dataclass(frozen=True, slots=True)
class Scelta:
    """What the person chose of a preview: whole classes, single rows left out, single leavers.

    Leavers are taken away only when somebody said so: one by one, or all of them.
    """

    aggiunti: bool = True
    cambiati: bool = True
    tutti_cessati: bool = False
    escludi: frozenset[int] = frozenset()
    cessa: frozenset[UUID] = frozenset()


def upload(
    content: bytes, *, organizzazione: Organizzazione, tipo: str, by: Scope, now: datetime
) -> Importazione:
    """Read a file and keep its rows for a preview; nothing of it is done yet.

    Raises PermissionDenied, ActionError for a file that cannot be read.
    """
    require(can_add(by, organizzazione))
    try:
        foglio = read_file(content)
    except FileUnreadable as error:
        raise ActionError(str(error), "file") from error
    with transaction.atomic():
        row = Importazione(
            organizzazione=organizzazione,
            tipo=tipo,
            data_key=DataKey.create(now),
            lette=len(foglio.righe),
            created_at=now,
            created_by=by.actor,
            scade_at=now + PREVIEW_LASTS,
        )
        row.righe = foglio.dump()
        row.save(force_insert=True)
        _audit("profili.file_caricato", row, by.actor, now, righe=row.lette)
    return row


def preview(importazione: Importazione, *, by: Scope, today: date) -> Piano:
    """What the kept rows would do now. Raises ActionError when they are kept no more."""
    if importazione.righe is None:
        raise ActionError(_("Questa importazione è già stata decisa o è scaduta."))
    return make_plan(
        importazione.organizzazione,
        importazione.tipo,
        Foglio.load(importazione.righe),
        by=by.actor,
        today=today,
    )


def confirm(
    importazione: Importazione, scelta: Scelta, *, impronta: str, by: Scope, now: datetime
) -> Importazione:
    """Do what the preview showed, all or nothing; a second press gives the same import back.

    Raises PermissionDenied; ActionError when the preview is too old, or when somebody changed the
    doctors meanwhile, so that the file would not do any more what was shown.
    """
    require(can_add(by, importazione.organizzazione))
    try:
        with transaction.atomic():
            lock(importazione.organizzazione)
            row = lock(importazione)
            if row.stato == StatoImportazione.CONFERMATA:
                return row
            if row.stato != StatoImportazione.DA_CONFERMARE or row.scade_at <= now:
                raise ActionError(_("Questa anteprima è scaduta: carica di nuovo il file."))
            plan = preview(row, by=by, today=clock.local(now).date())
            if plan.impronta != impronta:
                raise ActionError(_changed())
            _apply(row, plan, scelta, by.actor, now)
    except IntegrityError as error:
        raise ActionError(_changed()) from error
    return row


def discard(importazione: Importazione, *, by: Scope, now: datetime) -> Importazione:
    """Throw a preview away; its rows cannot be read any more. Raises PermissionDenied."""
    require(can_manage(by, importazione.organizzazione_id))
    with transaction.atomic():
        row = lock(importazione)
        if row.stato == StatoImportazione.DA_CONFERMARE:
            row.decisa_at, row.decisa_by = now, by.actor
            _forget(row, StatoImportazione.ANNULLATA, now)
            _audit("profili.importazione_annullata", row, by.actor, now)
    return row


def forget_old(now: datetime) -> int:
    """Destroy the rows of previews that nobody confirmed in time; say how many there were."""
    old = Importazione.objects.filter(stato=StatoImportazione.DA_CONFERMARE, scade_at__lte=now)
    forgotten = 0
    for importazione in old.order_by("scade_at", "pk")[:100]:
        with transaction.atomic():
            row = lock(importazione)
            if row.stato == StatoImportazione.DA_CONFERMARE:
                _forget(row, StatoImportazione.SCADUTA, now)
                forgotten += 1
    return forgotten


def _apply(row: Importazione, plan: Piano, scelta: Scelta, by: Utente, now: datetime) -> None:
    new = [v for v in plan.of(Esito.NUOVO) if scelta.aggiunti and v.numero not in scelta.escludi]
    changed = [
        v for v in plan.of(Esito.CAMBIATO) if scelta.cambiati and v.numero not in scelta.escludi
    ]
    gone = [p for p in plan.cessati if scelta.tutti_cessati or p.pk in scelta.cessa]
    groups = _groups(row.organizzazione, plan, [*new, *changed], by, now)
    enlist(row.organizzazione, [_nuovo(voce, groups) for voce in new], by=by, now=now)
    change_many(changed, groups, by=by, now=now)
    remove_many(gone, by=by, now=now)
    row.aggiunti, row.cambiati, row.cessati = len(new), len(changed), len(gone)
    row.esclusi = row.lette - len(new) - len(changed) - len(plan.of(Esito.UGUALE))
    row.decisa_at, row.decisa_by = now, by
    _forget(row, StatoImportazione.CONFERMATA, now)
    numbers = {"aggiunti": len(new), "cambiati": len(changed), "cessati": len(gone)}
    _audit("profili.importati", row, by, now, **numbers)


def _groups(
    organizzazione: Organizzazione, plan: Piano, voci: Sequence[Voce], by: Utente, now: datetime
) -> dict[str, Gruppo]:
    """The groups by their search form, those made now included."""
    wanted = {Gruppo.search_form(v.dati.gruppo) for v in voci if v.dati is not None}
    made = [
        Gruppo(
            organizzazione=organizzazione,
            nome=name,
            nome_ricerca=key,
            created_at=now,
            created_by=by,
        )
        for key, name in plan.gruppi_nuovi.items()
        if key in wanted
    ]
    Gruppo.objects.bulk_create(made, batch_size=BATCH)
    audit.record_many(
        "profili.gruppo_creato",
        ((group, {}) for group in made),
        by=by,
        now=now,
        organizzazione_id=organizzazione.pk,
    )
    return plan.gruppi | {group.nome_ricerca: group for group in made}


def _nuovo(voce: Voce, groups: dict[str, Gruppo]) -> Nuovo:
    if voce.dati is None:
        raise ValueError("a row with errors makes nobody a doctor")
    group = groups[Gruppo.search_form(voce.dati.gruppo)]
    return Nuovo(voce.dati, group, voce.utente, voce.membership)


def _forget(row: Importazione, stato: str, now: datetime) -> None:
    """Decide the import: its rows are blanked and their key destroyed."""
    row.stato, row.righe = stato, None
    row.save()
    row.data_key.destroy(now)


def _changed() -> str:
    return _(
        "Nel frattempo i medici del presidio sono cambiati: guarda di nuovo l’anteprima, "
        "poi conferma. Non è stato fatto niente."
    )


def _audit(code: str, row: Importazione, by: Utente, now: datetime, **numbers: int) -> None:
    audit.record(
        code,
        by=by,
        now=now,
        target=row,
        organizzazione_id=row.organizzazione_id,
        data={"tipo": row.tipo, **numbers},
    )


def note_time(importazione: Importazione, milliseconds: int) -> None:
    """Note how long the confirmation took, measured by whoever waited for it; only the first."""
    untold = Importazione.objects.filter(pk=importazione.pk, millisecondi=0)
    untold.update(millisecondi=max(1, milliseconds))
