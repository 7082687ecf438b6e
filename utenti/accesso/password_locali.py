"""With PASSWORD_LOCALI=0 no page of the portal takes, sets or sends a password."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

LOGIN: Final = "account_login"
# Of the access pages of allauth, those that have nothing to do with a password. Any other, also one
# that a later version adds, is closed.
WITHOUT_PASSWORD: Final = frozenset(
    {
        "account_logout",
        "account_inactive",
        "account_email",
        "account_confirm_email",
        "account_email_verification_sent",
    }
)
PASSKEY: Final = frozenset({"mfa_login_webauthn"})


def takes_password(name: str) -> bool:
    """Whether a named page belongs to local accounts; a passkey opens one as well."""
    return name in PASSKEY or (name.startswith("account_") and name not in WITHOUT_PASSWORD)


class LocalPasswordMiddleware:
    """Answers in the place of the pages of local accounts: the login page shows the providers
    alone, the others are a 404 that says how to enter.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, _args: Any, _kwargs: Any
    ) -> HttpResponse | None:
        """None lets the request through."""
        match = request.resolver_match
        if settings.PASSWORD_LOCALI or match is None or not takes_password(match.view_name):
            return None
        if match.view_name == LOGIN and request.method in ("GET", "HEAD"):
            return render(request, "accesso/identita_login.html")
        return render(request, "accesso/identita_senza_password.html", status=404)
