"""Entering with SPID, CIE, INPS or the CNS: to the provider, back, and what the answer opens."""

from __future__ import annotations

from typing import Final

import requests
import structlog
from allauth.account.internal.flows.reauthentication import did_recently_reauthenticate
from allauth.account.utils import get_next_redirect_url
from allauth.socialaccount.adapter import get_adapter
from allauth.socialaccount.providers.base.constants import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock
from portal.base.ratelimit import limit
from utenti.accesso.identita.asserzione import Refused
from utenti.accesso.identita.canali import is_open
from utenti.accesso.identita.oidc import IdentityOAuth2Adapter, Outcome, reason_of
from utenti.accesso.identita.tessera import read_card
from utenti.accesso.views.identita_esito import arrived, refused

log = structlog.get_logger(__name__)
# What a document of the wrong shape makes allauth stumble on: it is the provider's fault.
_STUMBLES: Final = (KeyError, TypeError, ValueError, AttributeError)
_FAILS: Final = (requests.RequestException, OAuth2Error, *_STUMBLES)


@require_POST
@limit("identita", rate="60/15m")
def identita_entra(request: HttpRequest) -> HttpResponse:
    """Leave for the provider named in the form; back to it later by its own address."""
    return leave(request, request.POST.get("canale", ""), AuthProcess.LOGIN)


def leave(request: HttpRequest, canale: str, process: str) -> HttpResponse:
    """To the provider of a channel, or the page that says why not."""
    if canale == "cns" or not is_open(canale):
        raise Http404
    provider = get_adapter(request).get_provider(request, canale)
    next_url = get_next_redirect_url(request)
    try:
        answer: HttpResponse = provider.redirect(request, process=process, next_url=next_url)
    except _FAILS as error:
        log.warning("identity_provider_down", canale=canale, error=type(error).__name__)
        return refused(request, canale, reason_of(error))
    return answer


def asks_again(request: HttpRequest) -> bool:
    """Whether the password must be typed once more before another way in is tied to the account."""
    return settings.PASSWORD_LOCALI and not did_recently_reauthenticate(request)


@require_safe
@limit("identita.ritorno", rate="120/15m", methods=("GET",))
def identita_ritorno(request: HttpRequest, canale: str) -> HttpResponse:
    """The provider sends the person back: what their identity opens, or why nothing."""
    if not is_open(canale):
        raise Http404
    came = _came_home(request, canale)
    if came.identita is None:
        return refused(request, canale, came.motivo)
    return arrived(request, came.identita, process=came.process, next_url=came.next_url)


def _came_home(request: HttpRequest, canale: str) -> Outcome:
    """The code turned into claims and the claims into an identity (see ``social``)."""
    view = OAuth2CallbackView.adapter_view(IdentityOAuth2Adapter(request, canale))
    try:
        answer = view(request)
    except _FAILS as error:
        log.warning("identity_answer_unreadable", canale=canale, error=type(error).__name__)
        return Outcome(reason_of(error))
    return answer if isinstance(answer, Outcome) else Outcome("risposta_illeggibile")


@require_http_methods(["GET", "HEAD", "POST"])
@limit("cns", rate="30/15m")
def cns(request: HttpRequest) -> HttpResponse:
    """How to enter with the card; the POST, on the port that reads it, enters."""
    if not settings.CNS.enabled:
        raise Http404
    if request.method != "POST":
        context = {"title": _("Entra con la CNS"), "address": settings.CNS.url}
        return render(request, "accesso/identita_cns.html", context)
    if request.POST.get("process") == AuthProcess.CONNECT and asks_again(request):
        return redirect(f"{reverse('account_reauthenticate')}?next={reverse('identita')}")
    try:
        identita = read_card(request.META, now=clock.now())
    except Refused as refusal:
        return refused(request, "cns", refusal.code)
    next_url = get_next_redirect_url(request) or ""
    return arrived(request, identita, process=request.POST.get("process", ""), next_url=next_url)
