"""The panel of a case for who administers: who has seen it, and the redaction of its texts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from denunce.models import Caso
from denunce.registry import Panel
from portal.base.authz import Permission
from utenti.access import Scope


def _context(caso: Caso, scope: Scope, now: datetime) -> Mapping[str, Any] | None:
    if not scope.can(Permission.ORGANIZZAZIONE_ADMIN, caso.organizzazione_id):
        return None
    seen = reverse("registro_accessi", args=[caso.organizzazione_id])
    return {
        "seen_url": f"{seen}?oggetto={caso.pk}",
        "redact_url": reverse("caso_oscura", args=[caso.pk]),
    }


PANEL = Panel(
    code="riservatezza",
    title=_("Riservatezza"),
    template="riservatezza/_pannello.html",
    order=90,
    context=_context,
)
