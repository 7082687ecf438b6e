"""A group of records that arrived together, and how far they have been read."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from certificati.flussi.choices import Canale, Formato
from certificati.flussi.models.gettone import GettoneApi
from certificati.flussi.querysets import FlussoQuerySet
from certificati.flussi.workflow import OVER, StatoFlusso
from portal.base.constraints import named_check, named_unique, ordered
from portal.base.db import UUIDModel
from portal.base.files.models import StoredFile
from portal.base.keys import DataKey
from utenti.models import Organizzazione, Utente

CHIAVE_MAX = 100


class Flusso(UUIDModel):
    """A file of a structure's own system, or one request to the API.

    ``fatti`` counts the records read to the end: each batch moves it in the transaction that writes
    its certificates, so a process that dies leaves nothing half done and the next goes on from
    there. After ``scade_at`` the file goes, and the words about the records with their key; numbers
    and codes stay. ``chiave`` is the Idempotency-Key of a request, ``impronta`` what it sent.
    """

    organizzazione = models.ForeignKey(Organizzazione, on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    canale = models.CharField(_("canale"), max_length=4, choices=Canale)
    formato = models.CharField(_("formato"), max_length=4, choices=Formato)
    stato = models.CharField(
        _("stato"), max_length=8, choices=StatoFlusso, default=StatoFlusso.IN_CODA
    )
    file = models.OneToOneField(
        StoredFile, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    gettone = models.ForeignKey(
        GettoneApi, on_delete=models.PROTECT, null=True, related_name="+", editable=False
    )
    chiave = models.CharField(max_length=CHIAVE_MAX, blank=True, editable=False)
    impronta = models.CharField(_("impronta SHA-256"), max_length=64, editable=False)
    created_at = models.DateTimeField(_("arrivato il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    finito_at = models.DateTimeField(_("finito il"), null=True)
    scade_at = models.DateTimeField(_("si cancella il"))
    dimenticato_at = models.DateTimeField(_("file cancellato il"), null=True)

    totale = models.PositiveIntegerField(_("record"), default=0)
    fatti = models.PositiveIntegerField(_("letti"), default=0)
    creati = models.PositiveIntegerField(_("creati"), default=0)
    gia_presenti = models.PositiveIntegerField(_("già presenti"), default=0)
    diversi = models.PositiveIntegerField(_("diversi"), default=0)
    rifiutati = models.PositiveIntegerField(_("rifiutati"), default=0)
    annullati = models.PositiveIntegerField(_("annullati"), default=0)
    con_avvertenze = models.PositiveIntegerField(_("con avvertenze"), default=0)

    objects = FlussoQuerySet.as_manager()

    class Meta:
        verbose_name = _("flusso di certificati")
        verbose_name_plural = _("flussi di certificati")
        constraints = [
            named_check(
                "flusso_codici_noti",
                Q(
                    canale__in=Canale.values,
                    formato__in=Formato.values,
                    stato__in=StatoFlusso.values,
                ),
                _("Canale, formato o stato non sono tra quelli previsti."),
            ),
            named_check(
                "flusso_conta_torna",
                Q(
                    fatti__lte=F("totale"),
                    fatti=F("creati")
                    + F("gia_presenti")
                    + F("diversi")
                    + F("rifiutati")
                    + F("annullati"),
                ),
                _("I record letti sono la somma dei loro esiti."),
            ),
            named_check(
                "flusso_finito_con_data",
                Q(stato__in=OVER, finito_at__isnull=False)
                | ~Q(stato__in=OVER) & Q(finito_at__isnull=True),
                _("Un flusso finito ha la sua data, gli altri no."),
            ),
            named_check(
                "flusso_del_suo_canale",
                Q(canale=Canale.API, file__isnull=True, gettone__isnull=False)
                | Q(canale=Canale.FILE, gettone__isnull=True, chiave=""),
                _("Un file si carica da una pagina, una richiesta all’API ha un gettone."),
            ),
            named_unique(
                "flusso_chiave_unica",
                ["organizzazione", "chiave"],
                _("Questa chiave di idempotenza è già stata usata."),
                condition=~Q(chiave=""),
            ),
            ordered(
                "flusso_scade_dopo", "created_at", "scade_at", _("Un flusso scade dopo l’arrivo.")
            ),
        ]
        indexes = [
            models.Index(
                fields=["organizzazione", "-created_at", "-id"], name="flusso_di_struttura"
            ),
            models.Index(
                fields=["scade_at"],
                condition=Q(dimenticato_at__isnull=True),
                name="flusso_da_dimenticare",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.canale} {self.stato}"

    @property
    def is_over(self) -> bool:
        """Whether nothing more will be done with it."""
        return self.stato in OVER
