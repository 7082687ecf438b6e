"""Sending a message to InailRisponde: alone, or as the vehicle of a credential request."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base.audit import record
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.files.uploads import store_upload
from portal.base.keys import DataKey
from portal.base.validators import validate_cap, validate_phone
from utenti.credenziali.categorie import Classificazione, problem
from utenti.credenziali.codici import new_code
from utenti.credenziali.models import AllegatoMessaggio, Messaggio, RichiestaAbilitazione
from utenti.models import Utente

MAX_FILES: Final = 5
TESTO_MAX: Final = 4000


@dataclass(frozen=True, slots=True)
class DatiMessaggio:
    """What the form of InailRisponde asks for; those without a value here are its starred fields.

    Source: scheda tecnica INAIL, fig. 2 and 3 (Contatti, "Componi Messaggio").
    """

    indirizzo_risposte: str
    telefono: str
    categoria: str
    sottocategoria: str
    oggetto: str
    cap: str
    testo: str
    unita: str = ""
    codice_ditta: str = ""
    parametri: str = ""
    numero_caso: str = ""

    @property
    def classificazione(self) -> Classificazione:
        """The three choices that sort the message."""
        return Classificazione(self.categoria, self.sottocategoria, self.oggetto)


@dataclass(frozen=True, slots=True)
class Upload:
    """One file as it came: its bytes and the name it had there."""

    content: bytes
    name: str


_REQUIRED: Final = {
    "indirizzo_risposte": gettext_lazy("Scrivi l’indirizzo a cui vuoi ricevere la risposta."),
    "telefono": gettext_lazy("Scrivi un numero di telefono."),
    "categoria": gettext_lazy("Scegli la categoria."),
    "sottocategoria": gettext_lazy("Scegli la sottocategoria."),
    "oggetto": gettext_lazy("Scegli l’oggetto."),
    "cap": gettext_lazy("Scrivi il CAP."),
    "testo": gettext_lazy("Scrivi il messaggio."),
}
_CHECKS: Final[dict[str, Callable[[str], object]]] = {
    "indirizzo_risposte": validate_email,
    "telefono": validate_phone,
    "cap": validate_cap,
}


def problems_of(data: DatiMessaggio) -> dict[str, str]:
    """What keeps a message from being sent: an Italian sentence for each field that is wrong."""
    found = {
        name: str(words)
        for name, words in _REQUIRED.items()
        if not str(getattr(data, name)).strip()
    }
    for name, check in _CHECKS.items():
        try:
            check(getattr(data, name).strip())
        except ValidationError as error:
            found.setdefault(name, str(error.messages[0]))
    for name, value in asdict(data).items():
        most = _limit(name)
        if len(value) > most:
            found.setdefault(name, _("Al massimo %(n)d caratteri.") % {"n": most})
    wrong = problem(data.classificazione)
    if wrong is not None:
        found.setdefault(wrong, _("Scegli una voce che appartenga a quella sopra."))
    return found


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
        lock(by)  # two presses at once: the second waits, and finds what the first wrote
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


def _limit(name: str) -> int:
    field = Messaggio._meta.get_field(name)
    return int(getattr(field, "max_chars", 0) or getattr(field, "max_length", 0))


NAMES: Final = tuple(field.name for field in fields(DatiMessaggio))
