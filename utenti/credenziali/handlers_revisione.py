"""What the reviewers' side does in the background: letters of decisions, hands that time opened.

A letter goes to the PEC when the applicant gave one, by the ordinary mail of the portal; certified
sending, with its receipts, comes with the PEC channel of a later version.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from portal.base import background, mail
from portal.base.keys import KeyDestroyed
from portal.base.outbox import Refused, register
from utenti.credenziali.actions.esame import HANDLER
from utenti.credenziali.actions.presa import release_expired
from utenti.credenziali.lettera import lettera_di
from utenti.credenziali.models import Decisione


@register(HANDLER)
def send_decision(payload: dict[str, Any], *, now: datetime) -> None:
    """Send the letter of a decision. A second copy, after a crash, has the same Message-ID.

    Raises outbox.Refused when there is nobody to write to any more.
    """
    rows = Decisione.objects.select_related("richiesta__data_key")
    decisione = rows.get(pk=UUID(payload["decisione"]))
    try:
        address = decisione.richiesta.pec or decisione.richiesta.email
        letter = lettera_di(decisione)
    except KeyDestroyed:
        raise Refused("dati_cancellati") from None
    if not address:
        raise Refused("senza_destinatario")
    mail.send(f"decisione-{decisione.pk}", letter.subject, letter.text, None, [address])


background.register_job("revisione", release_expired)
