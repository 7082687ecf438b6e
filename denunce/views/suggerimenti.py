"""What the page of a form asks for while somebody types in it."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from denunce import permissions
from denunce.page_models.suggerimenti import offered
from denunce.views.scoping import get_modulo
from portal.base import clock
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import scope_of

TYPED_MAX = 80


@require_safe
@limit("suggerimenti", rate="300/m", key="user", methods=("GET", "HEAD"))
def modulo_cerca(request: HttpRequest, pk: UUID) -> JsonResponse:
    """The towns, states or professions for what is typed in one control of a form.

    The address has the name of the control and what was typed; the day comes from the draft.
    """
    found = get_modulo(request, pk)
    require(permissions.can_generate_modulo(scope_of(request), found.caso))
    name, typed = request.GET.get("campo", "")[:120], request.GET.get("testo", "")[:TYPED_MAX]
    return JsonResponse({"voci": offered(found, name, typed, clock.today())})
