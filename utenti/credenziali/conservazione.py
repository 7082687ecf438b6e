"""For how long the files of a request are kept: as short as their purpose (GDPR art. 5.1.c and e).

The numbers are in the settings: ``CREDENZIALI_DOCUMENTI_GIORNI`` after the decision or the
withdrawal, ``CREDENZIALI_BOZZE_GIORNI`` for a draft that nobody touches.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.conf import settings

from portal.base.clock import local
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.workflow import ENDED_STATES, StatoRichiesta


def kept_until(ended_at: datetime) -> date:
    """The day on which the files of a request that ended then are deleted."""
    return local(ended_at).date() + timedelta(days=settings.CREDENZIALI_DOCUMENTI_GIORNI)


def draft_kept_until(saved_at: datetime) -> date:
    """The day on which the files of a draft last saved then are deleted."""
    return local(saved_at).date() + timedelta(days=settings.CREDENZIALI_BOZZE_GIORNI)


def deletion_day(richiesta: RichiestaAbilitazione) -> date | None:
    """When the files of a request go; None while a reviewer may still need them."""
    if richiesta.stato == StatoRichiesta.BOZZA:
        return draft_kept_until(richiesta.saved_at)
    if richiesta.stato not in ENDED_STATES:
        return None
    return richiesta.documenti_fino_al or kept_until(richiesta.decided_at or richiesta.saved_at)
