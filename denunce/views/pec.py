"""The PEC of a form that goes to INAIL by PEC: prepared here, never sent from here."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from denunce import permissions
from denunce.forms.pec import PecForm
from denunce.page_models.pec import attachment, goes_by_pec, pec_draft, pec_page
from denunce.views.scoping import get_modulo
from portal.base import files
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.ratelimit import limit
from utenti.access import scope_of


@reads("denunce.modulo")
@require_safe
def modulo_pec(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Recipient, subject, text and attachment; or what is missing before."""
    found, scope = get_modulo(request, pk), scope_of(request)
    require(permissions.can_generate_modulo(scope, found.caso))
    if not goes_by_pec(found):
        return _otherwise(request, pk)
    return render(request, "denunce/modulo_pec.html", pec_page(found, None, scope))


@reads("denunce.modulo", kind="download")
@require_POST
@limit("anteprima", rate="240/m", key="user")
def modulo_pec_bozza(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The draft as a file that a mail or PEC program opens; the address is kept nowhere."""
    found, scope = get_modulo(request, pk), scope_of(request)
    require(permissions.can_generate_modulo(scope, found.caso))
    if not goes_by_pec(found):
        return _otherwise(request, pk)
    form, pdf = PecForm(request.POST), attachment(found)
    if pdf is None or not form.is_valid():
        return render(request, "denunce/modulo_pec.html", pec_page(found, form, scope))
    try:
        name, content = pec_draft(found, pdf, form.cleaned_data["destinatario"])
    except files.FileUnavailable:
        messages.error(request, _("Il file non è disponibile in questo momento."))
        return redirect("modulo_pec", pk)
    disposition = content_disposition_header(True, name) or "attachment"
    headers = {**files.SAFE_HEADERS, "Content-Disposition": disposition}
    return HttpResponse(content, content_type="message/rfc822", headers=headers)


def _otherwise(request: HttpRequest, pk: UUID) -> HttpResponse:
    messages.info(request, _("Questo modulo si invia con il servizio online, non per PEC."))
    return redirect("modulo", pk)
