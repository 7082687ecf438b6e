"""What a person reads about their own data."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import personal, wording
from portal.base.audit.models import AccessEvent
from portal.base.authz import Permission
from portal.base.personal import Person
from utenti.access import Scope, workplaces_with
from utenti.models import Organizzazione
from utenti.riservatezza.choices import StatoLavoro, StatoRichiesta
from utenti.riservatezza.models import Lavoro, RichiestaInteressato
from utenti.riservatezza.page_models.accessi import Cursor, page

Json = dict[str, Any]


def hub(scope: Scope) -> Json:
    """Where everybody's pages are, and those of who administers something."""
    places = workplaces_with(scope, Permission.ORGANIZZAZIONE_ADMIN)
    return {
        "places": [
            {
                "name": place.name,
                "links": [
                    {"url": reverse(name, args=[place.id]), "label": label}
                    for name, label in (
                        ("registro_accessi", _("Chi ha visto che cosa")),
                        ("conservazione", _("Conservazione e cancellazione")),
                        ("richieste_interessati", _("Richieste sui dati personali")),
                        ("organizzazione_dati", _("Esporta tutti i dati")),
                    )
                ],
            }
            for place in places
        ],
        "platform": scope.has(Permission.PIATTAFORMA_ADMIN),
    }


def work_row(row: Lavoro) -> Json:
    """A piece of work in words, with its progress and where it is downloaded."""
    ready = row.stato == StatoLavoro.PRONTO and row.scade_at is not None
    return {
        "pk": row.pk,
        "title": row.get_tipo_display(),
        "state": row.get_stato_display(),
        "asked": wording.term(row.created_at, year=True),
        "who": str(row.chiesto_by),
        "running": row.stato == StatoLavoro.IN_CORSO,
        "failed": row.stato == StatoLavoro.FALLITO,
        "done": row.fatti,
        "total": max(row.totale, 1),
        "percent": f"{100 * row.fatti // max(row.totale, 1)} %",
        "url": reverse("lavoro_scarica", args=[row.pk]) if ready else "",
        "until": wording.term(row.scade_at, year=True) if row.scade_at else "",
        "hash": row.impronta,
    }


def own_data(copies: Iterable[Lavoro]) -> Json:
    """What each part of the portal holds, and the copies asked for."""
    rows = [work_row(row) for row in copies]
    return {
        "parts": [{"label": part.label, "value": part.holds} for part in personal.parts()],
        "copies": rows,
        "running": any(row["running"] for row in rows),
    }


def who_saw(person: Person, cursor: Cursor | None) -> Json:
    """Who else looked at what is about a person, the last first."""
    about = personal.subjects_of(person) | {person.user_id: _("Il tuo account")}
    rows = AccessEvent.objects.filter(target_id__in=list(about)).exclude(user_id=person.user_id)
    found = page(rows.order_by("-at", "-id"), cursor, reverse("chi_ha_visto"), {})
    for row in found["rows"]:
        row["what"] = about[row["target_id"]]
    return found


def request_row(row: RichiestaInteressato) -> Json:
    """A request in one line."""
    to = row.organizzazione
    return {
        "url": reverse("richiesta_interessato", args=[row.pk]),
        "title": row.get_tipo_display(),
        "state": row.get_stato_display(),
        "open": row.stato == StatoRichiesta.INVIATA,
        "sent": wording.term(row.created_at, year=True),
        "due": wording.day(row.entro_at.astimezone(wording.ROME).date(), year=True),
        "who": str(row.utente),
        "to": str(to) if to is not None else _("Chi gestisce il portale"),
    }


def holders(person: Person) -> list[tuple[str, str]]:
    """The organisations a request may go to, by name."""
    rows = Organizzazione.objects.filter(pk__in=personal.holders_of(person))
    return [(str(row.pk), str(row)) for row in rows.order_by("denominazione", "pk")[:200]]
