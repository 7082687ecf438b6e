"""Which groups, profiles and imports a user may see, and the orders in which they are read."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Count, Q

from portal.base.authz import Permission
from portal.base.db import normalize
from utenti.profili.choices import StatoProfilo
from utenti.profili.workflow import EXPIRING_DAYS, NOTICE_DAYS

if TYPE_CHECKING:
    from uuid import UUID

    from utenti.access import Scope
    from utenti.profili.models import Gruppo, Importazione, ProfiloMedico

# The filter of the lists that is no state of its own.
EXPIRING = "in_scadenza"


def _state(name: str, on: date, prefix: str = "") -> Q:
    """The condition of a state (or of ``EXPIRING``), as ``ProfiloMedico.stato`` reads it."""

    def q(**conditions: object) -> Q:
        return Q(**{prefix + key: value for key, value in conditions.items()})

    if name == StatoProfilo.ELIMINATO:
        return q(eliminato_at__isnull=False)
    there = q(eliminato_at__isnull=True)
    running = q(membership__valid_to__isnull=True) | q(membership__valid_to__gte=on)
    if name == StatoProfilo.SCADUTO:
        return there & q(membership__valid_to__lt=on)
    if name == StatoProfilo.DISABILITATO:
        return there & running & q(membership__sospesa_at__isnull=False)
    active = there & running & q(membership__sospesa_at__isnull=True)
    if name == EXPIRING:
        return active & q(membership__valid_to__lte=on + timedelta(days=EXPIRING_DAYS))
    return active


class GruppoQuerySet(models.QuerySet["Gruppo"]):
    """Groups of doctors of the hospitals one administers."""

    def visible_to(self, scope: Scope) -> Self:
        """Only the groups of hospitals whose doctors the user manages: any other is a 404."""
        return self.filter(
            organizzazione_id__in=scope.organizzazioni_with(Permission.PROFILI_MANAGE)
        )

    def counted(self, on: date) -> Self:
        """With how many doctors are active, and how many there are (``attivi``, ``tutti``)."""
        active = _state(StatoProfilo.ATTIVO, on, "profili__")
        return self.annotate(
            attivi=Count("profili", filter=active),
            tutti=Count("profili", filter=Q(profili__eliminato_at__isnull=True)),
        ).order_by("organizzazione__denominazione", "nome_ricerca", "id")


class ProfiloQuerySet(models.QuerySet["ProfiloMedico"]):
    """Profiles of the doctors of the hospitals one administers."""

    def visible_to(self, scope: Scope) -> Self:
        """Only the doctors of hospitals that the user manages: any other is a 404."""
        return self.filter(
            organizzazione_id__in=scope.organizzazioni_with(Permission.PROFILI_MANAGE)
        )

    def present(self) -> Self:
        """Those nobody removed; of these a person has at most one in each hospital."""
        return self.filter(eliminato_at__isnull=True)

    def in_state(self, name: str, on: date) -> Self:
        """Those in one state on a day, or those that end soon (``EXPIRING``)."""
        return self.filter(_state(name, on))

    def surname_begins(self, text: str) -> Self:
        """Surname (then name) beginning with what was typed, accents and case apart; in the form
        that each database answers from its index."""
        prefix = normalize(text)
        if connections[self.db].vendor == "sqlite":
            return self.filter(nome_ricerca__gte=prefix, nome_ricerca__lt=prefix + "\U0010ffff")
        return self.filter(nome_ricerca__startswith=prefix)

    def after(self, nome_ricerca: str, pk: UUID) -> Self:
        """Those that come later in the alphabetical list."""
        return self.filter(
            Q(nome_ricerca__gt=nome_ricerca) | Q(nome_ricerca=nome_ricerca, pk__gt=pk)
        )

    def with_people(self) -> Self:
        """With what a list or a page says of them."""
        return self.select_related("utente__data_key", "membership", "gruppo", "organizzazione")

    def counts(self, on: date) -> dict[str, int]:
        """How many in each state, and how many end soon."""
        names = [*StatoProfilo.values, EXPIRING]
        return self.aggregate(**{name: Count("pk", filter=_state(name, on)) for name in names})

    def to_announce(self, on: date) -> Self:
        """Active ones that end within two weeks, whose hospital was not told of that day yet."""
        return self.filter(
            _state(StatoProfilo.ATTIVO, on),
            membership__valid_to__lte=on + timedelta(days=NOTICE_DAYS),
        ).exclude(fine_avvisata_on=models.F("membership__valid_to"))


class ImportazioneQuerySet(models.QuerySet["Importazione"]):
    """Imports of the hospitals one administers."""

    def visible_to(self, scope: Scope) -> Self:
        """Only the imports of hospitals whose doctors the user manages: any other is a 404."""
        return self.filter(
            organizzazione_id__in=scope.organizzazioni_with(Permission.PROFILI_MANAGE)
        )
