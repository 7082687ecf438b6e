"""The ways of entering tied to an account: which ones, tying another, untying one."""

from __future__ import annotations

from allauth.account.internal.flows.reauthentication import suspend_request
from allauth.socialaccount.providers.base.constants import AuthProcess
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from portal.base import clock
from portal.base.audit import reads
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.accesso.actions.identita import linked, unlink
from utenti.accesso.identita.canali import CANALI, is_open, open_channels
from utenti.accesso.views.identita import asks_again, leave
from utenti.accesso.views.identita_posta import tell_owner


@reads("utenti.utente", arg="")
@require_safe
def identita(request: HttpRequest) -> HttpResponse:
    """With what one enters here, and how this session was opened."""
    used = linked(scope_of(request).actor)
    rows = [
        {"canale": canale, "tied": canale.code in used, "used_at": used.get(canale.code)}
        for canale in open_channels()
    ]
    context = {"title": _("Modi di entrare"), "rows": rows}
    return render(request, "accesso/identita.html", context)


@require_POST
@limit("identita.collega", rate="20/15m", key="user")
def identita_collega(request: HttpRequest) -> HttpResponse:
    """Leave for the provider, to tie it to this account; the password is asked again first."""
    canale = request.POST.get("canale", "")
    if canale == "cns" or not is_open(canale):
        raise Http404
    if asks_again(request):
        asked: HttpResponse = suspend_request(request, reverse("account_reauthenticate"))
        return asked
    return leave(request, canale, AuthProcess.CONNECT)


@require_POST
def identita_scollega(request: HttpRequest) -> HttpResponse:
    """Untie a channel from this account."""
    canale = CANALI.get(request.POST.get("canale", ""))
    if canale is None:
        raise Http404
    user = scope_of(request).actor
    try:
        untied = unlink(canale.code, by=user, now=clock.now())
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        if untied:
            tell_owner(user, canale, tied=False)
        said = _("Scollegato: %(canale)s non apre più il tuo account.")
        messages.success(request, said % {"canale": canale.name})
    return redirect("identita")
