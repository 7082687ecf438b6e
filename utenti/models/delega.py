"""What one organisation lets another do for it."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.base.db import UUIDModel
from utenti.models.organizzazione import Organizzazione


class TipoDelega(models.TextChoices):
    """What a delegation is for."""

    LAVORO = "lavoro", _("Lavoro sui casi")
    ASSISTENZA = "assistenza", _("Assistenza della piattaforma")


class Delega(UUIDModel):
    """An employer lets an intermediary work on its cases between two days.

    Of the kind "assistenza" it is the consent that lets the platform look, never change, for a
    few days and for a stated reason.
    """

    delegante = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="deleghe_date"
    )
    delegato = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="deleghe_ricevute"
    )
    tipo = models.CharField(_("tipo"), max_length=12, choices=TipoDelega, default=TipoDelega.LAVORO)
    motivo = models.CharField(_("motivo"), max_length=200, blank=True)
    valid_from = models.DateField(_("dal"))
    valid_to = models.DateField(_("al"), null=True, blank=True)
    revocata_at = models.DateTimeField(_("revocata il"), null=True, blank=True)

    class Meta:
        verbose_name = _("delega")
        verbose_name_plural = _("deleghe")
        constraints = [
            models.UniqueConstraint(
                fields=["delegante", "delegato", "valid_from", "tipo"],
                condition=Q(revocata_at__isnull=True),
                name="delega_unica",
                violation_error_message=_("Questa delega esiste già."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="delega_periodo_valido",
                violation_error_message=_("La fine della delega non può precedere l’inizio."),
            ),
            models.CheckConstraint(
                condition=~Q(delegante=F("delegato")),
                name="delega_a_se_stessi",
                violation_error_message=_("Un’organizzazione non può delegare se stessa."),
            ),
            models.CheckConstraint(
                condition=Q(tipo__in=TipoDelega.values),
                name="delega_tipo_noto",
                violation_error_message=_("Il tipo di delega non è tra quelli previsti."),
            ),
            models.CheckConstraint(
                condition=~Q(tipo=TipoDelega.ASSISTENZA)
                | Q(valid_to__isnull=False) & ~Q(motivo=""),
                name="delega_assistenza_a_termine",
                violation_error_message=_(
                    "Il consenso all’assistenza ha sempre un motivo e una fine."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegante_id} → {self.delegato_id}"
