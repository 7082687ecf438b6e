"""The request of a doctor or a hospital for the credentials to issue certificates."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of, paired
from portal.base.crypto import blind_index
from portal.base.db import UUIDModel, VersionedModel, normalize
from portal.base.fields import EncryptedTextField
from portal.base.files.models import StoredFile
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from portal.base.validators import normalize_code
from utenti.credenziali.choices import (
    Canale,
    Lingua,
    Profilo,
    Sesso,
    TipoAllegato,
    TipoDocumentoIdentita,
)
from utenti.credenziali.querysets import AllegatoQuerySet, RichiestaQuerySet
from utenti.credenziali.workflow import EDITABLE_STATES, OPEN_STATES, QUEUE_STATES, StatoRichiesta
from utenti.livelli import Livello
from utenti.models import Utente

NOME_RICERCA_MAX = 170


def _secret(label: Any, max_chars: int) -> EncryptedTextField:
    """A declared value that nobody searches by: encrypted with the key of the request."""
    return EncryptedTextField(
        label,
        key_from="data_key",
        privacy=Privacy.IDENTIFICATIVO,
        max_chars=max_chars,
        null=True,
        blank=True,
    )


class RichiestaAbilitazione(UUIDModel, VersionedModel):
    """One request of one person for one profile, from the draft to the decision.

    What the applicant declares is as typed: a draft may be half empty. From "inviata" on it only
    changes when a reviewer asked for it.
    """

    codice = models.CharField(_("codice"), max_length=12, unique=True, editable=False)
    richiedente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="richieste")
    profilo = models.CharField(_("profilo"), max_length=16, choices=Profilo)
    stato = models.CharField(
        _("stato"), max_length=24, choices=StatoRichiesta, default=StatoRichiesta.BOZZA
    )
    canale = models.CharField(_("canale"), max_length=24, choices=Canale, blank=True)
    livello = models.CharField(_("livello di accesso"), max_length=12, choices=Livello, blank=True)
    lingua = models.CharField(
        _("lingua della risposta"), max_length=2, choices=Lingua, default=Lingua.ITALIANO
    )
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )

    # The person.
    cognome = models.CharField(_("cognome"), max_length=80, blank=True)
    nome = models.CharField(_("nome"), max_length=80, blank=True)
    nome_ricerca = models.CharField(max_length=NOME_RICERCA_MAX, editable=False, blank=True)
    sesso = models.CharField(_("sesso"), max_length=1, choices=Sesso, blank=True)
    nato_on = models.DateField(_("data di nascita"), null=True, blank=True)
    nato_a = models.CharField(_("comune o stato di nascita"), max_length=80, blank=True)
    codice_fiscale = _secret(_("codice fiscale"), 16)
    codice_fiscale_index = models.CharField(max_length=64, blank=True, editable=False)
    residenza = _secret(_("indirizzo di residenza"), 160)
    residenza_comune = models.CharField(_("comune di residenza"), max_length=80, blank=True)
    residenza_provincia = models.CharField(_("provincia"), max_length=2, blank=True)
    residenza_cap = models.CharField(_("CAP"), max_length=5, blank=True)
    telefono = _secret(_("telefono"), 24)
    email = _secret(_("indirizzo per le risposte"), 254)
    email_index = models.CharField(max_length=64, blank=True, editable=False)
    pec = _secret(_("PEC"), 254)

    # The identity document.
    documento_tipo = models.CharField(
        _("tipo di documento"), max_length=16, choices=TipoDocumentoIdentita, blank=True
    )
    documento_numero = _secret(_("numero del documento"), 20)
    documento_index = models.CharField(max_length=64, blank=True, editable=False)
    documento_rilasciato_da = models.CharField(_("rilasciato da"), max_length=80, blank=True)
    documento_rilasciato_on = models.DateField(_("rilasciato il"), null=True, blank=True)
    documento_scade_on = models.DateField(_("scade il"), null=True, blank=True)

    # The profession, and the structure when a hospital asks.
    ordine_provincia = models.CharField(_("Ordine dei medici di"), max_length=80, blank=True)
    ordine_numero = models.CharField(_("numero di iscrizione"), max_length=12, blank=True)
    qualifica = models.CharField(_("qualifica nella struttura"), max_length=80, blank=True)
    struttura = models.CharField(_("denominazione della struttura"), max_length=160, blank=True)
    struttura_codice_fiscale = models.CharField(
        _("codice fiscale della struttura"), max_length=16, blank=True
    )
    struttura_indirizzo = models.CharField(_("indirizzo"), max_length=160, blank=True)
    struttura_comune = models.CharField(_("comune"), max_length=80, blank=True)
    struttura_provincia = models.CharField(_("provincia"), max_length=2, blank=True)
    struttura_cap = models.CharField(_("CAP"), max_length=5, blank=True)
    struttura_telefono = models.CharField(_("telefono"), max_length=24, blank=True)
    struttura_pec = models.EmailField(_("PEC della struttura"), blank=True)

    # What the person changed of the message that goes with it: JSON, field by field.
    messaggio_dati = _secret(_("messaggio"), 6000)

    # Its life.
    created_at = models.DateTimeField(_("iniziata il"))
    saved_at = models.DateTimeField(_("salvata il"))
    submitted_at = models.DateTimeField(_("inviata il"), null=True)
    # Since when a reviewer is awaited: an answer to a question keeps the first place in the queue.
    queued_at = models.DateTimeField(null=True)
    claimed_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    claimed_until = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(_("decisa il"), null=True)
    decided_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    # The identity documents are deleted that day; done when the instant is known.
    documenti_fino_al = models.DateField(null=True)
    documenti_cancellati_at = models.DateTimeField(null=True)

    objects = RichiestaQuerySet.as_manager()

    class Meta:
        verbose_name = _("richiesta di abilitazione")
        verbose_name_plural = _("richieste di abilitazione")
        constraints = [
            one_of("richiesta_stato", "stato", StatoRichiesta.values, _("Stato sconosciuto.")),
            one_of("richiesta_profilo", "profilo", Profilo.values, _("Scegli il profilo.")),
            named_unique(
                "richiesta_aperta_unica",
                ["richiedente", "profilo"],
                _("Hai già una richiesta aperta per questo profilo."),
                condition=Q(stato__in=[str(stato) for stato in OPEN_STATES]),
            ),
            named_check(
                "richiesta_inviata_completa",
                Q(stato__in=[StatoRichiesta.BOZZA, StatoRichiesta.RITIRATA])
                | Q(submitted_at__isnull=False, queued_at__isnull=False)
                & ~Q(canale="")
                & ~Q(livello=""),
                _("Una richiesta inviata sa quando, per quale canale e con quale accesso."),
            ),
            paired(
                "richiesta_presa_in_carico",
                ["claimed_by", "claimed_until"],
                _("La presa in carico ha sempre chi e fino a quando."),
            ),
            named_check(
                "richiesta_in_esame_da_qualcuno",
                Q(claimed_by__isnull=False, stato=StatoRichiesta.IN_ESAME)
                | Q(claimed_by__isnull=True) & ~Q(stato=StatoRichiesta.IN_ESAME),
                _("Una richiesta in esame è di un revisore, le altre di nessuno."),
            ),
            paired(
                "richiesta_decisa",
                ["decided_at", "decided_by"],
                _("La decisione ha sempre chi e quando."),
            ),
            named_check(
                "richiesta_decisa_se_conclusa",
                Q(
                    decided_at__isnull=False,
                    stato__in=[StatoRichiesta.APPROVATA, StatoRichiesta.RIFIUTATA],
                )
                | Q(decided_at__isnull=True)
                & ~Q(stato__in=[StatoRichiesta.APPROVATA, StatoRichiesta.RIFIUTATA]),
                _("Solo una richiesta approvata o rifiutata è decisa."),
            ),
            named_check(
                "richiesta_decisa_da_altri",
                Q(decided_by__isnull=True) | ~Q(decided_by=models.F("richiedente")),
                _("Nessuno decide la propria richiesta."),
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at", "id"],
                name="richiesta_coda",
                condition=Q(stato__in=[str(stato) for stato in QUEUE_STATES]),
            ),
            models.Index(fields=["richiedente", "-created_at"], name="richiesta_del_richiedente"),
            models.Index(
                fields=["saved_at"],
                name="richiesta_bozze_ferme",
                condition=Q(stato=StatoRichiesta.BOZZA, documenti_cancellati_at__isnull=True),
            ),
            # The operator class lets PostgreSQL find a prefix whatever the collation.
            models.Index(
                fields=["nome_ricerca"],
                name="richiesta_nome",
                opclasses=["varchar_pattern_ops"],
            ),
            # What a reviewer has in hand, and whose time is over.
            models.Index(
                fields=["claimed_until"],
                name="richiesta_in_mano",
                condition=Q(claimed_until__isnull=False),
            ),
            models.Index(fields=["codice_fiscale_index"], name="richiesta_codice_fiscale"),
            models.Index(fields=["email_index"], name="richiesta_email"),
            models.Index(fields=["documento_index"], name="richiesta_documento"),
            models.Index(
                fields=["documenti_fino_al"],
                name="richiesta_documenti_scaduti",
                condition=Q(documenti_cancellati_at__isnull=True, documenti_fino_al__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.codice

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search form of the name in step with the name."""
        self.nome_ricerca = normalize(f"{self.cognome} {self.nome}")[:NOME_RICERCA_MAX]
        super().save(*args, **kwargs)

    @property
    def editable(self) -> bool:
        """The applicant may still change what is written."""
        return self.stato in EDITABLE_STATES

    @staticmethod
    def index_of(name: str, value: str) -> str:
        """The blind index of a declared value (``codice_fiscale``, ``email``, ``documento``)."""
        plain = value.strip().casefold() if name == "email" else normalize_code(value)
        return blind_index(plain, f"richiesta.{name}") if plain else ""


class AllegatoRichiesta(UUIDModel):
    """One file of a request; a newer one of the same kind takes its place."""

    richiesta = models.ForeignKey(
        RichiestaAbilitazione, on_delete=models.PROTECT, related_name="allegati"
    )
    tipo = models.CharField(_("tipo"), max_length=20, choices=TipoAllegato)
    file = models.OneToOneField(StoredFile, on_delete=models.PROTECT, related_name="+")
    # Of the signed application: the hash of the data that were declared when it came.
    impronta = models.CharField(max_length=64, blank=True)
    created_at = models.DateTimeField()
    rimosso_at = models.DateTimeField(null=True)

    objects = AllegatoQuerySet.as_manager()

    class Meta:
        verbose_name = _("allegato della richiesta")
        verbose_name_plural = _("allegati della richiesta")
        constraints = [
            one_of("allegatorichiesta_tipo", "tipo", TipoAllegato.values, _("Tipo sconosciuto.")),
            named_unique(
                "allegatorichiesta_unico",
                ["richiesta", "tipo"],
                _("C’è già un file di questo tipo: sostituiscilo."),
                condition=Q(rimosso_at__isnull=True) & ~Q(tipo=TipoAllegato.ALTRO),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tipo} {self.richiesta_id}"
