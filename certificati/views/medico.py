"""The page of a certificate and the chain of its event."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from certificati.forms.certificato import Passo
from certificati.page_models import catena, medico
from certificati.page_models.stampe import papers_of
from certificati.views.scoping import get_certificato
from portal.base import clock
from portal.base.audit import reads
from utenti.access import scope_of


@reads("certificati.certificato")
@require_safe
def certificato_medico(request: HttpRequest, pk: UUID) -> HttpResponse:
    """An issued certificate in the order of the paper; a draft goes on in the wizard."""
    certificato = get_certificato(request, pk)
    if not certificato.is_issued:
        return redirect("certificato_passo", certificato.pk, Passo.PERSONA.value)
    page = medico.page_of(certificato, scope_of(request), clock.now())
    return render(request, "certificati/medico.html", page | {"carte": papers_of(certificato)})


@reads("certificati.certificato")
@require_safe
def certificato_catena(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every certificate of one event on a line of days."""
    certificato = get_certificato(request, pk)
    if not certificato.is_issued:
        return redirect("certificato_passo", certificato.pk, Passo.PERSONA.value)
    page = catena.chain_page(certificato, scope_of(request))
    return render(request, "certificati/catena.html", page | {"certificato": certificato})
