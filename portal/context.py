"""What every page shows around its content: menu by role, organisation, banners."""

from __future__ import annotations

from typing import Any, Final, NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from portal.base import clock, health
from portal.base.authz import Permission
from portal.guide import Chapter, chapter_for
from utenti.access import Scope

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


# Label, URL name, permission that shows it (None: everybody).
MENU: Final = (
    (_("Scadenzario"), "scadenzario", Permission.CASO_VIEW),
    (_("Profili dei medici"), "profili", Permission.PROFILI_MANAGE),
    (_("Regole dei termini"), "regole", None),
    (_("Guida"), "aiuto", None),
)


def portal(request: HttpRequest) -> dict[str, Any]:
    """Context processor: menu, organisation name, demo flag and the notice for who runs it."""
    scope: Scope | None = getattr(request, "scope", None)
    return {
        "voci_menu": _menu(request.path, scope),
        "organizzazione_nome": _organization(scope),
        "demo": settings.DEMO,
        "avviso_sistema": _notice(scope),
        "capitolo": _chapter(request),
    }


def _menu(path: str, scope: Scope | None) -> list[MenuItem]:
    allowed = [
        (str(label), reverse(name))
        for label, name, permission in MENU
        if permission is None or (scope is not None and scope.has(permission))
    ]
    return [MenuItem(url, label, path == url) for label, url in allowed]


def _chapter(request: HttpRequest) -> Chapter | None:
    """The chapter of the guide about the page being read."""
    match = request.resolver_match
    return chapter_for(match.view_name) if match else None


def _organization(scope: Scope | None) -> str:
    places = scope.workplaces if scope is not None else ()
    return places[0].name if places else ""


def _notice(scope: Scope | None) -> str:
    if scope is None or not scope.has(Permission.SISTEMA_STATO):
        return ""
    return str(SCAN_NOTICES.get(health.scan_state(clock.now()), ""))
