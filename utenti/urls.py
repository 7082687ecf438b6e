"""Access pages: allauth's views under Italian addresses, only those this version offers.

What asks for a secret, or sends mail, is limited before the costly hash. By address and e-mail
together, so that nobody locks another person out from elsewhere; by address alone, for who tries
one password on everybody (a whole school shares one address, hence the larger number); by e-mail
alone, for who guesses from many addresses.
"""

from collections.abc import Callable

from allauth.account import views
from django.http import HttpResponse
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods, require_safe

from portal.base.ratelimit import limit

View = Callable[..., HttpResponse]
# allauth's views answer any method like a GET: each is told what it takes.
_form = require_http_methods(["GET", "HEAD", "POST"])


def _limited(view: View, action: str, **rates: str) -> View:
    """The view behind one limit for each key of ``rates`` ("ip_email": "10/15m")."""
    for key, rate in rates.items():
        view = limit(action, rate=rate, key=key.replace("_", "+"))(view)
    checked: View = _form(view)
    return checked


_login = _limited(views.login, "accesso", email="50/h", ip="60/15m", ip_email="10/15m")
_reset = _limited(views.password_reset, "recupero", email="5/h", ip="20/h")
_from_key = _limited(views.password_reset_from_key, "recupero.chiave", ip="20/h")
_reauthenticate = _limited(views.reauthenticate, "password", user="10/15m")
_change = _limited(views.password_change, "password", user="10/15m")

urlpatterns = [
    path("", _login, name="account_login"),
    path("esci/", _form(views.logout), name="account_logout"),
    path("registrazione/", _form(views.signup), name="account_signup"),
    path("sospeso/", require_safe(views.account_inactive), name="account_inactive"),
    path("conferma/", _reauthenticate, name="account_reauthenticate"),
    path("password/", _change, name="account_change_password"),
    path("password/imposta/", _form(views.password_set), name="account_set_password"),
    path("password/dimenticata/", _reset, name="account_reset_password"),
    path(
        "password/dimenticata/inviata/",
        require_safe(views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/nuova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/nuova/fatto/",
        require_safe(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
