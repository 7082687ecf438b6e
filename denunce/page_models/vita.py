"""The life of a case on its page: notes, who follows it, what else can be done to it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.choices import Obbligato, TipoEvento
from denunce.forms.vita import NotaForm
from denunce.models import Caso
from denunce.page_models.wordings import TITLES
from denunce.workflow import OPEN_STATES, StatoCaso
from portal.base import wording
from utenti.access import Scope

Json = dict[str, Any]


def life_panel(caso: Caso, scope: Scope, *, editable: bool) -> Json:
    """Notes (for who may read about health), who follows the case, the other actions."""
    health = bool(permissions.can_read_health(scope, caso))
    may_note = bool(permissions.can_write_nota(scope, caso))
    return {
        "notes": _notes(caso) if health else [],
        "notes_shown": health,
        "note_form": NotaForm() if may_note else None,
        "followed_by": caso.assegnato_a.get_full_name() if caso.assegnato_a else "",
        "actions": _actions(caso, scope, editable=editable),
        "attach_url": reverse("allegato_nuovo", args=[caso.pk]) if editable else "",
    }


def _notes(caso: Caso) -> list[Json]:
    rows = caso.note.select_related("created_by").order_by("-created_at", "id")
    return [
        {
            "text": note.testo,
            "who": str(note.created_by),
            "when": wording.term(note.created_at, year=True),
            "iso": note.created_at.isoformat(timespec="seconds"),
        }
        for note in rows
    ]


def _actions(caso: Caso, scope: Scope, *, editable: bool) -> list[Json]:
    """What else can be done, in the order of how often it is."""
    found = []
    if editable:
        found = [
            ("caso_modifica", _correct(caso)),
            ("caso_assegna", _("Assegna a un collega")),
            ("allegato_nuovo", _("Aggiungi un allegato")),
            ("caso_persona", _("Cambia persona")),
        ]
    found += [
        (name, label)
        for transition, state, name, label in (
            ("close", StatoCaso.APERTO, "caso_chiudi", _("Chiudi il caso")),
            ("reopen", StatoCaso.CHIUSO, "caso_riapri", _("Riapri il caso")),
            ("archive", StatoCaso.CHIUSO, "caso_archivia", _("Archivia il caso")),
        )
        if caso.stato == state and permissions.can_move_caso(scope, caso, transition)
    ]
    person = reverse("persona", args=[caso.lavoratore_id])
    links = [{"url": reverse(name, args=[caso.pk]), "label": label} for name, label in found]
    return [*links, {"url": person, "label": _("Scheda della persona")}]


def _correct(caso: Caso) -> str:
    if caso.evento.tipo == TipoEvento.MALATTIA_PROFESSIONALE:
        return _("Correggi i dati della malattia")
    return _("Correggi i dati dell’infortunio")


def still_owed(caso: Caso, now: datetime) -> list[Json]:
    """What keeps the case from being closed, with where to record it."""
    owed = caso.adempimenti.filter(stato__in=OPEN_STATES, obbligato=Obbligato.DATORE)
    return [
        {
            "label": str(TITLES[duty.tipo]),
            "due": wording.term(duty.termine_at, year=True),
            "urgency": wording.urgency(duty.termine_at, now, duty.stato),
            "url": reverse("invio_nuovo", args=[duty.pk]),
        }
        for duty in owed.order_by("termine_at", "id")
    ]
