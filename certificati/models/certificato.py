"""A medical certificate, from the draft to whatever became of it."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Upper
from django.utils.translation import gettext_lazy as _

from certificati.choices import (
    Genere,
    MotivoAnnullamento,
    Origine,
    RedattoDa,
    TipoCertificato,
)
from certificati.dati import DatiCertificato, from_canonical
from certificati.numero import LENGTH
from certificati.querysets import CertificatoQuerySet
from certificati.workflow import ISSUED_STATES, StatoCertificato
from portal.base.constraints import named_check, named_unique, one_of, paired
from portal.base.crypto import blind_index
from portal.base.db import UUIDModel, normalize
from portal.base.drafts import DraftModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey, KeyDestroyed
from portal.base.privacy import Privacy
from portal.base.validators import normalize_code
from utenti.models import Organizzazione, Utente

models.CharField.register_lookup(Length)

NAME_MAX = 80
SEARCH_MAX = 170
ID_ESTERNO_MAX = 64


class Certificato(UUIDModel, DraftModel):
    """What a doctor says of an injury or a disease, under their own responsibility.

    A draft is ``testi``: each control of the wizard by its name, with what was typed, whether or
    not it makes sense. At the issue the checked data become ``contenuto``, canonical JSON text that
    never changes again, and ``testi`` goes; ``impronta`` is its SHA-256. The columns beside it
    repeat what lists, terms and matching ask for: of health they say the days, nothing else.
    The portal does not transmit to INAIL: ``trasmesso_at`` is what the doctor records.
    """

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="certificati_emessi"
    )
    medico = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="certificati")
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    genere = models.CharField(_("certificato"), max_length=24, choices=Genere)
    tipo = models.CharField(
        _("tipo"), max_length=16, choices=TipoCertificato, default=TipoCertificato.PRIMO
    )
    stato = models.CharField(
        _("stato"), max_length=12, choices=StatoCertificato, default=StatoCertificato.BOZZA
    )
    testi = EncryptedTextField(
        _("bozza"), key_from="data_key", privacy=Privacy.SALUTE, max_chars=40_000, null=True
    )
    contenuto = EncryptedTextField(
        _("contenuto"), key_from="data_key", privacy=Privacy.SALUTE, max_chars=40_000, null=True
    )
    impronta = models.CharField(_("impronta SHA-256"), max_length=64, blank=True, editable=False)

    # The worker, as lists and searches need it; kept in step with the draft.
    cognome = models.CharField(_("cognome"), max_length=NAME_MAX, blank=True)
    nome = models.CharField(_("nome"), max_length=NAME_MAX, blank=True)
    nome_ricerca = models.CharField(max_length=SEARCH_MAX, editable=False, blank=True)
    codice_fiscale_index = models.CharField(max_length=64, blank=True, editable=False)
    datore_codice_fiscale = models.CharField(
        _("codice fiscale del datore"), max_length=16, blank=True
    )

    # The references and the days.
    numero = models.CharField(
        _("numero identificativo"), max_length=LENGTH, null=True, blank=True, editable=False
    )
    rilasciato_at = models.DateTimeField(_("rilasciato il"), null=True, editable=False)
    evento_on = models.DateField(_("giorno dell’evento"), null=True)
    prognosi_dal = models.DateField(_("prognosi dal"), null=True)
    prognosi_al = models.DateField(_("prognosi al"), null=True)
    redatto_da = models.CharField(
        _("redatto da"), max_length=20, choices=RedattoDa, default=RedattoDa.PRONTO_SOCCORSO
    )

    # The chain: the doctor's own certificate that this one goes on from, or another's number.
    precedente = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="successivi", editable=False
    )
    precedente_numero = models.CharField(
        _("prosegue il certificato"), max_length=LENGTH, blank=True, editable=False
    )
    # Person, kind and day of the event in one blind index: equal for all certificates of it.
    catena_index = models.CharField(max_length=64, blank=True, editable=False)

    # The doctor's own clock.
    prima_assistenza_at = models.DateTimeField(_("prima assistenza"), null=True)
    termine_at = models.DateTimeField(_("da trasmettere entro"), null=True, editable=False)
    trasmesso_at = models.DateTimeField(_("trasmesso il"), null=True, editable=False)
    trasmesso_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")

    # Its end.
    annullato_at = models.DateTimeField(_("annullato il"), null=True, editable=False)
    annullato_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    annullato_motivo = models.CharField(
        _("perché"), max_length=12, choices=MotivoAnnullamento, blank=True, editable=False
    )
    annullato_nota = EncryptedTextField(
        _("spiegazione"), key_from="data_key", privacy=Privacy.SALUTE, max_chars=500, null=True
    )
    # The certificate to whose place this one came; that one's state is then "sostituito".
    sostituisce = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="sostituito_da", editable=False
    )

    origine = models.CharField(
        _("origine"), max_length=8, choices=Origine, default=Origine.PORTALE, editable=False
    )
    # How the structure's own system calls it: sent twice, it is the same certificate.
    id_esterno = models.CharField(max_length=ID_ESTERNO_MAX, blank=True, editable=False)
    created_at = models.DateTimeField(_("cominciato il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    cancellato_at = models.DateTimeField(_("dati cancellati il"), null=True, editable=False)

    objects = CertificatoQuerySet.as_manager()

    class Meta:
        verbose_name = _("certificato medico")
        verbose_name_plural = _("certificati medici")
        constraints = [
            one_of("certificato_stato", "stato", StatoCertificato.values, _("Stato sconosciuto.")),
            named_check(
                "certificato_codici_noti",
                Q(
                    genere__in=Genere.values,
                    tipo__in=TipoCertificato.values,
                    redatto_da__in=RedattoDa.values,
                    origine__in=Origine.values,
                ),
                _("Tipo di certificato, autore o origine non sono tra quelli previsti."),
            ),
            named_unique(
                "certificato_numero_unico",
                ["numero"],
                _("Questo numero di certificato è già stato usato."),
                condition=Q(numero__isnull=False),
            ),
            named_unique(
                "certificato_id_esterno_unico",
                ["organizzazione", "id_esterno"],
                _("La struttura ha già mandato un certificato con questo identificativo."),
                condition=~Q(id_esterno=""),
            ),
            named_check(
                "certificato_numero_di_dodici",
                Q(numero__isnull=True) | Q(numero__length=LENGTH, numero=Upper("numero")),
                _("Il numero del certificato ha 12 lettere o cifre."),
            ),
            named_check(
                "certificato_emesso_intero",
                Q(stato=StatoCertificato.BOZZA, numero__isnull=True, rilasciato_at__isnull=True)
                | (
                    Q(
                        stato__in=ISSUED_STATES,
                        numero__isnull=False,
                        rilasciato_at__isnull=False,
                        testi__isnull=True,
                    )
                    & ~Q(impronta="")
                    & (Q(evento_on__isnull=False) | Q(cancellato_at__isnull=False))
                ),
                _("Un certificato emesso ha numero, data di rilascio, evento e impronta."),
            ),
            named_check(
                "certificato_con_contenuto",
                Q(stato=StatoCertificato.BOZZA, testi__isnull=False, contenuto__isnull=True)
                | Q(stato__in=ISSUED_STATES, contenuto__isnull=False)
                | Q(cancellato_at__isnull=False, testi__isnull=True, contenuto__isnull=True),
                _("Una bozza ha i suoi testi, un certificato emesso il suo contenuto."),
            ),
            named_check(
                "certificato_prognosi_in_coppia",
                Q(prognosi_dal__isnull=True, prognosi_al__isnull=True)
                | Q(
                    prognosi_dal__isnull=False,
                    prognosi_al__isnull=False,
                    prognosi_al__gte=models.F("prognosi_dal"),
                ),
                _("La prognosi ha un inizio e una fine, e la fine non precede l’inizio."),
            ),
            paired(
                "certificato_trasmesso_da_qualcuno",
                ["trasmesso_at", "trasmesso_by"],
                _("Di una trasmissione si sa quando e chi la registra."),
            ),
            named_check(
                "certificato_trasmesso_se_emesso",
                Q(trasmesso_at__isnull=True) | Q(stato__in=ISSUED_STATES),
                _("Si trasmette solo un certificato emesso."),
            ),
            named_check(
                "certificato_annullato_con_motivo",
                Q(
                    stato=StatoCertificato.ANNULLATO,
                    annullato_at__isnull=False,
                    annullato_by__isnull=False,
                    annullato_motivo__in=MotivoAnnullamento.values,
                )
                | Q(
                    stato=StatoCertificato.SOSTITUITO,
                    annullato_at__isnull=False,
                    annullato_by__isnull=False,
                )
                | Q(
                    stato__in=[StatoCertificato.BOZZA, StatoCertificato.EMESSO],
                    annullato_at__isnull=True,
                    annullato_by__isnull=True,
                    annullato_motivo="",
                ),
                _("Un certificato annullato dice quando, da chi e perché."),
            ),
            paired(
                "certificato_salvato_con_autore",
                ["saved_at", "saved_by"],
                _("Di un salvataggio si conoscono l’ora e l’autore."),
            ),
            named_check(
                "certificato_cancellato_vuoto",
                Q(cancellato_at__isnull=True)
                | Q(
                    stato__in=ISSUED_STATES,
                    contenuto__isnull=True,
                    annullato_nota__isnull=True,
                    evento_on__isnull=True,
                    prognosi_dal__isnull=True,
                    prima_assistenza_at__isnull=True,
                    termine_at__isnull=True,
                    nome_ricerca="",
                    codice_fiscale_index="",
                    catena_index="",
                    datore_codice_fiscale="",
                    id_esterno="",
                    precedente_numero="",
                ),
                _("Di un certificato cancellato non restano i dati."),
            ),
        ]
        indexes = [
            models.Index(fields=["medico", "-created_at", "-id"], name="certificato_del_medico"),
            models.Index(
                fields=["organizzazione", "-created_at", "-id"], name="certificato_di_struttura"
            ),
            # Matching: one person's certificates, whatever the structure.
            models.Index(
                fields=["codice_fiscale_index", "rilasciato_at"],
                condition=Q(rilasciato_at__isnull=False),
                name="certificato_abbinamento",
            ),
            models.Index(
                fields=["datore_codice_fiscale", "rilasciato_at"],
                condition=Q(rilasciato_at__isnull=False) & ~Q(datore_codice_fiscale=""),
                name="certificato_del_datore",
            ),
            models.Index(
                fields=["catena_index"],
                condition=~Q(catena_index=""),
                name="certificato_catena",
            ),
            models.Index(
                fields=["organizzazione", "termine_at", "id"],
                condition=Q(trasmesso_at__isnull=True, termine_at__isnull=False),
                name="certificato_da_trasmettere",
            ),
            models.Index(
                fields=["created_at"],
                condition=Q(stato=StatoCertificato.BOZZA),
                name="certificato_bozze",
            ),
            # The operator class lets PostgreSQL find a prefix whatever the collation.
            models.Index(
                fields=["medico", "nome_ricerca"],
                name="certificato_ricerca",
                opclasses=["uuid_ops", "varchar_pattern_ops"],
            ),
        ]

    def __str__(self) -> str:
        return self.numero or str(_("bozza"))

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Keep the search form of the name in step with the name."""
        self.nome_ricerca = self.search_form(self.cognome, self.nome)
        super().save(*args, **kwargs)

    @property
    def dati(self) -> DatiCertificato:
        """What an issued certificate says. Raises KeyDestroyed after the erasure."""
        if self.cancellato_at is not None:
            raise KeyDestroyed(str(self.pk))
        return from_canonical(self.contenuto)

    @property
    def person(self) -> str:
        """Surname and name, for lists and titles; what stands there once they are erased."""
        if self.cancellato_at is not None:
            return str(_("dati cancellati"))
        return f"{self.cognome} {self.nome}".strip() or str(_("persona non ancora indicata"))

    @property
    def is_issued(self) -> bool:
        """Whether it was issued, whatever became of it."""
        return self.stato in ISSUED_STATES

    @staticmethod
    def search_form(cognome: str, nome: str) -> str:
        """The name as it is searched, cut to its column."""
        return normalize(f"{cognome} {nome}")[:SEARCH_MAX]

    @staticmethod
    def index_of(codice_fiscale: str) -> str:
        """The blind index of a codice fiscale; empty for none."""
        plain = normalize_code(codice_fiscale)
        return blind_index(plain, "certificato.codice_fiscale") if plain else ""

    @staticmethod
    def chain_of(dati: DatiCertificato) -> str:
        """The blind index of the event: person, kind and day; empty while one is unknown."""
        day, code = dati.giorno_evento, normalize_code(dati.codice_fiscale)
        if day is None or not code:
            return ""
        return blind_index(f"{code}:{dati.genere}:{day.isoformat()}", "certificato.catena")
