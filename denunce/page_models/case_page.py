"""The whole page of a case, gathered with a fixed number of queries."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.letture import readings_of
from denunce.choices import Obbligato
from denunce.models import Adempimento, Caso, Documento
from denunce.page_models import caso as parts
from denunce.page_models.case_actions import Hanging, actions, hanging, missing, targets
from denunce.page_models.decision import card, nothing_due
from denunce.page_models.history import timeline
from denunce.page_models.rows import what, who
from denunce.page_models.vita import life_panel
from denunce.page_models.wordings import typographic
from denunce.registry import panels_for
from denunce.scadenze.results import VERSO_INAIL
from denunce.workflow import ENDED_STATES, StatoCaso
from utenti.access import Scope

Json = dict[str, Any]
# The reasons of a duty count the days of a prognosis: who may not read about health sees the term.
_WITHOUT_REASONS: Final[Json] = {"why": [], "term_why": "", "would_change": [], "alternatives": []}


def case_page(caso: Caso, scope: Scope, now: datetime) -> Json:
    """Everything the template shows."""
    editable = bool(permissions.can_edit_caso(scope, caso)) and caso.stato == StatoCaso.APERTO
    duties = _duties(caso)
    certificates = list(
        caso.certificati.select_related("recorded_by", "corretto_by").order_by(
            "received_at", "recorded_at", "id"
        )
    )
    documents = list(
        Documento.objects.filter(caso=caso)
        .select_related("file", "created_by")
        .order_by("-created_at", "id")
    )
    hangs = hanging(caso)
    health = bool(permissions.can_read_health(scope, caso))
    decision = _decision(caso)
    panels = panels_for(caso, scope, now)
    cards = _cards(duties, decision, now, scope, hangs)
    for duty, found in cards:
        found["choice_url"] = _choice(duty, editable=editable)
        if not health:
            found |= _WITHOUT_REASONS
    return {
        "caso": caso,
        "person": who(caso.lavoratore),
        "what": what(caso.evento),
        "state": caso.get_stato_display(),
        "editable": editable,
        "summary": parts.summary(caso, health=health),
        "story": parts.story(caso, health=health),
        "nothing": _nothing(caso, decision, health=health),
        "health": health,
        "open_cards": _open_cards(cards),
        "done_cards": [found for duty, found in cards if not duty.is_open and not _over(duty)],
        "over_cards": [found for duty, found in cards if _over(duty)],
        "warnings": _warnings(decision) if health else [],
        "certificates": [parts.certificate(row, editable=editable) for row in certificates]
        if health
        else [],
        "documents": parts.documents(documents, now) if health else [],
        "missing": missing(caso, duties, hangs.sent, editable=editable) if health else [],
        "timeline": timeline(targets(caso, duties, certificates, hangs.sent, documents)),
        "panels": [found for found in panels if not found[0].first],
        "first_panels": [found for found in panels if found[0].first],
        "next": _next_action(caso, cards, editable=editable),
        "new_key": uuid4(),
        "life": life_panel(caso, scope, editable=editable),
        "rules_version": decision["regole_del"] if decision else "",
    }


def _nothing(caso: Caso, decision: Json | None, *, health: bool) -> Json | None:
    """Why nothing is due, for who may read the days of the prognosis it comes from."""
    if decision is None or not health:
        return None
    return nothing_due(decision, waiting=caso.attesa_certificato)


def _duties(caso: Caso) -> list[Adempimento]:
    rows = list(
        caso.adempimenti.select_related("lettura_scelta_by").order_by("termine_at", "tipo", "id")
    )
    for row in rows:
        row.caso = caso  # the same object: its channel must not ask the database again
    return rows


def _choice(duty: Adempimento, *, editable: bool) -> str:
    """Where the choice of a reading is sent, when there is one to make."""
    mine = duty.is_open and duty.obbligato == Obbligato.DATORE
    if not editable or not mine or not readings_of(duty):
        return ""
    return reverse("lettura_scegli", args=[duty.pk])


def _decision(caso: Caso) -> Json | None:
    last = caso.valutazioni.order_by("-numero").first()
    return json.loads(last.decisione) if last is not None else None


def _warnings(decision: Json | None) -> list[str]:
    return [typographic(found["messaggio"]) for found in decision["avvisi"]] if decision else []


def _cards(
    duties: Sequence[Adempimento],
    decision: Json | None,
    now: datetime,
    scope: Scope,
    hangs: Hanging,
) -> list[tuple[Adempimento, Json]]:
    """A card for each duty; "cosa cambierebbe" stands once, on the first owed to INAIL."""
    first = next((d.pk for d in duties if d.is_open and d.tipo in VERSO_INAIL), None)
    changes = decision["cosa_cambierebbe"] if decision else []
    return [
        (
            duty,
            card(duty, now, changes if duty.pk == first else ()) | actions(duty, scope, hangs),
        )
        for duty in duties
    ]


def _open_cards(cards: Sequence[tuple[Adempimento, Json]]) -> list[Json]:
    """What is still to do: the employer's own first, then what others owe."""
    shown = [(duty, found) for duty, found in cards if duty.is_open]
    shown.sort(key=lambda pair: pair[0].obbligato != Obbligato.DATORE)
    return [found for _duty, found in shown]


def _over(duty: Adempimento) -> bool:
    return duty.stato in ENDED_STATES


def _next_action(caso: Caso, cards: Sequence[tuple[Adempimento, Json]], *, editable: bool) -> Json:
    """The one thing to do now, on top of the page."""
    mine = [(d, c) for d, c in cards if d.is_open and d.obbligato == Obbligato.DATORE]
    if editable and caso.attesa_certificato:
        url = reverse("certificato_nuovo", args=[caso.pk])
        return {"url": url, "label": _("Ho il certificato"), "icon": "it-file"}
    if mine:
        found = mine[0][1]
        return {
            "url": found["primary_url"] or f"#{found['heading_id']}",
            "label": found["primary_label"] if found["primary_url"] else _("Che cosa devo fare"),
            "icon": "it-arrow-down" if not found["primary_url"] else "it-file",
        }
    return {"url": "", "label": "", "icon": ""}
