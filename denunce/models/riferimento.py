"""The references of a certificate as the employer received them: they start the clock."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Upper
from django.utils.translation import gettext_lazy as _

from certificati.numero import LENGTH
from denunce.choices import RedattoDa, RicevutoVia, TipoCertificato
from denunce.models.caso import Caso
from denunce.querysets import RiferimentoQuerySet
from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel, VersionedModel
from utenti.models import Utente

models.CharField.register_lookup(Length)


class RiferimentoCertificato(UUIDModel, VersionedModel):
    """Number, release and prognosis of one certificate, with who received them, when and how.

    ``received_at`` is the instant of the last of the three references (circ. INAIL 10/2016); it is
    a different fact from ``recorded_at``, when somebody typed it in.
    """

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="certificati")
    tipo = models.CharField(_("tipo"), max_length=16, choices=TipoCertificato)
    numero = models.CharField(_("numero identificativo"), max_length=LENGTH, null=True, blank=True)
    fittizio = models.BooleanField(_("codice fittizio"), default=False)
    rilasciato_at = models.DateTimeField(_("rilasciato il"))
    prognosi_dal = models.DateField(_("prognosi dal"), null=True, blank=True)
    prognosi_al = models.DateField(_("prognosi al"), null=True, blank=True)
    prognosi_giorni = models.PositiveSmallIntegerField(
        _("giorni di prognosi"), null=True, blank=True
    )
    redatto_da = models.CharField(
        _("redatto da"), max_length=20, choices=RedattoDa, default=RedattoDa.PRONTO_SOCCORSO
    )
    received_at = models.DateTimeField(_("ricevuto il"), null=True, blank=True)
    received_via = models.CharField(
        _("ricevuto come"), max_length=20, choices=RicevutoVia, blank=True
    )
    recorded_at = models.DateTimeField(_("registrato il"))
    recorded_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    annullato_at = models.DateTimeField(_("annullato il"), null=True, blank=True)
    # Typed wrong: the row stays readable, another one tells what the certificate really says.
    corretto_at = models.DateTimeField(_("corretto il"), null=True, editable=False)
    corretto_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    corretto_da = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="corregge"
    )

    objects = RiferimentoQuerySet.as_manager()

    class Meta:
        verbose_name = _("riferimento del certificato")
        verbose_name_plural = _("riferimenti dei certificati")
        ordering = ["received_at", "recorded_at"]
        # The worklist finds a case by the number a doctor or a family dictates.
        indexes = [models.Index(fields=["numero"], name="riferimento_numero")]
        constraints = [
            named_unique(
                "riferimento_numero_unico",
                ["caso", "numero"],
                _("Questo certificato è già registrato nel caso."),
                condition=Q(
                    annullato_at__isnull=True, corretto_at__isnull=True, numero__isnull=False
                ),
            ),
            named_check(
                "riferimento_numero_di_dodici",
                Q(numero__isnull=True) | Q(numero__length=LENGTH, numero=Upper("numero")),
                _("Il numero del certificato ha 12 lettere o cifre."),
            ),
            named_check(
                "riferimento_prognosi_in_coppia",
                Q(prognosi_dal__isnull=True, prognosi_al__isnull=True)
                | Q(
                    prognosi_dal__isnull=False,
                    prognosi_al__isnull=False,
                    prognosi_al__gte=F("prognosi_dal"),
                ),
                _("La prognosi ha un inizio e una fine, e la fine non precede l’inizio."),
            ),
            named_check(
                "riferimento_ricevuto_dopo_rilascio",
                Q(received_at__isnull=True) | Q(received_at__gte=F("rilasciato_at")),
                _("La ricezione non può precedere il rilascio del certificato."),
            ),
            named_check(
                "riferimento_ricevuto_con_mezzo",
                Q(received_at__isnull=True, received_via="")
                | (Q(received_at__isnull=False) & Q(received_via__in=RicevutoVia.values)),
                _("Indica come hai ricevuto i riferimenti."),
            ),
            named_check(
                "riferimento_corretto_con_autore",
                Q(corretto_at__isnull=True, corretto_by__isnull=True, corretto_da__isnull=True)
                | Q(corretto_at__isnull=False, corretto_by__isnull=False),
                _("Una registrazione corretta dice quando e da chi."),
            ),
            named_check(
                "riferimento_codici_noti",
                Q(tipo__in=TipoCertificato.values, redatto_da__in=RedattoDa.values),
                _("Tipo di certificato o autore non sono tra quelli previsti."),
            ),
        ]

    def __str__(self) -> str:
        return self.numero or str(_("senza numero"))
