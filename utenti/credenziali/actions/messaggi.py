"""Sending a message to InailRisponde: alone, or as the vehicle of a credential request."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _

from portal.base.audit import record
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.files.uploads import store_upload
from portal.base.keys import DataKey
from utenti.credenziali.codici import new_code
from utenti.credenziali.composizione import TESTO_MAX, DatiMessaggio, problems_of
from utenti.credenziali.models import AllegatoMessaggio, Messaggio, RichiestaAbilitazione
from utenti.models import Utente

__all__ = ["MAX_FILES", "TESTO_MAX", "DatiMessaggio", "Upload", "problems_of", "send_message"]

MAX_FILES: Final = 5


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: its bytes and the name it had there."""

    content: bytes
    name: str


def send_message(
    data: DatiMessaggio,
    *,
    files: Sequence[Upload],
    richiesta: RichiestaAbilitazione | None = None,
    by: Utente,
    now: datetime,
    request_key: UUID,
) -> Messaggio:
    """Store a message of ``by``; the same ``request_key`` gives the same message.

    With ``richiesta`` its attachments stay with the request, which has one message at most.
    Raises ActionError with the field to correct: a starred field that is empty, a choice that does
    not hang together, a file that cannot be taken (field ``allegati``).
    """
    for name, sentence in problems_of(data).items():
        raise ActionError(sentence, name)
    if len(files) > MAX_FILES:
        raise ActionError(_("Al massimo %(n)d allegati.") % {"n": MAX_FILES}, "allegati")
    with transaction.atomic():
        # Two presses at once: the second waits, and finds what the first wrote.
        lock(Utente.objects.filter(pk=by.pk)).get()
        known = Messaggio.objects.filter(request_key=request_key).first()
        if known is not None:
            return _own(known, by)
        return _store(data, files, richiesta, by, now, request_key)


def _store(
    data: DatiMessaggio,
    files: Sequence[Upload],
    richiesta: RichiestaAbilitazione | None,
    by: Utente,
    now: datetime,
    request_key: UUID,
) -> Messaggio:
    messaggio = Messaggio(
        codice=new_code("M"),
        mittente=by,
        richiesta=richiesta,
        data_key=DataKey.create(now),
        created_at=now,
        request_key=request_key,
        **{name: value.strip() for name, value in asdict(data).items()},
    )
    messaggio.save(force_insert=True)
    for upload in files:
        file = store_upload(upload.content, upload.name, None, "allegati", by, now)
        AllegatoMessaggio.objects.create(messaggio=messaggio, file=file, created_at=now)
    record(
        "messaggio.inviato",
        by=by,
        now=now,
        target=messaggio,
        organizzazione_id=None,
        data={"codice": messaggio.codice, "oggetto": data.oggetto, "allegati": len(files)},
    )
    return messaggio


def _own(messaggio: Messaggio, by: Utente) -> Messaggio:
    if messaggio.mittente_id != by.pk:
        raise ActionError(_("Ricarica la pagina e invia di nuovo il messaggio."))
    return messaggio
