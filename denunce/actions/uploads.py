"""A file that somebody brings: what is taken, and the refusal on its field."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from denunce.actions.errors import ActionError
from portal.base.files import FileRefused, Kind, StoredFile, store
from utenti.access import Scope

TAKEN = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG})


def store_upload(
    content: bytes, name: str, organizzazione_id: UUID, field: str, by: Scope, now: datetime
) -> StoredFile:
    """Keep a PDF, JPEG or PNG; ActionError on ``field`` for anything else, empty or too big."""
    try:
        return store(
            content,
            name=name,
            allowed=TAKEN,
            organizzazione_id=organizzazione_id,
            by=by.user,
            now=now,
        )
    except FileRefused as error:
        raise ActionError(str(error), field) from error
