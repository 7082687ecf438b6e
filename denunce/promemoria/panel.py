"""The reminders of a case on its page: what is planned, what left, what is uncertain."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.models import Caso
from denunce.promemoria.canali import SHORT
from denunce.promemoria.models import Promemoria, Stato
from denunce.registry import Panel
from portal.base import wording
from utenti.access import Scope

_SHOWN = 12


def _context(caso: Caso, scope: Scope, now: datetime) -> Mapping[str, Any] | None:
    """The panel of one case; None when it never had anything to remind."""
    rows = (
        Promemoria.objects.filter(adempimento__caso=caso)
        .exclude(stato=Stato.ANNULLATO)
        .select_related("adempimento", "destinatario")
        .order_by("-due_at", "-id")[:_SHOWN]
    )
    entries = [_entry(row) for row in rows]
    planned = (
        caso.adempimenti.filter(prossimo_promemoria_at__isnull=False)
        .order_by("prossimo_promemoria_at")
        .values_list("prossimo_promemoria_at", flat=True)
        .first()
    )
    if not entries and planned is None:
        return None
    return {
        "entries": entries,
        "planned": wording.term(planned) if planned else "",
        "url": reverse("promemoria_organizzazione", args=[caso.organizzazione_id]),
    }


def _entry(row: Promemoria) -> dict[str, object]:
    at = row.sent_at or row.due_at
    return {
        "when": wording.term(at),
        "iso": at.isoformat(),
        # "Promemoria" stands first: "Denuncia: inviato" would read as if the duty had been done.
        "text": _("Promemoria %(stato)s") % {"stato": _say(row)},
        "detail": f"{SHORT[row.adempimento.tipo]}, {row.get_gradino_display().lower()}",
        "who": str(row.destinatario),
    }


def _say(row: Promemoria) -> str:
    """The state in words that do not promise more than is known."""
    if row.stato == Stato.INCERTO:
        return _("in partenza, il server di posta non ha ancora confermato")
    if row.stato == Stato.FALLITO:
        return _("non riuscito. %(motivo)s") % {"motivo": row.get_motivo_display()}
    return str(row.get_stato_display()).lower()


PANEL = Panel(
    code="promemoria",
    title=gettext_lazy("Promemoria"),
    template="promemoria/_pannello.html",
    order=50,
    context=_context,
)
