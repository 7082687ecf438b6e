"""May this person do this to this organisation? Each answer has its Italian reason."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from portal.base.authz import ALLOW, Decision, Permission, deny
from utenti.access import Scope
from utenti.models import Membership, Organizzazione, TipoOrganizzazione
from utenti.organizzazioni.choices import KINDS_OF_GESTORE
from utenti.organizzazioni.models import Invito, RichiestaAttivazione
from utenti.ruoli import ABILITAZIONI, ROLES_OF_KIND

ADMIN = Permission.ORGANIZZAZIONE_ADMIN
PLATFORM = Permission.PIATTAFORMA_ADMIN
_NOT_ADMIN = _("Lo fa chi amministra l’organizzazione.")


def roles_offered(organizzazione: Organizzazione) -> tuple[str, ...]:
    """The roles that may be given inside an organisation of its kind."""
    return ROLES_OF_KIND.get(organizzazione.tipo, ())


def administered(scope: Scope) -> QuerySet[Organizzazione]:
    """The organisations whose members the person manages: any other does not exist (404).

    Their own by role; of INAIL's offices and of the platform itself, the managers of the platform.
    """
    found = Q(pk__in=scope.organizzazioni_with(ADMIN))
    if scope.has(PLATFORM):
        found |= Q(tipo__in=KINDS_OF_GESTORE)
    return Organizzazione.objects.filter(found, chiusa_at__isnull=True)


def can_administer(scope: Scope, organizzazione: Organizzazione) -> Decision:
    """Change the data, give and revoke delegations and consents."""
    if organizzazione.chiusa_at is not None:
        return deny(_("L’organizzazione è chiusa."))
    return ALLOW if scope.can(ADMIN, organizzazione.pk) else deny(_NOT_ADMIN)


def can_manage_members(scope: Scope, organizzazione: Organizzazione) -> Decision:
    """Invite people, and suspend or end their roles."""
    platform = scope.has(PLATFORM) and organizzazione.tipo in KINDS_OF_GESTORE
    if platform and organizzazione.chiusa_at is None:
        return ALLOW
    return can_administer(scope, organizzazione)


def can_give_role(scope: Scope, organizzazione: Organizzazione, ruolo: str) -> Decision:
    """Offer a role: only those of the organisation's kind."""
    if ruolo not in roles_offered(organizzazione):
        return deny(_("Questo ruolo non esiste in un’organizzazione di questo tipo."))
    return can_manage_members(scope, organizzazione)


def can_change_membership(scope: Scope, membership: Membership) -> Decision:
    """Suspend, end, prolong: the roles that are given elsewhere are taken away elsewhere."""
    organizzazione = membership.organizzazione
    if membership.ruolo not in roles_offered(organizzazione):
        return deny(_("Questo ruolo non si gestisce da qui."))
    return can_manage_members(scope, organizzazione)


def can_change_invito(scope: Scope, invito: Invito) -> Decision:
    """Send again or revoke."""
    return can_manage_members(scope, invito.organizzazione)


def can_delegate(scope: Scope, organizzazione: Organizzazione) -> Decision:
    """Let an intermediary work on the cases: only who has cases of its own."""
    if not TipoOrganizzazione(organizzazione.tipo).is_employer:
        return deny(_("Solo un datore di lavoro o una scuola dà deleghe."))
    return can_administer(scope, organizzazione)


def can_ask_support(scope: Scope, organizzazione: Organizzazione) -> Decision:
    """Let the platform look for a few days."""
    if organizzazione.tipo == TipoOrganizzazione.PIATTAFORMA:
        return deny(_("La piattaforma non chiede assistenza a se stessa."))
    return can_administer(scope, organizzazione)


def can_run_platform(scope: Scope) -> Decision:
    """Look at the organisations, approve new ones, close them."""
    if scope.has(PLATFORM):
        return ALLOW
    return deny(_("Lo fa chi gestisce la piattaforma."))


def can_decide(scope: Scope, richiesta: RichiestaAttivazione) -> Decision:
    """Approve or refuse: never one’s own request."""
    if richiesta.richiedente_id == scope.actor.pk:
        return deny(_("È una tua richiesta: la decide un’altra persona."))
    return can_run_platform(scope)


def can_close(scope: Scope, organizzazione: Organizzazione) -> Decision:
    """Close an organisation: never the platform, nor the one from which one runs it."""
    mine = scope.organizzazioni_with(PLATFORM)
    if organizzazione.tipo == TipoOrganizzazione.PIATTAFORMA or organizzazione.pk in mine:
        return deny(_("Da questa organizzazione si gestisce la piattaforma: non si chiude."))
    return can_run_platform(scope)


def roles_with(permission: Permission) -> list[str]:
    """The roles that give a permission."""
    return [role for role, held in ABILITAZIONI.items() if permission in held.permissions]


def roles_by_delegation() -> Iterable[str]:
    """The roles that delegations reach."""
    return [role for role, held in ABILITAZIONI.items() if held.uses_delegations]
