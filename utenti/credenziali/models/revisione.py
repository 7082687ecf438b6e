"""What reviewers leave behind: decisions, what they read on the document, saved searches."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of, paired
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.privacy import Privacy
from utenti.credenziali.choices import Esito, Lingua, Riscontro
from utenti.credenziali.models.richiesta import RichiestaAbilitazione
from utenti.models import Utente


class Decisione(UUIDModel):
    """What a reviewer decided, or proposed where two pairs of eyes are wanted.

    ``motivi`` are codes of ``utenti.credenziali.motivi``; ``testo`` adds words of the reviewer.
    A proposal counts once another reviewer confirmed it.
    """

    richiesta = models.ForeignKey(
        RichiestaAbilitazione, on_delete=models.PROTECT, related_name="decisioni"
    )
    esito = models.CharField(_("esito"), max_length=12, choices=Esito)
    motivi = models.JSONField(_("motivi"), default=list)
    testo = EncryptedTextField(
        _("testo"),
        key_from="richiesta.data_key",
        privacy=Privacy.IDENTIFICATIVO,
        max_chars=2000,
        null=True,
        blank=True,
    )
    lingua = models.CharField(_("lingua"), max_length=2, choices=Lingua)
    by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    da_confermare = models.BooleanField(default=False)
    confermata_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    confermata_at = models.DateTimeField(null=True)
    respinta_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("decisione")
        verbose_name_plural = _("decisioni")
        constraints = [
            one_of("decisione_esito", "esito", Esito.values, _("Esito sconosciuto.")),
            paired(
                "decisione_confermata",
                ["confermata_by", "confermata_at"],
                _("La conferma ha sempre chi e quando."),
            ),
            named_check(
                "decisione_confermata_da_altri",
                Q(confermata_by__isnull=True) | ~Q(confermata_by=F("by")),
                _("La seconda firma è di un altro revisore."),
            ),
        ]
        indexes = [models.Index(fields=["richiesta", "at"], name="decisione_in_ordine")]

    def __str__(self) -> str:
        return f"{self.esito} {self.richiesta_id}"


class Lettura(UUIDModel):
    """What a reviewer read on the document for one declared field."""

    richiesta = models.ForeignKey(
        RichiestaAbilitazione, on_delete=models.PROTECT, related_name="letture"
    )
    campo = models.CharField(_("campo"), max_length=32)
    riscontro = models.CharField(_("riscontro"), max_length=12, choices=Riscontro)
    letto = EncryptedTextField(
        _("letto dal documento"),
        key_from="richiesta.data_key",
        privacy=Privacy.IDENTIFICATIVO,
        max_chars=160,
        null=True,
        blank=True,
    )
    by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("lettura del documento")
        verbose_name_plural = _("letture del documento")
        constraints = [
            one_of("lettura_riscontro", "riscontro", Riscontro.values, _("Esito sconosciuto.")),
            named_unique(
                "lettura_unica", ["richiesta", "campo"], _("Questo campo è già stato riscontrato.")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.campo} {self.riscontro}"


class RicercaSalvata(UUIDModel):
    """Filters of the queue that a reviewer gave a name to; codes and dates only, no names."""

    utente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="ricerche_salvate")
    nome = models.CharField(_("nome"), max_length=40)
    filtri = models.JSONField(default=dict)
    created_at = models.DateTimeField()

    class Meta:
        verbose_name = _("ricerca salvata")
        verbose_name_plural = _("ricerche salvate")
        constraints = [
            named_unique(
                "ricercasalvata_unica",
                ["utente", "nome"],
                _("Hai già una ricerca con questo nome."),
            ),
        ]

    def __str__(self) -> str:
        return self.nome
