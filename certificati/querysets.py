"""Which certificates a user may see, and the orders in which they are read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Q

from certificati.workflow import ISSUED_STATES, StatoCertificato
from portal.base.authz import Permission
from portal.base.db import normalize
from portal.base.validators import normalize_code

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime
    from uuid import UUID

    from certificati.models import Certificato
    from utenti.access import Scope


CODE_LENGTH = 16
PATIENTS_READ = 200  # certificates: beyond it the doctor writes a letter more


class CertificatoQuerySet(models.QuerySet["Certificato"]):
    """Certificates: the doctor's own, the list of a structure, those found from outside."""

    def visible_to(self, scope: Scope) -> Self:
        """A doctor's own, where the doctor still issues certificates: any other is a 404."""
        places = scope.organizzazioni_with(Permission.CERTIFICATO_ISSUE)
        return self.filter(medico=scope.user, organizzazione_id__in=places)

    def of_structures(self, scope: Scope) -> Self:
        """Every certificate of the structures whose doctors the user manages (or of the one chosen
        in the header): for the list without health data, never for a page that shows one."""
        return self.filter(organizzazione_id__in=scope.listed(Permission.PROFILI_MANAGE))

    def listed_for(self, scope: Scope) -> Self:
        """The doctor's own in the organisation chosen in the header, or in all of them."""
        places = scope.listed(Permission.CERTIFICATO_ISSUE)
        return self.filter(medico=scope.user, organizzazione_id__in=places)

    def drafts(self) -> Self:
        """Those not issued yet."""
        return self.filter(stato=StatoCertificato.BOZZA)

    def issued(self) -> Self:
        """Those that were issued, whatever became of them."""
        return self.filter(stato__in=ISSUED_STATES)

    def standing(self) -> Self:
        """Those issued and neither annulled nor replaced."""
        return self.filter(stato=StatoCertificato.EMESSO)

    def to_transmit(self) -> Self:
        """Those whose transmission to INAIL nobody recorded and whose term is known, soonest
        first; drafts included: the term runs from first aid."""
        return self.filter(
            trasmesso_at__isnull=True,
            termine_at__isnull=False,
            stato__in=[StatoCertificato.BOZZA, StatoCertificato.EMESSO],
        ).order_by("termine_at", "id")

    def after_term(self, termine_at: datetime, pk: UUID) -> Self:
        """Those that come later in ``to_transmit``."""
        return self.filter(Q(termine_at__gt=termine_at) | Q(termine_at=termine_at, pk__gt=pk))

    def late(self, now: datetime) -> Self:
        """Those of ``to_transmit`` whose term is over."""
        return self.to_transmit().filter(termine_at__lt=now)

    def ended(self) -> Self:
        """Those annulled or replaced."""
        return self.filter(stato__in=[StatoCertificato.ANNULLATO, StatoCertificato.SOSTITUITO])

    def chain_of(self, certificato: Certificato) -> Self:
        """The issued certificates of the same event, whoever wrote them, itself included."""
        if not certificato.catena_index:  # a draft, or one whose data were erased
            return self.issued().filter(pk=certificato.pk)
        return self.issued().filter(catena_index=certificato.catena_index)

    def of_person(self, indexes: Collection[str]) -> Self:
        """Those of people, by the blind indexes of their codici fiscali."""
        return self.filter(codice_fiscale_index__in=indexes).exclude(codice_fiscale_index="")

    def surname_begins(self, text: str) -> Self:
        """Surname (then name) beginning with what was typed, accents and case apart; in the form
        that each database answers from its index."""
        prefix = normalize(text)
        if connections[self.db].vendor == "sqlite":
            return self.filter(nome_ricerca__gte=prefix, nome_ricerca__lt=prefix + "\U0010ffff")
        return self.filter(nome_ricerca__startswith=prefix)

    def patients(self, text: str, genere: str = "") -> list[Certificato]:
        """The last certificate of each patient whose surname begins so, or who has that codice
        fiscale; with ``genere`` the last valid one of each event of that kind, to go on from."""
        index = self.model.index_of(text) if len(normalize_code(text)) == CODE_LENGTH else ""
        rows = self.of_person([index]) if index else self.surname_begins(text)
        rows = rows.standing().filter(genere=genere) if genere else rows.issued()
        rows = rows.filter(cancellato_at__isnull=True).select_related("data_key").newest_first()
        found: dict[str, Certificato] = {}
        for row in rows[:PATIENTS_READ]:
            found.setdefault(row.catena_index if genere else row.codice_fiscale_index, row)
        return list(found.values())

    def newest_first(self) -> Self:
        """In the order of the lists: the last touched first."""
        return self.order_by("-created_at", "-id")

    def before(self, created_at: datetime, pk: UUID) -> Self:
        """Those that come later in ``newest_first``."""
        return self.filter(Q(created_at__lt=created_at) | Q(created_at=created_at, pk__lt=pk))
