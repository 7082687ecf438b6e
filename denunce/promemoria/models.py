"""Rows of the reminders: the only truth about what was due, sent, or given up, and why."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from denunce.models import Adempimento
from denunce.orario import UFFICIO, Orario
from denunce.promemoria.gradini import Gradino
from denunce.promemoria.scelte import Anche, Scelte
from portal.base.constraints import named_check, named_unique, one_of
from portal.base.db import UUIDModel, VersionedModel
from utenti.models import Organizzazione, Utente


class Stato(models.TextChoices):
    """States of a reminder. ``incerto``: handed to the mail server, which has not answered yet."""

    DA_INVIARE = "da_inviare", _("Da inviare")
    INVIATO = "inviato", _("Inviato")
    INCERTO = "incerto", _("Incerto")
    ANNULLATO = "annullato", _("Annullato")
    FALLITO = "fallito", _("Non riuscito")


FINAL_STATES = (Stato.INVIATO, Stato.ANNULLATO, Stato.FALLITO)


class Motivo(models.TextChoices):
    """Why a reminder was never sent."""

    ADEMPIMENTO_CHIUSO = "adempimento_chiuso", _("L’adempimento non è più da fare.")
    SENZA_ACCESSO = "senza_accesso", _("La persona non lavora più a questo caso.")
    RAGGIUNTO = "raggiunto", _("Ne è già partito uno più recente.")
    SCADUTO = "scaduto", _("Il server di posta non ha risposto in tempo.")
    RIFIUTATO = "rifiutato", _("Il server di posta ha rifiutato il messaggio.")
    ERRORE = "errore", _("Il messaggio non si è potuto preparare.")
    TOLTO = "tolto", _("L’organizzazione non lo vuole più.")


class Promemoria(models.Model):
    """One reminder of one stage of one duty to one person.

    Those three are its identity, and ``id`` is derived from them: planning it again gives the same
    row, sending it again the same Message-ID. A corrected term is a new duty with reminders of its
    own. After ``useful_until_at`` a later reminder takes its place.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    adempimento = models.ForeignKey(
        Adempimento, on_delete=models.PROTECT, related_name="promemoria"
    )
    gradino = models.CharField(_("gradino"), max_length=16, choices=Gradino)
    destinatario = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="promemoria")
    due_at = models.DateTimeField(_("da inviare dal"))
    planned_at = models.DateTimeField(_("messo in coda il"))
    useful_until_at = models.DateTimeField(_("utile fino al"))
    stato = models.CharField(_("stato"), max_length=12, choices=Stato, default=Stato.DA_INVIARE)
    motivo = models.CharField(_("motivo"), max_length=20, choices=Motivo, blank=True)
    sent_at = models.DateTimeField(_("inviato il"), null=True)

    class Meta:
        verbose_name = _("promemoria")
        verbose_name_plural = _("promemoria")
        ordering = ["due_at", "id"]
        constraints = [
            named_unique(
                "promemoria_unico",
                ["adempimento", "gradino", "destinatario"],
                _("Questo promemoria esiste già."),
            ),
            named_check(
                "promemoria_inviato_con_data",
                Q(stato=Stato.INVIATO, sent_at__isnull=False)
                | (~Q(stato=Stato.INVIATO) & Q(sent_at__isnull=True)),
                _("Un promemoria inviato ha la sua data, gli altri no."),
            ),
            named_check(
                "promemoria_non_inviato_con_motivo",
                Q(stato__in=[Stato.ANNULLATO, Stato.FALLITO], motivo__in=Motivo.values)
                | (~Q(stato__in=[Stato.ANNULLATO, Stato.FALLITO]) & Q(motivo="")),
                _("Un promemoria annullato o non riuscito dice perché."),
            ),
            one_of("promemoria_stato_noto", "stato", Stato.values, _("Stato non previsto.")),
            one_of(
                "promemoria_gradino_noto", "gradino", Gradino.values, _("Gradino non previsto.")
            ),
        ]
        indexes = [
            models.Index(fields=["planned_at"], name="promemoria_messo_in_coda"),
        ]

    def __str__(self) -> str:
        return f"{self.gradino} {self.stato}"

    @property
    def message_id(self) -> str:
        """The Message-ID of every copy of this reminder, so that a second copy shows as such."""
        return f"promemoria.{self.pk}"


class Tentativo(UUIDModel):
    """One attempt to send: written before the mail server is called, closed with its answer.

    An attempt left open tells of a process that died in between.
    """

    promemoria = models.ForeignKey(Promemoria, on_delete=models.PROTECT, related_name="tentativi")
    numero = models.PositiveIntegerField(_("numero"))
    started_at = models.DateTimeField(_("iniziato il"))
    ended_at = models.DateTimeField(_("finito il"), null=True)
    esito = models.CharField(_("esito"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("tentativo")
        verbose_name_plural = _("tentativi")
        ordering = ["promemoria", "numero"]
        constraints = [
            named_unique(
                "tentativo_numero_unico",
                ["promemoria", "numero"],
                _("Questo tentativo è già registrato."),
            ),
            named_check(
                "tentativo_finito_con_esito",
                Q(ended_at__isnull=True, esito="") | (Q(ended_at__isnull=False) & ~Q(esito="")),
                _("Un tentativo finito ha data ed esito, uno in corso nessuno dei due."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.numero} {self.esito}"


class Impostazioni(UUIDModel, VersionedModel):
    """What one organisation chose about its reminders; without a row, what is usual.

    ``office_days`` are digits (Monday 0); ``off`` holds ``kind:stage`` codes apart by a blank, and
    a code that names nothing that can be switched off has no effect.
    """

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="impostazioni_promemoria"
    )
    opens = models.TimeField(_("l’ufficio apre alle"), default=UFFICIO.opens)
    closes = models.TimeField(_("l’ufficio chiude alle"), default=UFFICIO.closes)
    office_days = models.CharField(_("giorni di ufficio"), max_length=7, default="01234")
    quiet = models.BooleanField(_("fuori orario solo i promemoria urgenti"), default=False)
    off = models.TextField(_("gradini spenti"), blank=True)
    anche = models.CharField(
        _("avvisa anche chi amministra"), max_length=12, choices=Anche, default=Anche.MAI
    )
    updated_at = models.DateTimeField(_("cambiate il"))
    updated_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("impostazioni dei promemoria")
        verbose_name_plural = _("impostazioni dei promemoria")
        constraints = [
            named_unique(
                "impostazioni_uniche",
                ["organizzazione"],
                _("L’organizzazione ha già le sue impostazioni."),
            ),
            named_check(
                "impostazioni_orario",
                Q(closes__gt=F("opens")),
                _("L’ufficio chiude dopo aver aperto."),
            ),
            named_check(
                "impostazioni_giorni",
                ~Q(office_days=""),
                _("L’ufficio è aperto almeno un giorno alla settimana."),
            ),
            one_of("impostazioni_anche_noto", "anche", Anche.values, _("Scelta non prevista.")),
        ]

    def __str__(self) -> str:
        return f"{self.organizzazione_id}"

    @property
    def scelte(self) -> Scelte:
        """The row as the pure value that the stages are worked out from."""
        pairs = (code.partition(":") for code in self.off.split())
        return Scelte(
            orario=Orario(self.opens, self.closes, frozenset(map(int, self.office_days))),
            quiet=self.quiet,
            off=frozenset((tipo, gradino) for tipo, _colon, gradino in pairs),
            anche=self.anche,
        )
