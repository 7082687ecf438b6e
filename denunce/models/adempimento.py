"""Duties of a case and the evaluations they come from."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from denunce.choices import Obbligato, TipoAdempimento
from denunce.models.caso import Caso
from denunce.querysets import AdempimentoQuerySet
from denunce.workflow import DONE_STATES, ENDED_STATES, OPEN_STATES, StatoAdempimento
from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel, VersionedModel
from utenti.models import Organizzazione, Utente


class Valutazione(UUIDModel):
    """One answer of the engine: the facts asked, the tables used, the decision; never changed."""

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="valutazioni")
    # Which answer is the last must not hang on two clocks: the case counts its answers.
    numero = models.PositiveIntegerField(_("numero d’ordine"), editable=False)
    evaluated_at = models.DateTimeField(_("valutato il"))
    evaluated_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    regole_del = models.CharField(_("versione delle regole"), max_length=40)
    fatti = models.TextField(_("fatti"))
    decisione = models.TextField(_("decisione"))

    class Meta:
        verbose_name = _("valutazione")
        verbose_name_plural = _("valutazioni")
        ordering = ["caso", "-numero"]
        constraints = [
            named_unique(
                "valutazione_numero_unico",
                ["caso", "numero"],
                _("Questa valutazione del caso esiste già."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regole_del} {self.evaluated_at:%Y-%m-%d %H:%M}"


class Adempimento(UUIDModel, VersionedModel):
    """One obligation of a case, with its terms and the derivation that explains them.

    ``chiave`` tells duties of the same kind apart (a second 24-hour alert after a later death), so
    that a new evaluation finds the duty it already knows. ``derivazione`` is the engine's JSON
    text.
    """

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="adempimenti")
    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="adempimenti"
    )
    valutazione = models.ForeignKey(
        Valutazione, on_delete=models.PROTECT, related_name="adempimenti"
    )
    tipo = models.CharField(_("tipo"), max_length=28, choices=TipoAdempimento)
    chiave = models.CharField(max_length=40, editable=False)
    obbligato = models.CharField(_("obbligato"), max_length=12, choices=Obbligato)
    stato = models.CharField(
        _("stato"), max_length=12, choices=StatoAdempimento, default=StatoAdempimento.DA_FARE
    )
    termine_at = models.DateTimeField(_("termine"))
    prudenziale_at = models.DateTimeField(_("termine prudenziale"), null=True, blank=True)
    derivazione = models.TextField(_("derivazione"))
    prossimo_promemoria_at = models.DateTimeField(null=True, editable=False)
    motivo_ritardo = models.CharField(_("motivo del ritardo"), max_length=400, blank=True)
    # Of doubtful readings, the one the organisation says it follows; the terms do not move.
    lettura_scelta = models.CharField(_("lettura scelta"), max_length=40, blank=True)
    lettura_scelta_at = models.DateTimeField(_("scelta il"), null=True, editable=False)
    lettura_scelta_by = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, related_name="+"
    )
    created_at = models.DateTimeField(_("creato il"))
    done_at = models.DateTimeField(_("fatto il"), null=True, editable=False)
    done_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    ended_at = models.DateTimeField(_("finito il"), null=True, editable=False)
    sostituito_da = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="sostituisce"
    )

    objects = AdempimentoQuerySet.as_manager()

    class Meta:
        verbose_name = _("adempimento")
        verbose_name_plural = _("adempimenti")
        ordering = ["termine_at", "tipo", "id"]
        constraints = [
            named_unique(
                "adempimento_in_vigore_unico",
                ["caso", "chiave"],
                _("Questo adempimento esiste già nel caso."),
                condition=~Q(stato__in=ENDED_STATES),
            ),
            named_check(
                "adempimento_fatto_con_data",
                (Q(done_at__isnull=True) & Q(done_by__isnull=True))
                | (
                    Q(done_at__isnull=False)
                    & Q(done_by__isnull=False)
                    & ~Q(stato=StatoAdempimento.DA_FARE)
                ),
                _("Un adempimento fatto ha data e autore; uno da fare no."),
            ),
            named_check(
                "adempimento_inviato_fatto",
                ~Q(
                    stato__in=[
                        StatoAdempimento.INVIATO,
                        StatoAdempimento.ACCETTATO,
                        StatoAdempimento.RETTIFICATO,
                    ]
                )
                | Q(done_at__isnull=False),
                _("Un adempimento inviato ha la data dell’invio."),
            ),
            named_check(
                "adempimento_finito_con_data",
                Q(stato__in=ENDED_STATES, ended_at__isnull=False)
                | (~Q(stato__in=ENDED_STATES) & Q(ended_at__isnull=True)),
                _(
                    "Un adempimento assorbito, superato o non dovuto ha la data in cui"
                    " lo è diventato."
                ),
            ),
            named_check(
                "adempimento_prudenziale_entro_termine",
                Q(prudenziale_at__isnull=True) | Q(prudenziale_at__lte=F("termine_at")),
                _("Il termine prudenziale non supera quello di legge."),
            ),
            named_check(
                "adempimento_promemoria_solo_aperto",
                Q(prossimo_promemoria_at__isnull=True) | Q(stato__in=OPEN_STATES),
                _("Si ricorda solo un adempimento ancora da fare."),
            ),
            named_check(
                "adempimento_lettura_con_autore",
                Q(
                    lettura_scelta="",
                    lettura_scelta_at__isnull=True,
                    lettura_scelta_by__isnull=True,
                )
                | (
                    ~Q(lettura_scelta="")
                    & Q(lettura_scelta_at__isnull=False, lettura_scelta_by__isnull=False)
                ),
                _("La lettura scelta dice quando e da chi."),
            ),
            named_check(
                "adempimento_codici_noti",
                Q(
                    tipo__in=TipoAdempimento.values,
                    stato__in=StatoAdempimento.values,
                    obbligato__in=Obbligato.values,
                ),
                _("Tipo, stato o obbligato non sono tra quelli previsti."),
            ),
        ]
        # The lists of the worklist are read state by state (see denunce.worklist): SQLite cannot
        # match "stato IN (parameters)" with the condition of a partial index.
        indexes = [
            models.Index(
                fields=["organizzazione", "obbligato", "stato", "termine_at", "id"],
                name="adempimento_scadenzario",
            ),
            models.Index(
                fields=["organizzazione", "obbligato", "stato", "done_at", "id"],
                name="adempimento_fatti",
            ),
            models.Index(
                fields=["organizzazione", "obbligato", "termine_at", "id"],
                name="adempimento_elenco",
            ),
            # For who sees more organisations than it is worth merging.
            models.Index(
                fields=["termine_at", "id"],
                condition=Q(stato__in=OPEN_STATES),
                name="adempimento_aperti",
            ),
            models.Index(
                fields=["done_at", "id"],
                condition=Q(stato__in=DONE_STATES),
                name="adempimento_compiuti",
            ),
            models.Index(fields=["termine_at", "id"], name="adempimento_tutti"),
            models.Index(
                fields=["prossimo_promemoria_at", "id"],
                condition=Q(prossimo_promemoria_at__isnull=False),
                name="adempimento_da_ricordare",
            ),
        ]

    def __str__(self) -> str:
        return self.get_tipo_display()

    @property
    def is_open(self) -> bool:
        """True while somebody must still act."""
        return self.stato in OPEN_STATES
