"""What a person may reach of their own requests: anybody else's does not exist (404)."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from utenti.access import scope_of
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
from utenti.credenziali.page_models.passi import Reading


def get_richiesta(request: HttpRequest, pk: UUID) -> RichiestaAbilitazione:
    """The request, with what its pages show."""
    rows = RichiestaAbilitazione.objects.owned_by(scope_of(request).user)
    return get_object_or_404(rows.select_related("data_key", "richiedente", "messaggio"), pk=pk)


def get_allegato(request: HttpRequest, pk: UUID) -> AllegatoRichiesta:
    """A file of a request, with both."""
    rows = AllegatoRichiesta.objects.owned_by(scope_of(request).user)
    return get_object_or_404(rows.select_related("richiesta", "file__data_key"), pk=pk)


def read(request: HttpRequest, richiesta: RichiestaAbilitazione, now: datetime) -> Reading:
    """The request as its person sees it now, files included."""
    files = richiesta.allegati.living().select_related("file__data_key")
    ordered = list(files.order_by("created_at", "pk"))
    return Reading(richiesta, scope_of(request).livello, ordered, now)
