"""One doctor: created, shown, changed, disabled, enabled, removed, invited again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.errors import ActionError
from portal.base.forms.sections import SectionedForm
from portal.base.ratelimit import limit
from utenti.access import Scope, scope_of
from utenti.profili import permissions
from utenti.profili.actions import profiles
from utenti.profili.forms.medici import (
    CodiceForm,
    ConfermaForm,
    ModificaForm,
    NuovoForm,
    shown,
)
from utenti.profili.models import ProfiloMedico
from utenti.profili.page_models.medico import page_of
from utenti.profili.views.scoping import get_profilo, groups

Move = Callable[..., ProfiloMedico]


@require_http_methods(["GET", "HEAD", "POST"])
@limit("profili.codice", rate="120/h", key="user")
def profilo_nuovo(request: HttpRequest) -> HttpResponse:
    """Nuovo utente, first step: whose codice fiscale. Whoever has an account is not asked more."""
    known_groups = groups(scope_of(request))
    chosen = {"gruppo": request.GET.get("gruppo", "")}
    form = CodiceForm(request.POST or None, gruppi=known_groups, initial=chosen)
    if not known_groups or not form.is_valid():
        return _show_new(request, form, "profili/nuovo.html", has_groups=bool(known_groups))
    code, group = form.cleaned_data["codice_fiscale"], form.group()
    person = profiles.account_of(code)
    here = profiles.present_profile(person, group) if person else None
    if here is not None:
        messages.info(
            request, _("Questa persona è già tra i medici del presidio: ecco il profilo.")
        )
        return redirect("profilo", here.pk)
    initial = {"codice_fiscale": code, "gruppo": str(group.pk)}
    rest = NuovoForm(gruppi=known_groups, known=person is not None, initial=initial)
    return _show_new(request, rest, "profili/nuovo_dati.html", code=code, known=rest.known)


@require_POST
@limit("profili.codice", rate="120/h", key="user")
def profilo_crea(request: HttpRequest) -> HttpResponse:
    """Nuovo utente, second step: the profile is made and the mail leaves."""
    scope, now = scope_of(request), clock.now()
    code = request.POST.get("codice_fiscale", "")
    known = profiles.account_of(code) is not None
    form = NuovoForm(request.POST, gruppi=groups(scope), known=known)
    if form.is_valid():
        data, group = form.data_of(), form.group()
        made = attempt(form, lambda: profiles.create_profilo(data, group, by=scope, now=now))
        if made:
            messages.success(request, _("Profilo creato. Al medico arriva una mail per entrare."))
            return redirect("profilo", made.pk)
    return _show_new(request, form, "profili/nuovo_dati.html", code=code, known=known)


@reads("profili.profilomedico")
@require_safe
def profilo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The page of a doctor."""
    row, scope = get_profilo(request, pk), scope_of(request)
    return render(request, "profili/medico.html", page_of(row, scope))


@reads("profili.profilomedico")
@require_http_methods(["GET", "HEAD", "POST"])
def profilo_modifica(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change group, code, last day; name and address while nobody entered."""
    row, scope, now = get_profilo(request, pk), scope_of(request), clock.now()
    require(permissions.can_touch(scope, row))
    if row.eliminato_at is not None:
        return redirect("profilo", row.pk)
    mine = [group for group in groups(scope) if group.organizzazione_id == row.organizzazione_id]
    names = profiles.names_are_free(row)
    form = ModificaForm(request.POST or None, gruppi=mine, names=names, initial=shown(row))
    if form.is_valid():
        data, version = form.data_of(), form.cleaned_data["version"]
        if attempt(
            form, lambda: profiles.update_profilo(row, data, expected=version, by=scope, now=now)
        ):
            messages.success(request, _("Profilo aggiornato."))
            return redirect("profilo", row.pk)
    return _show(request, row, form, title=_("Modifica il profilo"), submit=_("Salva"))


@reads("profili.profilomedico")
@require_http_methods(["GET", "HEAD", "POST"])
def profilo_disabilita(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Switch a doctor off at once."""
    return _move(
        request,
        pk,
        profiles.disable_profilo,
        title=_("Disabilita il medico"),
        submit=_("Disabilita"),
        text=_(
            "Perde l’accesso subito, anche se in questo momento è dentro. Puoi riattivarlo quando "
            "vuoi. Quello che fa per altri presidi non cambia."
        ),
        said=_("Medico disabilitato: non può più entrare per questo presidio."),
    )


@reads("profili.profilomedico")
@require_http_methods(["GET", "HEAD", "POST"])
def profilo_riattiva(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Switch a disabled doctor on again."""
    return _move(
        request,
        pk,
        profiles.enable_profilo,
        title=_("Riattiva il medico"),
        submit=_("Riattiva"),
        text=_("Torna a usare i servizi per i certificati con lo stesso profilo di prima."),
        said=_("Medico riattivato."),
    )


@reads("profili.profilomedico")
@require_http_methods(["GET", "HEAD", "POST"])
def profilo_elimina(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take the profile away for good."""
    return _move(
        request,
        pk,
        profiles.remove_profilo,
        title=_("Elimina il profilo"),
        submit=_("Elimina il profilo"),
        danger=True,
        text=_(
            "Perde l’accesso subito e non si torna indietro: per riaverlo dovrai aggiungerlo di "
            "nuovo. Resta scritto chi era e che cosa ha fatto."
        ),
        said=_("Profilo eliminato."),
    )


@require_POST
@limit("profili.invito", rate="30/h", key="user")
def profilo_invito(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send the first mail once more."""
    row, scope, now = get_profilo(request, pk), scope_of(request), clock.now()
    require(permissions.can_touch(scope, row))
    try:
        profiles.invite_again(row, by=scope, now=now)
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, _("Invito mandato di nuovo."))
    return redirect("profilo", row.pk)


def _move(request: HttpRequest, pk: UUID, action: Move, **page: Any) -> HttpResponse:
    """Ask, then change the state of the profile."""
    row, scope, now = get_profilo(request, pk), scope_of(request), clock.now()
    require(permissions.can_touch(scope, row))
    said, form = page.pop("said"), ConfermaForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and _moved(form, action, row, scope, now):
        messages.success(request, said)
        return redirect("profilo", row.pk)
    return _show(request, row, form, **page)


def _moved(
    form: SectionedForm, action: Move, row: ProfiloMedico, scope: Scope, now: datetime
) -> ProfiloMedico | None:
    return attempt(form, lambda: action(row, by=scope, now=now))


def _show(request: HttpRequest, row: ProfiloMedico, form: Any, **page: Any) -> HttpResponse:
    back = reverse("profilo", args=[row.pk])
    context = {"text": "", "danger": False, **page}
    context |= {"form": form, "profilo": row, "back_url": back}
    return render(request, "profili/medico_form.html", context)


def _show_new(request: HttpRequest, form: Any, template: str, **page: Any) -> HttpResponse:
    return render(request, template, {"form": form, **page})
