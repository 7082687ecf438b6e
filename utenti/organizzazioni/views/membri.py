"""The people of an organisation: their roles and the invitations that wait."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.models import Membership
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions import inviti
from utenti.organizzazioni.actions import membri as actions
from utenti.organizzazioni.forms.dati import FineForm, InvitoForm
from utenti.organizzazioni.models import Invito
from utenti.organizzazioni.page_models import voci
from utenti.organizzazioni.views.scoping import (
    Asked,
    confirmed,
    get_invito,
    get_membership,
    managed_organizzazione,
    show_form,
)
from utenti.ruoli import Ruolo

_SHOWN_MAX = 500


@reads("utenti.organizzazione")
@require_safe
def membri(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who works here and until when; who was invited and has not answered."""
    org, scope, now = managed_organizzazione(request, pk), scope_of(request), clock.now()
    require(permissions.can_manage_members(scope, org))
    rows = Membership.objects.filter(organizzazione=org).select_related("utente", "organizzazione")
    people = voci.members(
        rows.order_by("utente__cognome", "utente__nome", "valid_from", "pk")[:_SHOWN_MAX],
        scope,
        clock.today(),
    )
    waiting = Invito.objects.filter(
        organizzazione=org, accepted_at=None, revoked_at=None, email_cancellata_at=None
    )
    sent = waiting.select_related("data_key").order_by("-created_at", "pk")
    context = {
        "org": org,
        "people": [line for line in people if line["state"] != _("Finito")],
        "gone": [line for line in people if line["state"] == _("Finito")],
        "invitations": voci.invitations(sent[:_SHOWN_MAX], now),
    }
    return render(request, "organizzazioni/membri.html", context)


@reads("utenti.membership")
@require_http_methods(["GET", "HEAD", "POST"])
def membro_fine(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the last day of a role."""
    row, scope, now = get_membership(request, pk), scope_of(request), clock.now()
    require(permissions.can_change_membership(scope, row))
    form = FineForm(request.POST or None, initial={"valid_to": row.valid_to})
    if form.is_valid():
        day = form.cleaned_data["valid_to"]
        if attempt(form, lambda: actions.change_end(row, day, by=scope, now=now)):
            messages.success(request, _("Fine del ruolo salvata."))
            return redirect("membri", row.organizzazione_id)
    back = reverse("membri", args=[row.organizzazione_id])
    title = _("Fino a quando lavora %(who)s") % {"who": row.utente}
    return show_form(
        request, form, title=title, submit=_("Salva"), back=back, crumb=_("Persone e inviti")
    )


@reads("utenti.membership")
@require_http_methods(["GET", "HEAD", "POST"])
def membro_sospendi(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Switch a role off for now."""
    row, scope, now = get_membership(request, pk), scope_of(request), clock.now()
    require(permissions.can_change_membership(scope, row))
    asked = _asked(
        row,
        title=_("Sospendi %(who)s?"),
        text=_(
            "Da subito %(who)s non entra più con questo ruolo (%(role)s), finché non lo riattivi."
        ),
        submit=_("Sospendi"),
        said=_("Ruolo sospeso: da adesso %(who)s non vede più quello che vedeva."),
    )
    return confirmed(request, asked, lambda: actions.suspend(row, by=scope, now=now))


@reads("utenti.membership")
@require_http_methods(["GET", "HEAD", "POST"])
def membro_riattiva(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Switch it on again."""
    row, scope, now = get_membership(request, pk), scope_of(request), clock.now()
    require(permissions.can_change_membership(scope, row))
    asked = _asked(
        row,
        title=_("Riattivi %(who)s?"),
        text=_("%(who)s torna a lavorare con il ruolo di prima (%(role)s)."),
        submit=_("Riattiva"),
        said=_("%(who)s lavora di nuovo qui."),
        danger=False,
    )
    return confirmed(request, asked, lambda: actions.resume(row, by=scope, now=now))


@reads("utenti.membership")
@require_http_methods(["GET", "HEAD", "POST"])
def membro_togli(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take a role away for good, from this moment."""
    row, scope, now = get_membership(request, pk), scope_of(request), clock.now()
    require(permissions.can_change_membership(scope, row))
    mine = row.utente_id == scope.actor.pk
    warning = " " + _("È il tuo ruolo: dopo non vedrai più questa pagina.") if mine else ""
    asked = _asked(
        row,
        title=_("Togli il ruolo a %(who)s?"),
        text=_(
            "Da subito %(who)s non ha più questo ruolo (%(role)s), anche se è al lavoro adesso. "
            "Quello che ha fatto resta."
        )
        + warning,
        submit=_("Togli il ruolo"),
        said=_("%(who)s non ha più questo ruolo."),
        back=reverse("organizzazioni") if mine else "",
    )
    return confirmed(request, asked, lambda: actions.remove(row, by=scope, now=now))


@require_http_methods(["GET", "HEAD", "POST"])
@limit("invito.manda", rate="30/h", key="user")
def invito_nuovo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Invite somebody by mail."""
    org, scope, now = managed_organizzazione(request, pk), scope_of(request), clock.now()
    require(permissions.can_manage_members(scope, org))
    roles = [(role, str(Ruolo(role).label)) for role in permissions.roles_offered(org)]
    form = InvitoForm(request.POST or None, ruoli=roles)
    if form.is_valid():
        data = inviti.DatiInvito(**form.cleaned_data)
        if attempt(form, lambda: inviti.invite(org, data, by=scope, now=now)):
            messages.success(request, _("Invito mandato a %(to)s.") % {"to": data.email})
            return redirect("membri", org.pk)
    return show_form(
        request,
        form,
        title=_("Invita una persona"),
        submit=_("Manda l’invito"),
        back=reverse("membri", args=[org.pk]),
        crumb=_("Persone e inviti"),
        lead=org.denominazione,
    )


@reads("organizzazioni.invito")
@require_http_methods(["GET", "HEAD", "POST"])
@limit("invito.manda", rate="30/h", key="user")
def invito_rinvia(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Send it again: a new link, seven more days."""
    row, scope, now = get_invito(request, pk), scope_of(request), clock.now()
    require(permissions.can_change_invito(scope, row))
    asked = Asked(
        title=_("Mandi di nuovo l’invito?"),
        text=_(
            "Parte un’altra e-mail, valida sette giorni. Il collegamento di prima non vale più."
        ),
        submit=_("Manda di nuovo"),
        back=reverse("membri", args=[row.organizzazione_id]),
        said=_("Invito mandato di nuovo."),
        crumb=_("Persone e inviti"),
        danger=False,
    )
    return confirmed(request, asked, lambda: inviti.resend(row, by=scope, now=now))


@reads("organizzazioni.invito")
@require_http_methods(["GET", "HEAD", "POST"])
def invito_revoca(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Make the link useless."""
    row, scope, now = get_invito(request, pk), scope_of(request), clock.now()
    require(permissions.can_change_invito(scope, row))
    asked = Asked(
        title=_("Revochi l’invito?"),
        text=_("Il collegamento che è arrivato per e-mail non varrà più."),
        submit=_("Revoca l’invito"),
        back=reverse("membri", args=[row.organizzazione_id]),
        said=_("Invito revocato."),
        crumb=_("Persone e inviti"),
    )
    return confirmed(request, asked, lambda: inviti.revoke(row, by=scope, now=now))


def _asked(row: Membership, *, back: str = "", danger: bool = True, **words: str) -> Asked:
    """The question about one role, with the person and the role in its words."""
    names = {"who": row.utente, "role": str(row.get_ruolo_display()).lower()}
    said = {key: text % names for key, text in words.items()}
    back = back or reverse("membri", args=[row.organizzazione_id])
    return Asked(back=back, crumb=_("Persone e inviti"), danger=danger, **said)
