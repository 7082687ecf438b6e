"""A teacher writes to InailRisponde, and somebody of the office answers."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

from tests.utenti.credenziali.scena import png
from utenti.credenziali.actions.messaggi import DatiMessaggio, Upload, send_message
from utenti.credenziali.models import AllegatoMessaggio, Messaggio
from utenti.models import Utente

DOMANDA: dict[str, Any] = {
    "indirizzo_risposte": "ada.neri@persone.test",
    "telefono": "02 1234567",
    "categoria": "prestazioni_lavoratore",
    "sottocategoria": "infortunio",
    "oggetto": "stato_pratica_infortunio",
    "cap": "20121",
    "testo": "A che punto è la pratica del mio polso?",
}


def messaggio_di(by: Utente, now: datetime, *, files: int = 1) -> Messaggio:
    """A question, with a picture unless ``files`` is 0."""
    return send_message(
        DatiMessaggio(**DOMANDA),
        files=[Upload(png(), "lettera.png")] * files,
        by=by,
        now=now,
        request_key=uuid4(),
    )


def allegato_messaggio_di(messaggio: Messaggio) -> AllegatoMessaggio:
    """Its picture."""
    return messaggio.allegati.get()
