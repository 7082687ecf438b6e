"""On the way in: confirming an address, giving up half way, asking for help with a lost factor."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from allauth.account.internal.stagekit import clear_login
from allauth.account.stages import EmailVerificationStage, LoginStageController
from allauth.account.views import ConfirmEmailView
from allauth.mfa.stages import AuthenticateStage
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from portal.base import clock
from utenti.accesso.actions.ripristini import ask_reset


class _Confirm(ConfirmEmailView):  # type: ignore[misc]  # allauth ships no types
    """Reading the page logs nobody out: a GET changes nothing.

    In another browser than the one that registered, the password is asked for: who registered the
    address of another must not have it confirmed by them, who never chose that password.
    """

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Whether the password is asked for."""
        page: dict[str, Any] = super().get_context_data(**kwargs)
        address = self.object.email_address if self.object else None
        asks = address is not None and not _began_here(self.request, address.user_id)
        return page | {"asks_password": asks}

    def post(self, *args: Any, **kwargs: Any) -> HttpResponse:
        """Confirm, if it is who registered."""
        user = self.get_object().email_address.user
        typed = self.request.POST.get("password", "")
        if not _began_here(self.request, user.pk) and not user.check_password(typed):
            said = _(
                "La password non è quella scelta alla registrazione. Se non la ricordi, o non ti "
                "sei registrato tu, scegline una nuova da «Hai dimenticato la password?»."
            )
            messages.error(self.request, said)
            return redirect(self.passthrough_next_url(self.request.path))
        answer: HttpResponse = super().post(*args, **kwargs)
        return answer

    def logout_other_user(self, confirmation: Any) -> None:
        """Only who confirms leaves another person's session."""
        if self.request.method == "POST":
            super().logout_other_user(confirmation)


def _began_here(request: HttpRequest, user_id: UUID) -> bool:
    """Whether this browser registered the account, or gave its password, a moment ago."""
    stage = LoginStageController.enter(request, EmailVerificationStage.key)
    user = stage.login.user if stage else None
    return user is not None and user.pk == user_id


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
