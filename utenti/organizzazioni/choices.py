"""The closed lists of this part."""

from __future__ import annotations

from typing import Final

from django.db import models
from django.utils.translation import gettext_lazy as _

from utenti.actions.onboarding import HEAD_ROLES
from utenti.models import TipoOrganizzazione
from utenti.ruoli import Ruolo


class StatoAttivazione(models.TextChoices):
    """Where the request of an organisation to join stands."""

    INVIATA = "inviata", _("In attesa di esame")
    APPROVATA = "approvata", _("Approvata")
    RIFIUTATA = "rifiutata", _("Rifiutata")
    RITIRATA = "ritirata", _("Ritirata")


class Carica(models.TextChoices):
    """On what ground somebody asks for an organisation."""

    TITOLARE = "titolare", _("La dirigo (titolare, dirigente, comandante)")
    RAPPRESENTANTE = "rappresentante", _("Ne sono il legale rappresentante")


# The role that an approved request gives, by kind; hospitals and doctors ask elsewhere, offices of
# INAIL and the platform are set up by who runs the portal.
HEADS: Final[dict[str, str]] = {
    **HEAD_ROLES,
    TipoOrganizzazione.INTERMEDIARIO: Ruolo.RESPONSABILE,
    TipoOrganizzazione.PATRONATO: Ruolo.RESPONSABILE,
}
# Of these the managers of the platform give the roles: nobody inside may be there to do it.
KINDS_OF_GESTORE: Final = (TipoOrganizzazione.SEDE_INAIL, TipoOrganizzazione.PIATTAFORMA)
# What stands where a name and a code must, once a request was erased: no organisation is called so.
GONE: Final = "-"
