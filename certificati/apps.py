"""App of the doctors' side."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatiConfig(AppConfig):
    """Medical certificates: today the rules of their number, tomorrow their issue."""

    name = "certificati"
    verbose_name = _("Certificati medici")
