"""InailRisponde: a question to the office, alone or as the vehicle of a credential request."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import one_of
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.files.models import StoredFile
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from utenti.credenziali.choices import StatoMessaggio
from utenti.credenziali.models.richiesta import RichiestaAbilitazione
from utenti.credenziali.querysets_messaggi import AllegatoMessaggioQuerySet, MessaggioQuerySet
from utenti.models import Utente


class Messaggio(UUIDModel):
    """A message to InailRisponde, with the fields of its form (scheda tecnica, fig. 2 and 3)."""

    codice = models.CharField(_("codice"), max_length=12, unique=True, editable=False)
    mittente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="messaggi")
    richiesta = models.OneToOneField(
        RichiestaAbilitazione, on_delete=models.PROTECT, null=True, related_name="messaggio"
    )
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    indirizzo_risposte = EncryptedTextField(
        _("indirizzo per risposte"), privacy=Privacy.IDENTIFICATIVO, max_chars=254
    )
    telefono = EncryptedTextField(_("telefono"), privacy=Privacy.IDENTIFICATIVO, max_chars=24)
    categoria = models.CharField(_("categoria"), max_length=40)
    sottocategoria = models.CharField(_("sottocategoria"), max_length=60)
    oggetto = models.CharField(_("oggetto"), max_length=60)
    cap = models.CharField(_("CAP"), max_length=5)
    unita = models.CharField(_("unità"), max_length=80, blank=True)
    codice_ditta = models.CharField(_("codice ditta"), max_length=12, blank=True)
    parametri = models.CharField(_("parametri aggiuntivi"), max_length=120, blank=True)
    numero_caso = models.CharField(_("numero caso"), max_length=20, blank=True)
    testo = EncryptedTextField(_("messaggio"), privacy=Privacy.SALUTE, max_chars=4000)
    stato = models.CharField(
        _("stato"), max_length=12, choices=StatoMessaggio, default=StatoMessaggio.APERTO
    )
    created_at = models.DateTimeField(_("inviato il"))
    request_key = models.UUIDField(unique=True)

    objects = MessaggioQuerySet.as_manager()

    class Meta:
        verbose_name = _("messaggio")
        verbose_name_plural = _("messaggi")
        constraints = [
            one_of("messaggio_stato", "stato", StatoMessaggio.values, _("Stato sconosciuto.")),
        ]
        indexes = [
            models.Index(fields=["mittente", "-created_at"], name="messaggio_del_mittente"),
            models.Index(
                fields=["created_at", "id"],
                name="messaggio_da_rispondere",
                condition=models.Q(stato=StatoMessaggio.APERTO),
            ),
        ]

    def __str__(self) -> str:
        return self.codice


class AllegatoMessaggio(UUIDModel):
    """One file sent with a message."""

    messaggio = models.ForeignKey(Messaggio, on_delete=models.PROTECT, related_name="allegati")
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField()

    objects = AllegatoMessaggioQuerySet.as_manager()

    class Meta:
        verbose_name = _("allegato del messaggio")
        verbose_name_plural = _("allegati del messaggio")

    def __str__(self) -> str:
        return f"{self.messaggio_id}"


class Risposta(UUIDModel):
    """One turn of the conversation after the first message, of the sender or of the office."""

    messaggio = models.ForeignKey(Messaggio, on_delete=models.PROTECT, related_name="risposte")
    by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    dell_ufficio = models.BooleanField()
    testo = EncryptedTextField(
        _("risposta"), key_from="messaggio.data_key", privacy=Privacy.SALUTE, max_chars=4000
    )

    class Meta:
        verbose_name = _("risposta")
        verbose_name_plural = _("risposte")
        indexes = [models.Index(fields=["messaggio", "at"], name="risposta_in_ordine")]

    def __str__(self) -> str:
        return f"{self.messaggio_id} {self.at:%Y-%m-%d}"
