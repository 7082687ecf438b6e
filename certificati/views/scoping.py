"""Whose certificate a request is about: any other's is not there."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from certificati.models import Certificato
from utenti.access import scope_of


def get_certificato(request: HttpRequest, pk: UUID) -> Certificato:
    """One of the doctor's own, whatever its state; else 404."""
    rows = Certificato.objects.visible_to(scope_of(request))
    whole = rows.select_related("organizzazione", "medico", "data_key", "precedente")
    return get_object_or_404(whole, pk=pk)
