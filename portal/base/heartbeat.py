"""Signs of life of the background work, read by the health page."""

from datetime import datetime

from django.db import models

SCAN = "promemoria.scan"  # the reminder scan; late by 120 seconds the portal is not healthy
MAIL_SENT = "posta.inviata"
MAIL_FAILED = "posta.fallita"


class Battito(models.Model):
    """The last time a piece of background work finished."""

    name = models.CharField(max_length=64, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


def beat(name: str, now: datetime) -> None:
    """Note that ``name`` finished at ``now``: one statement, safe from any process."""
    Battito.objects.bulk_create(
        [Battito(name=name, at=now)],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )


def last(name: str) -> datetime | None:
    """Return when ``name`` last finished, or None if it never did."""
    return Battito.objects.filter(name=name).values_list("at", flat=True).first()
