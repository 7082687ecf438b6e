"""The decision card: what is due, by when, why, by which article, what would change it.

Everything legal comes from what was stored with the duty, so a later change of the tables does not
rewrite what the reader saw; only names and links are looked up.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce.actions.letture import FOLLOWED
from denunce.choices import Obbligato
from denunce.models import Adempimento, Caso
from denunce.page_models.plain_terms import plain
from denunce.page_models.sanctions import exposure
from denunce.page_models.wordings import TITLES, channel, others_duty, reading, todo, typographic
from denunce.scadenze import REGOLE
from denunce.workflow import DONE_STATES, StatoAdempimento
from portal.base import wording
from portal.base.clock import local

Json = dict[str, Any]
# Steps that speak of the term; the others say why the duty exists.
_TERM: Final = frozenset(
    {
        "da_ricezione",
        "da_pericolo",
        "da_decesso",
        "giorni",
        "festivo",
        "approdo",
        "ore",
        "ore_dall_evento",
        "ore_dalla_conoscenza",
        "pericolo_noto",
        "decesso_noto",
        "polizza",
        "polizza_senza_termine",
        "polizza_ignota",
        "prima_assistenza",
        "prima_visita",
        "manifestazione",
    }
)

# What only some cards say.
_EXTRAS: Final[Json] = {
    "plain": "",
    "late": "",
    "sanction": None,
    "choice_url": "",
    "chosen": "",
}
# A card without anything to press.
NO_ACTIONS: Final[Json] = {
    "dispatches": [],
    "primary_url": "",
    "primary_post": "",
    "primary_label": "",
    "secondary_url": "",
    "secondary_label": "",
}


def card(duty: Adempimento, now: datetime, changes: Sequence[str] = ()) -> Json:
    """The card of one stored duty; ``changes`` are the sentences of "cosa cambierebbe"."""
    derivation: Json = json.loads(duty.derivazione)
    shown = derived(derivation, now, duty.termine_at, chosen=duty.lettura_scelta)
    return {
        **_EXTRAS,
        **NO_ACTIONS,
        **shown,
        "title": _title(duty),
        "urgency": _urgency(duty, now),
        "late": _late(duty, now),
        "sanction": exposure(duty, now) if duty.is_open else None,
        "chosen": _chosen(duty, now),
        "due": _term(duty.termine_at, now),
        "countdown": wording.countdown(duty.termine_at, now) if duty.is_open else "",
        "prudential": _term(duty.prudenziale_at, now) if duty.is_open else "",
        "would_change": [_sentence(change) for change in changes] if duty.is_open else [],
        "where": channel(duty) if duty.is_open and duty.obbligato == Obbligato.DATORE else "",
        "heading_id": f"adempimento-{duty.pk}",
        "ended": _ended(duty),
    }


def derived(derivation: Json, now: datetime, due: datetime, *, chosen: str = "") -> Json:
    """Reasons, sources and readings of a derivation, stored or just computed (a preview)."""
    steps = derivation["passi"]
    rules = [code for code in derivation["regole"] if code in REGOLE]
    return {
        "plain": plain(derivation, due) or others_duty(derivation),
        "why": [typographic(step["testo"]) for step in steps if step["codice"] not in _TERM],
        "term_why": typographic(
            " ".join(step["testo"] for step in steps if step["codice"] in _TERM)
        ),
        "sources": [_source(source, rules) for source in derivation["fonti"]],
        "alternatives": _readings(derivation, rules, now, due, chosen),
    }


def preview_card(dovuto: Json, caso: Caso, now: datetime, changes: Sequence[str] = ()) -> Json:
    """The card of a duty that would arise: nothing of it is stored yet."""
    due = datetime.fromisoformat(dovuto["termine"])
    early = dovuto["prudenziale"]
    mine = dovuto["obbligato"] == Obbligato.DATORE
    return {
        **_EXTRAS,
        **NO_ACTIONS,
        **derived(dovuto, now, due),
        "title": todo(dovuto["tipo"], dovuto["obbligato"]),
        "urgency": wording.urgency(due, now),
        "due": _term(due, now),
        "countdown": wording.countdown(due, now),
        "prudential": _term(datetime.fromisoformat(early), now) if early and mine else "",
        "would_change": [_sentence(change) for change in changes],
        "where": channel(Adempimento(caso=caso, tipo=dovuto["tipo"])) if mine else "",
        "heading_id": f"anteprima-{dovuto['tipo']}",
        "ended": "",
    }


def nothing_due(decision: Json, *, waiting: bool) -> Json | None:
    """The card "nessun obbligo verso l'INAIL", with its reason; None when something is owed."""
    nothing = decision["nessun_obbligo_inail"]
    if nothing is None:
        return None
    rules = [REGOLE[code] for code in nothing["regole"] if code in REGOLE]
    fonti = [{"atto": f.atto, "articolo": f.articolo} for rule in rules for f in rule.fonti]
    return {
        **_EXTRAS,
        **NO_ACTIONS,
        "title": _("Per ora nessun termine corre verso l’INAIL")
        if waiting
        else _("Nessun obbligo verso l’INAIL"),
        "urgency": wording.WAITING if waiting else wording.NOT_DUE,
        "why": [_sentence(nothing["motivo"])],
        "term_why": "",
        "sources": [_source(source, [rule.codice for rule in rules]) for source in fonti],
        "would_change": [_sentence(change) for change in decision["cosa_cambierebbe"]],
        "alternatives": [],
        "due": "",
        "countdown": "",
        "prudential": "",
        "where": "",
        "heading_id": "nessun-obbligo",
        "ended": "",
    }


def _urgency(duty: Adempimento, now: datetime) -> wording.Urgency:
    """Whether the worker or the doctor did it in time is not known here: no alarm for it."""
    late = duty.is_open and now > duty.termine_at
    if late and duty.obbligato != Obbligato.DATORE:
        return wording.TO_VERIFY
    return wording.urgency(duty.termine_at, now, duty.stato)


def _title(duty: Adempimento) -> str:
    name = str(TITLES[duty.tipo])
    if duty.is_open:
        return todo(duty.tipo, duty.obbligato)
    if duty.stato in DONE_STATES:
        return _("%(name)s: inviata") % {"name": name}
    ended = {
        StatoAdempimento.ASSORBITO: _("%(name)s: assorbita dalla denuncia"),
        StatoAdempimento.SUPERATO: _("%(name)s: superata da un nuovo termine"),
        StatoAdempimento.NON_DOVUTO: _("%(name)s: non più dovuta"),
    }
    return ended[StatoAdempimento(duty.stato)] % {"name": name}


def _late(duty: Adempimento, now: datetime) -> str:
    """A term that has passed frees nobody: say it with how long ago."""
    if not duty.is_open or duty.obbligato != Obbligato.DATORE or now <= duty.termine_at:
        return ""
    passed = wording.countdown(duty.termine_at, now)
    return _(
        "%(passed)s: invialo comunque, oggi stesso. Quando registri l’invio ti chiediamo il motivo "
        "del ritardo."
    ) % {"passed": passed[:1].upper() + passed[1:]}


def _chosen(duty: Adempimento, now: datetime) -> str:
    """Who chose which reading and when; the choice is a note, the term stays."""
    if not duty.lettura_scelta or duty.lettura_scelta_at is None:
        return ""
    return _("%(who)s ha scelto «%(reading)s» %(when)s. Il termine qui sopra non cambia.") % {
        "who": duty.lettura_scelta_by,
        "reading": reading(duty.lettura_scelta),
        "when": _term(duty.lettura_scelta_at, now),
    }


def _ended(duty: Adempimento) -> str:
    if duty.stato in DONE_STATES and duty.done_at is not None:
        late = duty.done_at > duty.termine_at
        when = wording.term(duty.done_at, year=True)
        text = _("Inviata %(when)s, dopo il termine.") if late else _("Inviata %(when)s.")
        reason = _(" Motivo del ritardo: %(why)s") % {"why": duty.motivo_ritardo}
        return text % {"when": when} + (reason if duty.motivo_ritardo else "")
    if duty.ended_at is not None:
        return _("Fino a %(when)s.") % {"when": wording.term(duty.ended_at, year=True)}
    return ""


def _term(instant: datetime | None, now: datetime) -> str:
    """The term in words; the year only when it is not this one."""
    if instant is None:
        return ""
    return wording.term(instant, year=local(instant).year != local(now).year)


def _source(source: Json, rules: Sequence[str]) -> Json:
    label = ", ".join(part for part in (source["atto"], source["articolo"]) if part)
    home = next((code for code in rules if _names(code, source)), "")
    return {"label": label, "url": reverse("regola", args=[home]) if home else ""}


def _names(codice: str, source: Json) -> bool:
    return any(f.atto == source["atto"] for f in REGOLE[codice].fonti)


def _readings(
    derivation: Json, rules: Sequence[str], now: datetime, due: datetime, chosen: str
) -> list[Json]:
    """The reading followed beside the others; where there is one, what of it is to verify."""
    others = [
        {
            "followed": False,
            "code": other["lettura"],
            "chosen": other["lettura"] == chosen,
            "title": reading(other["lettura"]),
            "due": _term(datetime.fromisoformat(other["termine"]), now),
            "why": _sentence(other["perche"]),
        }
        for other in derivation["alternative"]
    ]
    if others:
        followed = {
            "followed": True,
            "code": FOLLOWED,
            "chosen": chosen == FOLLOWED,
            "title": reading(FOLLOWED),
            "due": _term(due, now),
            "why": _("È il termine scritto qui sopra."),
        }
        return [followed, *others]
    doubtful = [REGOLE[code] for code in rules if REGOLE[code].da_verificare]
    return [
        {
            "followed": False,
            "code": "",
            "chosen": False,
            "title": _sentence(rule.titolo),
            "due": "",
            "why": _sentence(rule.da_verificare),
        }
        for rule in doubtful
        if rule.confidence != "alta"
    ]


def _sentence(text: str) -> str:
    """A fragment of the engine as a sentence: capital, full stop, the page's apostrophes."""
    words = typographic(text[:1].upper() + text[1:])
    return words if words.endswith((".", "?", "!")) else f"{words}."
