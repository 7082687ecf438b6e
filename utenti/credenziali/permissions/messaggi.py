"""Who reads, answers and closes a message to InailRisponde, and why not."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from portal.base.authz import ALLOW, Decision, Permission, deny
from utenti.access import Scope
from utenti.credenziali.choices import StatoMessaggio
from utenti.credenziali.models import Messaggio


def is_sender(by: Scope, messaggio: Messaggio) -> bool:
    """Whether the message is of who asks."""
    return by.user is not None and messaggio.mittente_id == by.user.pk


def can_write(by: Scope, messaggio: Messaggio) -> Decision:
    """To go on with one's own message, or to answer as the office; nobody answers themselves."""
    if not can_see(by, messaggio):
        return deny(_("Questo messaggio è di un’altra persona."))
    return _going_on(messaggio)


def can_close(by: Scope, messaggio: Messaggio) -> Decision:
    """Either side ends the conversation; ending what has ended changes nothing."""
    if messaggio.stato == StatoMessaggio.CHIUSO and can_see(by, messaggio):
        return ALLOW
    return can_write(by, messaggio)


def can_see(by: Scope, messaggio: Messaggio) -> bool:
    """The two sides of the conversation."""
    return is_sender(by, messaggio) or by.has(Permission.RICHIESTA_REVIEW)


def _going_on(messaggio: Messaggio) -> Decision:
    if messaggio.richiesta_id is not None:
        return deny(
            _("Questo messaggio accompagna una richiesta di credenziali: la risposta è lì.")
        )
    if messaggio.stato == StatoMessaggio.CHIUSO:
        return deny(_("La conversazione è chiusa: per un’altra domanda scrivi un nuovo messaggio."))
    return ALLOW
