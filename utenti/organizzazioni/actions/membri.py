"""The members of an organisation: until when, suspended, taken away."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base import clock
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.actions import memberships
from utenti.models import Membership
from utenti.organizzazioni import permissions
from utenti.ruoli import Ruolo


@contextmanager
def refusals(field: str | None = None) -> Iterator[None]:
    """What the core refuses becomes a sentence on the form."""
    try:
        yield
    except memberships.MembershipRefused as refusal:
        raise ActionError(str(refusal), field) from refusal


def change_end(
    membership: Membership, valid_to: date | None, *, by: Scope, now: datetime
) -> Membership:
    """Choose the last day of a role, today or later; None: until somebody ends it.

    Raises PermissionDenied, ActionError (a day already past, the last administrator).
    """
    require(permissions.can_change_membership(by, membership))
    today = clock.local(now).date()
    if valid_to is not None and valid_to < today:
        raise ActionError(
            _("Scegli oggi o un giorno futuro; per togliere il ruolo subito c’è «Togli»."),
            "valid_to",
        )
    _still_there(membership, today)
    if valid_to is not None:
        _keep_a_gestore(membership, today)
    with refusals("valid_to"):
        return memberships.change_end(membership, valid_to, by=by.actor, now=now)


def suspend(membership: Membership, *, by: Scope, now: datetime) -> Membership:
    """Switch a role off at once. Raises PermissionDenied, ActionError."""
    return _off(membership, memberships.suspend_role, by=by, now=now)


def remove(membership: Membership, *, by: Scope, now: datetime) -> Membership:
    """Take a role away at once, one's own included. Raises PermissionDenied, ActionError."""
    return _off(membership, memberships.end_role, by=by, now=now)


def resume(membership: Membership, *, by: Scope, now: datetime) -> Membership:
    """Switch a suspended role on again. Raises PermissionDenied, ActionError."""
    require(permissions.can_change_membership(by, membership))
    _still_there(membership, clock.local(now).date())
    with refusals():
        return memberships.resume_role(membership, by=by.actor, now=now)


def _off(
    membership: Membership,
    action: Callable[..., Membership],
    *,
    by: Scope,
    now: datetime,
) -> Membership:
    require(permissions.can_change_membership(by, membership))
    with transaction.atomic(), refusals():
        _keep_a_gestore(membership, clock.local(now).date())
        return action(membership, by=by.actor, now=now)


def _still_there(membership: Membership, today: date) -> None:
    """A role taken away on purpose is given again by an invitation, not switched on."""
    taken = membership.sospesa_at is not None and membership.valid_to is not None
    if taken and membership.valid_to is not None and membership.valid_to <= today:
        raise ActionError(_("Questo ruolo è stato tolto: per darlo di nuovo manda un invito."))


def _keep_a_gestore(membership: Membership, on: date) -> None:
    """Somebody always runs the platform, wherever they hold the role."""
    if membership.ruolo != Ruolo.GESTORE:
        return
    with transaction.atomic():
        held = Membership.objects.in_force(on=on).filter(
            ruolo=Ruolo.GESTORE, valid_to__isnull=True, utente__is_active=True
        )
        others = [row.pk for row in lock(held.order_by("pk")) if row.pk != membership.pk]
    if not others:
        raise ActionError(
            _("È l’unica persona che gestisce la piattaforma: prima nominane un’altra.")
        )
