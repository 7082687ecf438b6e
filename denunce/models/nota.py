"""A note that people of the organisation leave on a case."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from denunce.models.caso import Caso
from portal.base.constraints import named_unique
from portal.base.db import UUIDModel
from portal.base.fields import EncryptedTextField
from portal.base.privacy import Privacy
from utenti.models import Utente


class Nota(UUIDModel):
    """What somebody wrote down and when; a note is never changed, another one corrects it."""

    caso = models.ForeignKey(Caso, on_delete=models.PROTECT, related_name="note")
    testo = EncryptedTextField(
        _("nota"), key_from="caso.data_key", privacy=Privacy.SALUTE, max_chars=2000
    )
    chiave_richiesta = models.UUIDField(_("chiave della richiesta"), editable=False)
    created_at = models.DateTimeField(_("scritta il"))
    created_by = models.ForeignKey(Utente, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("nota")
        verbose_name_plural = _("note")
        ordering = ["-created_at", "id"]
        constraints = [
            named_unique(
                "nota_richiesta_unica",
                ["caso", "chiave_richiesta"],
                _("Questa nota è già registrata."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
