"""The page behind the link of an invitation: for whoever received the mail, with or without an
account."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.base import clock
from portal.base.errors import ActionError
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.organizzazioni.actions.inviti import accept, find, why_not, why_over
from utenti.organizzazioni.models import Invito


@require_http_methods(["GET", "HEAD", "POST"])
@limit("invito", rate="60/15m", key="ip", methods=("GET", "HEAD", "POST"))
def invito(request: HttpRequest, pk: UUID, chiave: str) -> HttpResponse:
    """Say who invites to what; accept it."""
    found, user, now = find(pk, chiave), scope_of(request).user, clock.now()
    if found is None:
        return render(request, "organizzazioni/invito_ignoto.html", status=404)
    if request.method == "POST" and user is not None:
        try:
            accept(found, chiave, by=user, now=now)
        except ActionError as refused:
            messages.error(request, refused.message)
        else:
            messages.success(
                request, _("Fatto: da adesso lavori per «%(org)s».") % {"org": found.organizzazione}
            )
            return redirect("home")
    refusal = why_not(found, user, now) if user is not None else why_over(found, now)
    context = {"invito": found, "refusal": refusal, "known": user is not None, **_words(found)}
    here = urlencode({"next": request.path})
    context["login_url"] = f"{reverse('account_login')}?{here}"
    context["signup_url"] = f"{reverse('account_signup')}?{here}"
    return render(request, "organizzazioni/invito.html", context)


def _words(found: Invito) -> dict[str, str]:
    return {"who": str(found.created_by), "to": masked(found)}


def masked(found: Invito) -> str:
    """Enough of the address to recognise one’s own, not to learn another’s."""
    name, _at, domain = (found.email or "").partition("@")
    return f"{name[:1]}…@{domain}" if domain else ""
