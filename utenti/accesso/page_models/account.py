""" "Il tuo account": everything about one's access on one page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from utenti.access import Scope
from utenti.accesso.actions.posta import VALID
from utenti.accesso.models import CambioEmail
from utenti.accesso.page_models.fattori import factors_of
from utenti.accesso.page_models.sessioni import live_sessions
from utenti.account_panels import account_links
from utenti.livelli import Livello
from utenti.models import Utente

LEVELS: Final = {
    Livello.GENERICO: _(
        "Sei entrato con credenziali generiche: nessuno ha ancora verificato la tua identità."
    ),
    Livello.DISPOSITIVO: _(
        "Sei entrato con credenziali dispositive: la tua identità è stata verificata."
    ),
    Livello.INPS: _("Sei entrato con credenziali INPS: la tua identità è nota."),
    Livello.SPID2: _("Sei entrato con SPID di livello 2: la tua identità è certa."),
    Livello.CIE: _("Sei entrato con la carta d’identità elettronica: la tua identità è certa."),
    Livello.CNS: _("Sei entrato con la Carta Nazionale dei Servizi: la tua identità è certa."),
}


@dataclass(frozen=True, slots=True)
class PanelLink:
    """A link that another part hangs on the page."""

    label: str
    url: str


def account_page(
    user: Utente, scope: Scope, session_key: str | None, now: datetime
) -> dict[str, Any]:
    """What the template needs."""
    fresh = CambioEmail.objects.filter(utente=user, chiesto_at__gt=now - VALID)
    wish = fresh.select_related("data_key").first()
    return {
        "person": user,
        "level": LEVELS[Livello(scope.livello)],
        "pending_email": wish.nuova if wish else "",
        "factors": factors_of(user),
        "asked": scope.asks_second_factor,
        "sessions": live_sessions(user, session_key, now),
        "links": panel_links(scope),
        "has_password": user.has_usable_password(),
    }


def panel_links(scope: Scope) -> list[PanelLink]:
    """The links of the other parts that this person may follow."""
    shown = [
        link
        for link in account_links()
        if not link.permissions or any(scope.has(permission) for permission in link.permissions)
    ]
    return [PanelLink(str(link.label), reverse(link.url_name)) for link in shown]
