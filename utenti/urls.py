"""Access pages: allauth's views under Italian addresses, only those this version offers."""

from allauth.account import views
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from utenti.accesso import urls_account
from utenti.accesso.limits import form_page, limited

_login = limited(views.login, "accesso", email="50/h", ip="60/15m", ip_email="10/15m 20/h 40/d")
_signup = limited(views.signup, "registrazione", email="5/h", ip="20/h")
_reset = limited(views.password_reset, "recupero", email="5/h", ip="20/h")
_from_key = limited(views.password_reset_from_key, "recupero.chiave", ip="20/h")
_reauthenticate = limited(views.reauthenticate, "password", user="10/15m")
_change = limited(views.password_change, "password", user="10/15m")

urlpatterns = [
    path("", _login, name="account_login"),
    path("esci/", form_page(views.logout), name="account_logout"),
    path("registrazione/", _signup, name="account_signup"),
    path("sospeso/", require_safe(views.account_inactive), name="account_inactive"),
    path("conferma/", _reauthenticate, name="account_reauthenticate"),
    path("password/", _change, name="account_change_password"),
    path("password/imposta/", form_page(views.password_set), name="account_set_password"),
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
    *urls_account.urlpatterns,
]
