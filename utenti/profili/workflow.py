"""States of an import, and how long a preview waits for its confirmation."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatoImportazione(models.TextChoices):
    """States of an import."""

    DA_CONFERMARE = "da_confermare", _("Da confermare")
    CONFERMATA = "confermata", _("Confermata")
    ANNULLATA = "annullata", _("Annullata")
    SCADUTA = "scaduta", _("Scaduta")


# The rows of a preview are kept, encrypted, no longer than this.
PREVIEW_LASTS: Final = timedelta(hours=24)
# "In scadenza" in the lists; how long before the end the hospital is told by mail.
EXPIRING_DAYS: Final = 30
NOTICE_DAYS: Final = 14
