"""The door of the API: a Bearer token of a structure, and how often it may be used.

Neither session nor cookie counts here, which is why no CSRF token is asked.
"""

from __future__ import annotations

from typing import Any, Final

import structlog
from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from certificati.flussi.actions.gettoni import enter
from certificati.flussi.actions.ricezione import Provenienza
from certificati.flussi.api.problemi import Problema
from certificati.flussi.models import GettoneApi
from portal.base import clock
from portal.base.audit import AccessKind
from portal.base.audit.access import record_access
from portal.base.http import client_network
from portal.base.ratelimit import Rate, hit

log = structlog.get_logger(__name__)
# Of one token, and of one address whatever token it tries.
OF_A_TOKEN: Final = Rate.parse("120/m")
OF_AN_ADDRESS: Final = Rate.parse("600/m")
_ROLE: Final = "gettone"


class Porta(HttpBearer):
    """Lets a usable token in; nobody else."""

    def authenticate(self, request: HttpRequest, token: str) -> Any | None:
        """The token, None when it is not one. Raises Problema (429)."""
        _limit("api.rete", OF_AN_ADDRESS, client_network(request))
        found = enter(token, now=clock.now())
        if found is None:
            log.warning("api_token_refused")
            return None
        structlog.contextvars.bind_contextvars(token_id=str(found.pk))
        _limit("api.gettone", OF_A_TOKEN, str(found.pk))
        return found


def origin_of(request: HttpRequest) -> Provenienza:
    """Whose request it is: the structure of the token, in the name of who made it."""
    token = token_of(request)
    return Provenienza(token.organizzazione, token.created_by, token)


def token_of(request: HttpRequest) -> GettoneApi:
    """The token that opened the door."""
    found: GettoneApi = request.auth  # type: ignore[attr-defined]
    return found


def note_reading(request: HttpRequest, target: str, pk: Any) -> None:
    """Write in the record of readings that a system read something, and for whom it works."""
    token = token_of(request)
    record_access(
        token.created_by_id,
        target,
        pk,
        token.organizzazione_id,
        AccessKind.VIEW,
        clock.now(),
        role=_ROLE,
    )


def _limit(action: str, rate: Rate, identity: str) -> None:
    wait = hit(action, rate, identity)
    if wait:
        log.warning("rate_limited", action=action)
        raise Problema(
            429, _("Troppe richieste: riprova fra %(n)s secondi.") % {"n": wait}, wait=wait
        )
