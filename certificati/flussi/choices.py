"""Code lists of the flows, as stored."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Canale(models.TextChoices):
    """How the records arrived."""

    FILE = "file", _("File caricato")
    API = "api", _("Interfaccia per i sistemi (API)")


class Formato(models.TextChoices):
    """How they were written."""

    XML = "xml", _("XML")
    JSON = "json", _("JSON")


class Operazione(models.TextChoices):
    """What a record asks for."""

    CERTIFICATO = "certificato", _("Emettere un certificato")
    ANNULLA = "annulla", _("Annullare un certificato")


class EsitoRecord(models.TextChoices):
    """What became of a record."""

    CREATO = "creato", _("Creato")
    GIA_PRESENTE = "gia_presente", _("Già presente, uguale")
    DIVERSO = "diverso", _("Già presente, con altri dati")
    RIFIUTATO = "rifiutato", _("Rifiutato")
    ANNULLATO = "annullato", _("Annullato")
