"""A secret with which a structure's own system enters the API."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from certificati.flussi.querysets import GettoneQuerySet
from portal.base.constraints import named_check, named_unique, ordered, paired
from portal.base.crypto import blind_index
from portal.base.db import UUIDModel
from utenti.models import Organizzazione, Utente

NOME_MAX = 60


class GettoneApi(UUIDModel):
    """One token: only its keyed hash is kept, so it is shown once and cannot be read again.

    What is done with it is done in the name of who made it, and the register says so.
    """

    organizzazione = models.ForeignKey(Organizzazione, on_delete=models.PROTECT, related_name="+")
    nome = models.CharField(_("nome"), max_length=NOME_MAX)
    impronta = models.CharField(max_length=64, editable=False)
    # The first letters, to tell one token from another in a list.
    inizio = models.CharField(_("comincia con"), max_length=12, editable=False)
    created_at = models.DateTimeField(_("creato il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    scade_at = models.DateTimeField(_("vale fino al"))
    usato_at = models.DateTimeField(_("usato l’ultima volta il"), null=True)
    revocato_at = models.DateTimeField(_("revocato il"), null=True)
    revocato_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+", null=True)

    objects = GettoneQuerySet.as_manager()

    class Meta:
        verbose_name = _("gettone dell’API")
        verbose_name_plural = _("gettoni dell’API")
        constraints = [
            named_unique("gettone_impronta_unica", ["impronta"], _("Questo gettone esiste già.")),
            named_unique(
                "gettone_nome_unico",
                ["organizzazione", "nome"],
                _("C’è già un gettone con questo nome: revocalo o scegline un altro."),
                condition=Q(revocato_at__isnull=True),
            ),
            named_check(
                "gettone_con_nome",
                ~Q(nome="") & ~Q(impronta=""),
                _("Un gettone ha un nome e la sua impronta."),
            ),
            paired(
                "gettone_revocato_da_qualcuno",
                ["revocato_at", "revocato_by"],
                _("Di una revoca si sa quando e chi l’ha fatta."),
            ),
            ordered(
                "gettone_scade_dopo",
                "created_at",
                "scade_at",
                _("Un gettone scade dopo che è stato creato."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["organizzazione", "-created_at", "-id"], name="gettone_di_struttura"
            ),
        ]

    def __str__(self) -> str:
        return self.nome

    def is_usable(self, now: datetime) -> bool:
        """Whether the API takes it at that instant, the structure apart."""
        return self.revocato_at is None and now < self.scade_at

    @staticmethod
    def hash_of(secret: str) -> str:
        """The keyed hash of a token: without our key nobody can tell which token it is."""
        return blind_index(secret, "flussi.gettone")
