"""What happened to a certificate, newest first, from the register."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from certificati.choices import MotivoAnnullamento
from certificati.models import Certificato
from certificati.numero import grouped
from portal.base import wording
from portal.base.audit import AuditEvent, present
from portal.base.clock import local
from utenti.models import Utente

SHOWN_MAX: Final = 100


def history_of(certificato: Certificato) -> list[dict[str, Any]]:
    """The events as the time line shows them; two queries."""
    events = list(
        AuditEvent.objects.filter(target_id=certificato.pk).order_by("-at", "-seq", "-id")[
            :SHOWN_MAX
        ]
    )
    # What one request did bears one instant: a draft begins before whatever became of it.
    events.sort(key=lambda event: (event.at, event.code != "certificato.cominciato"), reverse=True)
    people = Utente.objects.filter(pk__in={event.actor_id for event in events if event.actor_id})
    names = {person.pk: str(person) for person in people.order_by("pk")}
    return [_entry(event, names) for event in events]


def _entry(event: AuditEvent, names: dict[Any, str]) -> dict[str, Any]:
    who = names.get(event.actor_id, _("Utente non più presente")) if event.actor_id else ""
    data = dict(event.data)
    reason = data.get("motivo", "")
    if "numero" in data:
        event.data = data | {"numero": grouped(data["numero"])}  # as it is read; nothing is saved
    return {
        "when": wording.term(event.at, year=True),
        "iso": local(event.at).isoformat(timespec="seconds"),
        "text": present(event),
        "who": who or _("Il portale"),
        "detail": (
            str(MotivoAnnullamento(reason).label) if reason in MotivoAnnullamento.values else ""
        ),
        "url": "",
        "superseded": False,
    }
