"""A paper of a certificate: made once by the worker process, kept with its hash."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificati.choices import StatoStampa, TipoStampa
from certificati.models.certificato import Certificato
from portal.base.constraints import named_check, named_unique, one_of
from portal.base.db import UUIDModel
from portal.base.files.models import StoredFile
from utenti.models import Utente


class Stampa(UUIDModel):
    """One PDF of an issued certificate: the worker's, or the employer's without health data.

    ``revisione`` counts what the paper shows: an annulment makes a new one, the old one stays.
    """

    certificato = models.ForeignKey(Certificato, on_delete=models.PROTECT, related_name="stampe")
    tipo = models.CharField(_("copia"), max_length=12, choices=TipoStampa)
    revisione = models.PositiveSmallIntegerField(default=1)
    stato = models.CharField(
        _("stato"), max_length=16, choices=StatoStampa, default=StatoStampa.IN_PREPARAZIONE
    )
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("stampa del certificato")
        verbose_name_plural = _("stampe dei certificati")
        constraints = [
            one_of("stampa_tipo", "tipo", TipoStampa.values, _("Tipo sconosciuto.")),
            one_of("stampa_stato", "stato", StatoStampa.values, _("Stato sconosciuto.")),
            named_unique(
                "stampa_unica",
                ["certificato", "tipo", "revisione"],
                _("Questa copia è già stata preparata."),
            ),
            named_check(
                "stampa_pronta_con_file",
                Q(stato=StatoStampa.PRONTA, file__isnull=False)
                | ~Q(stato=StatoStampa.PRONTA) & Q(file__isnull=True),
                _("Solo una copia pronta ha il suo file."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.certificato_id}"
