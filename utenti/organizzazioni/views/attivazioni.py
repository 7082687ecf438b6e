"""Asking that an organisation join, and deciding about it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock, files
from portal.base.acting import attempt
from portal.base.audit import AccessKind, reads
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.organizzazioni import permissions
from utenti.organizzazioni.actions import attivazioni as actions
from utenti.organizzazioni.choices import StatoAttivazione
from utenti.organizzazioni.forms.attivazione import AttivazioneForm, RifiutoForm
from utenti.organizzazioni.models import RichiestaAttivazione
from utenti.organizzazioni.page_models import voci
from utenti.organizzazioni.page_models.attivazione import declared, outcome
from utenti.organizzazioni.views.scoping import Asked, confirmed, show_form

_SHOWN_MAX = 200


@require_http_methods(["GET", "HEAD", "POST"])
@limit("attivazione", rate="10/h", key="user")
def attivazione_nuova(request: HttpRequest) -> HttpResponse:
    """Ask for an organisation."""
    user, now = scope_of(request).actor, clock.now()
    form = AttivazioneForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        sent = attempt(
            form, lambda: actions.submit(form.to_dati(), form.upload(), by=user, now=now)
        )
        if sent is not None:
            messages.success(request, _("Richiesta inviata: ti scriviamo quando è esaminata."))
            return redirect("attivazione", sent.pk)
    return show_form(
        request,
        form,
        title=_("Attiva la tua organizzazione"),
        submit=_("Invia la richiesta"),
        back=reverse("organizzazioni"),
        crumb=_("Le tue organizzazioni"),
        lead=_("Per scuole, imprese, armatori, aziende agricole, intermediari e patronati."),
        multipart=True,
    )


@require_safe
def attivazione(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where one's own request stands."""
    row = _own(request, pk)
    context = {"row": row, "rows": declared(row), "outcome": outcome(row)}
    return render(request, "organizzazioni/attivazione.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def attivazione_ritira(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take one's own request back."""
    row, user, now = _own(request, pk), scope_of(request).actor, clock.now()
    asked = Asked(
        title=_("Ritiri la richiesta?"),
        text=_("Nessuno la esaminerà più. Se cambi idea, ne fai un’altra."),
        submit=_("Ritira la richiesta"),
        back=reverse("attivazione", args=[row.pk]),
        said=_("Richiesta ritirata."),
        crumb=row.denominazione,
    )
    return confirmed(request, asked, lambda: actions.withdraw(row, by=user, now=now))


@require_safe
def attivazioni(request: HttpRequest) -> HttpResponse:
    """The requests to decide, the oldest first; then those decided last."""
    require(permissions.can_run_platform(scope_of(request)))
    rows = RichiestaAttivazione.objects.all()
    waiting = rows.filter(stato=StatoAttivazione.INVIATA).order_by("created_at", "pk")
    over = rows.exclude(stato=StatoAttivazione.INVIATA).order_by("-created_at", "pk")
    context = {
        "waiting": voci.requests(waiting[:_SHOWN_MAX], "attivazione_esamina"),
        "over": voci.requests(over[:50], "attivazione_esamina"),
    }
    return render(request, "organizzazioni/attivazioni.html", context)


@reads("organizzazioni.richiestaattivazione")
@require_safe
def attivazione_esamina(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was declared, the proof, and whether the organisation is already here."""
    row, scope = _any(request, pk), scope_of(request)
    decision = permissions.can_decide(scope, row)
    context = {
        "row": row,
        "rows": declared(row),
        "outcome": outcome(row),
        "twins": actions.duplicates(row) if row.waiting else [],
        "may_decide": row.waiting and bool(decision),
        "refusal": decision.reason if row.waiting else "",
    }
    return render(request, "organizzazioni/attivazione_esamina.html", context)


@reads("organizzazioni.richiestaattivazione", kind=AccessKind.DOWNLOAD)
@require_safe
def attivazione_prova(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proof itself; deleted or in quarantine, it does not exist. A picture is shown: a PDF is
    downloaded, because no browser reads one inside the sandbox that keeps it harmless."""
    row = _any(request, pk)
    try:
        return files.response(row.prova, inline=row.prova.content_type.startswith("image/"))
    except files.FileUnavailable:
        raise Http404 from None


@require_http_methods(["GET", "HEAD", "POST"])
def attivazione_approva(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Create the organisation, with the applicant at its head."""
    row, scope, now = _any(request, pk), scope_of(request), clock.now()
    require(permissions.can_decide(scope, row))
    text = _("«%(org)s» diventa un’organizzazione del portale e %(who)s la amministra.")
    asked = Asked(
        title=_("Approvi la richiesta?"),
        text=text % {"org": row.denominazione, "who": row.richiedente},
        submit=_("Approva"),
        back=reverse("attivazione_esamina", args=[row.pk]),
        said=_("Richiesta approvata: l’organizzazione è attiva."),
        crumb=row.denominazione,
        danger=False,
    )
    return confirmed(request, asked, lambda: actions.approve(row, by=scope, now=now))


@require_http_methods(["GET", "HEAD", "POST"])
def attivazione_rifiuta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse, with the reason that the applicant will read."""
    row, scope, now = _any(request, pk), scope_of(request), clock.now()
    require(permissions.can_decide(scope, row))
    form = RifiutoForm(request.POST or None)
    if form.is_valid():
        why = form.cleaned_data["motivo"]
        if attempt(form, lambda: actions.refuse(row, why, by=scope, now=now)):
            messages.success(request, _("Richiesta rifiutata: il motivo parte per e-mail."))
            return redirect("attivazioni")
    return show_form(
        request,
        form,
        title=_("Rifiuta la richiesta"),
        submit=_("Rifiuta"),
        back=reverse("attivazione_esamina", args=[row.pk]),
        crumb=row.denominazione,
    )


def _own(request: HttpRequest, pk: UUID) -> RichiestaAttivazione:
    """One's own request: any other does not exist."""
    rows = RichiestaAttivazione.objects.filter(richiedente=scope_of(request).actor)
    return get_object_or_404(rows.select_related("organizzazione"), pk=pk)


def _any(request: HttpRequest, pk: UUID) -> RichiestaAttivazione:
    """Any request, for who runs the platform."""
    require(permissions.can_run_platform(scope_of(request)))
    rows = RichiestaAttivazione.objects.select_related(
        "richiedente", "decided_by", "prova__data_key", "organizzazione"
    )
    return get_object_or_404(rows, pk=pk)
