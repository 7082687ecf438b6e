"""How long an organisation keeps its cases: longer than the rule, never shorter."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel
from utenti.models import Organizzazione, Utente

YEARS_MIN = 10
YEARS_MAX = 99


class TermineConservazione(UUIDModel):
    """The years that one organisation chose for one rule of the retention schedule."""

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="termini_conservazione"
    )
    regola = models.CharField(_("regola"), max_length=32)
    anni = models.PositiveSmallIntegerField(_("anni"))
    changed_at = models.DateTimeField(_("scelto il"))
    changed_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("termine di conservazione")
        verbose_name_plural = _("termini di conservazione")
        constraints = [
            named_unique(
                "termineconservazione_unico",
                ["organizzazione", "regola"],
                _("Il termine è già stato scelto."),
            ),
            named_check(
                "termineconservazione_anni",
                Q(anni__range=(YEARS_MIN, YEARS_MAX)),
                _("Gli anni vanno dal minimo della regola a 99."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regola}: {self.anni}"
