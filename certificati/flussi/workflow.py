"""States of a flow."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

# How long the file and the words about its records are kept.
KEPT: Final = timedelta(days=30)


class StatoFlusso(models.TextChoices):
    """Where the reading of a flow stands."""

    IN_CODA = "in_coda", _("In coda")
    IN_CORSO = "in_corso", _("In lavorazione")
    FINITO = "finito", _("Finito")
    FALLITO = "fallito", _("Non riuscito")


OVER: Final = (StatoFlusso.FINITO, StatoFlusso.FALLITO)
