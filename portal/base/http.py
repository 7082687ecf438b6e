"""Where a request comes from, and the Italian pages that say no."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template import TemplateDoesNotExist
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Problem:
    """What an error page says: title, explanation, status."""

    status: int
    title: _StrOrPromise
    message: _StrOrPromise


PROBLEMS = {
    "400": Problem(
        400, _("Richiesta non valida"), _("I dati inviati non sono leggibili. Torna indietro.")
    ),
    "403": Problem(
        403, _("Accesso non consentito"), _("Non hai i permessi per questa operazione.")
    ),
    "csrf": Problem(
        403,
        _("Il modulo è scaduto"),
        _(
            "Per sicurezza un modulo vale per un tempo limitato e per una sola sessione. "
            "Torna indietro, ricarica la pagina e invia di nuovo: nulla è stato salvato."
        ),
    ),
    "404": Problem(
        404, _("Pagina non trovata"), _("La pagina non esiste oppure non fa parte dei tuoi dati.")
    ),
    "410": Problem(
        410,
        _("Dati cancellati"),
        _("Questi dati sono stati cancellati: ne resta soltanto la prova di cancellazione."),
    ),
    "413": Problem(413, _("Invio troppo grande"), _("Riduci la dimensione del file e riprova.")),
    "429": Problem(
        429, _("Troppi tentativi"), _("Per sicurezza aspetta un momento prima di riprovare.")
    ),
    "500": Problem(
        500,
        _("Errore del portale"),
        _("Qualcosa non ha funzionato. L'errore è stato registrato: riprova tra poco."),
    ),
    "503": Problem(
        503,
        _("Portale in manutenzione"),
        _("Il portale torna disponibile tra poco. Le scadenze di legge non cambiano."),
    ),
}


# What answers here speaks to programs: its refusals are JSON, whoever refuses.
API_PREFIX = "/api/"


def problem_response(
    status: int, messaggio: str, *, title: str = "", headers: Mapping[str, str] | None = None
) -> HttpResponse:
    """A refusal for a program: ``application/problem+json`` (RFC 9457) with an Italian sentence."""
    problem = {
        "type": "about:blank",
        "title": title or HTTPStatus(status).phrase,
        "status": status,
        "messaggio": messaggio,
    }
    return JsonResponse(
        problem,
        status=status,
        headers=dict(headers or {}),
        content_type="application/problem+json",
        json_dumps_params={"ensure_ascii": False},
    )


def client_ip(request: HttpRequest) -> str:
    """Return the address of the client, as far as the trusted proxies vouch for it.

    ``TRUSTED_PROXIES`` counts our own proxies; each appends one address to
    X-Forwarded-For, so only the entry that many places from the end is believed. What
    a client writes there itself stands further left and changes nothing. Empty when
    unknown (a Unix socket without a proxy).
    """
    remote = _address(request.META.get("REMOTE_ADDR", ""))
    hops: int = settings.TRUSTED_PROXIES
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")
    if hops <= 0 or len(forwarded) < hops:
        return remote
    return _address(forwarded[-hops]) or remote


def client_network(request: HttpRequest) -> str:
    """Return the key to count a client by: its address, or its /64 network for IPv6,
    where one subscriber has 2**64 addresses to hide behind."""
    found = client_ip(request)
    if ":" not in found:
        return found
    return str(ipaddress.ip_network(f"{found}/64", strict=False))


def error_response(
    request: HttpRequest | None,
    code: str,
    *,
    reason: str = "",
    headers: Mapping[str, str] | None = None,
) -> HttpResponse:
    """Render ``errors/<code>.html``, or a bare page when the template cannot be used.

    The page of a server error is rendered without the request: whatever broke the
    view (the database, a context processor) must not break the apology as well.
    """
    problem = PROBLEMS[code]
    if request is not None and request.path.startswith(API_PREFIX):
        said = f"{problem.message} {reason}".strip()
        return problem_response(problem.status, said, title=str(problem.title), headers=headers)
    context = {
        "code": problem.status,
        "title": problem.title,
        "message": problem.message,
        "reason": reason,
        "request_id": structlog.contextvars.get_contextvars().get("request_id", ""),
    }
    try:
        shown = request if problem.status < 500 else None
        body: str = render_to_string(f"errors/{code}.html", context, shown)
    except TemplateDoesNotExist:
        body = _bare_page(problem, reason)
    except Exception:  # the last resort must not fail, whatever happened
        log.exception("error_page_failed", page=code)
        body = _bare_page(problem, reason)
    return HttpResponse(body, status=problem.status, headers=dict(headers or {}))


def _bare_page(problem: Problem, reason: str) -> str:
    return format_html(
        '<!doctype html><html lang="it"><head><meta charset="utf-8"><title>{title}</title></head>'
        '<body><main><h1>{title}</h1><p>{message}</p><p>{reason}</p><p><a href="/">{home}</a></p>'
        "</main></body></html>",
        title=problem.title,
        message=problem.message,
        reason=reason,
        home=_("Torna alla pagina iniziale"),
    )


def _address(text: str) -> str:
    try:
        return str(ipaddress.ip_address(text.strip()))
    except ValueError:
        return ""
