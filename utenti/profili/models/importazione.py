"""A file of doctors between its preview and its confirmation."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, one_of, ordered, paired
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from utenti.models import Organizzazione, Utente
from utenti.profili.choices import TipoImportazione
from utenti.profili.querysets import ImportazioneQuerySet
from utenti.profili.workflow import StatoImportazione

_DECIDED = [StatoImportazione.CONFERMATA, StatoImportazione.ANNULLATA]


class Importazione(UUIDModel):
    """The rows read from a file, encrypted, until they are confirmed, thrown away or too old.

    The file itself is not kept. Once decided, the key of the rows is destroyed: numbers stay.
    """

    organizzazione = models.ForeignKey(Organizzazione, on_delete=models.PROTECT, related_name="+")
    tipo = models.CharField(_("tipo"), max_length=8, choices=TipoImportazione)
    stato = models.CharField(
        _("stato"),
        max_length=16,
        choices=StatoImportazione,
        default=StatoImportazione.DA_CONFERMARE,
    )
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    righe = EncryptedTextField(
        key_from="data_key", privacy=Privacy.IDENTIFICATIVO, max_chars=20_000_000, null=True
    )
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    scade_at = models.DateTimeField()
    decisa_at = models.DateTimeField(null=True)
    decisa_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", null=True)
    lette = models.PositiveIntegerField(default=0)
    aggiunti = models.PositiveIntegerField(default=0)
    cambiati = models.PositiveIntegerField(default=0)
    cessati = models.PositiveIntegerField(default=0)
    esclusi = models.PositiveIntegerField(default=0)
    millisecondi = models.PositiveIntegerField(default=0)

    objects = ImportazioneQuerySet.as_manager()

    class Meta:
        verbose_name = _("importazione di medici")
        verbose_name_plural = _("importazioni di medici")
        constraints = [
            one_of(
                "importazione_stato_noto",
                "stato",
                StatoImportazione.values,
                _("Lo stato dell’importazione non è tra quelli previsti."),
            ),
            one_of(
                "importazione_tipo_noto",
                "tipo",
                TipoImportazione.values,
                _("Il tipo di importazione non è tra quelli previsti."),
            ),
            named_check(
                "importazione_righe_finche_serve",
                Q(stato=StatoImportazione.DA_CONFERMARE, righe__isnull=False)
                | ~Q(stato=StatoImportazione.DA_CONFERMARE) & Q(righe__isnull=True),
                _("Le righe si conservano solo finché l’importazione aspetta una conferma."),
            ),
            paired(
                "importazione_decisa_da_qualcuno",
                ["decisa_at", "decisa_by"],
                _("Un’importazione decisa dice chi l’ha decisa e quando."),
            ),
            named_check(
                "importazione_decisa_quando_serve",
                Q(stato__in=_DECIDED, decisa_at__isnull=False)
                | ~Q(stato__in=_DECIDED) & Q(decisa_at__isnull=True),
                _("Solo un’importazione confermata o annullata ha chi l’ha decisa."),
            ),
            ordered(
                "importazione_scade_dopo",
                "created_at",
                "scade_at",
                _("Un’importazione scade dopo che è stata caricata."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["scade_at"],
                condition=Q(stato=StatoImportazione.DA_CONFERMARE),
                name="importazione_da_pulire",
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)
