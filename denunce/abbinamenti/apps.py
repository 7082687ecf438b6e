"""App of the matching of certificates with cases."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AbbinamentiConfig(AppConfig):
    """Certificates of the portal and the cases they belong to."""

    name = "denunce.abbinamenti"
    verbose_name = _("Abbinamenti con i certificati")
