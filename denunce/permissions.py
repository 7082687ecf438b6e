"""May this person do this to this case? Each answer is a Decision with its Italian reason."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from denunce.choices import Obbligato
from denunce.models import Adempimento, Caso, Lavoratore
from denunce.workflow import CASO, StatoCaso
from portal.base.authz import ALLOW, Decision, Permission, deny
from utenti.access import Scope


def can_view_caso(scope: Scope, caso: Caso) -> Decision:
    """Read the case."""
    return scope.can(Permission.CASO_VIEW, caso.organizzazione_id)


def can_read_health(scope: Scope, caso: Caso) -> Decision:
    """Read what the case says of the person's health."""
    return scope.can(Permission.CASO_HEALTH, caso.organizzazione_id)


def can_read_documento(scope: Scope, caso: Caso) -> Decision:
    """Read the files of the fascicolo: certificates, forms and accounts speak of health."""
    return can_read_health(scope, caso)


def can_export_list(scope: Scope, organizzazioni: Iterable[UUID]) -> Decision:
    """Take a whole list away: not for who looks only because somebody asked for help."""
    if scope.supported.isdisjoint(organizzazioni):
        return ALLOW
    return deny(_("Chi dà assistenza guarda le pagine, ma non porta via gli elenchi."))


def can_create_caso(scope: Scope, organizzazione_id: UUID) -> Decision:
    """Open cases, and add people, for an organisation."""
    return scope.can(Permission.CASO_CREATE, organizzazione_id)


def can_edit_caso(scope: Scope, caso: Caso) -> Decision:
    """Change the facts of a case: only while it is open."""
    return _of_a_live_caso(scope.can(Permission.CASO_EDIT, caso.organizzazione_id), caso)


def can_write_nota(scope: Scope, caso: Caso) -> Decision:
    """Write on a case what may speak of the person's health; who writes may read it too."""
    allowed = can_edit_caso(scope, caso)
    return can_read_health(scope, caso) if allowed else allowed


def can_view_lavoratore(scope: Scope, lavoratore: Lavoratore) -> Decision:
    """Read the data of a person and the list of their cases."""
    return scope.can(Permission.CASO_VIEW, lavoratore.organizzazione_id)


def can_edit_lavoratore(scope: Scope, lavoratore: Lavoratore) -> Decision:
    """Correct the data of a person."""
    return scope.can(Permission.CASO_EDIT, lavoratore.organizzazione_id)


def can_move_caso(scope: Scope, caso: Caso, transition: str) -> Decision:
    """Close, reopen or archive: the transition table names the permission."""
    return scope.can(CASO[transition].permission, caso.organizzazione_id)


def can_generate_modulo(scope: Scope, caso: Caso) -> Decision:
    """Fill in and print the official forms of a case."""
    return _of_a_live_caso(scope.can(Permission.MODULO_GENERATE, caso.organizzazione_id), caso)


def can_record_dispatch(scope: Scope, adempimento: Adempimento) -> Decision:
    """Record that a duty of the employer was sent; the duties of others are shown only."""
    if adempimento.obbligato != Obbligato.DATORE:
        return deny(_("Questo adempimento spetta ad altri: qui lo vedi soltanto."))
    decision = scope.can(Permission.INVIO_RECORD, adempimento.organizzazione_id)
    return _of_a_live_caso(decision, adempimento.caso)


def _of_a_live_caso(decision: Decision, caso: Caso) -> Decision:
    if decision and caso.stato in (StatoCaso.CHIUSO, StatoCaso.ARCHIVIATO):
        return deny(_("Il caso è chiuso: riaprilo prima di modificarlo."))
    return ALLOW if decision else decision
