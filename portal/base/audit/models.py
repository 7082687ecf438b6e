"""Append-only rows. They hold ids, codes and numbers, never personal values."""

from typing import Any, NoReturn
from uuid import uuid4

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of

ROLE_MAX = 80


class AppendOnly(TypeError):
    """Someone tried to change or delete a row that must stay as it was written."""


class AppendOnlyQuerySet(models.QuerySet[Any, Any]):
    """A queryset that can add and read, nothing else."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: history does not change."""
        raise AppendOnly("append-only rows are never updated")

    def delete(self) -> NoReturn:
        """Refuse: history does not disappear."""
        raise AppendOnly("append-only rows are never deleted")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: history does not change."""
        raise AppendOnly("append-only rows are never updated")


class AppendOnlyModel(models.Model):
    """A row that is written once."""

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Insert a new row; refuse to write over an old one."""
        if not self._state.adding:
            raise AppendOnly("append-only rows are never updated")
        kwargs["force_insert"] = True
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse: history does not disappear."""
        raise AppendOnly("append-only rows are never deleted")


class AuditEvent(AppendOnlyModel):
    """One thing someone did, written in the transaction of the deed itself.

    ``seq``, ``prev_hash`` and ``hash`` come later, when the sender seals the chain of
    the organisation: so no request waits for the end of a chain.
    """

    organizzazione_id = models.UUIDField(null=True)
    actor_id = models.UUIDField(null=True)
    at = models.DateTimeField()
    code = models.CharField(max_length=64)
    target_type = models.CharField(max_length=64, blank=True)
    target_id = models.UUIDField(null=True)
    data = models.JSONField(default=dict)
    seq = models.PositiveBigIntegerField(null=True)
    prev_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, blank=True)
    sealed_at = models.DateTimeField(null=True)

    class Meta(AppendOnlyModel.Meta):
        constraints = [
            named_unique(
                "auditevent_seq_unique",
                ["organizzazione_id", "seq"],
                _("Il numero d'ordine nel registro è già usato."),
                condition=models.Q(organizzazione_id__isnull=False, seq__isnull=False),
            ),
            named_unique(
                "auditevent_seq_unique_system",
                ["seq"],
                _("Il numero d'ordine nel registro di sistema è già usato."),
                condition=models.Q(organizzazione_id__isnull=True, seq__isnull=False),
            ),
            named_check(
                "auditevent_sealed_whole",
                models.Q(seq__isnull=True, hash="", prev_hash="", sealed_at__isnull=True)
                | models.Q(seq__gte=1, sealed_at__isnull=False) & ~models.Q(hash=""),
                _("Un evento del registro è sigillato del tutto o per niente."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["at", "id"], name="auditevent_unsealed", condition=models.Q(seq=None)
            ),
            models.Index(fields=["target_id", "at"], name="auditevent_target"),
            models.Index(fields=["organizzazione_id", "at"], name="auditevent_org_at"),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.target_type}:{self.target_id}"


class AuditHead(models.Model):
    """The last sealed link of one chain: its lock while sealing, and the proof of its length.

    ``mac`` signs the rest, so that cutting the tail of a chain shows.
    """

    SYSTEM = "sistema"

    chain = models.CharField(max_length=36, primary_key=True)  # organisation id, or SYSTEM
    seq = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, blank=True)
    mac = models.CharField(max_length=64, blank=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.chain} #{self.seq}"


class AccessKind(models.TextChoices):
    """What was done with the thing read."""

    VIEW = "view", _("consultazione")
    PRINT = "print", _("stampa")
    DOWNLOAD = "download", _("scaricamento")
    EXPORT = "export", _("esportazione")
    DENIED = "denied", _("accesso negato")


class AccessEvent(AppendOnlyModel):
    """Someone read, printed, downloaded or exported something, or was refused."""

    Kind = AccessKind

    user_id = models.UUIDField()
    organizzazione_id = models.UUIDField(null=True)
    target_type = models.CharField(max_length=64)
    target_id = models.UUIDField(null=True)
    kind = models.CharField(max_length=8, choices=Kind.choices)
    at = models.DateTimeField()
    # The roles held where the thing belongs, by codes; None before they were written down.
    role = models.CharField(max_length=ROLE_MAX, null=True)

    class Meta(AppendOnlyModel.Meta):
        constraints = [
            one_of("accessevent_kind", "kind", AccessKind.values, _("Tipo di accesso sconosciuto."))
        ]
        indexes = [
            models.Index(fields=["target_id", "at"], name="accessevent_target"),
            models.Index(fields=["user_id", "at"], name="accessevent_user"),
            models.Index(fields=["organizzazione_id", "at"], name="accessevent_org"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.target_type}:{self.target_id}"
