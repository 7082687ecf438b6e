"""Addresses of the API: every one has a name in ``portal.policies`` (public at the gate: the door
is the token)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from certificati.flussi.api.openapi import openapi
from certificati.flussi.api.rotte import api
from portal.base.http import problem_response


@require_safe
def api_openapi(request: HttpRequest) -> HttpResponse:
    """The OpenAPI document."""
    return JsonResponse(openapi(), json_dumps_params={"ensure_ascii": False})


def _shaped(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """The view of ninja, never cached; a method it does not know is refused like all the rest."""

    @wraps(view)
    def shaped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        head = request.method == "HEAD"  # ninja knows only the methods it was told
        request.method = "GET" if head else request.method
        response = view(request, *args, **kwargs)
        request.method = "HEAD" if head else request.method
        if response.status_code == 405:
            said = _("Questo indirizzo non risponde a questo metodo.")
            response = problem_response(405, said, headers={"Allow": response.headers["Allow"]})
        response.headers["Cache-Control"] = "no-store"
        return response

    return shaped


# Ninja's own names live in a namespace, which the table of policies does not know.
urlpatterns: list[URLPattern] = [
    path("openapi.json", api_openapi, name="api_openapi"),
    *(
        path(str(pattern.pattern), _shaped(pattern.callback), name=pattern.name)
        for pattern in api.urls[0]
        if isinstance(pattern, URLPattern) and pattern.name != "api-root"
    ),
]
