"""Data keys: one per case, per file, per person whose data may be erased."""

from datetime import datetime
from functools import cached_property
from typing import Self
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base import crypto
from portal.base.constraints import named_check


class KeyDestroyed(Exception):
    """The data were erased: their key does not exist any more."""


class DataKey(models.Model):
    """A random key, stored only wrapped by a master key.

    Destroying it makes every value encrypted with it unreadable, backups of the
    data included, while the rows stay as tombstones (GDPR art. 17).
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    wrapped = models.BinaryField(null=True)
    key_id = models.CharField(max_length=32, db_index=True)
    created_at = models.DateTimeField()
    destroyed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            named_check(
                "datakey_wrapped_or_destroyed",
                models.Q(wrapped__isnull=False, destroyed_at__isnull=True)
                | models.Q(wrapped__isnull=True, destroyed_at__isnull=False),
                _("Una chiave esiste oppure è stata distrutta."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @classmethod
    def create(cls, now: datetime) -> Self:
        """Store a new random key wrapped by the current master key."""
        row = cls.fresh(now)
        row.save(force_insert=True)
        return row

    @classmethod
    def fresh(cls, now: datetime) -> Self:
        """Make a new key without storing it: whoever makes many stores them together."""
        key = crypto.new_key()
        row = cls(key_id=crypto.current_key_id(), created_at=now)
        row.wrapped = row.wrap(key, row.key_id)
        row.__dict__["_unwrapped"] = key
        return row

    def material(self) -> bytes:
        """Return the key itself. Raises KeyDestroyed after :meth:`destroy`."""
        if self.wrapped is None:
            raise KeyDestroyed(str(self.pk))
        return self._unwrapped

    def wrap(self, key: bytes, key_id: str) -> bytes:
        """Wrap ``key`` with a master key, bound to this row."""
        return crypto.encrypt(key, key=crypto.master_key(key_id), aad=self._aad)

    def destroy(self, now: datetime) -> None:
        """Forget the key for good; a second call changes nothing."""
        type(self)._base_manager.filter(pk=self.pk, destroyed_at=None).update(
            wrapped=None, destroyed_at=now
        )
        self.__dict__.pop("_unwrapped", None)
        self.refresh_from_db()

    @cached_property
    def _unwrapped(self) -> bytes:
        sealed = bytes(self.wrapped or b"")
        return crypto.decrypt(sealed, key=crypto.master_key(self.key_id), aad=self._aad)

    @property
    def _aad(self) -> bytes:
        return f"base.datakey:{self.pk}".encode()


def rewrap_all(batch: int = 500) -> int:
    """Wrap every living data key with the current master key; return how many changed.

    Safe to interrupt and to run while the portal works: each row is one conditional
    update, and values stay readable as long as the old master key is configured.
    """
    current, changed = crypto.current_key_id(), 0
    stale = DataKey.objects.filter(wrapped__isnull=False).exclude(key_id=current)
    while rows := list(stale.order_by("id")[:batch]):
        for row in rows:
            wrapped = row.wrap(row.material(), current)
            changed += DataKey.objects.filter(
                pk=row.pk, key_id=row.key_id, wrapped__isnull=False
            ).update(wrapped=wrapped, key_id=current)
    return changed
