"""Erasing an account, with proof."""

from __future__ import annotations

from collections import Counter
from datetime import datetime

from django.db import transaction

from portal.base import personal
from portal.base.audit import record
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.models import Utente
from utenti.personal import person_of
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.choices import Base, Oggetto
from utenti.riservatezza.models import ProvaCancellazione


def reasons_against(user: Utente, now: datetime) -> list[str]:
    """Why the account cannot be erased now, in words; empty when it can."""
    person = person_of(user)
    return [
        reason
        for part in personal.parts()
        if part.blockers is not None
        for reason in part.blockers(person, now)
    ]


def erase_account(user: Utente, *, now: datetime) -> ProvaCancellazione:
    """The person erases their own account: a second call gives the same proof.

    Raises ActionError while others depend on it (see ``reasons_against``).
    """
    with transaction.atomic():
        user = lock(Utente.objects.filter(pk=user.pk)).get()
        if user.cancellato_at is not None:
            return ProvaCancellazione.objects.get(oggetto=Oggetto.UTENTE, oggetto_id=user.pk)
        reasons = reasons_against(user, now)
        if reasons:
            raise ActionError(" ".join(reasons))
        person, counts = person_of(user), Counter[str]()
        for part in reversed(personal.parts()):  # the account itself goes last
            if part.erase is not None:
                counts.update(part.erase(person, user, now))
        erased = Erased(Oggetto.UTENTE, user.pk, None)
        proof = write_proof(erased, counts, base=Base.RICHIESTA, atto="", by=user, now=now)
        record(
            "utenti.account_cancellato",
            by=user,
            now=now,
            target=user,
            organizzazione_id=None,
            data={"prova": str(proof.pk)},
        )
    return proof
