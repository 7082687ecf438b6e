"""Somebody asks that their organisation join the portal."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of, paired
from portal.base.db import UUIDModel
from portal.base.files.models import StoredFile
from utenti.models import Organizzazione, TipoOrganizzazione, Utente
from utenti.organizzazioni.choices import GONE, HEADS, Carica, StatoAttivazione

_DECIDED = (StatoAttivazione.APPROVATA, StatoAttivazione.RIFIUTATA)


class RichiestaAttivazione(UUIDModel):
    """What is declared of the organisation, with the proof, until somebody else has decided.

    Source: D.P.R. 445/2000 artt. 46-47 (declarations in place of certificates), art. 76.
    """

    richiedente = models.ForeignKey(
        Utente, on_delete=models.PROTECT, related_name="richieste_attivazione"
    )
    stato = models.CharField(
        _("stato"), max_length=12, choices=StatoAttivazione, default=StatoAttivazione.INVIATA
    )
    tipo = models.CharField(_("tipo"), max_length=24, choices=TipoOrganizzazione)
    denominazione = models.CharField(_("denominazione"), max_length=160)
    codice_fiscale = models.CharField(_("codice fiscale o partita IVA"), max_length=16)
    indirizzo = models.CharField(_("indirizzo"), max_length=160)
    cap = models.CharField(_("CAP"), max_length=5)
    comune = models.CharField(_("comune"), max_length=80)
    provincia = models.CharField(_("provincia"), max_length=2)
    pec = models.EmailField(_("PEC"))
    carica = models.CharField(_("a che titolo"), max_length=16, choices=Carica)
    dichiarata = models.BooleanField(_("dichiarazione di verità"), default=False)
    prova = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    motivo = models.CharField(_("motivo del rifiuto"), max_length=500, blank=True)
    ritirata_at = models.DateTimeField(null=True)
    organizzazione = models.OneToOneField(
        Organizzazione, on_delete=models.PROTECT, null=True, related_name="attivazione"
    )
    prova_cancellata_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("richiesta di attivazione")
        verbose_name_plural = _("richieste di attivazione")
        constraints = [
            one_of(
                "attivazione_tipo_ammesso",
                "tipo",
                [str(kind) for kind in HEADS],
                _("Questo tipo di organizzazione non si attiva da qui."),
            ),
            one_of("attivazione_carica_nota", "carica", Carica.values, _("Scegli a che titolo.")),
            named_unique(
                "attivazione_unica",
                ["richiedente", "codice_fiscale", "tipo"],
                _("Hai già una richiesta in corso per questa organizzazione."),
                condition=Q(stato=StatoAttivazione.INVIATA),
            ),
            named_check(
                "attivazione_dichiarata",
                Q(dichiarata=True),
                _("Senza la dichiarazione la richiesta non parte."),
            ),
            named_check(
                "attivazione_dati_presenti",
                ~Q(denominazione="") & ~Q(codice_fiscale=""),
                _("Servono la denominazione e il codice fiscale."),
            ),
            paired(
                "attivazione_decisa_intera",
                ["decided_at", "decided_by"],
                _("Di una decisione si sa chi l’ha presa e quando."),
            ),
            named_check(
                "attivazione_stato_coerente",
                Q(stato=StatoAttivazione.INVIATA, decided_at__isnull=True, ritirata_at__isnull=True)
                | Q(stato__in=_DECIDED, decided_at__isnull=False, ritirata_at__isnull=True)
                | Q(
                    stato=StatoAttivazione.RITIRATA,
                    decided_at__isnull=True,
                    ritirata_at__isnull=False,
                ),
                _("Lo stato della richiesta e le sue date non concordano."),
            ),
            named_check(
                "attivazione_rifiuto_motivato",
                Q(stato=StatoAttivazione.RIFIUTATA) & ~Q(motivo="")
                | ~Q(stato=StatoAttivazione.RIFIUTATA) & Q(motivo=""),
                _("Un rifiuto, e solo un rifiuto, ha un motivo."),
            ),
            named_check(
                "attivazione_approvata_crea",
                Q(stato=StatoAttivazione.APPROVATA, organizzazione__isnull=False)
                | ~Q(stato=StatoAttivazione.APPROVATA) & Q(organizzazione__isnull=True),
                _("Una richiesta approvata ha creato la sua organizzazione."),
            ),
            named_check(
                "attivazione_non_propria",
                Q(decided_by__isnull=True) | ~Q(decided_by=models.F("richiedente")),
                _("Nessuno decide la propria richiesta."),
            ),
        ]
        indexes = [
            models.Index(fields=["stato", "created_at", "id"], name="attivazione_coda"),
            models.Index(
                fields=["decided_at"],
                name="attivazione_prove",
                condition=Q(prova_cancellata_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def waiting(self) -> bool:
        """Nobody has decided and nobody took it back."""
        return self.stato == StatoAttivazione.INVIATA

    @property
    def erased(self) -> bool:
        """What was declared is gone, with its person or its organisation."""
        return self.denominazione == GONE

    @property
    def title(self) -> str:
        """What it is called: as the organisation, while that is known."""
        return str(_("dati cancellati")) if self.erased else self.denominazione
