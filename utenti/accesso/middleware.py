"""Who holds a delicate role opens nothing before giving a second factor."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.http import urlencode
from django.utils.module_loading import import_string

from portal.base.authz import Access
from utenti.access import scope_of
from utenti.accesso.session import AFTERWARDS, is_strong, renew_key, used_second_factor

# Where a second factor is set up, shown, or given up by leaving.
OPEN: Final = frozenset(
    {
        "secondo_fattore",
        "totp_attiva",
        "passkey_nuova",
        "account_reauthenticate",
        "mfa_reauthenticate",
        "mfa_reauthenticate_webauthn",
        "account_logout",
    }
)
_BEFORE: Final = "had_second_factor"


class SecondFactorMiddleware:
    """Send whoever needs a second factor and gave none to where it is set up or given.

    When one is given inside a session, the session changes its key, like at a login.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        given_before = getattr(request, _BEFORE, None)
        if given_before is False and used_second_factor(request):
            renew_key(request)
        return response

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """Let the request through (None), or lead to the second factor."""
        name = cast(ResolverMatch, request.resolver_match).view_name
        policies: dict[str, Access] = import_string(settings.ACCESS_POLICIES)
        policy = policies.get(name)
        if policy is None or policy.kind == "public" or not request.user.is_authenticated:
            return None
        setattr(request, _BEFORE, used_second_factor(request))
        if name in OPEN or not scope_of(request).asks_second_factor or is_strong(request):
            return None
        return _to_the_second_factor(request)


def _to_the_second_factor(request: HttpRequest) -> HttpResponse:
    here = request.get_full_path() if request.method in ("GET", "HEAD") else reverse("home")
    if is_mfa_enabled(request.user):
        return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': here})}")
    request.session[AFTERWARDS] = here
    return redirect("secondo_fattore")
