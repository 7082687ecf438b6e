"""May this person reset that second factor?"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.base.authz import ALLOW, Decision, deny
from utenti.access import Scope
from utenti.accesso.models import RichiestaRipristino


def can_decide(scope: Scope, richiesta: RichiestaRipristino) -> Decision:
    """Decide a request: never one's own. Which ones are seen is the queryset's affair."""
    if richiesta.utente_id == scope.actor.pk:
        return deny(_("Il tuo secondo fattore lo ripristina un’altra persona."))
    return ALLOW
