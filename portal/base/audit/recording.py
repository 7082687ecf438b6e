"""Writing audit events: called by actions, inside their transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models

from portal.base.audit.models import AuditEvent
from portal.base.db import insert_each
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
    event = _event(code, by, now, target, organizzazione_id, data or {})
    event.save(force_insert=True)
    return event


def record_many(
    code: str,
    targets: Iterable[tuple[models.Model, dict[str, Any]]],
    *,
    by: models.Model | UUID | None,
    now: datetime,
    organizzazione_id: UUID | None,
) -> None:
    """Write the same deed on many things with few statements: each thing with its own data.

    Raises privacy.FreeText like ``record``.
    """
    events = [_event(code, by, now, target, organizzazione_id, data) for target, data in targets]
    insert_each(events)


def _event(
    code: str,
    by: models.Model | UUID | None,
    now: datetime,
    target: models.Model | None,
    organizzazione_id: UUID | None,
    details: dict[str, Any],
) -> AuditEvent:
    refuse_free_text(code, "code")
    refuse_free_text(details)
    return AuditEvent(
        code=code,
        actor_id=by.pk if isinstance(by, models.Model) else by,
        at=now,
        target_type=target._meta.label_lower if target is not None else "",
        target_id=target.pk if target is not None else None,
        organizzazione_id=organizzazione_id,
        data=details,
    )
