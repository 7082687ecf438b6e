"""What a proven identity opens, as an answer: the portal, a question, or the reason why not."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.internal.stagekit import pop_login
from allauth.account.utils import perform_login
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from portal.base import clock
from utenti.accesso.actions import identita as actions
from utenti.accesso.identita import attesa
from utenti.accesso.identita.asserzione import Identita, Refused
from utenti.accesso.identita.canali import CANALI
from utenti.accesso.identita.motivi import MOTIVI
from utenti.accesso.views.identita_posta import tell_owner
from utenti.livelli import SESSION_KEY, STRONG
from utenti.models import Utente


def arrived(
    request: HttpRequest, identita: Identita, *, process: str, next_url: str = ""
) -> HttpResponse:
    """Tie the identity to the account of who is inside, or enter with it."""
    try:
        if process == AuthProcess.CONNECT:
            return _connect(request, identita)
        entered = actions.enter(identita, now=clock.now())
    except Refused as refusal:
        return refused(request, identita.canale, refusal.code)
    except actions.Contested:
        return ask(request, identita, next_url=next_url, contested=True)
    if entered is None:
        return ask(request, identita, next_url=next_url)
    if entered.tied:
        tell_owner(entered.user, CANALI[identita.canale], tied=True)
    return let_in(request, entered.user, identita.canale, next_url)


def ask(
    request: HttpRequest, identita: Identita, *, next_url: str, contested: bool = False
) -> HttpResponse:
    """Keep the identity while its person chooses an e-mail address."""
    at = clock.now().timestamp()
    waiting = attesa.Attesa(identita, at, next_url=next_url, contested=contested)
    attesa.hold(request.session, waiting)
    return redirect("identita_nuova")


def let_in(request: HttpRequest, user: Utente, canale: str, next_url: str = "") -> HttpResponse:
    """Open the session. A channel that is two factors by itself asks for no other."""
    if request.user.is_authenticated and request.user.pk != user.pk:
        get_adapter(request).logout(request)
    attesa.drop(request.session)
    record_authentication(request, user, canale)
    answer: HttpResponse
    if CANALI[canale].livello not in STRONG:
        answer = perform_login(request, user, redirect_url=next_url or None)
        return answer
    adapter = get_adapter(request)
    facts: dict[str, Any] = {"signal_kwargs": None, "email": None, "signup": False}
    facts |= {"email_verification": "none", "redirect_url": next_url or None}
    stopped: HttpResponse | None = adapter.pre_login(request, user, **facts)
    if stopped is not None:
        return stopped
    pop_login(request)
    adapter.login(request, user)
    answer = adapter.post_login(request, user, **facts)
    return answer


def refused(request: HttpRequest, canale: str, motivo: str) -> HttpResponse:
    """The page of a reason, which the register keeps as well."""
    reason = MOTIVI[motivo]
    by = request.user if isinstance(request.user, Utente) else None
    actions.record_refusal(canale, motivo, by=by, now=clock.now())
    named = {"canale": CANALI[canale].name}
    context = {
        "title": reason.title,
        "what": str(reason.what) % named,
        "todo": str(reason.todo) % named,
        "inside": by is not None,
    }
    return render(request, "accesso/identita_no.html", context, status=reason.status)


def _connect(request: HttpRequest, identita: Identita) -> HttpResponse:
    """The session now knows more of its person than before: it gets that level, and a new key."""
    user = request.user
    if not isinstance(user, Utente):
        raise Refused("stato_scaduto")
    canale = CANALI[identita.canale]
    if actions.link(identita, by=user, now=clock.now()).tied:
        tell_owner(user, canale, tied=True)
    record_authentication(request, user, canale.code)
    request.session.cycle_key()
    request.session[SESSION_KEY] = canale.livello.value
    said = _("Fatto: da ora puoi entrare anche con %(canale)s.")
    messages.success(request, said % {"canale": canale.name})
    return redirect("identita")
