"""A person with an account."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique
from portal.base.crypto import blind_index
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from portal.base.validators import normalize_code


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
    # Whose personal values can be erased: made with the first of them, destroyed at the erasure.
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", null=True, editable=False
    )
    codice_fiscale = EncryptedTextField(
        _("codice fiscale"),
        key_from="data_key",
        privacy=Privacy.IDENTIFICATIVO,
        max_chars=16,
        null=True,
        blank=True,
    )
    codice_fiscale_index = models.CharField(max_length=64, blank=True, editable=False)
    # From here on the password of this person is a "credenziale dispositiva" (see utenti.livelli).
    identita_verificata_at = models.DateTimeField(_("identità verificata il"), null=True)
    cancellato_at = models.DateTimeField(_("dati cancellati il"), null=True, editable=False)

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
            named_unique(
                "utente_codice_fiscale_unico",
                ["codice_fiscale_index"],
                _("Esiste già un account con questo codice fiscale."),
                condition=~Q(codice_fiscale_index=""),
            ),
            named_check(
                "utente_cancellato_inattivo",
                Q(cancellato_at__isnull=True)
                | Q(is_active=False, nome="", cognome="", codice_fiscale_index=""),
                _("Di un account cancellato non restano nome né codice fiscale."),
            ),
        ]

    def __str__(self) -> str:
        name = self.get_full_name()
        if name:
            return name
        return str(_("account cancellato")) if self.cancellato_at else self.email

    def get_full_name(self) -> str:
        """Name and surname."""
        return f"{self.nome} {self.cognome}".strip()

    def get_short_name(self) -> str:
        """The name alone."""
        return self.nome

    def set_codice_fiscale(self, code: str, *, now: datetime) -> None:
        """Give the account its codice fiscale, encrypted, and what finds it again; saves nothing
        but a new data key.
        """
        if self.data_key is None:
            self.data_key = DataKey.create(now)
        self.codice_fiscale = normalize_code(code)
        self.codice_fiscale_index = self.index_of(code)

    @staticmethod
    def index_of(codice_fiscale: str) -> str:
        """The blind index of a codice fiscale: equal codes are found, none can be read back."""
        return blind_index(normalize_code(codice_fiscale), "utente.codice_fiscale")
