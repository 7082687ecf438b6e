"""One dispatch of a duty, as the user recorded it."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from denunce.choices import Canale
from denunce.models.adempimento import Adempimento
from denunce.models.documento import Documento
from denunce.models.modulo import Modulo
from denunce.workflow import StatoInvio
from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel, VersionedModel
from utenti.models import Utente


class Invio(UUIDModel, VersionedModel):
    """What was sent, by which channel, when, and the proof; the portal itself transmits nothing."""

    adempimento = models.ForeignKey(Adempimento, on_delete=models.PROTECT, related_name="invii")
    modulo = models.ForeignKey(
        Modulo, on_delete=models.PROTECT, null=True, blank=True, related_name="invii"
    )
    canale = models.CharField(_("canale"), max_length=24, choices=Canale)
    stato = models.CharField(_("stato"), max_length=12, choices=StatoInvio)
    sent_at = models.DateTimeField(_("inviato il"), null=True, blank=True)
    numero_inail = models.CharField(_("numero del caso INAIL"), max_length=30, blank=True)
    ricevuta = models.ForeignKey(
        Documento, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    # A rectification names the dispatch it corrects.
    rettifica = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="rettifiche"
    )
    esito_at = models.DateTimeField(_("esito del"), null=True, blank=True)
    esito_motivo = models.CharField(_("motivo dell’esito"), max_length=400, blank=True)
    chiave_richiesta = models.UUIDField(_("chiave della richiesta"), editable=False)
    recorded_at = models.DateTimeField(_("registrato il"))
    recorded_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("invio")
        verbose_name_plural = _("invii")
        ordering = ["-recorded_at"]
        constraints = [
            named_check(
                "invio_inviato_con_data",
                Q(stato=StatoInvio.PREPARATO, sent_at__isnull=True)
                | (~Q(stato=StatoInvio.PREPARATO) & Q(sent_at__isnull=False)),
                _("Un invio fatto ha data e ora; uno preparato no."),
            ),
            named_check(
                "invio_codici_noti",
                Q(canale__in=Canale.values, stato__in=StatoInvio.values),
                _("Canale o stato dell’invio non sono tra quelli previsti."),
            ),
            named_unique(
                "invio_richiesta_unica",
                ["adempimento", "chiave_richiesta"],
                _("Questo invio è già registrato."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_canale_display()} {self.get_stato_display()}"
