"""Organisations and their sites."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.base.db import UUIDModel


class TipoOrganizzazione(models.TextChoices):
    """Kinds of organisation; the employer's kind decides which rules apply."""

    SCUOLA_STATALE = "scuola_statale", _("Scuola statale")
    SCUOLA_PARITARIA = "scuola_paritaria", _("Scuola paritaria")
    IMPRESA = "impresa", _("Impresa")
    ARMATORE = "armatore", _("Armatore")
    AZIENDA_AGRICOLA = "azienda_agricola", _("Azienda agricola")
    PRESIDIO = "presidio", _("Presidio ospedaliero")
    PATRONATO = "patronato", _("Patronato")
    SEDE_INAIL = "sede_inail", _("Sede INAIL")
    INTERMEDIARIO = "intermediario", _("Intermediario")
    STUDIO_MEDICO = "studio_medico", _("Medico esterno")
    PIATTAFORMA = "piattaforma", _("Gestione della piattaforma")

    @property
    def is_employer(self) -> bool:
        """True for the kinds that report injuries of their own people."""
        return self in EMPLOYER_KINDS

    @property
    def is_school(self) -> bool:
        """True for schools, state or not."""
        return self in (self.SCUOLA_STATALE, self.SCUOLA_PARITARIA)


EMPLOYER_KINDS = frozenset(
    {
        TipoOrganizzazione.SCUOLA_STATALE,
        TipoOrganizzazione.SCUOLA_PARITARIA,
        TipoOrganizzazione.IMPRESA,
        TipoOrganizzazione.ARMATORE,
        TipoOrganizzazione.AZIENDA_AGRICOLA,
    }
)


class Organizzazione(UUIDModel):
    """A school, a firm, a ship owner, a hospital …: the owner of data; nobody sees across it."""

    tipo = models.CharField(_("tipo"), max_length=24, choices=TipoOrganizzazione)
    denominazione = models.CharField(_("denominazione"), max_length=160)
    codice_fiscale = models.CharField(_("codice fiscale"), max_length=16, blank=True)
    codice_ditta = models.CharField(_("codice ditta INAIL"), max_length=12, blank=True)
    comune = models.CharField(_("comune"), max_length=80, blank=True)
    provincia = models.CharField(_("provincia"), max_length=2, blank=True)
    indirizzo = models.CharField(_("indirizzo"), max_length=160, blank=True)
    cap = models.CharField(_("CAP"), max_length=5, blank=True)
    telefono = models.CharField(_("telefono"), max_length=24, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    pec = models.EmailField(_("PEC"), blank=True)
    polizza_presente = models.BooleanField(_("polizza infortuni presente"), null=True, blank=True)
    polizza_termine_giorni = models.PositiveSmallIntegerField(
        _("giorni per denunciare all’assicurazione"), null=True, blank=True
    )
    dimostrativa = models.BooleanField(_("dati dimostrativi"), default=False)
    created_at = models.DateTimeField(_("creata il"), default=timezone.now)
    # Nobody works for a closed organisation any more; what it must keep stays until its term.
    chiusa_at = models.DateTimeField(_("chiusa il"), null=True, editable=False)

    class Meta:
        verbose_name = _("organizzazione")
        verbose_name_plural = _("organizzazioni")
        constraints = [
            models.CheckConstraint(
                condition=Q(tipo__in=TipoOrganizzazione.values),
                name="organizzazione_tipo_noto",
                violation_error_message=_("Il tipo di organizzazione non è tra quelli previsti."),
            ),
            models.CheckConstraint(
                condition=~Q(denominazione=""),
                name="organizzazione_denominazione_presente",
                violation_error_message=_("Scrivi la denominazione dell’organizzazione."),
            ),
            models.UniqueConstraint(
                fields=["codice_fiscale", "tipo"],
                condition=~Q(codice_fiscale=""),
                name="organizzazione_codice_fiscale_unico",
                violation_error_message=_(
                    "Esiste già un’organizzazione con questo codice fiscale."
                ),
            ),
            models.CheckConstraint(
                condition=Q(polizza_termine_giorni__isnull=True)
                | Q(
                    polizza_presente__isnull=False,
                    polizza_presente=True,
                    polizza_termine_giorni__range=(1, 365),
                ),
                name="organizzazione_polizza_coerente",
                violation_error_message=_(
                    "Il termine della polizza va da 1 a 365 giorni e vuole una polizza."
                ),
            ),
        ]

    def __str__(self) -> str:
        return self.denominazione


class Sede(UUIDModel):
    """A site of an organisation: plesso, stabilimento, nave, reparto."""

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="sedi"
    )
    denominazione = models.CharField(_("denominazione"), max_length=120)
    comune = models.CharField(_("comune"), max_length=80, blank=True)
    provincia = models.CharField(_("provincia"), max_length=2, blank=True)
    indirizzo = models.CharField(_("indirizzo"), max_length=160, blank=True)
    principale = models.BooleanField(_("sede principale"), default=False)

    class Meta:
        verbose_name = _("sede")
        verbose_name_plural = _("sedi")
        constraints = [
            models.UniqueConstraint(
                fields=["organizzazione", "denominazione"],
                name="sede_denominazione_unica",
                violation_error_message=_("Questa sede esiste già."),
            ),
            models.UniqueConstraint(
                fields=["organizzazione"],
                condition=Q(principale=True),
                name="sede_principale_unica",
                violation_error_message=_("C’è già una sede principale."),
            ),
        ]

    def __str__(self) -> str:
        return self.denominazione
