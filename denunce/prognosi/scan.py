"""Finds the prognoses that end and asks about them, in office hours.

Rows are the only truth: a scan that dies leaves nothing half done, two at once share the work. Its
cost follows what is due: cases are found by the partial index ``caso_prognosi_breve`` on a window
of days, questions by ``domanda_prognosi_da_fare``; no certificate is opened.
"""

from __future__ import annotations

from datetime import date, datetime

import structlog
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, QuerySet

from denunce.models import Caso
from denunce.orario import UFFICIO
from denunce.prognosi.models import DomandaPrognosi
from denunce.prognosi.regola import ended_between
from denunce.workflow import StatoCaso
from portal.base.authz import Permission
from portal.base.clock import local
from portal.base.outbox import enqueue_many
from utenti.access import colleagues

log = structlog.get_logger(__name__)

HANDLER = "prognosi.chiedi"
_BATCH = 200


def scan(now: datetime) -> int:
    """Ask about every prognosis that is due at ``now``; return how many questions were asked.

    Nothing happens while offices are closed: the next round finds the same rows.
    """
    if not UFFICIO.includes(now):
        return 0
    _find(local(now).date(), now)
    asked = 0
    while taken := _ask_some(now):
        asked += taken
    if asked:
        log.info("prognoses_asked", count=asked)
    return asked


def cases_to_ask(today: date) -> QuerySet[Caso]:
    """Open cases whose short prognosis ended in the useful days, with no question about it."""
    known = DomandaPrognosi.objects.filter(
        caso=OuterRef("pk"), fino_al=OuterRef("prognosi_fino_al")
    )
    first, last = ended_between(today)
    return Caso.objects.filter(
        ~Exists(known),
        stato=StatoCaso.APERTO,
        prognosi_fino_al__gte=first,
        prognosi_fino_al__lte=last,
    ).order_by("prognosi_fino_al", "pk")


def _find(today: date, now: datetime) -> None:
    """Give every case that is due its question."""
    while rows := list(cases_to_ask(today).only("prognosi_fino_al")[:_BATCH]):
        new = [
            DomandaPrognosi(
                caso=caso, fino_al=caso.prognosi_fino_al, prossima_on=today, created_at=now
            )
            for caso in rows
            if caso.prognosi_fino_al is not None
        ]
        DomandaPrognosi.objects.bulk_create(new, ignore_conflicts=True)


def _ask_some(now: datetime) -> int:
    """One transaction: take some questions, put their mails in the queue."""
    skip = connection.features.has_select_for_update_skip_locked
    due = DomandaPrognosi.objects.filter(prossima_on__lte=local(now).date())
    with transaction.atomic():
        rows = list(
            due.select_related("caso")
            .order_by("prossima_on", "pk")
            .select_for_update(of=("self",), skip_locked=skip)[:_BATCH]
        )
        mails: dict[str, dict[str, str]] = {}
        for domanda in rows:
            mails |= _ask(domanda, now)
        DomandaPrognosi.objects.bulk_update(rows, ["volte", "chiesta_at", "prossima_on"])
        enqueue_many(HANDLER, mails, due_at=now, now=now)
    return len(rows)


def _ask(domanda: DomandaPrognosi, now: datetime) -> dict[str, dict[str, str]]:
    """The mails of one question, by their key; none when it does not stand any more."""
    domanda.prossima_on = None
    if not domanda.stands:
        return {}
    domanda.volte, domanda.chiesta_at = domanda.volte + 1, now
    return {
        f"prognosi:{domanda.pk}:{domanda.volte}:{person}": {
            "domanda": str(domanda.pk),
            "volta": str(domanda.volte),
            "destinatario": person,
        }
        for person in _people(domanda.caso, local(now).date())
    }


def _people(caso: Caso, on: date) -> list[str]:
    """Who the case is assigned to, else everybody who works on it."""
    people = colleagues(Permission.CASO_EDIT, caso.organizzazione_id, on=on)
    assigned = [person for person in people if person.pk == caso.assegnato_a_id]
    return [str(person.pk) for person in assigned or people]
