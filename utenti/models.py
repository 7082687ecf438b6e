"""People, organisations and the dated ties between them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar, Self
from uuid import UUID

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.base.db import UUIDModel
from utenti.ruoli import Ruolo


class UtenteManager(BaseUserManager["Utente"]):
    """Creates users by e-mail; addresses are compared without case."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Utente:
        """Create an active user; without a password only a reset link opens the account."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> Utente:
        """Find a user by e-mail, whatever the case."""
        return self.get(email=(username or "").lower())


class Utente(UUIDModel, AbstractBaseUser):
    """A person with an account; what they may do comes from memberships, never from flags here."""

    email = models.EmailField(_("indirizzo e-mail"), max_length=254)
    nome = models.CharField(_("nome"), max_length=80)
    cognome = models.CharField(_("cognome"), max_length=80)
    is_active = models.BooleanField(_("attivo"), default=True)
    joined_at = models.DateTimeField(_("iscritto il"), default=timezone.now)

    objects: ClassVar[UtenteManager] = UtenteManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["nome", "cognome"]

    class Meta:
        verbose_name = _("utente")
        verbose_name_plural = _("utenti")
        constraints = [
            models.UniqueConstraint(
                fields=["email"],
                name="utente_email_unica",
                violation_error_message=_("Esiste già un account con questo indirizzo e-mail."),
            ),
            models.CheckConstraint(
                condition=Q(email=Lower("email")) & ~Q(email=""),
                name="utente_email_minuscola",
                violation_error_message=_("L’indirizzo e-mail si scrive in minuscolo."),
            ),
        ]

    def __str__(self) -> str:
        return self.get_full_name() or self.email

    def get_full_name(self) -> str:
        """Name and surname."""
        return f"{self.nome} {self.cognome}".strip()

    def get_short_name(self) -> str:
        """The name alone."""
        return self.nome


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


@dataclass(frozen=True, slots=True)
class Grant:
    """One membership in force, with one of the delegations its organisation received, if any."""

    ruolo: str
    org_id: UUID
    org_name: str
    org_kind: str
    from_id: UUID | None
    from_name: str | None
    from_kind: str | None
    delega_from: date | None
    delega_to: date | None

    def delegation_reaches(self, on: date) -> bool:
        """Whether the delegation is in force on that day, both ends included."""
        started = self.delega_from is not None and self.delega_from <= on
        return started and (self.delega_to is None or self.delega_to >= on)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships that hold on a day."""

    def of(self, user: Utente, *, on: date) -> Self:
        """The memberships of a user in force on that day (both ends included)."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on), utente=user, valid_from__lte=on
        )

    def grants(self) -> list[Grant]:
        """Organisation and delegations beside each membership: a whole scope in one query."""
        received = "organizzazione__deleghe_ricevute__"
        rows = self.order_by(
            "organizzazione__denominazione", "ruolo", received + "delegante"
        ).values_list(
            "ruolo",
            "organizzazione_id",
            "organizzazione__denominazione",
            "organizzazione__tipo",
            received + "delegante_id",
            received + "delegante__denominazione",
            received + "delegante__tipo",
            received + "valid_from",
            received + "valid_to",
        )
        return [Grant(*row) for row in rows]


class Membership(UUIDModel):
    """A person holds a role in an organisation between two days; it ends by itself."""

    utente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="memberships")
    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="memberships"
    )
    ruolo = models.CharField(_("ruolo"), max_length=24, choices=Ruolo)
    valid_from = models.DateField(_("dal"))
    valid_to = models.DateField(_("al"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("appartenenza")
        verbose_name_plural = _("appartenenze")
        constraints = [
            models.UniqueConstraint(
                fields=["utente", "organizzazione", "ruolo", "valid_from"],
                name="membership_unica",
                violation_error_message=_("Questa persona ha già questo ruolo da quel giorno."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="membership_periodo_valido",
                violation_error_message=_("La fine del ruolo non può precedere l’inizio."),
            ),
            models.CheckConstraint(
                condition=Q(ruolo__in=Ruolo.values),
                name="membership_ruolo_noto",
                violation_error_message=_("Il ruolo non è tra quelli previsti."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_ruolo_display()} ({self.organizzazione_id})"


class Delega(UUIDModel):
    """An employer lets an intermediary work on its cases between two days."""

    delegante = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="deleghe_date"
    )
    delegato = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="deleghe_ricevute"
    )
    valid_from = models.DateField(_("dal"))
    valid_to = models.DateField(_("al"), null=True, blank=True)

    class Meta:
        verbose_name = _("delega")
        verbose_name_plural = _("deleghe")
        constraints = [
            models.UniqueConstraint(
                fields=["delegante", "delegato", "valid_from"],
                name="delega_unica",
                violation_error_message=_("Questa delega esiste già."),
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="delega_periodo_valido",
                violation_error_message=_("La fine della delega non può precedere l’inizio."),
            ),
            models.CheckConstraint(
                condition=~Q(delegante=F("delegato")),
                name="delega_a_se_stessi",
                violation_error_message=_("Un’organizzazione non può delegare se stessa."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegante_id} → {self.delegato_id}"
