"""Setting up and removing second factors."""

from __future__ import annotations

from base64 import b64encode
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal.auth import begin_registration
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.errors import ActionError
from utenti.access import scope_of
from utenti.accesso.actions import fattori
from utenti.accesso.forms.fattori import PasskeyForm, TotpForm
from utenti.accesso.page_models.fattori import factors_of, passkey_of
from utenti.accesso.session import AFTERWARDS, count_factor, is_strong
from utenti.accesso.views.common import require_fresh

Type = Authenticator.Type


@require_safe
def secondo_fattore(request: HttpRequest) -> HttpResponse:
    """What there is, what there could be, and why it is asked."""
    scope = scope_of(request)
    page = {
        "factors": factors_of(scope.actor),
        "asked": scope.asks_second_factor,
        "blocked": scope.asks_second_factor and not is_strong(request),
    }
    return render(request, "accesso/secondo_fattore.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def totp_attiva(request: HttpRequest) -> HttpResponse:
    """Bind an app that makes codes: a picture to frame, a code to show that it works."""
    user, now = scope_of(request).actor, clock.now()
    if factors_of(user).totp:
        return redirect("secondo_fattore")
    require_fresh(request)
    form = TotpForm(request.POST or None)
    if form.is_valid():
        code = form.cleaned_data["code"]
        added = attempt(form, lambda: fattori.add_totp(user, form.secret, code, now=now))
        if added:
            clear_totp_secret(request)
            return _added(request, added)
    adapter = get_adapter()
    drawn: str = adapter.build_totp_svg(adapter.build_totp_url(user, form.secret))
    picture = f"data:image/svg+xml;base64,{b64encode(drawn.encode()).decode()}"
    page = {"form": form, "secret": form.secret, "picture": picture}
    return render(request, "accesso/totp_attiva.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def totp_togli(request: HttpRequest) -> HttpResponse:
    """Unbind the app."""
    scope = scope_of(request)
    factor = factors_of(scope.actor).totp
    if factor is None:
        return redirect("secondo_fattore")
    require_fresh(request)
    if request.method == "POST":
        return _remove(request, factor)
    return render(request, "accesso/totp_togli.html")


@require_http_methods(["GET", "HEAD", "POST"])
def passkey_nuova(request: HttpRequest) -> HttpResponse:
    """Bind a passkey: the device asks for a finger, a face or a PIN."""
    user = scope_of(request).actor
    require_fresh(request)
    form = PasskeyForm(request.POST or None, user=user)
    if form.is_valid():
        name, credential = form.cleaned_data["name"], form.cleaned_data["credential"]
        try:
            added = fattori.add_passkey(user, name, credential, now=clock.now())
        except ActionError as refusal:
            form.add_error(None, refusal.message)
        else:
            return _added(request, added)
    page = {"form": form, "options": begin_registration(user, passwordless=True)}
    return render(request, "accesso/passkey_nuova.html", page)


@require_POST
def passkey_togli(request: HttpRequest) -> HttpResponse:
    """Unbind the passkey that the form names."""
    require_fresh(request)
    factor = passkey_of(scope_of(request).actor, request.POST.get("passkey", ""))
    if factor is None:
        return redirect("secondo_fattore")  # a second press finds it done
    return _remove(request, factor)


@require_http_methods(["GET", "HEAD", "POST"])
def codici_recupero(request: HttpRequest) -> HttpResponse:
    """How many codes are left; new ones are shown in the answer to the press, and never again."""
    user = scope_of(request).actor
    held = factors_of(user)
    if not held.any:
        return redirect("secondo_fattore")
    require_fresh(request)
    if request.method == "POST":
        return _codes(request, fattori.renew_recovery_codes(user, now=clock.now()))
    return render(request, "accesso/codici_recupero.html", {"left": held.codes_left})


def _added(request: HttpRequest, factor: Authenticator) -> HttpResponse:
    """Count the new factor for this session; the first one brings the recovery codes."""
    user = scope_of(request).actor
    count_factor(request, user, factor)
    codes = fattori.ensure_recovery_codes(user, now=clock.now())
    if codes:
        return _codes(request, codes)
    messages.success(request, _("Fatto: hai un secondo fattore in più."))
    return redirect(request.session.pop(AFTERWARDS, None) or "secondo_fattore")


def _codes(request: HttpRequest, codes: list[str]) -> HttpResponse:
    after = request.session.pop(AFTERWARDS, None) or reverse("secondo_fattore")
    page: dict[str, Any] = {"codes": codes, "after": after}
    return render(request, "accesso/codici_mostrati.html", page)


def _remove(request: HttpRequest, factor: Authenticator) -> HttpResponse:
    scope = scope_of(request)
    try:
        fattori.remove_factor(
            scope.actor, factor, required=scope.asks_second_factor, now=clock.now()
        )
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Secondo fattore tolto."))
    return redirect("secondo_fattore")
