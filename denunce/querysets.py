"""What each user may see, and the orders in which it is listed."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import connections, models
from django.db.models import Q

from denunce.workflow import OPEN_STATES, StatoCaso
from portal.base.authz import Permission
from portal.base.db import normalize

if TYPE_CHECKING:
    from denunce.models import Adempimento, Bozza, Caso, Lavoratore, RiferimentoCertificato
    from utenti.access import Scope


class LavoratoreQuerySet(models.QuerySet["Lavoratore"]):
    """People of the organisations one works for."""

    def visible_to(self, scope: Scope) -> Self:
        """Only the people of organisations whose cases the user may see."""
        return self.filter(organizzazione_id__in=scope.organizzazioni_with(Permission.CASO_VIEW))

    def known(self) -> Self:
        """Everybody once: who turned out to be somebody else on record, or was erased, is not."""
        return self.filter(unito_a__isnull=True, cancellato_at__isnull=True)

    def search(self, text: str) -> Self:
        """People whose surname and name begin with the words typed, accents and case apart.

        "Luca Bianchi" finds "Bianchi Luca" too. Both forms are prefixes that an index answers.
        """
        words = normalize(text)
        turned = " ".join(words.split()[-1:] + words.split()[:-1])
        return self.filter(self._begins(words) | self._begins(turned))

    def _begins(self, prefix: str) -> Q:
        """A prefix in the form each database answers from its index: LIKE on PostgreSQL (operator
        class), a range on SQLite, whose LIKE ignores case and so the index."""
        if connections[self.db].vendor == "sqlite":
            return Q(nome_ricerca__gte=prefix, nome_ricerca__lt=prefix + "\U0010ffff")
        return Q(nome_ricerca__startswith=prefix)


class CasoQuerySet(models.QuerySet["Caso"]):
    """Cases of the organisations one works for."""

    def visible_to(self, scope: Scope) -> Self:
        """Only the cases of organisations whose cases the user may see: any other is a 404."""
        return self.filter(organizzazione_id__in=scope.organizzazioni_with(Permission.CASO_VIEW))

    def waiting_for_certificate(self) -> Self:
        """Open cases without a valid received certificate."""
        return self.filter(attesa_certificato=True, stato=StatoCaso.APERTO)


class BozzaQuerySet(models.QuerySet["Bozza"]):
    """Drafts of new cases."""

    def visible_to(self, scope: Scope) -> Self:
        """Only the drafts of organisations whose cases the user may see: any other is a 404."""
        return self.filter(organizzazione_id__in=scope.organizzazioni_with(Permission.CASO_VIEW))

    def of_worker(self, scope: Scope) -> Self:
        """Those that the user may go on with, begun by them or by a colleague, as a list shows."""
        return self.filter(organizzazione_id__in=scope.listed(Permission.CASO_CREATE))

    def going_on(self) -> Self:
        """Drafts that neither became a case nor were thrown away, the last saved first."""
        return self.filter(ended_at__isnull=True).order_by("-saved_at", "id")

    def to_list(self) -> Self:
        """Those going on with what a list says of them."""
        return self.going_on().select_related("data_key", "lavoratore", "saved_by", "created_by")


class RiferimentoQuerySet(models.QuerySet["RiferimentoCertificato"]):
    """References of certificates as received."""

    def as_known(self) -> Self:
        """Those the engine hears of: all but the ones typed wrong and then corrected.

        A certificate that its doctor withdrew is among them: whether it counts is a question of law
        (dominio 0.1, ruling 8). In the order of reception, then of recording (ruling 7).
        """
        known = self.filter(corretto_at__isnull=True)
        return known.order_by("received_at", "recorded_at", "id")

    def standing(self) -> Self:
        """Those nobody withdrew or corrected."""
        return self.as_known().filter(annullato_at__isnull=True)


class AdempimentoQuerySet(models.QuerySet["Adempimento"]):
    """Duties, by what expires first."""

    def visible_to(self, scope: Scope) -> Self:
        """Only the duties of organisations whose cases the user may see."""
        return self.filter(organizzazione_id__in=scope.organizzazioni_with(Permission.CASO_VIEW))

    def open(self) -> Self:
        """Duties somebody must still act on."""
        return self.filter(stato__in=OPEN_STATES)

    def to_remind(self, now: datetime) -> Self:
        """Duties whose next reminder is due, oldest first."""
        return self.filter(prossimo_promemoria_at__lte=now).order_by("prossimo_promemoria_at", "pk")
