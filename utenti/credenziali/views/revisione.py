"""How the reviewers' pages find a request: anybody else's draft does not exist for them."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from utenti.access import scope_of
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
from utenti.credenziali.workflow import StatoRichiesta

_WITH = ("richiedente", "data_key", "claimed_by", "decided_by")


def get_richiesta(request: HttpRequest, pk: UUID) -> RichiestaAbilitazione:
    """A submitted request, whatever became of it; a draft is a 404.

    One's own is found and then refused (403), so that the attempt is written down.
    """
    scope_of(request).actor  # noqa: B018  (nobody without an account comes this far)
    rows = RichiestaAbilitazione.objects.select_related(*_WITH)
    submitted = rows.filter(submitted_at__isnull=False).exclude(stato=StatoRichiesta.BOZZA)
    return get_object_or_404(submitted, pk=pk)


def get_allegato(request: HttpRequest, pk: UUID) -> AllegatoRichiesta:
    """A file of a submitted request that is still there; anything else is a 404."""
    scope_of(request).actor  # noqa: B018
    rows = AllegatoRichiesta.objects.select_related("richiesta__data_key", "file__data_key")
    kept = rows.filter(rimosso_at__isnull=True, file__deleted_at__isnull=True)
    submitted = kept.filter(richiesta__submitted_at__isnull=False)
    return get_object_or_404(submitted.exclude(richiesta__stato=StatoRichiesta.BOZZA), pk=pk)
