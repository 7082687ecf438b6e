"""App of the prognoses that end."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrognosiConfig(AppConfig):
    """Prognoses that are about to end without a closing certificate."""

    name = "denunce.prognosi"
    verbose_name = _("Prognosi in scadenza")
