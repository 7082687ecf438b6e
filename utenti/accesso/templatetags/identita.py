"""How one enters, for the templates."""

from __future__ import annotations

from typing import Any, Final

from django import template
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from utenti.accesso.identita.canali import Canale, open_channels
from utenti.livelli import Livello

register = template.Library()

# Words that suit everybody: nobody "è entrato" or "è entrata".
ENTERED_WITH: Final = {
    Livello.GENERICO: _("Hai fatto l’accesso con e-mail e password"),
    Livello.DISPOSITIVO: _("Hai fatto l’accesso con credenziali dispositive"),
    Livello.INPS: _("Hai fatto l’accesso con le credenziali INPS"),
    Livello.SPID2: _("Hai fatto l’accesso con SPID di livello 2"),
    Livello.CIE: _("Hai fatto l’accesso con la Carta d’identità elettronica"),
    Livello.CNS: _("Hai fatto l’accesso con la Carta Nazionale dei Servizi"),
}


@register.simple_tag
def ways_in() -> list[Canale]:
    """The channels of this installation, for the login page."""
    return open_channels()


@register.simple_tag
def card_address() -> str:
    """The origin of the port that reads the CNS."""
    return str(settings.CNS.url)


@register.simple_tag
def local_passwords() -> bool:
    """Whether people may have a password of the portal."""
    return bool(settings.PASSWORD_LOCALI)


@register.simple_tag(takes_context=True)
def entered_with(context: dict[str, Any]) -> str:
    """How the session of this request was opened, in words; no query. Empty for a stranger."""
    scope = getattr(context.get("request"), "scope", None)
    if scope is None or scope.user is None:
        return ""
    return str(ENTERED_WITH.get(scope.livello, ""))
