"""A flow arrives: read through, kept, put in the queue."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from certificati.flussi.actions.lavorazione import enqueue_flusso
from certificati.flussi.choices import Canale, Formato
from certificati.flussi.lettura import Documento, FlussoIlleggibile, leggi
from certificati.flussi.models import Flusso, GettoneApi
from certificati.flussi.permissions import can_send
from certificati.flussi.workflow import KEPT
from portal.base.audit import record
from portal.base.authz import require
from portal.base.errors import ActionError
from portal.base.files.storage import store_read
from portal.base.keys import DataKey
from portal.base.validators import normalize_code
from utenti.access import Scope
from utenti.models import Organizzazione, Utente

_TYPES: Final = {Formato.XML: "application/xml", Formato.JSON: "application/json"}


@dataclass(frozen=True, slots=True)
class Provenienza:
    """Whose records they are and who answers for their arrival."""

    organizzazione: Organizzazione
    autore: Utente
    gettone: GettoneApi | None = None


def receive_file(
    content: bytes, name: str, *, organizzazione: Organizzazione, by: Scope, now: datetime
) -> Flusso:
    """Keep a file for the worker; its records are judged one by one later.

    Raises PermissionDenied, ActionError for a file that cannot be read as a whole.
    """
    require(can_send(by, organizzazione))
    try:
        found = leggi(content, name)
        check_structure(found.struttura, organizzazione)
    except FlussoIlleggibile as error:
        raise ActionError(str(error), "file") from error
    with transaction.atomic():
        flusso = new_flusso(Provenienza(organizzazione, by.actor), found, content, now)
        flusso.file = store_read(
            content,
            name=f"flusso.{found.formato}",
            content_type=_TYPES[found.formato],
            organizzazione_id=organizzazione.pk,
            by=by.actor,
            now=now,
        )
        flusso.save(force_insert=True)
        record_arrival(flusso, now)
        enqueue_flusso(flusso, now)
    return flusso


def check_structure(struttura: str, organizzazione: Organizzazione) -> None:
    """A flow that names its structure names this one. Raises FlussoIlleggibile."""
    if struttura and normalize_code(struttura) != organizzazione.codice_fiscale:
        raise FlussoIlleggibile(
            _("Il codice fiscale della struttura nel file non è quello di %(name)s.")
            % {"name": organizzazione}
        )


def new_flusso(
    da: Provenienza, found: Documento, content: bytes, now: datetime, chiave: str = ""
) -> Flusso:
    """A flow not stored yet, with its own key."""
    return Flusso(
        organizzazione=da.organizzazione,
        data_key=DataKey.create(now),
        canale=Canale.API if da.gettone else Canale.FILE,
        formato=found.formato,
        gettone=da.gettone,
        chiave=chiave,
        impronta=hashlib.sha256(content).hexdigest(),
        created_at=now,
        created_by=da.autore,
        scade_at=now + KEPT,
        totale=found.totale,
    )


def record_arrival(flusso: Flusso, now: datetime) -> None:
    """The register says that a flow arrived, and by which token if by one."""
    token = {"gettone": str(flusso.gettone_id)} if flusso.gettone_id else {}
    record(
        "flussi.arrivato",
        by=flusso.created_by_id,
        now=now,
        target=flusso,
        organizzazione_id=flusso.organizzazione_id,
        data={"totale": flusso.totale, "canale": flusso.canale} | token,
    )
