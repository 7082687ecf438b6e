"""What happened, once, even with several injured people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from denunce.choices import Attivita, Luogo, TipoEvento
from portal.base.constraints import named_check
from portal.base.db import UUIDModel, VersionedModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from utenti.models import Organizzazione, Sede, Utente


class Evento(UUIDModel, VersionedModel):
    """An injury or the discovery of a disease: place, time, circumstances."""

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="eventi"
    )
    sede = models.ForeignKey(
        Sede, on_delete=models.PROTECT, null=True, blank=True, related_name="eventi"
    )
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    tipo = models.CharField(_("che cosa è successo"), max_length=24, choices=TipoEvento)
    avvenuto_at = models.DateTimeField(_("quando è avvenuto"), null=True, blank=True)
    manifestata_on = models.DateField(_("quando si è manifestata"), null=True, blank=True)
    luogo = models.CharField(_("dove"), max_length=28, choices=Luogo, default=Luogo.IN_SEDE)
    attivita = models.CharField(
        _("attività"), max_length=20, choices=Attivita, default=Attivita.ALTRA
    )
    malattia_infortunio = models.BooleanField(_("malattia-infortunio"), default=False)
    in_navigazione = models.BooleanField(_("durante la navigazione"), default=False)
    primo_approdo_at = models.DateTimeField(_("primo approdo"), null=True, blank=True)
    indirizzo = models.CharField(_("indirizzo del luogo"), max_length=160, blank=True)
    comune = models.CharField(_("comune del luogo"), max_length=80, blank=True)
    dinamica = EncryptedTextField(
        _("come è successo"),
        key_from="data_key",
        privacy=Privacy.SALUTE,
        max_chars=4000,
        null=True,
        blank=True,
    )
    created_at = models.DateTimeField(_("registrato il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evento")
        verbose_name_plural = _("eventi")
        constraints = [
            named_check(
                "evento_infortunio_con_data",
                ~Q(tipo=TipoEvento.INFORTUNIO) | Q(avvenuto_at__isnull=False),
                _("Di un infortunio servono giorno e ora."),
            ),
            named_check(
                "evento_manifestata_solo_malattia",
                Q(manifestata_on__isnull=True) | Q(tipo=TipoEvento.MALATTIA_PROFESSIONALE),
                _("La data di manifestazione riguarda solo la malattia professionale."),
            ),
            named_check(
                "evento_approdo_in_navigazione",
                Q(primo_approdo_at__isnull=True) | Q(in_navigazione=True),
                _("Il primo approdo si indica solo per un evento durante la navigazione."),
            ),
            named_check(
                "evento_codici_noti",
                Q(tipo__in=TipoEvento.values, luogo__in=Luogo.values, attivita__in=Attivita.values),
                _("Tipo, luogo o attività non sono tra quelli previsti."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_tipo_display()} {self.pk}"
