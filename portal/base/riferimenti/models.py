"""Dated reference data: what a code meant, from when to when, and who says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_unique, ordered
from portal.base.db import UUIDModel

_DATES = _("La validità finisce prima di cominciare.")


class VersioneRiferimento(models.Model):
    """Which version of a fixture is loaded: the second load costs one query."""

    name = models.CharField(max_length=64, primary_key=True)
    sha256 = models.CharField(max_length=64)
    loaded_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class ListaCodici(UUIDModel):
    """One official list of codes, with its source and the day it was read there."""

    code = models.CharField(max_length=64)
    title = models.CharField(max_length=200)
    source = models.TextField()
    valid_from = models.DateField(null=True)
    retrieved_on = models.DateField()

    class Meta:
        constraints = [
            named_unique("listacodici_code", ["code"], _("La lista esiste già.")),
        ]

    def __str__(self) -> str:
        return self.title


class VoceLista(UUIDModel):
    """One entry. ``code`` and ``label`` are the official ones, misprints included;
    ``label_display`` is what people read."""

    lista = models.ForeignKey(ListaCodici, on_delete=models.PROTECT, related_name="voci")
    code = models.CharField(max_length=120)
    label = models.CharField(max_length=200)
    label_display = models.CharField(max_length=200)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)
    order = models.PositiveIntegerField()

    class Meta:
        ordering = ["lista", "order"]
        constraints = [
            named_unique(
                "vocelista_code", ["lista", "code"], _("Il codice esiste già nella lista.")
            ),
            ordered("vocelista_dates", "valid_from", "valid_to", _DATES),
        ]

    def __str__(self) -> str:
        return self.label_display


class Comune(UUIDModel):
    """A municipality as it was called between two days (both included; None: still so).

    ``codice_istat`` is empty where no source gives it (names of the past, the youngest comuni):
    never guessed.
    """

    codice_istat = models.CharField(max_length=6, blank=True)
    catastale = models.CharField(max_length=4, db_index=True)
    nome = models.CharField(max_length=120)
    nome_norm = models.CharField(max_length=120)
    provincia = models.CharField(max_length=2)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            named_unique(
                "comune_once",
                ["catastale", "nome", "provincia", "valid_from"],
                _("Il comune esiste già con la stessa decorrenza."),
            ),
            ordered("comune_dates", "valid_from", "valid_to", _DATES),
        ]
        indexes = [models.Index(fields=["nome_norm", "provincia"], name="comune_nome")]

    def __str__(self) -> str:
        return f"{self.nome} ({self.provincia})"


class StatoEstero(UUIDModel):
    """A foreign state or territory with its cadastral code (Z followed by three digits)."""

    catastale = models.CharField(max_length=4)
    nome = models.CharField(max_length=120)
    nome_norm = models.CharField(max_length=120, db_index=True)
    valid_from = models.DateField(null=True)
    valid_to = models.DateField(null=True)

    class Meta:
        constraints = [
            named_unique("statoestero_once", ["catastale", "nome"], _("Lo stato esiste già.")),
            ordered("statoestero_dates", "valid_from", "valid_to", _DATES),
        ]

    def __str__(self) -> str:
        return self.nome
