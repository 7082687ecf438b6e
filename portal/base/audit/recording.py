"""Writing audit events: called by actions, inside their transaction."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from portal.base.audit.models import AuditEvent
from portal.base.privacy import refuse_free_text


def record(
    code: str,
    *,
    by: models.Model | UUID | None,
    now: datetime,
    target: models.Model | None,
    organizzazione_id: UUID | None,
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write that ``by`` (None: the system) did ``code`` to ``target`` at ``now``.

    ``data`` takes ids, codes and numbers only; raises privacy.FreeText otherwise,
    because the row outlives the erasure of the person it speaks of.
    """
    details = data or {}
    refuse_free_text(code, "code")
    refuse_free_text(details)
    return AuditEvent.objects.create(
        code=code,
        actor_id=by.pk if isinstance(by, models.Model) else by,
        at=now,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=target.pk if target is not None else None,
        organizzazione_id=organizzazione_id,
        data=details,
    )
