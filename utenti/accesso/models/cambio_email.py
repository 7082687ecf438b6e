"""A new address that waits for the confirmation of whoever reads its mail."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from portal.base.constraints import named_unique
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.keys import DataKey
from portal.base.privacy import Privacy
from utenti.models import Utente


class CambioEmail(UUIDModel):
    """One wish for each person: a second one takes the place of the first, whose link dies.

    Apart from allauth's addresses: there an address only asked for would already find the account.
    """

    utente = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")
    data_key = models.ForeignKey(
        DataKey, on_delete=models.PROTECT, related_name="+", editable=False
    )
    nuova = EncryptedTextField(
        _("nuovo indirizzo"), key_from="data_key", privacy=Privacy.IDENTIFICATIVO, max_chars=254
    )
    chiesto_at = models.DateTimeField(_("chiesto il"))

    class Meta:
        verbose_name = _("cambio di indirizzo")
        verbose_name_plural = _("cambi di indirizzo")
        constraints = [
            named_unique(
                "cambioemail_uno_per_persona",
                ["utente"],
                _("Un altro cambio di indirizzo è già in attesa."),
            )
        ]

    def __str__(self) -> str:
        return str(self.pk)
