"""The summary of a certificate: read it, sign it, issue it; or throw the draft away."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from certificati.actions.bozze import discard_certificato
from certificati.actions.emissione import issue_certificato
from certificati.forms.bozza import BozzaForm
from certificati.forms.firma import FirmaForm
from certificati.models import Certificato
from certificati.page_models.riepilogo import doubts_mark, issued_message, summary_page
from certificati.page_models.scrittura import kind_of
from certificati.views.passi import get_certificato, read_version
from portal.base import clock, wording
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.errors import ConfirmationNeeded
from utenti.access import scope_of


@reads("certificati.certificato")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_riepilogo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything written as the paper reads it; the button issues it, once."""
    found, now = get_certificato(request, pk), clock.now()
    if found.is_issued:
        return redirect("certificato_medico", found.pk)
    draft = BozzaForm(found, now=now)
    form = FirmaForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and not draft.gaps:
        issued = attempt(form, lambda: _issue(request, draft, form))
        if issued is not None:
            messages.success(request, issued_message(issued))
            return redirect("certificato_medico", issued.pk)
        draft = BozzaForm(get_certificato(request, pk), now=now)
    page = summary_page(draft, form, now) | {"refused": request.method == "POST"}
    return render(request, "certificati/riepilogo.html", page)


@reads("certificati.certificato")
@require_http_methods(["GET", "HEAD", "POST"])
def certificato_elimina(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask, then throw the draft away."""
    found, now = get_certificato(request, pk), clock.now()
    if found.is_issued:
        messages.error(request, _("È già emesso: si può solo annullare o sostituire."))
        return redirect("certificato_medico", found.pk)
    if request.method != "POST":
        saved = wording.term(found.saved_at or found.created_at, year=True)
        page = {"certificato": found, "what": kind_of(found), "saved": saved}
        return render(request, "certificati/elimina.html", page)
    discard_certificato(found, by=scope_of(request), now=now)
    messages.success(request, _("Bozza eliminata: quello che c’era scritto non esiste più."))
    return redirect("certificati")


def _issue(request: HttpRequest, draft: BozzaForm, form: FirmaForm) -> Certificato:
    """Issue what is kept. Raises ActionError (doubts not yet read among them), VersionConflict."""
    said = form.cleaned_data
    wish = {"firmato": said["firmato"], "expected": read_version(request)}
    by, now = scope_of(request), clock.now()
    try:
        return issue_certificato(draft.certificato, draft.to_dati(), **wish, by=by, now=now)
    except ConfirmationNeeded as needed:
        if not said["conferma"] or said["letti"] != doubts_mark(needed.doubts):
            raise
    return issue_certificato(
        draft.certificato, draft.to_dati(), **wish, by=by, now=now, confirmed=True
    )
