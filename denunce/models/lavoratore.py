"""The insured person."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from denunce.choices import Categoria, Sesso
from denunce.querysets import LavoratoreQuerySet
from portal.base.constraints import named_check, named_unique
from portal.base.crypto import blind_index
from portal.base.db import UUIDModel, VersionedModel, normalize
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from portal.base.validators import normalize_code
from utenti.models import Organizzazione, Utente

NOME_RICERCA_MAX = 170


class Lavoratore(UUIDModel, VersionedModel):
    """The insured person, pupils included, as INAIL's forms say; belongs to one organisation."""

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="lavoratori"
    )
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    categoria = models.CharField(_("categoria"), max_length=24, choices=Categoria)
    cognome = models.CharField(_("cognome"), max_length=80)
    nome = models.CharField(_("nome"), max_length=80)
    nome_ricerca = models.CharField(max_length=NOME_RICERCA_MAX, editable=False)
    codice_fiscale = EncryptedTextField(
        _("codice fiscale"),
        key_from="data_key",
        privacy=Privacy.IDENTIFICATIVO,
        max_chars=16,
        null=True,
        blank=True,
    )
    codice_fiscale_index = models.CharField(max_length=64, blank=True, editable=False)
    sesso = models.CharField(_("sesso"), max_length=1, choices=Sesso)
    nato_on = models.DateField(_("data di nascita"))
    nato_a = models.CharField(_("comune o stato di nascita"), max_length=80, blank=True)
    classe = models.CharField(_("classe o reparto"), max_length=40, blank=True)
    indirizzo = EncryptedTextField(
        _("indirizzo del domicilio"),
        key_from="data_key",
        privacy=Privacy.IDENTIFICATIVO,
        max_chars=160,
        null=True,
        blank=True,
    )
    domicilio_comune = models.CharField(_("comune del domicilio"), max_length=80, blank=True)
    domicilio_provincia = models.CharField(_("provincia del domicilio"), max_length=2, blank=True)
    domicilio_cap = models.CharField(_("CAP"), max_length=5, blank=True)
    telefono = EncryptedTextField(
        _("telefono"),
        key_from="data_key",
        privacy=Privacy.IDENTIFICATIVO,
        max_chars=24,
        null=True,
        blank=True,
    )
    # A second card of the same person: its cases moved to the other one, which stays.
    unito_a = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, editable=False, related_name="doppioni"
    )
    created_at = models.DateTimeField(_("registrato il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    cancellato_at = models.DateTimeField(_("dati cancellati il"), null=True, editable=False)

    objects = LavoratoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("lavoratore")
        verbose_name_plural = _("lavoratori")
        constraints = [
            named_unique(
                "lavoratore_codice_fiscale_unico",
                ["organizzazione", "codice_fiscale_index"],
                _("In questa organizzazione c’è già una persona con questo codice fiscale."),
                condition=~Q(codice_fiscale_index="") & Q(unito_a__isnull=True),
            ),
            named_check(
                "lavoratore_nome_presente",
                Q(cancellato_at__isnull=True) & ~Q(nome="") & ~Q(cognome="")
                | Q(cancellato_at__isnull=False),
                _("Scrivi nome e cognome."),
            ),
            named_check(
                "lavoratore_cancellato_vuoto",
                Q(cancellato_at__isnull=True)
                | Q(
                    nome="",
                    cognome="",
                    nome_ricerca="",
                    codice_fiscale__isnull=True,
                    codice_fiscale_index="",
                    indirizzo__isnull=True,
                    telefono__isnull=True,
                    nato_a="",
                    classe="",
                    domicilio_comune="",
                    domicilio_provincia="",
                    domicilio_cap="",
                ),
                _("Di una persona cancellata non restano i dati."),
            ),
            named_check(
                "lavoratore_categoria_nota",
                Q(categoria__in=Categoria.values),
                _("La categoria della persona non è tra quelle previste."),
            ),
            named_check(
                "lavoratore_sesso_noto", Q(sesso__in=Sesso.values), _("Indica il sesso: F o M.")
            ),
        ]
        indexes = [
            # The operator class lets PostgreSQL find a prefix whatever the collation.
            models.Index(
                fields=["organizzazione", "nome_ricerca"],
                name="lavoratore_ricerca",
                opclasses=["uuid_ops", "varchar_pattern_ops"],
            ),
            models.Index(fields=["codice_fiscale_index"], name="lavoratore_codice_fiscale"),
        ]

    def __str__(self) -> str:
        return f"{self.cognome} {self.nome}".strip() or str(_("dati cancellati"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search form of the name in step with the name."""
        self.nome_ricerca = self.search_form(self.cognome, self.nome)
        super().save(*args, **kwargs)

    @staticmethod
    def search_form(cognome: str, nome: str) -> str:
        """The name as it is searched, cut to its column: some letters become many without accents
        ("ß" two, a ligature eighteen).
        """
        return normalize(f"{cognome} {nome}")[:NOME_RICERCA_MAX]

    @staticmethod
    def index_of(codice_fiscale: str) -> str:
        """The blind index of a codice fiscale: equal codes are found, none can be read back."""
        return blind_index(normalize_code(codice_fiscale), "lavoratore.codice_fiscale")

    @property
    def initials(self) -> str:
        """Surname and name reduced to initials, the only form that may leave by mail."""
        return f"{self.cognome[:1]}. {self.nome[:1]}.".upper()
