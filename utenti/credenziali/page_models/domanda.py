"""The page of the application to sign: asked for, waited for, downloaded."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils.translation import gettext as _

from utenti.credenziali.choices import StatoDomanda
from utenti.credenziali.models import Domanda, RichiestaAbilitazione

Json = dict[str, Any]
# How long the worker takes as a rule, and after how long something is wrong with it.
USUAL: Final = timedelta(seconds=5)
TOO_LONG: Final = timedelta(minutes=1)


def domanda_page(
    richiesta: RichiestaAbilitazione, domanda: Domanda | None, *, older: bool, now: datetime
) -> Json:
    """The state of the print of the present data; ``older`` when there is one of other data."""
    stato = domanda.stato if domanda is not None else ""
    waited = now - domanda.created_at if domanda is not None else timedelta()
    return {
        "richiesta": richiesta,
        "waiting": stato == StatoDomanda.IN_PREPARAZIONE,
        "ready": stato == StatoDomanda.PRONTA,
        "failed": stato == StatoDomanda.FALLITA,
        "older": older and stato != StatoDomanda.PRONTA,
        "editable": richiesta.editable,
        **_waiting(waited),
    }


def _waiting(waited: timedelta) -> Json:
    seconds = max(int(waited.total_seconds()), 0)
    if waited <= USUAL:
        detail = _("Di solito è pronta entro 5 secondi. La pagina si aggiorna da sola.")
    elif waited <= TOO_LONG:
        detail = _("Ci vuole più del solito: prima di questa ci sono altri documenti.")
    else:
        detail = _("Ci vuole molto più del solito. Puoi lasciare la pagina e tornare più tardi.")
    return {
        "detail": detail,
        "refresh_seconds": 1 if waited <= 2 * USUAL else 3 if waited <= TOO_LONG else 15,
        "elapsed": min(seconds, USUAL.seconds),
        "usual": USUAL.seconds,
        "elapsed_text": _("%(n)d di circa %(usual)d secondi")
        % {"n": min(seconds, USUAL.seconds), "usual": USUAL.seconds}
        if waited <= USUAL
        else _("più di %(usual)d secondi") % {"usual": USUAL.seconds},
    }
