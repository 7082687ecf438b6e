"""The printed application, to be signed: made by the worker from the data of a request."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of
from portal.base.db import UUIDModel
from portal.base.files.models import StoredFile
from utenti.credenziali.choices import StatoDomanda
from utenti.credenziali.models.richiesta import RichiestaAbilitazione


class Domanda(UUIDModel):
    """One print of the data of a request; other data are another print."""

    richiesta = models.ForeignKey(
        RichiestaAbilitazione, on_delete=models.PROTECT, related_name="domande"
    )
    # The hash of what is printed: the page tells a print of these data from an older one.
    impronta = models.CharField(max_length=64)
    stato = models.CharField(
        _("stato"), max_length=16, choices=StatoDomanda, default=StatoDomanda.IN_PREPARAZIONE
    )
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    created_at = models.DateTimeField()
    ready_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("domanda di abilitazione")
        verbose_name_plural = _("domande di abilitazione")
        constraints = [
            one_of("domanda_stato", "stato", StatoDomanda.values, _("Stato sconosciuto.")),
            named_unique(
                "domanda_unica",
                ["richiesta", "impronta"],
                _("Questi dati sono già stampati."),
            ),
            named_check(
                "domanda_pronta_con_file",
                Q(stato=StatoDomanda.PRONTA, file__isnull=False, ready_at__isnull=False)
                | Q(ready_at__isnull=True, file__isnull=True) & ~Q(stato=StatoDomanda.PRONTA),
                _("Una domanda pronta ha il suo file, le altre no."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["created_at"],
                name="domanda_in_preparazione",
                condition=Q(stato=StatoDomanda.IN_PREPARAZIONE),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stato} {self.richiesta_id}"
