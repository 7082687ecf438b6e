"""Views of no app: the state of the portal and the error pages."""

from __future__ import annotations

from typing import cast

from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from portal.base import clock
from portal.base.autosave import csrf_response, is_autosave, token_response
from portal.base.health import report
from portal.base.http import error_response
from portal.base.ratelimit import limit
from portal.base.riferimenti.queries import search_comuni
from utenti.models import Utente

TOWNS_MAX = 12


@never_cache
@require_safe
def salute(request: HttpRequest) -> HttpResponse:
    """Say how the portal is, part by part: 503 when deadlines could be missed."""
    state = report(clock.now())
    return JsonResponse(state.as_json(), status=200 if state.serving else 503)


@never_cache
@require_safe
def salute_viva(request: HttpRequest) -> HttpResponse:
    """Say that the process answers, without asking the database."""
    return JsonResponse({"stato": "ok"})


@never_cache
@require_safe
def gettone(request: HttpRequest) -> HttpResponse:
    """A fresh CSRF token for a page that was open while its person logged in again."""
    return token_response(request, cast(Utente, request.user).pk)


@require_safe
@limit("comuni", rate="300/m", key="user", methods=("GET", "HEAD"))
def comuni(request: HttpRequest) -> JsonResponse:
    """The towns whose name begins so, while somebody types one."""
    typed = request.GET.get("nome", "")[:60]
    found = search_comuni(typed, clock.today(), TOWNS_MAX) if len(typed.strip()) > 1 else []
    return JsonResponse(
        {"comuni": [{"nome": town.nome, "provincia": town.provincia} for town in found]}
    )


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400; 413 when the reason is the size of what was sent."""
    too_big = isinstance(exception, RequestDataTooBig)
    return error_response(request, "413" if too_big else "400")


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 with the Italian reason of the refused decision, if there is one."""
    return error_response(request, "403", reason=str(exception or ""))


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form sent without a valid token; Django's English reason is not shown."""
    return csrf_response() if is_autosave(request) else error_response(request, "csrf")


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404, the same whether the thing does not exist or belongs to others."""
    return error_response(request, "404")


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 without a word about the cause: it is in the log."""
    return error_response(request, "500")
