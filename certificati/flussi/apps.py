"""App of the imports of certificates."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FlussiConfig(AppConfig):
    """Certificates from the systems of the structures"""

    name = "certificati.flussi"
    verbose_name = _(" files, API, tokens.:Flussi di certificati")
