"""What happened to a case: the timeline, newest first, from the audit events."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from denunce.choices import Canale, MotivoCorrezione, TipoAdempimento
from denunce.page_models.wordings import TITLES, reading
from portal.base import wording
from portal.base.audit import AuditEvent, present
from portal.base.clock import local
from utenti.models import Utente

# Codes of duties that are not owed any more: struck, still readable.
_OVER = frozenset({"adempimento.superato", "adempimento.non_dovuto", "adempimento.assorbito"})
SHOWN_MAX = 200


def timeline(targets: Iterable[UUID]) -> list[dict[str, Any]]:
    """The events of a case and of what hangs from it, in two queries."""
    events = list(
        AuditEvent.objects.filter(target_id__in=list(targets)).order_by("-at", "-seq", "-id")[
            :SHOWN_MAX
        ]
    )
    # What one request did bears one instant: causes are told before their effects.
    events.sort(key=lambda event: (event.at, _rank(event.code)), reverse=True)
    people = [event.actor_id for event in events if event.actor_id]
    given = [found for event in events if (found := _assigned(event)) is not None]
    names = _names([*people, *given])
    return [_entry(event, names) for event in events]


def _rank(code: str) -> int:
    """0 for what a person did, then the evaluation it caused, then the duties that came of it."""
    return {"caso.valutato": 1}.get(code, 2 if code.startswith("adempimento.") else 0)


def _names(ids: Sequence[UUID]) -> dict[UUID, str]:
    return {user.pk: str(user) for user in Utente.objects.filter(pk__in=set(ids)).order_by("pk")}


def _assigned(event: AuditEvent) -> UUID | None:
    """Whom a case was given to, where the event says it."""
    found = event.data.get("utente")
    return UUID(found) if found else None


def _entry(event: AuditEvent, names: dict[UUID, str]) -> dict[str, Any]:
    given = _assigned(event)
    event.data = _worded(event.data)  # codes become the words people read; nothing is saved
    unknown = _("Il portale") if event.actor_id is None else _("Utente non più presente")
    if given is not None:
        event.data["utente"] = names.get(given, _("un utente non più presente"))
    return {
        "when": wording.term(event.at, year=True),
        "iso": local(event.at).isoformat(timespec="seconds"),
        "text": present(event),
        "who": names.get(event.actor_id, unknown) if event.actor_id else unknown,
        "detail": "",
        "url": "",
        "superseded": event.code in _OVER,
    }


def _worded(data: dict[str, Any]) -> dict[str, Any]:
    worded = dict(data)
    if worded.get("tipo") in TipoAdempimento.values:
        worded["tipo"] = str(TITLES[worded["tipo"]])
    if worded.get("canale") in Canale.values:
        worded["canale"] = str(Canale(worded["canale"]).label)
    if worded.get("motivo") in MotivoCorrezione.values:
        worded["motivo"] = str(MotivoCorrezione(worded["motivo"]).label).lower()
    if "inviati" in worded:
        kinds = [kind for kind in worded["inviati"].split() if kind in TITLES]
        worded["inviati"] = ", ".join(str(TITLES[kind]).lower() for kind in kinds)
    if "lettura" in worded:
        worded["lettura"] = reading(worded["lettura"]).lower()
    return worded
