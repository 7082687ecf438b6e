"""Code lists of the credential requests."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Profilo(models.TextChoices):
    """The profile asked for."""

    MEDICO_ESTERNO = "medico_esterno", _("Medico esterno")
    PRESIDIO = "presidio", _("Presidio ospedaliero")


class Canale(models.TextChoices):
    """How the request is sent; the level of access decides it."""

    INAIL_RISPONDE = "inail_risponde", _("InailRisponde")
    CREDENZIALI_DISPOSITIVE = "credenziali_dispositive", _("Richiedi credenziali dispositive")


class TipoDocumentoIdentita(models.TextChoices):
    """Identity documents that a person may show (D.P.R. 445/2000 art. 35)."""

    CARTA_IDENTITA = "carta_identita", _("Carta d’identità")
    PASSAPORTO = "passaporto", _("Passaporto")
    PATENTE = "patente", _("Patente di guida")


class TipoAllegato(models.TextChoices):
    """What a file of the request is."""

    MODULO_FIRMATO = "modulo_firmato", _("Domanda firmata")
    DOCUMENTO_FRONTE = "documento_fronte", _("Documento d’identità, fronte")
    DOCUMENTO_RETRO = "documento_retro", _("Documento d’identità, retro")
    ALTRO = "altro", _("Altro allegato")


class StatoDomanda(models.TextChoices):
    """How far the printed application is."""

    IN_PREPARAZIONE = "in_preparazione", _("In preparazione")
    PRONTA = "pronta", _("Pronta")
    FALLITA = "fallita", _("Non riuscita")


class Lingua(models.TextChoices):
    """The language in which the person is answered."""

    ITALIANO = "it", _("Italiano")
    TEDESCO = "de", _("Tedesco")
    INGLESE = "en", _("Inglese")


class Sesso(models.TextChoices):
    """Sex as the codice fiscale encodes it."""

    F = "F", _("Femmina")
    M = "M", _("Maschio")


class Esito(models.TextChoices):
    """What a reviewer decides."""

    APPROVATA = "approvata", _("Approvata")
    INTEGRAZIONE = "integrazione", _("Integrazione chiesta")
    RIFIUTATA = "rifiutata", _("Rifiutata")


class Riscontro(models.TextChoices):
    """What the reviewer read of one field on the document."""

    UGUALE = "uguale", _("Corrisponde")
    DIVERSO = "diverso", _("Diverso")
    ILLEGGIBILE = "illeggibile", _("Non si legge")


class StatoMessaggio(models.TextChoices):
    """States of a help request."""

    APERTO = "aperto", _("Aperto")
    RISPOSTO = "risposto", _("Risposto")
    CHIUSO = "chiuso", _("Chiuso")
