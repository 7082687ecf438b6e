"""An organisation asks somebody, by mail, to take a role in it."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_check, named_unique, one_of, ordered, paired
from portal.base.crypto import blind_index
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from utenti.models import Membership, Organizzazione, Utente
from utenti.ruoli import Ruolo

_PENDING = Q(accepted_at__isnull=True, revoked_at__isnull=True)


class Invito(UUIDModel):
    """One invitation: the key of its link is known only to the mail, here stands a hash of it.

    The address is encrypted, and forgotten some time after the invitation is over.
    """

    organizzazione = models.ForeignKey(
        Organizzazione, on_delete=models.PROTECT, related_name="inviti"
    )
    ruolo = models.CharField(_("ruolo"), max_length=24, choices=Ruolo)
    valid_to = models.DateField(_("fino al"), null=True, blank=True)
    data_key = models.ForeignKey(DataKey, on_delete=models.PROTECT, related_name="+")
    email = EncryptedTextField(
        _("e-mail"), key_from="data_key", privacy=Privacy.IDENTIFICATIVO, max_chars=254, null=True
    )
    email_index = models.CharField(max_length=64, blank=True)
    chiave_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField()
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    membership = models.OneToOneField(
        Membership, on_delete=models.PROTECT, null=True, related_name="invito"
    )
    revoked_at = models.DateTimeField(null=True)
    revoked_by = models.ForeignKey(Utente, on_delete=models.PROTECT, null=True, related_name="+")
    email_cancellata_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("invito")
        verbose_name_plural = _("inviti")
        constraints = [
            one_of("invito_ruolo_noto", "ruolo", Ruolo.values, _("Il ruolo non è previsto.")),
            named_unique(
                "invito_unico",
                ["organizzazione", "email_index", "ruolo"],
                _("Questa persona ha già un invito per questo ruolo."),
                condition=_PENDING & ~Q(email_index=""),
            ),
            named_check(
                "invito_chiave_presente", ~Q(chiave_hash=""), _("Un invito ha la sua chiave.")
            ),
            paired(
                "invito_accettato_intero",
                ["accepted_at", "membership"],
                _("Un invito accettato ha dato un ruolo."),
            ),
            paired(
                "invito_revocato_intero",
                ["revoked_at", "revoked_by"],
                _("Di un invito revocato si sa chi lo ha revocato."),
            ),
            named_check(
                "invito_una_sola_fine",
                Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                _("Un invito accettato non si revoca."),
            ),
            ordered(
                "invito_scade_dopo",
                "sent_at",
                "expires_at",
                _("Un invito scade dopo essere partito."),
            ),
            named_check(
                "invito_indirizzo_o_cancellato",
                Q(email__isnull=False, email_cancellata_at__isnull=True)
                | Q(email__isnull=True, email_cancellata_at__isnull=False, email_index=""),
                _("Un invito ha un indirizzo, finché non viene cancellato."),
            ),
        ]
        indexes = [
            models.Index(fields=["organizzazione", "-created_at"], name="invito_organizzazione"),
            models.Index(
                fields=["expires_at"],
                name="invito_da_cancellare",
                condition=Q(email_cancellata_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def pending(self) -> bool:
        """Neither accepted nor revoked; it may have expired."""
        return self.accepted_at is None and self.revoked_at is None

    def valid(self, now: datetime) -> bool:
        """Whether it can still be accepted."""
        return self.pending and now < self.expires_at

    @staticmethod
    def index_of(email: str) -> str:
        """The blind index of an address."""
        return blind_index(email.strip().lower(), "invito.email")

    @staticmethod
    def hash_of(key: str) -> str:
        """What is kept of the key of a link."""
        return blind_index(key, "invito.chiave")
