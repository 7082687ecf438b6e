"""Code lists of the doctors' profiles."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatoProfilo(models.TextChoices):
    """Where a profile stands; all but "eliminato" are derived from the role behind it."""

    ATTIVO = "attivo", _("Attivo")
    DISABILITATO = "disabilitato", _("Disabilitato")
    SCADUTO = "scaduto", _("Scaduto")
    ELIMINATO = "eliminato", _("Eliminato")


class TipoImportazione(models.TextChoices):
    """What a file means for the doctors that it does not name."""

    AGGIUNTA = "aggiunta", _("Aggiunta di medici")
    ELENCO = "elenco", _("Elenco completo")
