"""Outbox rows: queue, lease and history in one."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of
from portal.base.db import UUIDModel


class OutboxState(models.TextChoices):
    """Where a message stands."""

    IN_CODA = "in_coda", _("in coda")
    IN_CORSO = "in_corso", _("in corso")
    FATTO = "fatto", _("fatto")
    SOSPESO = "sospeso", _("sospeso")


class OutboxMessage(UUIDModel):
    """One effect to be had once the transaction that asked for it is committed.

    ``attempts`` counts how often it was taken up; ``faults`` only unexpected errors
    and processes that died with it, which is what isolates a poisonous message.
    """

    State = OutboxState

    handler = models.CharField(max_length=64)
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=200)
    due_at = models.DateTimeField()
    state = models.CharField(max_length=8, choices=State.choices, default=State.IN_CODA)
    lease_until = models.DateTimeField(null=True)
    lease_token = models.UUIDField(null=True)
    attempts = models.PositiveIntegerField(default=0)
    faults = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    done_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            named_unique("outboxmessage_key", ["key"], _("Operazione già in coda.")),
            one_of("outboxmessage_state", "state", OutboxState.values, _("Stato sconosciuto.")),
            named_check(
                "outboxmessage_lease_while_running",
                models.Q(state="in_corso", lease_until__isnull=False, lease_token__isnull=False)
                | ~models.Q(state="in_corso")
                & models.Q(lease_until__isnull=True, lease_token__isnull=True),
                _("Solo un invio in corso ha una presa in carico."),
            ),
            named_check(
                "outboxmessage_done_at_when_done",
                models.Q(state="fatto", done_at__isnull=False)
                | ~models.Q(state="fatto") & models.Q(done_at__isnull=True),
                _("Un invio fatto ha la sua data, gli altri no."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outboxmessage_due",
                condition=models.Q(state="in_coda"),
            ),
            models.Index(
                fields=["lease_until"],
                name="outboxmessage_lease",
                condition=models.Q(state="in_corso"),
            ),
            models.Index(
                fields=["id"],
                name="outboxmessage_suspended",
                condition=models.Q(state="sospeso"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.handler} {self.key} {self.state}"
