"""May this person send flows and keep tokens for this structure?"""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from portal.base.authz import Decision, Permission, deny
from utenti.access import Scope
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
