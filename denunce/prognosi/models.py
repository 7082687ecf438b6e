"""What the employer was asked about a prognosis that ended, and what they said."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from denunce.models import Caso
from denunce.prognosi.regola import MAX_ASKED
from denunce.workflow import StatoCaso
from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel
from utenti.models import Utente


class Risposta(models.TextChoices):
    """What may be said; another certificate is no answer but a registration."""

    RIENTRATO = "rientrato", _("È rientrato")
    NON_SO = "non_so", _("Non lo so ancora")


class DomandaPrognosi(UUIDModel):
    """One question about one end of prognosis of one case.

    It stands as long as the case is open and its prognosis ends on that very day: a newer
    certificate moves the end, so nothing has to be cancelled.
    """

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="domande_prognosi")
    fino_al = models.DateField(_("prognosi fino al"))
    volte = models.PositiveSmallIntegerField(_("volte in cui è stata fatta"), default=0)
    chiesta_at = models.DateTimeField(_("fatta l’ultima volta"), null=True)
    # The next day on which to ask; null while the answer is awaited, or when it is over.
    prossima_on = models.DateField(_("da fare dal"), null=True)
    risposta = models.CharField(_("risposta"), max_length=12, choices=Risposta, blank=True)
    risposta_at = models.DateTimeField(_("risposta del"), null=True)
    risposta_by = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("di")
    )
    created_at = models.DateTimeField(_("nata il"))

    class Meta:
        verbose_name = _("domanda sulla prognosi")
        verbose_name_plural = _("domande sulla prognosi")
        ordering = ["caso", "-fino_al"]
        constraints = [
            named_unique(
                "domanda_prognosi_unica",
                ["caso", "fino_al"],
                _("Di questa prognosi si è già chiesto."),
            ),
            named_check(
                "domanda_prognosi_risposta_con_autore",
                Q(risposta="", risposta_at__isnull=True, risposta_by__isnull=True)
                | Q(
                    risposta__in=Risposta.values,
                    risposta_at__isnull=False,
                    risposta_by__isnull=False,
                ),
                _("Una risposta è una di quelle previste e dice quando e da chi."),
            ),
            named_check(
                "domanda_prognosi_non_insiste",
                Q(volte__lte=MAX_ASKED),
                _("La domanda è già stata fatta abbastanza volte."),
            ),
            named_check(
                "domanda_prognosi_rientrato_basta",
                ~Q(risposta=Risposta.RIENTRATO) | Q(prossima_on__isnull=True),
                _("Di chi è rientrato non si chiede più."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["prossima_on", "id"],
                condition=Q(prossima_on__isnull=False),
                name="domanda_prognosi_da_fare",
            )
        ]

    def __str__(self) -> str:
        return f"{self.caso} {self.fino_al:%Y-%m-%d}"

    @property
    def stands(self) -> bool:
        """Whether the question still makes sense: open case, same prognosis, nobody is back."""
        return (
            self.caso.stato == StatoCaso.APERTO
            and self.caso.prognosi_fino_al == self.fino_al
            and self.risposta != Risposta.RIENTRATO
        )
