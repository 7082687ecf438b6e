"""Work that takes longer than a request: a copy of data, the removal of an organisation."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of
from portal.base.db import UUIDModel
from portal.base.files.models import StoredFile
from utenti.models import Organizzazione, Utente
from utenti.riservatezza.choices import Base, StatoLavoro, TipoLavoro


class Lavoro(UUIDModel):
    """One piece of work, its progress and what came of it.

    ``file`` is an encrypted ZIP that is deleted after ``scade_at``; ``impronta`` its SHA-256, which
    stays. A removal has a ground (``base``, ``atto``) and ends with a proof instead of a file.
    """

    tipo = models.CharField(_("tipo"), max_length=16, choices=TipoLavoro)
    stato = models.CharField(
        _("stato"), max_length=12, choices=StatoLavoro, default=StatoLavoro.IN_CORSO
    )
    chiesto_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="lavori")
    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, null=True, related_name="lavori"
    )
    created_at = models.DateTimeField(_("chiesto il"))
    fatti = models.PositiveIntegerField(_("passi fatti"), default=0)
    totale = models.PositiveIntegerField(_("passi in tutto"), default=0)
    # Moved while somebody works on it: a second process leaves a living one alone.
    battito_at = models.DateTimeField(null=True, editable=False)
    finito_at = models.DateTimeField(_("finito il"), null=True)
    scade_at = models.DateTimeField(_("si cancella il"), null=True)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    impronta = models.CharField(_("impronta"), max_length=64, blank=True)
    base = models.CharField(_("base"), max_length=12, choices=Base, blank=True)
    atto = models.CharField(_("atto"), max_length=60, blank=True)
    # What a removal has erased so far, by codes.
    conteggi = models.JSONField(_("conteggi"), default=dict)

    class Meta:
        verbose_name = _("lavoro")
        verbose_name_plural = _("lavori")
        constraints = [
            one_of("lavoro_tipo_noto", "tipo", TipoLavoro.values, _("Tipo non previsto.")),
            one_of("lavoro_stato_noto", "stato", StatoLavoro.values, _("Stato non previsto.")),
            named_check(
                "lavoro_di_una_organizzazione",
                Q(tipo=TipoLavoro.DATI_PERSONA, organizzazione__isnull=True)
                | ~Q(tipo=TipoLavoro.DATI_PERSONA) & Q(organizzazione__isnull=False),
                _("La copia dei propri dati è di una persona, gli altri lavori no."),
            ),
            named_check(
                "lavoro_pronto_con_file",
                ~Q(stato=StatoLavoro.PRONTO)
                | Q(tipo=TipoLavoro.RIMOZIONE)
                | Q(file__isnull=False, scade_at__isnull=False) & ~Q(impronta=""),
                _("Una copia pronta ha il suo file e il giorno in cui si cancella."),
            ),
            named_check(
                "lavoro_finito_con_data",
                Q(stato=StatoLavoro.IN_CORSO, finito_at__isnull=True)
                | ~Q(stato=StatoLavoro.IN_CORSO) & Q(finito_at__isnull=False),
                _("Un lavoro finito ha la sua data."),
            ),
            named_check(
                "lavoro_passi",
                Q(fatti__lte=F("totale")),
                _("I passi fatti non sono più di quelli da fare."),
            ),
            named_unique(
                "lavoro_in_corso_unico_persona",
                ["chiesto_by"],
                _("La copia dei tuoi dati è già in preparazione."),
                condition=Q(stato=StatoLavoro.IN_CORSO, tipo=TipoLavoro.DATI_PERSONA),
            ),
            named_unique(
                "lavoro_in_corso_unico",
                ["organizzazione", "tipo"],
                _("Questo lavoro è già in corso."),
                condition=Q(stato=StatoLavoro.IN_CORSO) & ~Q(tipo=TipoLavoro.DATI_PERSONA),
            ),
        ]
        indexes = [
            models.Index(
                fields=["scade_at"],
                name="lavoro_da_eliminare",
                condition=Q(stato=StatoLavoro.PRONTO, scade_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.stato}"
