""" "Il tuo account": the page, the address, the sessions."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.errors import ActionError
from utenti.access import scope_of
from utenti.accesso.actions import posta
from utenti.accesso.actions import sessioni as ending
from utenti.accesso.forms.account import EmailForm
from utenti.accesso.page_models.account import account_page
from utenti.accesso.page_models.sessioni import live_sessions, session_of
from utenti.accesso.views.common import require_fresh


@require_safe
def account(request: HttpRequest) -> HttpResponse:
    """Everything about one's access."""
    scope, key = scope_of(request), request.session.session_key
    page = account_page(scope.actor, scope, key, clock.now())
    return render(request, "accesso/account.html", page)


@require_http_methods(["GET", "HEAD", "POST"])
def email_cambia(request: HttpRequest) -> HttpResponse:
    """Ask to enter with another address; the same answer whoever has it."""
    user = scope_of(request).actor
    require_fresh(request)
    form = EmailForm(request.POST or None)
    if form.is_valid():
        new = form.cleaned_data["email"]
        if attempt(form, lambda: posta.ask_email_change(user, new, now=clock.now())):
            said = _("Ti abbiamo scritto al nuovo indirizzo: apri il collegamento entro 24 ore.")
            messages.success(request, said)
            return redirect("account")
    return render(request, "accesso/email_cambia.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def email_conferma(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the mail, which may be read on another device than the one that asked."""
    now = clock.now()
    wish = posta.pending(token, now=now)
    if request.method == "POST" and wish:
        mine = request.user.pk == wish.utente_id
        keep = request.session.session_key if mine else None
        try:
            posta.confirm_email_change(wish, keep=keep, now=now)
        except ActionError as refusal:
            messages.error(request, refusal.message)
            return redirect("account" if mine else "account_login")
        messages.success(request, _("Indirizzo cambiato: da adesso entri con quello nuovo."))
        return redirect("account" if mine else "account_login")
    return render(request, "accesso/email_conferma.html", {"wish": wish})


@require_safe
def sessioni(request: HttpRequest) -> HttpResponse:
    """Where the account is open now."""
    user, key = scope_of(request).actor, request.session.session_key
    page = {"sessions": live_sessions(user, key, clock.now())}
    return render(request, "accesso/sessioni.html", page)


@require_POST
def sessione_chiudi(request: HttpRequest) -> HttpResponse:
    """End the session that the form names; a second press finds it ended."""
    user, now = scope_of(request).actor, clock.now()
    session = session_of(user, request.POST.get("sessione", ""), now)
    if session is not None and session.session_key != request.session.session_key:
        ending.end_session(user, session, now=now)
    messages.success(request, _("Sessione chiusa."))
    return redirect("sessioni")


@require_POST
def sessioni_chiudi_altre(request: HttpRequest) -> HttpResponse:
    """End every session but this one."""
    user, key = scope_of(request).actor, request.session.session_key
    ended = ending.end_other_sessions(user, keep=key, now=clock.now())
    said = ngettext("Una sessione chiusa.", "%(n)d sessioni chiuse.", ended) % {"n": ended}
    messages.success(request, said if ended else _("Non c’erano altre sessioni aperte."))
    return redirect("sessioni")
