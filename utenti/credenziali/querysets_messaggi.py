"""What each person may see of the messages to InailRisponde."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Q

from portal.base.authz import Permission
from utenti.credenziali.choices import StatoMessaggio

if TYPE_CHECKING:
    from utenti.access import Scope
    from utenti.credenziali.models import AllegatoMessaggio, Messaggio
    from utenti.models import Utente


def _of_the_office(scope: Scope, prefix: str = "") -> Q:
    """The questions that the office answers: those alone, for the others have their request."""
    if not scope.has(Permission.RICHIESTA_REVIEW):
        return Q(pk__in=[])
    return Q(**{f"{prefix}richiesta__isnull": True})


class MessaggioQuerySet(models.QuerySet["Messaggio"]):
    """Messages: one's own, and for the office those of everybody."""

    def owned_by(self, user: Utente | None) -> Self:
        """Only those that the person sent."""
        return self.filter(mittente=user) if user is not None else self.none()

    def visible_to(self, scope: Scope) -> Self:
        """One's own, and for the office the questions of everybody: any other is a 404."""
        return self.filter(Q(mittente=scope.user) | _of_the_office(scope))

    def waiting(self, scope: Scope) -> Self:
        """What the office has to answer, the oldest first; nobody answers their own."""
        rows = self.filter(_of_the_office(scope), stato=StatoMessaggio.APERTO)
        return rows.exclude(mittente=scope.user).order_by("created_at", "id")


class AllegatoMessaggioQuerySet(models.QuerySet["AllegatoMessaggio"]):
    """Files of the messages."""

    def visible_to(self, scope: Scope) -> Self:
        """Those of the messages that the person sees."""
        return self.filter(Q(messaggio__mittente=scope.user) | _of_the_office(scope, "messaggio__"))
