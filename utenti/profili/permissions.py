"""May this person do this to these doctors? Each answer is a Decision with its Italian reason."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext as _

from portal.base.authz import Decision, Permission, deny
from utenti.access import Scope
from utenti.models import Organizzazione, TipoOrganizzazione
from utenti.profili.models import ProfiloMedico


def can_manage(scope: Scope, organizzazione_id: UUID) -> Decision:
    """Manage the doctors of this hospital."""
    return scope.can(Permission.PROFILI_MANAGE, organizzazione_id)


def can_add(scope: Scope, organizzazione: Organizzazione) -> Decision:
    """Create profiles: only a hospital has hospital doctors."""
    if organizzazione.tipo != TipoOrganizzazione.PRESIDIO:
        return deny(_("Solo un presidio ospedaliero crea profili di medici ospedalieri."))
    return can_manage(scope, organizzazione.pk)


def can_touch(scope: Scope, profilo: ProfiloMedico) -> Decision:
    """Change, disable or remove this doctor: never oneself."""
    if scope.user is not None and profilo.utente_id == scope.user.pk:
        return deny(_("Il tuo profilo di medico lo cambia un altro amministratore del presidio."))
    return can_manage(scope, profilo.organizzazione_id)
