"""What every page shows around its content: menu by role, organisation, banners."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final, NamedTuple
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.base import clock, health
from portal.base.authz import Permission
from portal.guide import Chapter, chapter_for
from utenti.access import Scope
from utenti.ruoli import Ruolo

# What the health page says of the reminder scan, for who can do something about it.
SCAN_NOTICES: Final = {
    "mai_eseguita": _("i promemoria non sono mai stati controllati: avvia il mittente."),
    "in_ritardo": _(
        "i promemoria non vengono controllati da più di due minuti: riavvia il mittente."
    ),
}


class MenuItem(NamedTuple):
    """One link of the main menu; ``current`` when it leads to the page being read."""

    url: str
    label: str
    current: bool


# Label, URL name, permission that shows it.
MENU: Final = (
    (_("Scadenzario"), "scadenzario", Permission.CASO_VIEW),
    (_("Certificati"), "certificati", Permission.CERTIFICATO_ISSUE),
    (_("Organizzazione"), "organizzazioni", Permission.ORGANIZZAZIONE_ADMIN),
    (_("Organizzazioni"), "piattaforma_organizzazioni", Permission.PIATTAFORMA_ADMIN),
    (_("Revisione"), "revisione_coda", Permission.RICHIESTA_REVIEW),
    (_("Profili dei medici"), "profili", Permission.PROFILI_MANAGE),
)
# What everybody finds at the end of the menu.
READING: Final = ((_("Regole dei termini"), "regole"), (_("Guida"), "aiuto"))
# Who may want the credentials of a doctor or a hospital: who has no role, and who has one of these.
CREDENTIALS: Final = (_("Credenziali"), "credenziali")
DOCTORS: Final = frozenset(
    {Ruolo.AMMINISTRATORE_PRESIDIO, Ruolo.MEDICO_OSPEDALIERO, Ruolo.MEDICO_ESTERNO}
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: menu, organisation name, demo flag and the notice for who runs it."""
    scope: Scope | None = getattr(request, "scope", None)
    return {
        "voci_menu": _menu(request.path, scope),
        "organizzazione_nome": _organization(scope),
        "lavora_per": _working_for(request, scope),
        "demo": settings.DEMO,
        "avviso_sistema": _notice(scope),
        "capitolo": _chapter(request),
    }


def _menu(path: str, scope: Scope | None) -> list[MenuItem]:
    allowed = [
        (str(label), _address(name, scope.listed(permission)))
        for label, name, permission in MENU
        if scope is not None and scope.listed(permission)
    ]
    credentials = (CREDENTIALS,) if scope is None or _may_want_credentials(scope) else ()
    allowed += [(str(label), reverse(name)) for label, name in (*credentials, *READING)]
    return [MenuItem(url, label, path == url) for label, url in allowed]


def _address(name: str, places: Sequence[UUID]) -> str:
    """Who administers one organisation goes straight to it; who administers more, to their list."""
    if name == "organizzazioni" and len(places) == 1:
        return reverse("organizzazione", args=[places[0]])
    return reverse(name)


def _may_want_credentials(scope: Scope) -> bool:
    places = scope.workplaces
    return not places or any(place.role in DOCTORS for place in places)


def _chapter(request: HttpRequest) -> Chapter | None:
    """The chapter of the guide about the page being read."""
    match = request.resolver_match
    return chapter_for(match.view_name) if match else None


def _organization(scope: Scope | None) -> str:
    if scope is None or not scope.workplaces:
        return ""
    return (scope.focused or scope.workplaces[0]).name


def _working_for(request: HttpRequest, scope: Scope | None) -> dict[str, str] | None:
    """What the switch in the header says, for who has something to choose; and whose the page is,
    when it is another organisation's than the one chosen."""
    if scope is None or len(scope.workplaces) < 2:
        return None
    chosen, shown = scope.focused, getattr(request, "read_organizzazione_id", None)
    if chosen is None:
        return {"name": "", "other": ""}
    names = {place.id: place.name for place in scope.workplaces}
    other = names.get(shown, "") if shown is not None and shown != chosen.id else ""
    return {"name": chosen.name, "other": other}


def _notice(scope: Scope | None) -> str:
    if scope is None or not scope.has(Permission.SISTEMA_STATO):
        return ""
    return str(SCAN_NOTICES.get(health.scan_state(clock.now()), ""))
