"""Somebody new whom an authority vouches for: the address, the code that proves it, the account."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from portal.base import clock
from portal.base.acting import attempt
from portal.base.forms.sections import SectionedForm
from portal.base.ratelimit import limit
from utenti.accesso.actions.identita import Contested, create_person, is_taken
from utenti.accesso.actions.indirizzo import MAX_TRIES, new_code, proves
from utenti.accesso.forms.identita import CodiceForm, NuovaIdentitaForm
from utenti.accesso.identita import attesa
from utenti.accesso.identita.asserzione import Refused
from utenti.accesso.identita.canali import CANALI
from utenti.accesso.views.identita_esito import let_in, refused
from utenti.accesso.views.identita_posta import mail_code, tell_loser


@require_http_methods(["GET", "HEAD", "POST"])
@limit("identita.indirizzo", rate="10/h", key="ip+email")
@limit("identita.indirizzo", rate="60/h")
def identita_nuova(request: HttpRequest) -> HttpResponse:
    """Ask for the address; one that the provider has verified needs no code."""
    waiting = attesa.held(request.session, now=clock.now())
    if waiting is None:
        return redirect("account_login")
    identita = waiting.identita
    form = NuovaIdentitaForm(
        request.POST or None, contested=waiting.contested, initial={"email": identita.email}
    )
    if form.is_valid():
        email, mine = form.cleaned_data["email"], not form.cleaned_data.get("non_mio", False)
        waiting.replace = not mine
        if identita.email_verified and email == identita.email and not is_taken(email):
            waiting.email = email
            return _create(request, form, waiting) or _show(request, form, waiting)
        waiting, code = new_code(waiting, email, replace_holder=not mine)
        attesa.hold(request.session, waiting)
        mail_code(email, code)
        return redirect("identita_codice")
    return _show(request, form, waiting)


@require_http_methods(["GET", "HEAD", "POST"])
@limit("identita.codice", rate="30/15m")
def identita_codice(request: HttpRequest) -> HttpResponse:
    """Read the code of the mail; after MAX_TRIES wrong ones it starts again from the address."""
    waiting = attesa.held(request.session, now=clock.now())
    if waiting is None or not waiting.email:
        return redirect("identita_nuova" if waiting else "account_login")
    form = CodiceForm(request.POST or None)
    if form.is_valid():
        if proves(waiting, form.cleaned_data["codice"]):
            done = _create(request, form, waiting)
            if done is not None:
                return done
        elif waiting.tries >= MAX_TRIES:
            waiting.email = waiting.code_hash = ""
            attesa.hold(request.session, waiting)
            return redirect("identita_nuova")
        else:
            attesa.hold(request.session, waiting)
            form.refuse(_("Il codice non è giusto: ricontrolla il messaggio."), "codice")
    context = {"title": _("Scrivi il codice"), "form": form, "email": waiting.email}
    return render(request, "accesso/identita_codice.html", context)


def _create(
    request: HttpRequest, form: SectionedForm, waiting: attesa.Attesa
) -> HttpResponse | None:
    """Make the account and enter; None when the form now says why not."""
    identita, email, now = waiting.identita, waiting.email, clock.now()
    try:
        made = attempt(
            form, lambda: create_person(identita, email, replace=waiting.replace, now=now)
        )
    except Refused as refusal:
        return refused(request, identita.canale, refusal.code)
    except Contested:
        waiting.contested, waiting.email = True, ""
        attesa.hold(request.session, waiting)
        return redirect("identita_nuova")
    if made is None:
        return None
    if made.loser is not None:
        tell_loser(made.loser)
    return let_in(request, made.user, identita.canale, waiting.next_url)


def _show(request: HttpRequest, form: NuovaIdentitaForm, waiting: attesa.Attesa) -> HttpResponse:
    context = {
        "title": _("È la prima volta che entri"),
        "form": form,
        "identita": waiting.identita,
        "canale": CANALI[waiting.identita.canale],
        "contested": waiting.contested,
    }
    return render(request, "accesso/identita_nuova.html", context)
