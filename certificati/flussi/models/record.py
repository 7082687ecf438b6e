"""What became of one record of a flow."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificati.flussi.choices import EsitoRecord, Operazione
from certificati.flussi.models.flusso import Flusso
from certificati.models import Certificato
from certificati.models.certificato import ID_ESTERNO_MAX
from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.privacy import Privacy

_MADE = (EsitoRecord.CREATO, EsitoRecord.GIA_PRESENTE, EsitoRecord.ANNULLATO)


class RecordFlusso(UUIDModel):
    """The outcome of a record: codes and names of fields in clear, sentences encrypted with the
    key of the flow, so that they go with it. ``codici`` is a list of ``[field, code]``."""

    flusso = models.ForeignKey(Flusso, on_delete=models.PROTECT, related_name="records")
    posizione = models.PositiveIntegerField(_("record"))
    operazione = models.CharField(_("operazione"), max_length=12, choices=Operazione)
    id_esterno = models.CharField(_("identificativo"), max_length=ID_ESTERNO_MAX, blank=True)
    esito = models.CharField(_("esito"), max_length=12, choices=EsitoRecord)
    certificato = models.ForeignKey(
        Certificato, on_delete=models.PROTECT, null=True, related_name="+"
    )
    codici = models.JSONField(_("codici"), default=list)
    dettagli = EncryptedTextField(
        _("dettagli"),
        key_from="flusso.data_key",
        privacy=Privacy.IDENTIFICATIVO,
        max_chars=40_000,
        null=True,
    )

    class Meta:
        verbose_name = _("record di un flusso")
        verbose_name_plural = _("record dei flussi")
        constraints = [
            named_unique(
                "recordflusso_posizione_unica",
                ["flusso", "posizione"],
                _("Questo record è già stato letto."),
            ),
            named_check(
                "recordflusso_codici_noti",
                Q(operazione__in=Operazione.values, esito__in=EsitoRecord.values),
                _("Operazione o esito non sono tra quelli previsti."),
            ),
            named_check(
                "recordflusso_fatto_con_certificato",
                ~Q(esito__in=_MADE) | Q(certificato__isnull=False),
                _("Un record andato a buon fine ha il suo certificato."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.posizione} {self.esito}"
