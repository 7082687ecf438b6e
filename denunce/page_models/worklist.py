"""Which list the reader asked for, and the links around it. No personal data is ever in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.page_models.worklist_filters import NOBODYS, Narrowing
from denunce.worklist import BadPosition, Filters, Page, Position, Vista, decode
from utenti.access import Workplace
from utenti.models import Sede

LABELS: Final = {
    Vista.DA_FARE: gettext_lazy("Da fare"),
    Vista.IN_ATTESA: gettext_lazy("In attesa"),
    Vista.FATTI: gettext_lazy("Fatti"),
    Vista.TUTTI: gettext_lazy("Tutti"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The list, its filters, the organisation (None: all), and the position in the list.

    ``sedi`` are the sites of the organisation when only one is in view, else None.
    """

    vista: Vista
    narrowing: Narrowing
    chosen: UUID | None
    workplaces: tuple[Workplace, ...]
    sedi: tuple[Sede, ...] | None
    position: Position | None

    @classmethod
    def read(
        cls,
        query: Mapping[str, str],
        workplaces: Sequence[Workplace],
        sites_of: Callable[[UUID], Sequence[Sede]] = lambda _organisation: (),
    ) -> Self:
        """Read the address. Words nobody wrote mean the default; a token nobody signed is a 400.

        ``sites_of`` is asked once, when one organisation alone is in view.
        """
        vista = next((v for v in Vista if v == query.get("vista")), Vista.DA_FARE)
        asked = query.get("organizzazione", "")
        chosen = next((place.id for place in workplaces if str(place.id) == asked), None)
        token = query.get("dopo", "")
        try:
            position = decode(vista, token) if token else None
        except BadPosition:
            raise BadRequest(
                _("Il collegamento a questa pagina dell’elenco non è valido.")
            ) from None
        one = chosen or (workplaces[0].id if len(workplaces) == 1 else None)
        sedi = tuple(sites_of(one)) if one is not None else None
        narrowing = Narrowing.read(query, sedi)
        return cls(vista, narrowing, chosen, tuple(workplaces), sedi, position)

    @property
    def label(self) -> str:
        """The name of the list."""
        return str(LABELS[self.vista])

    @property
    def ids(self) -> tuple[UUID, ...]:
        """The organisations whose rows are listed."""
        if self.chosen is not None:
            return (self.chosen,)
        return tuple(place.id for place in self.workplaces)

    @property
    def names(self) -> dict[UUID, str]:
        """Names for the column of the organisation; empty when there is only one to see."""
        if len(self.ids) < 2:
            return {}
        return {place.id: place.name for place in self.workplaces}

    def filters(self, user: UUID | None, casi: tuple[UUID, ...] | None) -> Filters:
        """What the list is asked for; ``casi`` are those a search found."""
        asked = self.narrowing
        return Filters(
            self.vista,
            self.ids,
            user if asked.mine else None,
            casi,
            da_assegnare=asked.assegnati == NOBODYS,
            tipo=asked.tipo,
            classe=asked.classe,
            sede=asked.plesso,
        )

    def here(self, **changes: str) -> str:
        """The address of the list with some choices changed, always from its first page."""
        query = {
            "vista": "" if self.vista is Vista.DA_FARE else self.vista.value,
            "organizzazione": str(self.chosen or ""),
            **self.narrowing.query(),
            **changes,
        }
        kept = urlencode({key: value for key, value in query.items() if value})
        return reverse("scadenzario") + (f"?{kept}" if kept else "")

    def at(self, name: str) -> str:
        """The same list at another address of the worklist."""
        return self.here().replace(reverse("scadenzario"), reverse(name), 1)

    def links(self, page: Page) -> dict[str, Any]:
        """Tabs, filters and neighbouring pages."""
        return {
            "vista": self.vista.value,
            "tabs": [self._tab(vista) for vista in Vista],
            "mine": self.narrowing.mine,
            "mine_url": self.here(**self.narrowing.turned().query()),
            "organisations": self._organisations(),
            "narrowing": self.narrowing.fields(self.sedi),
            "narrowed": self.narrowing != Narrowing(assegnati=self.narrowing.assegnati),
            "search_url": self.at("scadenzario_cerca"),
            "export_url": self.at("scadenzario_csv"),
            "print_url": self.at("scadenzario_stampa"),
            "filtered": self.narrowing != Narrowing() or self.chosen is not None,
            "all_url": self.here(vista=Vista.TUTTI.value),
            "reset_url": replace(self, narrowing=Narrowing(), chosen=None).here(),
            "next_url": self.here(dopo=page.following) if page.following else "",
            "previous_url": self.here(dopo=page.previous) if page.previous else "",
        }

    def _tab(self, vista: Vista) -> dict[str, Any]:
        chosen = "" if vista is Vista.DA_FARE else vista.value
        return {
            "label": LABELS[vista],
            "url": self.here(vista=chosen),
            "current": vista is self.vista,
            "count": "",
        }

    def _organisations(self) -> list[dict[str, Any]]:
        """The choices of the organisation filter; none when there is nothing to choose."""
        if len(self.workplaces) < 2:
            return []
        every = {"value": "", "label": _("Tutte le organizzazioni"), "current": not self.chosen}
        return [every] + [
            {"value": str(place.id), "label": place.name, "current": place.id == self.chosen}
            for place in self.workplaces
        ]
