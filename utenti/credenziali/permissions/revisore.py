"""Who may review which request."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.base.authz import ALLOW, Decision, Permission, deny
from utenti.access import Scope
from utenti.credenziali.models import Decisione, RichiestaAbilitazione
from utenti.models import Utente


def can_review(scope: Scope, richiesta: RichiestaAbilitazione) -> Decision:
    """Examine and decide: never one's own request, nor one under one's own codice fiscale."""
    if not scope.has(Permission.RICHIESTA_REVIEW):
        return deny(_("Il tuo ruolo non comprende la revisione delle richieste."))
    if is_own(scope.actor, richiesta):
        return deny(
            _("Questa richiesta è tua, o porta il tuo codice fiscale: la esamina un collega.")
        )
    return ALLOW


def is_own(user: Utente, richiesta: RichiestaAbilitazione) -> bool:
    """Whether the request is of this person, by account or by codice fiscale."""
    if richiesta.richiedente_id == user.pk:
        return True
    mine, code = user.codice_fiscale_index, richiesta.codice_fiscale or ""
    return bool(mine and code) and Utente.index_of(code) == mine


def can_confirm(user: Utente, proposta: Decisione) -> Decision:
    """Put the second signature: never who put the first."""
    if proposta.by_id == user.pk:
        return deny(_("La seconda firma è di un altro revisore: questa proposta è tua."))
    return ALLOW
