"""What each person may see of the credential requests."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

from portal.base.files.models import ScanState

if TYPE_CHECKING:
    from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
    from utenti.models import Utente


class RichiestaQuerySet(models.QuerySet["RichiestaAbilitazione"]):
    """Requests: those of the person who asks."""

    def owned_by(self, user: Utente | None) -> Self:
        """Only the person's own: anybody else's is a 404."""
        return self.filter(richiedente=user) if user is not None else self.none()

    # The reviewer's scoping goes below this line.
    # --


class AllegatoQuerySet(models.QuerySet["AllegatoRichiesta"]):
    """Files of the requests."""

    def owned_by(self, user: Utente | None) -> Self:
        """Only those of the person's own requests."""
        return self.filter(richiesta__richiedente=user) if user is not None else self.none()

    def living(self) -> Self:
        """Those that nobody removed or replaced."""
        return self.filter(rimosso_at__isnull=True)

    def kinds(self) -> list[str]:
        """What is there and can be read: a file in quarantine is as if it were missing."""
        good = self.living().exclude(file__scan_state=ScanState.INFETTO)
        return list(good.order_by("tipo").values_list("tipo", flat=True))
