"""What the sender does for the doctors' profiles: two mails, and the work that runs by itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from portal.base import clock, heartbeat, mail
from portal.base.authz import Permission
from portal.base.background import register_job
from portal.base.outbox import register
from utenti.access import works_on
from utenti.models import Organizzazione, Utente
from utenti.profili import letters
from utenti.profili.actions import names
from utenti.profili.actions.enlisting import WELCOME
from utenti.profili.actions.expiry import NOTICE, announce_ends
from utenti.profili.actions.imports import forget_old
from utenti.profili.choices import StatoProfilo
from utenti.profili.models import ProfiloMedico

__all__ = ["names"]  # it registers itself
JOB: Final = "profili"
_EVERY: Final = timedelta(hours=1)


@register(WELCOME)
def send_welcome(payload: dict[str, Any], *, now: datetime) -> None:
    """Write to a new doctor, unless the profile was switched off meanwhile."""
    profilo = ProfiloMedico.objects.with_people().get(pk=UUID(payload["profilo"]))
    if profilo.stato(clock.local(now).date()) != StatoProfilo.ATTIVO:
        return
    letter = letters.welcome(profilo)
    message_id = f"profilo-{profilo.pk}-{profilo.version}"
    mail.send(message_id, letter.subject, letter.text, None, [profilo.utente.email])


@register(NOTICE)
def send_notice(payload: dict[str, Any], *, now: datetime) -> None:
    """Write to whoever manages the hospital, if they still do."""
    organizzazione = Organizzazione.objects.get(pk=UUID(payload["organizzazione"]))
    person = Utente.objects.get(pk=UUID(payload["destinatario"]))
    today = clock.local(now).date()
    if not works_on(person, Permission.PROFILI_MANAGE, organizzazione.pk, on=today):
        return
    letter = letters.ends_near(organizzazione, person, payload["medici"], now)
    message_id = f"profili-{payload['avviso']}-{person.pk}"
    mail.send(message_id, letter.subject, letter.text, None, [person.email])


def tidy(now: datetime) -> None:
    """At most once an hour: announce the ends that come near, forget the previews left alone."""
    done_at = heartbeat.last(JOB)
    if done_at is None or now - done_at >= _EVERY:
        heartbeat.beat(JOB, now)
        announce_ends(now)
        forget_old(now)


register_job(JOB, tidy)
