"""What a request may reach: anything of another organisation does not exist (404)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from denunce.models import (
    Adempimento,
    Bozza,
    Caso,
    Documento,
    Invio,
    Lavoratore,
    Modulo,
    RiferimentoCertificato,
)
from portal.base.audit import AccessKind, record_access
from portal.base.errors import DataErased
from utenti.access import scope_of
from utenti.models import Sede

_CASE = (
    "organizzazione",
    "data_key",
    "assegnato_a",
    "evento__data_key",
    "evento__sede",
    "lavoratore__data_key",
)


def sites_of(organizzazione_id: UUID) -> list[Sede]:
    """The sites of an organisation that the scope already holds, the main one first."""
    rows = Sede.objects.filter(organizzazione_id=organizzazione_id)
    return list(rows.order_by("-principale", "denominazione"))


def get_caso(request: HttpRequest, pk: UUID) -> Caso:
    """The case, with what its page shows."""
    rows = Caso.objects.visible_to(scope_of(request)).select_related(*_CASE)
    found = get_object_or_404(rows, pk=pk)
    _read(request, found.organizzazione_id)
    if found.cancellato_at is not None:
        raise DataErased(found.cancellato_at, _("Caso %(number)s") % {"number": found})
    return found


def get_bozza(request: HttpRequest, pk: UUID) -> Bozza:
    """The draft of a new case, going on or ended."""
    rows = Bozza.objects.visible_to(scope_of(request)).select_related(
        "organizzazione", "data_key", "lavoratore__data_key", "evento", "saved_by", "created_by"
    )
    found = get_object_or_404(rows, pk=pk)
    _read(request, found.organizzazione_id)
    return found


def get_lavoratore(request: HttpRequest, pk: UUID) -> Lavoratore:
    """The person."""
    rows = Lavoratore.objects.visible_to(scope_of(request)).select_related(
        "organizzazione", "data_key"
    )
    found = get_object_or_404(rows, pk=pk)
    _read(request, found.organizzazione_id)
    if found.cancellato_at is not None:
        raise DataErased(found.cancellato_at, _("Scheda di una persona"))
    return found


def get_adempimento(request: HttpRequest, pk: UUID) -> Adempimento:
    """The duty, with its case."""
    rows = Adempimento.objects.visible_to(scope_of(request)).select_related(
        *(f"caso__{name}" for name in _CASE)
    )
    found = get_object_or_404(rows, pk=pk)
    _read(request, found.organizzazione_id)
    return found


def get_invio(request: HttpRequest, pk: UUID) -> Invio:
    """The dispatch, with its duty and case."""
    duties = Adempimento.objects.visible_to(scope_of(request)).values("pk")
    rows = Invio.objects.filter(adempimento_id__in=duties).select_related(
        "recorded_by", "ricevuta", *(f"adempimento__caso__{name}" for name in _CASE)
    )
    found = get_object_or_404(rows, pk=pk)
    _read(request, found.adempimento.organizzazione_id)
    return found


def get_riferimento(request: HttpRequest, pk: UUID) -> RiferimentoCertificato:
    """The references of a certificate, with their case."""
    cases = Caso.objects.visible_to(scope_of(request)).values("pk")
    rows = RiferimentoCertificato.objects.filter(caso_id__in=cases)
    found = get_object_or_404(rows.select_related(*(f"caso__{name}" for name in _CASE)), pk=pk)
    _read(request, found.caso.organizzazione_id)
    return found


def get_modulo(request: HttpRequest, pk: UUID) -> Modulo:
    """The form, with its case."""
    cases = Caso.objects.visible_to(scope_of(request)).values("pk")
    rows = Modulo.objects.filter(caso_id__in=cases).select_related(
        "adempimento", "caso__data_key", *(f"caso__{name}" for name in _CASE)
    )
    found = get_object_or_404(rows, pk=pk)
    _read(request, found.caso.organizzazione_id)
    return found


def get_documento(request: HttpRequest, pk: UUID) -> Documento:
    """The document, with its file and case."""
    cases = Caso.objects.visible_to(scope_of(request)).values("pk")
    rows = Documento.objects.filter(caso_id__in=cases).select_related(
        "file__data_key", "caso__lavoratore", "caso__data_key", "created_by", "modulo"
    )
    found = get_object_or_404(rows, pk=pk)
    if found.modulo is not None:
        found.modulo.caso = found.caso  # the same object: its key must not ask the database again
    _read(request, found.caso.organizzazione_id)
    return found


def note_support(request: HttpRequest, organizzazioni: Iterable[UUID], now: datetime) -> None:
    """A list read by who gives support is on record too, for each organisation that asked."""
    scope = scope_of(request)
    for organizzazione_id in scope.supported.intersection(organizzazioni):
        record_access(
            scope.actor.pk, "denunce.adempimento", None, organizzazione_id, AccessKind.VIEW, now
        )


def _read(request: HttpRequest, organizzazione_id: UUID) -> None:
    """Tell the record of readings whose data these are: it need not ask the database again."""
    request.read_organizzazione_id = organizzazione_id  # type: ignore[attr-defined]
