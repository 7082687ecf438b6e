"""Who holds which role where, and between which days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Self
from uuid import UUID

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from portal.base.db import UUIDModel
from utenti.models.organizzazione import Organizzazione
from utenti.models.utente import Utente
from utenti.ruoli import Ruolo


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
    delega_tipo: str | None = None
    delega_revoked_at: datetime | None = None
    from_closed_at: datetime | None = None

    def delegation_reaches(self, on: date) -> bool:
        """Whether the delegation is in force on that day, both ends included."""
        if self.delega_revoked_at is not None or self.from_closed_at is not None:
            return False
        started = self.delega_from is not None and self.delega_from <= on
        return started and (self.delega_to is None or self.delega_to >= on)


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships that hold on a day."""

    def of(self, user: Utente, *, on: date) -> Self:
        """The memberships of a user in force on that day (both ends included)."""
        return self.in_force(on=on).filter(utente=user)

    def in_force(self, *, on: date) -> Self:
        """Begun, not ended, not suspended, of an organisation that is not closed."""
        return self.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=on),
            valid_from__lte=on,
            sospesa_at__isnull=True,
            organizzazione__chiusa_at__isnull=True,
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
            received + "tipo",
            received + "revocata_at",
            received + "delegante__chiusa_at",
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
    # Effective at once, whatever the days say: a doctor disabled, a leaver thrown out.
    sospesa_at = models.DateTimeField(_("sospesa dal"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("appartenenza")
        verbose_name_plural = _("appartenenze")
        constraints = [
            models.UniqueConstraint(
                fields=["utente", "organizzazione", "ruolo", "valid_from"],
                condition=Q(sospesa_at__isnull=True),
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
