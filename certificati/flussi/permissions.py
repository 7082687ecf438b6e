"""May this person send flows and keep tokens for this structure?"""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from certificati.flussi.models import GettoneApi
from portal.base.authz import Decision, Permission, deny
from utenti.access import Scope, works_on
from utenti.models import Organizzazione


def can_send(scope: Scope, organizzazione: Organizzazione) -> Decision:
    """Upload a flow: who manages the doctors of the structure, and nobody else.

    A flow carries the certificates of all of them, signed in the hospital's own system: a single
    doctor has the wizard.
    """
    if organizzazione.chiusa_at is not None:
        return deny(_("Questa struttura è chiusa."))
    return scope.can(Permission.PROFILI_MANAGE, organizzazione.pk)


def can_manage_tokens(scope: Scope, organizzazione_id: UUID) -> Decision:
    """Make and revoke tokens."""
    return scope.can(Permission.PROFILI_MANAGE, organizzazione_id)


def answers_for(gettone: GettoneApi, on: date) -> bool:
    """Whether who made a token still manages the structure in whose name it is used."""
    maker = gettone.created_by
    return maker.is_active and works_on(
        maker, Permission.PROFILI_MANAGE, gettone.organizzazione_id, on=on
    )
