"""Access pages: allauth's views under Italian addresses, only those this version offers."""

from allauth.account import views
from django.urls import path, re_path
from django.views.decorators.http import require_http_methods, require_safe

# allauth's views answer any method like a GET: each is told what it takes.
_form = require_http_methods(["GET", "HEAD", "POST"])

urlpatterns = [
    path("", _form(views.login), name="account_login"),
    path("esci/", _form(views.logout), name="account_logout"),
    path("registrazione/", _form(views.signup), name="account_signup"),
    path("sospeso/", require_safe(views.account_inactive), name="account_inactive"),
    path("conferma/", _form(views.reauthenticate), name="account_reauthenticate"),
    path("password/", _form(views.password_change), name="account_change_password"),
    path("password/imposta/", _form(views.password_set), name="account_set_password"),
    path("password/dimenticata/", _form(views.password_reset), name="account_reset_password"),
    path(
        "password/dimenticata/inviata/",
        require_safe(views.password_reset_done),
        name="account_reset_password_done",
    ),
    re_path(
        r"^password/nuova/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        _form(views.password_reset_from_key),
        name="account_reset_password_from_key",
    ),
    path(
        "password/nuova/fatto/",
        require_safe(views.password_reset_from_key_done),
        name="account_reset_password_from_key_done",
    ),
]
