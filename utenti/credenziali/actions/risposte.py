"""The conversation after a message to InailRisponde: go on, answer, close."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from utenti.access import Scope
from utenti.credenziali.actions.messaggi import TESTO_MAX
from utenti.credenziali.choices import StatoMessaggio
from utenti.credenziali.models import Messaggio, Risposta
from utenti.credenziali.permissions import messaggi as permissions


def write_turn(messaggio: Messaggio, testo: str, *, by: Scope, now: datetime) -> Risposta:
    """One more turn, of the sender or of the office: the message waits for the other side.

    The same words twice in a row by the same person are one press too many, and one turn. The
    office's answer is announced by mail, without its words. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_write(by, messaggio))
    words = testo.replace("\r\n", "\n").strip()
    _check(words)
    with transaction.atomic():
        held = lock(messaggio)
        require(permissions.can_write(by, held))
        last = held.risposte.order_by("-at", "-pk").first()
        if last is not None and (last.by_id, last.testo) == (by.actor.pk, words):
            return last
        office = not permissions.is_sender(by, held)
        turn = Risposta(messaggio=held, by=by.actor, at=now, dell_ufficio=office, testo=words)
        turn.save(force_insert=True)
        _move(held, StatoMessaggio.RISPOSTO if office else StatoMessaggio.APERTO)
        _record("messaggio.risposto" if office else "messaggio.ripreso", held, by, now)
        if office:
            _announce(held)
    return turn


def close_messaggio(messaggio: Messaggio, *, by: Scope, now: datetime) -> Messaggio:
    """End the conversation; closing what is closed changes nothing. Raises PermissionDenied."""
    require(permissions.can_close(by, messaggio))
    with transaction.atomic():
        held = lock(messaggio)
        if held.stato != StatoMessaggio.CHIUSO:
            _move(held, StatoMessaggio.CHIUSO)
            _record("messaggio.chiuso", held, by, now)
    return held


def _check(words: str) -> None:
    if not words:
        raise ActionError(_("Scrivi la risposta."), "testo")
    if len(words) > TESTO_MAX:
        raise ActionError(_("Al massimo %(n)d caratteri.") % {"n": TESTO_MAX}, "testo")


def _move(messaggio: Messaggio, stato: str) -> None:
    messaggio.stato = stato
    messaggio.save(update_fields=["stato"])


def _announce(messaggio: Messaggio) -> None:
    """Say that there is an answer, and where: what it says is read in the portal only."""
    link = settings.SITE_URL + reverse("messaggio", args=[messaggio.pk])
    EmailMessage(
        subject=_("Hai una risposta al messaggio %(code)s") % {"code": messaggio.codice},
        body=_(
            "L’ufficio ha risposto al tuo messaggio %(code)s.\n\n"
            "Per leggere la risposta entra nel portale:\n%(link)s\n\n"
            "Il testo non è in questa mail perché può contenere dati personali."
        )
        % {"code": messaggio.codice, "link": link},
        to=[messaggio.indirizzo_risposte],
    ).send()


def _record(code: str, messaggio: Messaggio, by: Scope, now: datetime) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=messaggio,
        organizzazione_id=None,
        data={"codice": messaggio.codice},
    )
