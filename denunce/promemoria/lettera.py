"""What a reminder says: what to do, by when, why; the case by number and initials.

No health details: a mail crosses machines that are nobody's we know. The reason comes from the
derivation stored with the duty, of which only the steps about the term are told.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from denunce.models import Adempimento
from denunce.promemoria.canali import DOING, SHORT, channel
from denunce.promemoria.gradini import Gradino
from denunce.promemoria.models import Promemoria
from portal.base import wording

# The steps that say how the term runs. Those about prognosis, danger or death stay in the portal.
_ABOUT_THE_TERM = frozenset(
    {
        "da_ricezione",
        "giorni",
        "festivo",
        "approdo",
        "ore",
        "domestico",
        "ore_dall_evento",
        "ore_dalla_conoscenza",
        "polizza",
        "polizza_senza_termine",
        "polizza_ignota",
    }
)


@dataclass(frozen=True, slots=True)
class Lettera:
    """One mail, ready to be sent."""

    subject: str
    text: str
    html: str


def compose(promemoria: Promemoria, now: datetime) -> Lettera:
    """Write the mail of a reminder as of ``now``: a late copy says what is true when it leaves."""
    duty = promemoria.adempimento
    context = {
        "nome": promemoria.destinatario.nome,
        "saluto": _("Buongiorno"),
        "cosa": _what(duty),
        "entro": _by_when(duty, now),
        "perche": why(duty.derivazione),
        "respinto": promemoria.gradino == Gradino.RESPINTO,
        "scaduto": now >= duty.termine_at,
        "collegamento": settings.SITE_URL + reverse("caso", args=[duty.caso_id]),
        "quando": settings.SITE_URL + reverse("promemoria"),
    }
    folder = "promemoria/email/promemoria"
    return Lettera(
        subject=subject(duty, now),
        text=render_to_string(f"{folder}.txt", context),
        html=render_to_string(f"{folder}.html", context),
    )


def subject(duty: Adempimento, now: datetime) -> str:
    """ "Scade oggi alle 23:59: Denuncia, caso 2026/0041 (B. L.)"."""
    return _("%(quando)s: %(adempimento)s, %(caso)s") % {
        "quando": _when(duty.termine_at, now),
        "adempimento": SHORT[duty.tipo],
        "caso": _case(duty),
    }


def why(derivazione: str) -> str:
    """The reason as the engine gave it, with its first source."""
    stored = json.loads(derivazione)
    sentences = [step["testo"] for step in stored["passi"] if step["codice"] in _ABOUT_THE_TERM]
    source = next(iter(stored["fonti"]), None)
    if source is not None:
        named = ", ".join(part for part in (source["atto"], source["articolo"]) if part)
        sentences.append(_("Fonte: %(source)s.") % {"source": named})
    return " ".join(sentences)


def _what(duty: Adempimento) -> str:
    return _("%(fare)s %(dove)s: %(caso)s, %(organizzazione)s") % {
        "fare": DOING[duty.tipo],
        "dove": channel(duty.tipo, duty.organizzazione.tipo),
        "caso": _case(duty),
        # "Officine Esempio S.r.l." already ends with its full stop.
        "organizzazione": duty.organizzazione.denominazione.removesuffix(".") + ".",
    }


def _by_when(duty: Adempimento, now: datetime) -> str:
    term = wording.term(duty.termine_at, year=True)
    prudent = duty.prudenziale_at
    if prudent is None or prudent >= duty.termine_at or now >= prudent:
        return term
    return _("%(termine)s (ti consigliamo entro %(prudenziale)s)") % {
        "termine": term,
        "prudenziale": wording.term(prudent),
    }


def _when(due_at: datetime, now: datetime) -> str:
    """Urgency and hour: "Scade oggi alle 23:59", "Scaduto sabato 14 marzo alle 23:59"."""
    local = due_at.astimezone(wording.ROME)
    hour = f"{local:%H:%M}"
    if now >= due_at:
        word = _("Scaduto %(giorno)s alle %(ora)s")
    else:
        word = {
            wording.TODAY.code: _("Scade oggi alle %(ora)s"),
            wording.TOMORROW.code: _("Scade domani alle %(ora)s"),
        }.get(wording.urgency(due_at, now).code, _("Scade %(giorno)s alle %(ora)s"))
    return word % {"giorno": wording.day(local.date()), "ora": hour}


def _case(duty: Adempimento) -> str:
    return _("caso %(numero)s (%(iniziali)s)") % {
        "numero": duty.caso.numero,
        "iniziali": duty.caso.lavoratore.initials,
    }
