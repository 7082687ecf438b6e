"""Codes of a proposal: its states, what does not agree, the answer to a withdrawal."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StatoProposta(models.TextChoices):
    """States of a proposal. Only a person confirms or discards one."""

    DA_CONFERMARE = "da_confermare", _("Da confermare")
    CONFERMATA = "confermata", _("Confermata")
    SCARTATA = "scartata", _("Scartata")
    RITIRATA = "ritirata", _("Ritirata dal medico")


# Those that a person decided.
DECISI = (StatoProposta.CONFERMATA, StatoProposta.SCARTATA)


class Differenza(models.TextChoices):
    """What a certificate and a case, or what was searched, do not agree upon."""

    EVENTO = "evento_on", _("il giorno dell’evento")
    ANAGRAFICA = "anagrafica", _("nome o data di nascita")
    PERSONA = "codice_fiscale", _("la persona")
    RILASCIO = "rilasciato_on", _("la data di rilascio")


class Ritiro(models.TextChoices):
    """What the employer answered to a withdrawal by the doctor."""

    ANNOTATO = "annotato", _("Ritiro annotato")
    TENUTO = "tenuto", _("Tenuto, da verificare")


def words(differenze: str) -> list[str]:
    """The differences in words, from the codes as stored."""
    return [str(Differenza(code).label) for code in differenze.split()]
