"""What a person asks about their own data, and the answer."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, one_of
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from utenti.models import Organizzazione, Utente
from utenti.riservatezza.choices import ANSWERED, StatoRichiesta, TipoRichiesta


class RichiestaInteressato(UUIDModel):
    """One request under GDPR arts. 15-21, to an organisation or (None) to who runs the portal.

    It is to be answered within one month (art. 12.3).
    """

    utente = models.ForeignKey(
        Utente, on_delete=models.PROTECT, related_name="richieste_interessato"
    )
    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, null=True, related_name="richieste_interessati"
    )
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    tipo = models.CharField(_("che cosa chiedi"), max_length=16, choices=TipoRichiesta)
    testo = EncryptedTextField(_("richiesta"), privacy=Privacy.SALUTE, max_chars=2000, null=True)
    risposta = EncryptedTextField(_("risposta"), privacy=Privacy.SALUTE, max_chars=2000, null=True)
    stato = models.CharField(
        _("stato"), max_length=12, choices=StatoRichiesta, default=StatoRichiesta.INVIATA
    )
    chiave_richiesta = models.UUIDField(unique=True, editable=False)
    created_at = models.DateTimeField(_("inviata il"))
    entro_at = models.DateTimeField(_("rispondere entro"))
    risposta_at = models.DateTimeField(_("risposta il"), null=True)
    risposta_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = _("richiesta dell’interessato")
        verbose_name_plural = _("richieste degli interessati")
        constraints = [
            one_of("richiestainteressato_tipo", "tipo", TipoRichiesta.values, _("Tipo ignoto.")),
            named_check(
                "richiestainteressato_risposta",
                Q(
                    stato=StatoRichiesta.INVIATA,
                    risposta_at__isnull=True,
                    risposta_by__isnull=True,
                )
                | Q(stato__in=ANSWERED, risposta_at__isnull=False, risposta_by__isnull=False),
                _("Una richiesta accolta o respinta dice quando e da chi."),
            ),
        ]
        indexes = [
            models.Index(fields=["utente", "-created_at"], name="richiestaint_di_chi"),
            models.Index(fields=["organizzazione", "stato", "entro_at"], name="richiestaint_a_chi"),
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.stato}"
