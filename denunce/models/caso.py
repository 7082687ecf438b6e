"""The case: one injury or disease of one person under one employer."""

from __future__ import annotations

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from denunce.choices import EsitoCaso
from denunce.models.evento import Evento
from denunce.models.lavoratore import Lavoratore
from denunce.querysets import CasoQuerySet
from denunce.workflow import StatoCaso
from portal.base.constraints import named_check, named_unique
from portal.base.db import UUIDModel, VersionedModel
from portal.base.keys import DataKey
from utenti.models import Organizzazione, Utente


class Numerazione(UUIDModel):
    """The last case number given by an organisation in a year; locked while one is taken."""

    organizzazione = models.ForeignKey(Organizzazione, on_delete=models.PROTECT, related_name="+")
    anno = models.PositiveSmallIntegerField(_("anno"))
    ultimo = models.PositiveIntegerField(_("ultimo numero"), default=0)

    class Meta:
        verbose_name = _("numerazione")
        verbose_name_plural = _("numerazioni")
        constraints = [
            named_unique(
                "numerazione_unica",
                ["organizzazione", "anno"],
                _("La numerazione dell’anno esiste già."),
            )
        ]

    def __str__(self) -> str:
        return f"{self.anno}: {self.ultimo}"


class Caso(UUIDModel, VersionedModel):
    """The aggregate root: everything about one injured person hangs from here."""

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="casi"
    )
    evento = models.ForeignKey(Evento, on_delete=models.PROTECT, related_name="casi")
    lavoratore = models.ForeignKey(Lavoratore, on_delete=models.PROTECT, related_name="casi")
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    stato = models.CharField(_("stato"), max_length=12, choices=StatoCaso, default=StatoCaso.APERTO)
    anno = models.PositiveSmallIntegerField(_("anno"), editable=False)
    progressivo = models.PositiveIntegerField(_("numero"), editable=False)
    assegnato_a = models.ForeignKey(
        Utente, on_delete=models.PROTECT, null=True, blank=True, related_name="casi_assegnati"
    )
    mortale = models.BooleanField(_("infortunio mortale"), default=False)
    pericolo_di_morte = models.BooleanField(
        _("pericolo di morte o prognosi riservata"), default=False
    )
    noto_at = models.DateTimeField(_("quando lo hai saputo"), null=True, blank=True)
    decesso_at = models.DateTimeField(_("decesso"), null=True, blank=True)
    decesso_noto_at = models.DateTimeField(_("notizia del decesso"), null=True, blank=True)
    prima_visita_at = models.DateTimeField(_("prima visita"), null=True, blank=True)
    prima_assistenza_at = models.DateTimeField(_("prima assistenza"), null=True, blank=True)
    # Kept by ``evaluate``: the worklist counts waiting cases without opening certificates.
    attesa_certificato = models.BooleanField(
        _("in attesa del certificato"), default=True, editable=False
    )
    # Kept by ``evaluate``: the last day of a prognosis that a later certificate could turn into a
    # denuncia; null when nothing can. Who asks about it finds the cases by it.
    prognosi_fino_al = models.DateField(_("prognosi fino al"), null=True, editable=False)
    chiave_richiesta = models.UUIDField(_("chiave della richiesta"), default=uuid4, editable=False)
    created_at = models.DateTimeField(_("aperto il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    chiuso_at = models.DateTimeField(_("chiuso il"), null=True, editable=False)
    chiuso_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    esito = models.CharField(_("esito"), max_length=20, choices=EsitoCaso, blank=True)
    # Since then only the number, the kind and the year of the event are left (ADR 0008).
    cancellato_at = models.DateTimeField(_("dati cancellati il"), null=True, editable=False)

    objects = CasoQuerySet.as_manager()

    class Meta:
        verbose_name = _("caso")
        verbose_name_plural = _("casi")
        constraints = [
            named_unique(
                "caso_numero_unico",
                ["organizzazione", "anno", "progressivo"],
                _("Questo numero di caso è già assegnato."),
            ),
            named_unique(
                "caso_richiesta_unica",
                ["organizzazione", "chiave_richiesta"],
                _("Questo caso è già stato aperto."),
            ),
            named_unique(
                "caso_persona_evento_unico",
                ["evento", "lavoratore"],
                _("Per questa persona e questo evento esiste già un caso."),
            ),
            named_check(
                "caso_chiuso_con_data",
                Q(
                    stato__in=[StatoCaso.CHIUSO, StatoCaso.ARCHIVIATO],
                    chiuso_at__isnull=False,
                    chiuso_by__isnull=False,
                )
                | (
                    ~Q(stato__in=[StatoCaso.CHIUSO, StatoCaso.ARCHIVIATO])
                    & Q(chiuso_at__isnull=True, chiuso_by__isnull=True)
                ),
                _("Un caso chiuso ha data e autore della chiusura; un caso aperto no."),
            ),
            named_check(
                "caso_stato_noto",
                Q(stato__in=StatoCaso.values),
                _("Lo stato del caso non è previsto."),
            ),
            named_check(
                "caso_esito_solo_chiuso",
                Q(esito="")
                | Q(esito__in=EsitoCaso.values, stato__in=[StatoCaso.CHIUSO, StatoCaso.ARCHIVIATO]),
                _("L’esito è uno di quelli previsti e si indica chiudendo il caso."),
            ),
            named_check(
                "caso_decesso_solo_mortale",
                Q(decesso_at__isnull=True, decesso_noto_at__isnull=True) | Q(mortale=True),
                _("Le date del decesso si indicano solo per un infortunio mortale."),
            ),
            named_check(
                "caso_decesso_prima_della_notizia",
                Q(decesso_at__isnull=True)
                | Q(decesso_noto_at__isnull=True)
                | Q(decesso_noto_at__gte=F("decesso_at")),
                _("La notizia del decesso non può precedere il decesso."),
            ),
            named_check(
                "caso_cancellato_vuoto",
                Q(cancellato_at__isnull=True)
                | Q(
                    stato=StatoCaso.ARCHIVIATO,
                    esito="",
                    mortale=False,
                    pericolo_di_morte=False,
                    noto_at__isnull=True,
                    prima_visita_at__isnull=True,
                    prima_assistenza_at__isnull=True,
                    assegnato_a__isnull=True,
                    prognosi_fino_al__isnull=True,
                ),
                _("Di un caso cancellato non restano i fatti."),
            ),
        ]
        indexes = [
            models.Index(fields=["organizzazione", "stato", "-created_at"], name="caso_elenco"),
            models.Index(
                fields=["organizzazione", "created_at", "id"],
                condition=Q(attesa_certificato=True, stato=StatoCaso.APERTO),
                name="caso_in_attesa",
            ),
            models.Index(
                fields=["created_at", "id"],
                condition=Q(attesa_certificato=True, stato=StatoCaso.APERTO),
                name="caso_in_attesa_ovunque",
            ),
            models.Index(
                fields=["prognosi_fino_al", "id"],
                condition=Q(prognosi_fino_al__isnull=False, stato=StatoCaso.APERTO),
                name="caso_prognosi_breve",
            ),
        ]

    def __str__(self) -> str:
        return self.numero

    @property
    def numero(self) -> str:
        """The case number as people say it, ``2026/0041``."""
        return f"{self.anno}/{self.progressivo:04d}"
