"""A file that somebody brings: what is taken, and the refusal on its field."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import models

from portal.base.errors import ActionError
from portal.base.files.errors import FileRefused
from portal.base.files.kinds import Kind
from portal.base.files.models import StoredFile
from portal.base.files.storage import store

TAKEN = frozenset({Kind.PDF, Kind.JPEG, Kind.PNG})


def store_upload(
    content: bytes,
    name: str,
    organizzazione_id: UUID | None,
    field: str,
    by: models.Model | None,
    now: datetime,
) -> StoredFile:
    """Keep a PDF, JPEG or PNG; ActionError on ``field`` for anything else, empty or too big."""
    try:
        return store(
            content,
            name=name,
            allowed=TAKEN,
            organizzazione_id=organizzazione_id,
            by=by,
            now=now,
        )
    except FileRefused as error:
        raise ActionError(str(error), field) from error
