"""The account's own pages: allauth's steps of a login, and ours for the rest."""

from allauth.account.views import email_verification_sent
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.urls import path, re_path
from django.views.decorators.http import require_safe

from utenti.accesso.limits import form_page, limited, limited_by_login
from utenti.accesso.views import account, entrata, fattori, ripristini

# Six digits, three steps good at a time: 30 tries an hour find one in five years, on average.
_code = limited_by_login(mfa.authenticate, "codice", here="10/15m", anywhere="30/h")
_lost = limited_by_login(entrata.secondo_fattore_perso, "codice.perso", here="5/h", anywhere="5/h")
_confirm = limited(entrata.conferma_email, "registrazione.conferma", ip="60/h")
_passkey = limited(webauthn.login_webauthn, "passkey", ip="60/15m")
_code_again = limited(mfa.reauthenticate, "codice.conferma", user="10/15m 30/h")
_passkey_again = limited(webauthn.reauthenticate_webauthn, "codice.conferma", user="10/15m 30/h")
_totp = limited(fattori.totp_attiva, "fattore", user="20/15m")
_new_passkey = limited(fattori.passkey_nuova, "fattore", user="20/15m")
_new_codes = limited(fattori.codici_recupero, "fattore.codici", user="10/h")
_email = limited(account.email_cambia, "email", user="5/h")
_email_link = limited(account.email_conferma, "email.conferma", ip="20/h")

urlpatterns = [
    path("account/", account.account, name="account"),
    path(
        "registrazione/controlla-la-posta/",
        require_safe(email_verification_sent),
        name="account_email_verification_sent",
    ),
    re_path(r"^registrazione/conferma/(?P<key>[-:\w]+)/$", _confirm, name="account_confirm_email"),
    path("codice/", _code, name="mfa_authenticate"),
    path("codice/rinuncia/", entrata.rinuncia, name="accesso_rinuncia"),
    path("codice/perso/", _lost, name="secondo_fattore_perso"),
    path("passkey/", _passkey, name="mfa_login_webauthn"),
    path("conferma/codice/", _code_again, name="mfa_reauthenticate"),
    path("conferma/passkey/", _passkey_again, name="mfa_reauthenticate_webauthn"),
    path("secondo-fattore/", fattori.secondo_fattore, name="secondo_fattore"),
    path("secondo-fattore/app/", _totp, name="totp_attiva"),
    path("secondo-fattore/app/togli/", form_page(fattori.totp_togli), name="totp_togli"),
    path("secondo-fattore/passkey/", _new_passkey, name="passkey_nuova"),
    path("secondo-fattore/passkey/togli/", fattori.passkey_togli, name="passkey_togli"),
    path("secondo-fattore/codici/", _new_codes, name="codici_recupero"),
    path("email/", _email, name="email_cambia"),
    path("email/conferma/<str:token>/", _email_link, name="email_conferma"),
    path("sessioni/", account.sessioni, name="sessioni"),
    path("sessioni/chiudi/", account.sessione_chiudi, name="sessione_chiudi"),
    path("sessioni/chiudi-altre/", account.sessioni_chiudi_altre, name="sessioni_chiudi_altre"),
    path("ripristini/", ripristini.ripristini, name="ripristini"),
    path("ripristini/<uuid:pk>/", ripristini.ripristino, name="ripristino"),
    path("ripristini/<uuid:pk>/rifiuta/", ripristini.ripristino_rifiuta, name="ripristino_rifiuta"),
]
