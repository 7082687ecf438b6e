"""Giving, suspending and ending the roles of people in organisations.

Who may do it is asked by the action that calls these: an administrator of the organisation, of the
platform, or a reviewer who approves a request.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import audit, clock
from portal.base.authz import Permission
from portal.base.db import lock
from utenti.actions.sessioni import end_sessions
from utenti.models import Membership, Organizzazione, Utente
from utenti.ruoli import ABILITAZIONI

if TYPE_CHECKING:
    from uuid import UUID

# The roles that administer an organisation: of these one always stays.
ADMIN_ROLES = tuple(
    sorted(
        role
        for role, held in ABILITAZIONI.items()
        if Permission.ORGANIZZAZIONE_ADMIN in held.permissions
    )
)


class MembershipRefused(Exception):
    """The role cannot be given or taken like this; the message says why, in Italian."""


class LastAdministrator(MembershipRefused):
    """An organisation always keeps somebody who administers it."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "È l’unica persona che amministra l’organizzazione: "
                "dai prima questo ruolo a qualcun altro."
            )
        )


@dataclass(frozen=True, slots=True)
class Period:
    """From which day to which, both included; no end: until somebody ends it."""

    valid_from: date
    valid_to: date | None = None


def assign_role(
    utente: Utente,
    organizzazione: Organizzazione,
    ruolo: str,
    period: Period,
    *,
    by: Utente,
    now: datetime,
) -> Membership:
    """Give a role. Raises MembershipRefused when the person holds it already in that period."""
    with transaction.atomic():
        lock(organizzazione)
        held = Membership.objects.filter(utente=utente, organizzazione=organizzazione, ruolo=ruolo)
        if any(_overlap(row, period) for row in held):
            raise MembershipRefused(_("Questa persona ha già questo ruolo in questo periodo."))
        membership = Membership.objects.create(
            utente=utente,
            organizzazione=organizzazione,
            ruolo=ruolo,
            valid_from=period.valid_from,
            valid_to=period.valid_to,
        )
        _record("utenti.ruolo_dato", membership, by.pk, now)
    return membership


def change_end(
    membership: Membership, valid_to: date | None, *, by: Utente, now: datetime
) -> Membership:
    """Choose the last day of a role. Raises LastAdministrator, MembershipRefused."""
    with transaction.atomic():
        row = _locked(membership)
        if valid_to is not None and valid_to < row.valid_from:
            raise MembershipRefused(_("La fine del ruolo non può precedere l’inizio."))
        if valid_to is not None:
            _keep_an_administrator(row, on=clock.local(now).date())
        row.valid_to = valid_to
        row.save(update_fields=["valid_to"])
        _record("utenti.ruolo_scadenza", row, by.pk, now)
        _throw_out(row.utente, now)
    return row


def end_role(membership: Membership, *, by: Utente, now: datetime) -> Membership:
    """Take a role away at once, today included; ending what has ended changes nothing.

    Whoever holds no role any more loses the live sessions too. Raises LastAdministrator.
    """
    today = clock.local(now).date()
    with transaction.atomic():
        row = _locked(membership)
        if row.sospesa_at is not None and row.valid_to is not None and row.valid_to <= today:
            return row
        _keep_an_administrator(row, on=today)
        row.valid_to = max(row.valid_from, min(row.valid_to or today, today))
        row.sospesa_at = row.sospesa_at or now
        row.save(update_fields=["valid_to", "sospesa_at"])
        _record("utenti.ruolo_tolto", row, by.pk, now)
        _throw_out(row.utente, now)
    return row


def suspend_role(membership: Membership, *, by: Utente, now: datetime) -> Membership:
    """Switch a role off at once, to be switched on again. Raises LastAdministrator."""
    with transaction.atomic():
        row = _locked(membership)
        if row.sospesa_at is None:
            _keep_an_administrator(row, on=clock.local(now).date())
            row.sospesa_at = now
            row.save(update_fields=["sospesa_at"])
            _record("utenti.ruolo_sospeso", row, by.pk, now)
            _throw_out(row.utente, now)
    return row


def resume_role(membership: Membership, *, by: Utente, now: datetime) -> Membership:
    """Switch a suspended role on again. Raises MembershipRefused for one that has ended."""
    with transaction.atomic():
        row = _locked(membership)
        if row.valid_to is not None and row.valid_to < clock.local(now).date():
            raise MembershipRefused(_("Questo ruolo è finito: assegnalo di nuovo."))
        if row.sospesa_at is not None:
            row.sospesa_at = None
            row.save(update_fields=["sospesa_at"])
            _record("utenti.ruolo_ripreso", row, by.pk, now)
    return row


def _locked(membership: Membership) -> Membership:
    """The row as it is now; its organisation is held: two at once cannot behead it."""
    lock(membership.organizzazione)
    return lock(membership)


def _keep_an_administrator(membership: Membership, *, on: date) -> None:
    if membership.ruolo not in ADMIN_ROLES:
        return
    others = Membership.objects.in_force(on=on).filter(
        organizzazione=membership.organizzazione_id,
        ruolo__in=ADMIN_ROLES,
        valid_to__isnull=True,
        utente__is_active=True,
    )
    if not others.exclude(pk=membership.pk).exists():
        raise LastAdministrator


def _throw_out(utente: Utente, now: datetime) -> None:
    """Who holds nothing any more is no longer inside either."""
    if not Membership.objects.of(utente, on=clock.local(now).date()).exists():
        end_sessions(utente)


def _overlap(row: Membership, period: Period) -> bool:
    if row.sospesa_at is not None and row.valid_to is not None:
        return False  # taken away on purpose: it may be given again from the same day
    starts_after = period.valid_to is not None and row.valid_from > period.valid_to
    ended_before = row.valid_to is not None and row.valid_to < period.valid_from
    return not (starts_after or ended_before)


def _record(code: str, membership: Membership, by: UUID, now: datetime) -> None:
    audit.record(
        code,
        by=by,
        now=now,
        target=membership,
        organizzazione_id=membership.organizzazione_id,
        data={"ruolo": membership.ruolo, "persona": str(membership.utente_id)},
    )
