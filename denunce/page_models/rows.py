"""The rows of the worklist."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from denunce.choices import Luogo, TipoEvento
from denunce.models import Adempimento, Caso, Evento, Lavoratore
from denunce.page_models.wordings import ACTS, TITLES
from denunce.worklist import Vista
from portal.base import wording
from portal.base.clock import local


def page_rows(
    vista: Vista, found: Sequence[Any], now: datetime, organisations: Mapping[UUID, str]
) -> list[dict[str, Any]]:
    """The rows of a page of one of the lists."""
    if vista is Vista.IN_ATTESA:
        return [waiting_row(caso, now, organisations) for caso in found]
    return [duty_row(duty, now, organisations) for duty in found]


def duty_row(duty: Adempimento, now: datetime, organisations: Mapping[UUID, str]) -> dict[str, Any]:
    """One duty; ``organisations`` names them when the reader sees more than one, else is empty."""
    is_open = duty.is_open
    urgency = wording.urgency(duty.termine_at, now, duty.stato)
    return {
        "url": reverse("caso", args=[duty.caso_id]) + f"#adempimento-{duty.pk}",
        "urgency": urgency,
        "countdown": wording.countdown(duty.termine_at, now) if is_open else "",
        "due": _when(duty),
        "title": str(TITLES[duty.tipo]),
        "article": ACTS[duty.tipo],
        "action": _action(urgency),
        **_about(duty.caso, organisations),
    }


def _action(urgency: wording.Urgency) -> str:
    """What to do about it: a term that has passed does not free anybody from sending."""
    if urgency is wording.OVERDUE:
        return _("Invia comunque")
    return _("Vedi") if urgency in (wording.DONE, wording.NOT_DUE) else _("Continua")


def waiting_row(caso: Caso, now: datetime, organisations: Mapping[UUID, str]) -> dict[str, Any]:
    """One case whose certificate has not arrived."""
    days = (local(now).date() - local(caso.created_at).date()).days
    return {
        "url": reverse("caso", args=[caso.pk]),
        "urgency": wording.WAITING,
        "countdown": _since(days),
        "due": "",
        "title": _("Certificato medico"),
        "article": _("il termine parte quando lo ricevi"),
        "action": _("Ho il certificato"),
        **_about(caso, organisations),
    }


def _since(days: int) -> str:
    if days < 1:
        return _("aperto oggi")
    return ngettext("aperto da %(n)s giorno", "aperto da %(n)s giorni", days) % {"n": days}


def _when(duty: Adempimento) -> str:
    if duty.is_open or duty.done_at is None:
        return wording.term(duty.termine_at)
    return _("inviato %(when)s") % {"when": wording.term(duty.done_at)}


def _about(caso: Caso, organisations: Mapping[UUID, str]) -> dict[str, Any]:
    return {
        "person": who(caso.lavoratore),
        "case_number": str(caso),
        "event": what(caso.evento),
        "note": organisations.get(caso.organizzazione_id, ""),
        "assigned": assigned_to(caso),
    }


def assigned_to(caso: Caso) -> str:
    """The name of who took the case, empty when nobody did."""
    return caso.assegnato_a.get_full_name() if caso.assegnato_a else ""


def who(lavoratore: Lavoratore) -> str:
    """Surname, name and class: namesakes are told apart."""
    name = str(lavoratore)
    return f"{name}, {lavoratore.classe}" if lavoratore.classe else name


def what(evento: Evento) -> str:
    """Kind, place and day of the event, in few words and without health data."""
    if evento.tipo == TipoEvento.MALATTIA_PROFESSIONALE:
        shown = evento.manifestata_on
        return _("malattia professionale") + (f", {wording.day(shown)}" if shown else "")
    # Not ``get_luogo_display``: Django builds its table of choices anew for every row.
    place = str(Luogo(evento.luogo).label)
    words = place[:1].lower() + place[1:]
    if evento.avvenuto_at is None:
        return words
    return f"{words}, {wording.day(local(evento.avvenuto_at).date())}"
