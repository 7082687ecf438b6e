"""The record of readings: declared on the view, written by the middleware."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar
from uuid import UUID

from django.apps import apps

from portal.base.audit.models import ROLE_MAX, AccessEvent, AccessKind
from portal.base.db import has_field

V = TypeVar("V", bound=Callable[..., Any])
_ATTRIBUTE = "reads_personal_data"


@dataclass(frozen=True)
class Reading:
    """What a view shows: kind of target, the URL argument with its id, how it is shown."""

    target: str
    arg: str
    kind: str

    @cached_property
    def _has_organizzazione(self) -> bool:
        return "." in self.target and has_field(apps.get_model(self.target), "organizzazione_id")

    def organizzazione_of(self, target_id: Any) -> UUID | None:
        """Return the organisation of the target, read from its own row."""
        if target_id is None or not self._has_organizzazione:
            return None
        rows = apps.get_model(self.target)._base_manager.filter(pk=target_id)
        found: UUID | None = rows.values_list("organizzazione_id", flat=True).first()
        return found


def reads(target: str, *, arg: str = "pk", kind: str = AccessKind.VIEW) -> Callable[[V], V]:
    """Declare that a view shows the ``target`` (``"denunce.caso"``) named by URL argument
    ``arg`` (empty for a list or an export). A 200 answer to a known user is written down."""

    def mark(view: V) -> V:
        setattr(view, _ATTRIBUTE, Reading(target, arg, kind))
        return view

    return mark


def read_of(view: Callable[..., Any]) -> Reading | None:
    """Return what a view declared, through the decorators that keep its attributes."""
    found: Reading | None = getattr(view, _ATTRIBUTE, None)
    return found


def record_access(
    user_id: UUID,
    target_type: str,
    target_id: UUID | None,
    organizzazione_id: UUID | None,
    kind: str,
    now: datetime,
    *,
    detail: str = "",
    role: str | None = None,
) -> AccessEvent:
    """Write one reading or refusal; ``detail`` is a code such as the name of a route, ``role``
    the codes of the roles held there."""
    return AccessEvent.objects.create(
        user_id=user_id,
        target_type=(f"{target_type}:{detail}" if detail else target_type)[:64],
        target_id=target_id,
        organizzazione_id=organizzazione_id,
        kind=kind,
        at=now,
        role=role[:ROLE_MAX] if role is not None else None,
    )
