"""Words of the requests to reset a second factor."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatoRipristino(models.TextChoices):
    """Where a request to reset the second factor stands."""

    CHIESTO = "chiesto", _("In attesa")
    ESEGUITO = "eseguito", _("Eseguito")
    RIFIUTATO = "rifiutato", _("Rifiutato")
    # The person entered with the factor meanwhile: it was not lost.
    ANNULLATO = "annullato", _("Annullato")


class Riconoscimento(models.TextChoices):
    """How the administrator recognised the person: never by e-mail, which may be stolen."""

    DI_PERSONA = "di_persona", _("Di persona")
    TELEFONO = "telefono", _("Al telefono, a un numero che conoscevi già")
    VIDEO = "video", _("In videochiamata, con un documento in mano")


DECIDED: Final = frozenset({StatoRipristino.ESEGUITO, StatoRipristino.RIFIUTATO})
