"""How often each access page may be used.

What asks for a secret, or sends mail, is limited before the costly hash. By address and e-mail
together, so that nobody locks another person out from elsewhere; by address alone, for who tries
one password on everybody (a whole school shares one address, hence the larger number); by e-mail
alone, for who guesses from many addresses. Several rates of one key make the wait grow: a quarter
of an hour, an hour, the rest of the day; never for ever, and never from another address.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_http_methods

from portal.base.http import client_network
from portal.base.ratelimit import Rate, hit, limit, refusal

View = Callable[..., HttpResponse]
# allauth's views answer any method like a GET: each is told what it takes.
form_page = require_http_methods(["GET", "HEAD", "POST"])


def limited(view: View, action: str, **rates: str) -> View:
    """The view behind one limit for each key of ``rates`` ("ip_email": "10/15m 20/h")."""
    for key, several in rates.items():
        for rate in several.split():
            view = limit(action, rate=rate, key=key.replace("_", "+"))(view)
    checked: View = form_page(view)
    return checked


def limited_by_login(view: View, action: str, *, here: str, anywhere: str) -> View:
    """The view behind limits of whoever is half way through a login: the password was right, so
    the account is known although nobody is inside yet."""

    @wraps(view)
    def counted(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if request.method == "POST":
            who = str((request.session.get(LOGIN_SESSION_KEY) or {}).get("user_pk"))
            there = f"{who}|{client_network(request)}"
            for rate, identity in ((here, there), (anywhere, who)):
                wait = hit(action, Rate.parse(rate), identity)
                if wait:
                    return refusal(request, action, wait)
        return view(request, *args, **kwargs)

    checked: View = form_page(counted)
    return checked
