"""What people add to the fascicolo of a case: notes and attachments."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.models import Caso, Documento, Nota
from denunce.models.documento import TipoDocumento
from denunce.workflow import StatoDocumento
from portal.base.audit import record
from portal.base.authz import require
from portal.base.db import lock
from portal.base.errors import ActionError
from portal.base.files.uploads import store_upload
from utenti.access import Scope

TITLE_MAX = 160


def add_nota(caso: Caso, testo: str, *, request_key: UUID, by: Scope, now: datetime) -> Nota:
    """Write a note on a case; it is never changed, another one corrects it.

    The same ``request_key`` gives the same note. Raises PermissionDenied, ActionError.
    """
    require(permissions.can_write_nota(by, caso))
    if not testo.strip():
        raise ActionError(_("Scrivi la nota."), "testo")
    with transaction.atomic():
        caso = lock(caso)
        require(permissions.can_write_nota(by, caso))
        return write_nota(caso, testo, request_key=request_key, by=by, now=now)


def write_nota(caso: Caso, testo: str, *, request_key: UUID, by: Scope, now: datetime) -> Nota:
    """Store the note of a case that the caller holds, once for each key."""
    known = caso.note.filter(chiave_richiesta=request_key).first()
    if known is not None:
        return known
    nota = Nota(
        caso=caso,
        testo=testo.strip(),
        chiave_richiesta=request_key,
        created_at=now,
        created_by=by.actor,
    )
    nota.save(force_insert=True)
    _audit(caso, nota, "caso.nota", by, now)
    return nota


def attach_file(
    caso: Caso, content: bytes, *, name: str, titolo: str, by: Scope, now: datetime
) -> Documento:
    """Add a PDF, JPEG or PNG to the fascicolo; the same file twice is one attachment.

    Raises PermissionDenied, ActionError for an empty, too big or different kind of file.
    """
    require(permissions.can_edit_caso(by, caso))
    titolo = " ".join(titolo.split())[:TITLE_MAX]
    if not titolo:
        raise ActionError(_("Dai un titolo al documento."), "titolo")
    with transaction.atomic():
        caso = lock(caso)
        require(permissions.can_edit_caso(by, caso))
        file = store_upload(content, name, caso.organizzazione_id, "file", by.user, now)
        known = caso.documenti.filter(
            tipo=TipoDocumento.ALLEGATO, titolo=titolo, file__sha256=file.sha256
        ).first()
        if known is not None:
            transaction.set_rollback(True)  # the bytes left behind are swept
            return known
        documento = Documento.objects.create(
            caso=caso,
            tipo=TipoDocumento.ALLEGATO,
            titolo=titolo,
            stato=StatoDocumento.PRONTO,
            file=file,
            created_at=now,
            created_by=by.actor,
            ready_at=now,
        )
        _audit(caso, documento, "documento.allegato", by, now)
    return documento


def _audit(caso: Caso, target: models.Model, code: str, by: Scope, now: datetime) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=target,
        organizzazione_id=caso.organizzazione_id,
        data={"caso": str(caso.pk)},
    )
