"""One request as its person follows it: the state in words, whose turn it is, what happened."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base import wording
from portal.base.audit import AuditEvent, present
from portal.base.clock import local
from utenti.credenziali.choices import Profilo
from utenti.credenziali.completezza import Gap
from utenti.credenziali.conservazione import deletion_day
from utenti.credenziali.models import Domanda, RichiestaAbilitazione
from utenti.credenziali.page_models.decisioni import decision_rows, refused_before
from utenti.credenziali.page_models.file import file_rows
from utenti.credenziali.page_models.passi import (
    Reading,
    first_unfinished,
    gap_row,
    step_rows,
    step_url,
)
from utenti.credenziali.page_models.stati import STATES, UNLOCKED
from utenti.credenziali.workflow import OPEN_STATES, StatoRichiesta

Json = dict[str, Any]
_S = StatoRichiesta
# The events that a person reads of their own request; what reviewers do among themselves is theirs.
SHOWN: Final = (
    "richiesta.iniziata",
    "richiesta.inviata",
    "richiesta.presa_in_carico",
    "richiesta.rilasciata",
    "richiesta.integrazione",
    "richiesta.integrata",
    "richiesta.approvata",
    "richiesta.rifiutata",
    "richiesta.ritirata",
    "richiesta.documenti_cancellati",
)
SHOWN_MAX: Final = 100


def richiesta_page(reading: Reading) -> Json:
    """Everything the page of a request shows."""
    richiesta = reading.richiesta
    kind, title, text, turn = STATES[_S(richiesta.stato)]
    decisions = decision_rows(richiesta)
    gaps = reading.gaps if richiesta.editable else []
    return {
        "richiesta": richiesta,
        "profilo": richiesta.get_profilo_display(),
        "kind": kind,
        "state": title,
        "text": text,
        "turn": turn,
        "since": _since(richiesta, decisions),
        "decisions": decisions,
        "before": refused_before(richiesta),
        "steps": step_rows(reading, gaps) if richiesta.editable else [],
        "gaps": [gap_row(richiesta, gap) for gap in gaps],
        "go_on_label": _go_on_label(richiesta, gaps),
        "go_on": step_url(richiesta, first_unfinished(reading)) if richiesta.editable else "",
        "facts": _facts(richiesta),
        "files": _files(reading),
        "kept": _kept(reading),
        "history": _history(richiesta),
        "unlocked": UNLOCKED[Profilo(richiesta.profilo)] if richiesta.stato == _S.APPROVATA else (),
        "hospital": richiesta.profilo == Profilo.PRESIDIO,
        "can_withdraw": richiesta.stato in OPEN_STATES,
        "can_copy": richiesta.stato in (_S.RIFIUTATA, _S.RITIRATA),
    }


def richieste_rows(newest_first: Iterable[RichiestaAbilitazione], now: datetime) -> list[Json]:
    """The list of one's own requests; of what was asked again only the last waits for anybody."""
    rows, later = [], set()
    for richiesta in newest_first:
        rows.append(_row(richiesta, now, overtaken=richiesta.profilo in later))
        later.add(richiesta.profilo)
    return rows


def _row(richiesta: RichiestaAbilitazione, now: datetime, *, overtaken: bool) -> Json:
    _kind, title, _text, turn = STATES[_S(richiesta.stato)]
    if overtaken and richiesta.stato not in OPEN_STATES:
        turn = STATES[_S.RITIRATA][3]
    return {
        "url": reverse("richiesta", args=[richiesta.pk]),
        "code": richiesta.codice,
        "profilo": richiesta.get_profilo_display(),
        "state": title,
        "turn": turn,
        "since": wording.term(_since_at(richiesta), year=_since_at(richiesta).year != now.year),
        "mine": richiesta.editable,
    }


def _since_at(richiesta: RichiestaAbilitazione) -> datetime:
    waiting = richiesta.queued_at if richiesta.stato in (_S.INVIATA, _S.IN_ESAME) else None
    return richiesta.decided_at or waiting or richiesta.saved_at


def _since(richiesta: RichiestaAbilitazione, decisions: list[Json]) -> str:
    if richiesta.stato == _S.INTEGRAZIONE_CHIESTA and decisions:
        return str(decisions[0]["when"])
    return wording.term(_since_at(richiesta), year=True)


def _go_on_label(richiesta: RichiestaAbilitazione, gaps: list[Gap]) -> str:
    if richiesta.stato == _S.INTEGRAZIONE_CHIESTA:
        return _("Correggi e rimanda")
    return _("Continua la richiesta") if gaps else _("Rileggi e invia")


def _files(reading: Reading) -> list[Json]:
    """The files; those that are missing only while they can still be brought."""
    rows = file_rows(reading.richiesta, reading.files)
    return [row for row in rows if reading.richiesta.editable or not row["missing"]]


def _facts(richiesta: RichiestaAbilitazione) -> list[Json]:
    found = [
        {"label": _("Codice della richiesta"), "value": richiesta.codice},
        {"label": _("Profilo"), "value": richiesta.get_profilo_display()},
    ]
    if richiesta.submitted_at is not None:
        message = getattr(richiesta, "messaggio", None)
        found += [
            {"label": _("Inviata"), "value": wording.term(richiesta.submitted_at, year=True)},
            {"label": _("Accesso usato"), "value": richiesta.get_livello_display()},
            {"label": _("Canale"), "value": richiesta.get_canale_display()},
        ]
        if message is not None:
            own = reverse("messaggio", args=[message.pk])
            row = {"label": _("Messaggio a InailRisponde"), "value": message.codice}
            found.append(row | {"url": own, "link": _("Leggi")})
    return found


def _kept(reading: Reading) -> str:
    """Until when the files are kept, or since when they are gone."""
    richiesta = reading.richiesta
    if richiesta.stato == _S.BOZZA and not reading.files:
        return ""
    gone = richiesta.documenti_cancellati_at
    if gone is not None:
        said = _("I documenti e la domanda firmata sono stati cancellati %(when)s.")
        return said % {"when": wording.day(local(gone).date(), year=True)}
    day = deletion_day(richiesta)
    if day is None:
        return _("I documenti saranno cancellati 30 giorni dopo la decisione.")
    if richiesta.stato == _S.BOZZA:
        said = _("Se non la continui, i file che hai caricato saranno cancellati %(when)s.")
    else:
        said = _("I documenti e la domanda firmata saranno cancellati %(when)s.")
    return said % {"when": wording.day(day, year=True)}


def _history(richiesta: RichiestaAbilitazione) -> list[Json]:
    events = AuditEvent.objects.filter(target_id=richiesta.pk, code__in=SHOWN)
    return [
        {
            "when": wording.term(event.at, year=True),
            "iso": local(event.at).isoformat(timespec="seconds"),
            "text": present(event),
            "who": _who(event, richiesta),
            "detail": "",
            "url": "",
            "superseded": False,
        }
        for event in events.order_by("-at", "-seq", "-id")[:SHOWN_MAX]
    ]


def _who(event: AuditEvent, richiesta: RichiestaAbilitazione) -> str:
    if event.actor_id is None:
        return _("Il portale")
    return _("Tu") if event.actor_id == richiesta.richiedente_id else _("Chi esamina le richieste")


def current_print(richiesta: RichiestaAbilitazione, impronta: str) -> Domanda | None:
    """The print of the present data, if it was asked for."""
    prints = Domanda.objects.filter(richiesta=richiesta, impronta=impronta)
    return prints.select_related("file__data_key").first()
