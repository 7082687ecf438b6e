"""Drafts that save by themselves: who wrote last, from which page, and never over somebody else."""

from __future__ import annotations

from datetime import datetime
from enum import Enum
from typing import Any, TypeVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.autosave import DraftMark
from portal.base.db import VersionConflict, VersionedModel, update_versioned

D = TypeVar("D", bound="DraftModel")


class DraftModel(VersionedModel):
    """A versioned row that a page saves again and again while somebody types.

    ``saved_at`` and ``saved_by`` are None until the first save after its creation; the model pairs
    them by a constraint of its own. ``saved_page`` and ``saved_turn`` are the mark of that save.
    """

    saved_at = models.DateTimeField(_("salvato il"), null=True, editable=False)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
    )
    saved_page = models.UUIDField(null=True, editable=False)
    saved_turn = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        abstract = True


class Kept(Enum):
    """What a save did: the first of its page, one more of the same page, or nothing (an older
    request of a page whose newer one came first)."""

    FIRST = "first"
    AGAIN = "again"
    LATE = "late"


def is_own(held: DraftModel, mark: DraftMark, by: models.Model) -> bool:
    """Whether the last save came from this very page: then its version number may be behind,
    because the answer that would have told it was lost."""
    if mark.page is None or held.saved_page != mark.page:
        return False
    return bool(held.saved_by_id == by.pk)


def update_draft(
    held: D, *, expected: int, mark: DraftMark, by: models.Model, now: datetime, **fields: Any
) -> Kept:
    """Write ``fields`` of a row read under a lock, unless somebody else wrote since ``expected``.

    Of one page only the newest request counts, in whatever order they arrive. Raises
    VersionConflict.
    """
    own = is_own(held, mark, by)
    if own and 0 < mark.turn <= held.saved_turn:
        return Kept.LATE
    if not own and held.version != expected:
        raise VersionConflict
    update_versioned(
        held,
        expected=held.version,
        saved_at=now,
        saved_by=by,
        saved_page=mark.page,
        saved_turn=mark.turn,
        **fields,
    )
    return Kept.AGAIN if own else Kept.FIRST
