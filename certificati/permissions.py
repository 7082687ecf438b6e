"""May this person do this to this certificate? Each answer is a Decision with its reason."""

from __future__ import annotations

from uuid import UUID

from django.utils.translation import gettext_lazy as _

from certificati.models import Certificato
from certificati.workflow import StatoCertificato, allows
from portal.base.authz import Decision, Permission, deny
from utenti.access import Scope


def can_issue_in(scope: Scope, organizzazione_id: UUID) -> Decision:
    """Write and issue certificates here: external doctors, hospitals and their doctors."""
    return scope.can(Permission.CERTIFICATO_ISSUE, organizzazione_id)


def can_view(scope: Scope, certificato: Certificato) -> Decision:
    """Read the whole certificate: only the doctor whose it is."""
    allowed = can_issue_in(scope, certificato.organizzazione_id)
    if allowed and certificato.medico_id != scope.actor.pk:
        return deny(_("Questo certificato è di un altro medico."))
    return allowed


def can_edit(scope: Scope, certificato: Certificato) -> Decision:
    """Change a draft."""
    allowed = can_view(scope, certificato)
    if allowed and certificato.stato != StatoCertificato.BOZZA:
        return deny(_("Il certificato è già emesso: si può solo annullare o sostituire."))
    return allowed


def can_end(scope: Scope, certificato: Certificato) -> Decision:
    """Annul or replace an issued certificate."""
    allowed = can_view(scope, certificato)
    if allowed and not allows("annul", certificato.stato):
        return deny(_("Solo un certificato emesso e ancora valido si annulla o si sostituisce."))
    return _kept(allowed, certificato)


def can_continue(scope: Scope, certificato: Certificato) -> Decision:
    """Begin another certificate from this one."""
    allowed = can_view(scope, certificato)
    if allowed and not certificato.is_issued:
        return deny(_("Si parte solo da un certificato emesso."))
    return _kept(allowed, certificato)


def can_list_structure(scope: Scope, organizzazione_id: UUID) -> Decision:
    """Read the list of a structure, which has no health data."""
    return scope.can(Permission.PROFILI_MANAGE, organizzazione_id)


def _kept(allowed: Decision, certificato: Certificato) -> Decision:
    """Nothing more is done with a certificate whose data were erased."""
    if allowed and certificato.cancellato_at is not None:
        return deny(_("I dati di questo certificato sono stati cancellati."))
    return allowed
