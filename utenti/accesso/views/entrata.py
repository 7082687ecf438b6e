"""On the way in: confirming an address, giving up half way, asking for help with a lost factor."""

from __future__ import annotations

from typing import Any

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import LoginStageController
from allauth.account.views import ConfirmEmailView
from allauth.mfa.stages import AuthenticateStage
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from portal.base import clock
from utenti.accesso.actions.ripristini import ask_reset


class _Confirm(ConfirmEmailView):  # type: ignore[misc]  # allauth ships no types
    """Reading the page logs nobody out: a GET changes nothing."""

    def logout_other_user(self, confirmation: Any) -> None:
        """Only who confirms leaves another person's session."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


_confirm = _Confirm.as_view()


def conferma_email(request: HttpRequest, key: str) -> HttpResponse:
    """The link of the registration's mail; pressed twice, it says that it was used."""
    try:
        answer: HttpResponse = _confirm(request, key=key)
    except Http404:
        return redirect("account_confirm_email", key)
    return answer


@require_POST
def rinuncia(request: HttpRequest) -> HttpResponse:
    """Leave a login half way: the next person finds the first page."""
    clear_login(request)
    return redirect("account_login")


def secondo_fattore_perso(request: HttpRequest) -> HttpResponse:
    """Who gave the password and lost the rest asks somebody who can recognise them."""
    stage = LoginStageController.enter(request, AuthenticateStage.key)
    if stage is None:
        return redirect("account_login")
    if request.method == "POST":
        ask_reset(stage.login.user, now=clock.now())
        return render(request, "accesso/perso_chiesto.html")
    return render(request, "accesso/perso.html")
