"""Requests of organisations to join: sent, taken back, decided; the proof is not kept for ever."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from portal.base import audit, clock, files, heartbeat
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.files.uploads import store_upload
from portal.base.validators import normalize_code
from utenti.access import Scope
from utenti.actions.memberships import Period, assign_role
from utenti.models import Membership, Organizzazione, Utente
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions.posta import link, write
from utenti.organizzazioni.choices import HEADS, StatoAttivazione
from utenti.organizzazioni.models import Invito, RichiestaAttivazione

KEPT: Final = timedelta(days=30)
_JOB: Final = "organizzazioni.pulizia"
_EVERY: Final = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class DatiAttivazione:
    """What is declared of the organisation and of the person's place in it."""

    tipo: str
    denominazione: str
    codice_fiscale: str
    indirizzo: str
    cap: str
    comune: str
    provincia: str
    pec: str
    carica: str


def submit(
    data: DatiAttivazione, proof: tuple[bytes, str], *, by: Utente, now: datetime
) -> RichiestaAttivazione:
    """Ask for an organisation; pressing twice is one request.

    Whether the organisation is already here is told to the reviewer only. Raises ActionError for a
    proof that cannot be taken.
    """
    values = asdict(data) | {"codice_fiscale": normalize_code(data.codice_fiscale)}
    with transaction.atomic():
        lock(Utente.objects.filter(pk=by.pk)).get()
        known = RichiestaAttivazione.objects.filter(
            richiedente=by,
            codice_fiscale=values["codice_fiscale"],
            tipo=data.tipo,
            stato=StatoAttivazione.INVIATA,
        ).first()
        if known is not None:
            return known
        richiesta = RichiestaAttivazione.objects.create(
            **values,
            richiedente=by,
            dichiarata=True,
            prova=store_upload(proof[0], proof[1], None, "prova", by, now),
            created_at=now,
        )
        _record("attivazione.inviata", richiesta, by, now)
        _tell_applicant(richiesta, _("Abbiamo ricevuto la tua richiesta."))
        _tell_reviewers(richiesta, now)
    return richiesta


def withdraw(richiesta: RichiestaAttivazione, *, by: Utente, now: datetime) -> RichiestaAttivazione:
    """Take the request back; twice is once. Raises ActionError when it was decided."""
    with transaction.atomic():
        row = lock(richiesta)
        if row.stato == StatoAttivazione.RITIRATA:
            return row
        _still_waiting(row)
        row.stato, row.ritirata_at = StatoAttivazione.RITIRATA, now
        row.save(update_fields=["stato", "ritirata_at"])
        _record("attivazione.ritirata", row, by, now)
    return row


def approve(richiesta: RichiestaAttivazione, *, by: Scope, now: datetime) -> RichiestaAttivazione:
    """Create the organisation and give the applicant the role that leads it.

    Approving twice is once. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_decide(by, richiesta))
    with transaction.atomic():
        row = lock(richiesta)
        if row.stato == StatoAttivazione.APPROVATA:
            return row
        _still_waiting(row)
        if duplicates(row):
            raise ActionError(
                _("Un’organizzazione di questo tipo con questo codice fiscale c’è già: rifiuta.")
            )
        row.organizzazione = org = _create(row, now)
        period = Period(clock.local(now).date())
        assign_role(row.richiedente, org, HEADS[row.tipo], period, by=by.actor, now=now)
        _decide(row, StatoAttivazione.APPROVATA, by, now)
        _tell_applicant(
            row,
            _("La tua richiesta è stata approvata: l’organizzazione è attiva."),
            link("primi_passi", org.pk),
        )
    return row


def _create(row: RichiestaAttivazione, now: datetime) -> Organizzazione:
    """The organisation as it was declared."""
    return Organizzazione.objects.create(
        tipo=row.tipo,
        denominazione=row.denominazione,
        codice_fiscale=row.codice_fiscale,
        indirizzo=row.indirizzo,
        cap=row.cap,
        comune=row.comune,
        provincia=row.provincia,
        pec=row.pec,
        created_at=now,
    )


def refuse(
    richiesta: RichiestaAttivazione, motivo: str, *, by: Scope, now: datetime
) -> RichiestaAttivazione:
    """Refuse with a reason that the applicant reads. Raises PermissionDenied, ActionError."""
    require(permissions.can_decide(by, richiesta))
    motivo = " ".join(motivo.split())
    if not motivo:
        raise ActionError(_("Scrivi il motivo: lo legge chi ha fatto la richiesta."), "motivo")
    with transaction.atomic():
        row = lock(richiesta)
        if row.stato == StatoAttivazione.RIFIUTATA:
            return row
        _still_waiting(row)
        row.motivo = motivo[:500]
        _decide(row, StatoAttivazione.RIFIUTATA, by, now)
        _tell_applicant(
            row,
            _("La tua richiesta è stata rifiutata."),
            _("Motivo: %(why)s") % {"why": row.motivo},
        )
    return row


def duplicates(richiesta: RichiestaAttivazione) -> list[Organizzazione]:
    """The organisations that already bear this code and are of this kind."""
    rows = Organizzazione.objects.filter(
        codice_fiscale=richiesta.codice_fiscale, tipo=richiesta.tipo
    )
    return list(rows.order_by("denominazione", "pk"))


def clean_up(now: datetime) -> int:
    """Background job, at most once an hour: thirty days after the end of a request its proof is
    deleted, of an invitation the address is forgotten; say how many.
    """
    swept_at = heartbeat.last(_JOB)
    if swept_at is not None and now - swept_at < _EVERY:
        return 0
    heartbeat.beat(_JOB, now)
    return _delete_proofs(now) + _forget_addresses(now)


def _delete_proofs(now: datetime) -> int:
    over = Q(decided_at__lte=now - KEPT) | Q(ritirata_at__lte=now - KEPT)
    rows = RichiestaAttivazione.objects.filter(over, prova_cancellata_at__isnull=True)
    count = 0
    for richiesta in rows.select_related("prova__data_key").order_by("pk"):
        with transaction.atomic():
            files.delete(richiesta.prova, by=None, now=now)
            richiesta.prova_cancellata_at = now
            richiesta.save(update_fields=["prova_cancellata_at"])
            _record("attivazione.prova_cancellata", richiesta, None, now)
        count += 1
    return count


def _forget_addresses(now: datetime) -> int:
    rows = Invito.objects.filter(
        expires_at__lte=now - KEPT, email_cancellata_at__isnull=True
    ).select_related("data_key")
    count = 0
    for invito in rows.order_by("pk"):
        with transaction.atomic():
            invito.data_key.destroy(now)
            Invito.objects.filter(pk=invito.pk).update(
                email=None, email_index="", email_cancellata_at=now
            )
        count += 1
    return count


def _still_waiting(row: RichiestaAttivazione) -> None:
    if not row.waiting:
        raise ActionError(
            _("La richiesta è già %(stato)s.") % {"stato": row.get_stato_display().lower()}
        )


def _decide(row: RichiestaAttivazione, stato: str, by: Scope, now: datetime) -> None:
    row.stato, row.decided_at, row.decided_by = stato, now, by.actor
    row.save(update_fields=["stato", "decided_at", "decided_by", "motivo", "organizzazione"])
    _record(f"attivazione.{stato}", row, by.actor, now)


def _record(code: str, row: RichiestaAttivazione, by: Utente | None, now: datetime) -> None:
    audit.record(code, by=by, now=now, target=row, organizzazione_id=row.organizzazione_id)


def _tell_applicant(row: RichiestaAttivazione, *lines: str) -> None:
    subject = _("Attivazione di «%(name)s»") % {"name": row.denominazione}
    write([row.richiedente.email], subject, [*lines, link("attivazione", row.pk)])


def _tell_reviewers(row: RichiestaAttivazione, now: datetime) -> None:
    """Whoever runs the platform, but the applicant."""
    roles = permissions.roles_with(permissions.PLATFORM)
    held = Membership.objects.in_force(on=clock.local(now).date()).filter(ruolo__in=roles)
    people = Utente.objects.filter(is_active=True, pk__in=held.values("utente_id"))
    to = people.exclude(pk=row.richiedente_id).order_by("email").values_list("email", flat=True)
    write(
        to,
        _("Nuova richiesta di attivazione"),
        [_("C’è una richiesta di attivazione da esaminare."), link("attivazioni")],
    )
