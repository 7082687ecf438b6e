"""Which list the reader asked for, and the links around it. No personal data is ever in them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Self
from urllib.parse import urlencode
from uuid import UUID

from django.core.exceptions import BadRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.worklist import BadPosition, Page, Position, Vista, decode
from utenti.access import Workplace

LABELS: Final = {
    Vista.DA_FARE: gettext_lazy("Da fare"),
    Vista.IN_ATTESA: gettext_lazy("In attesa"),
    Vista.FATTI: gettext_lazy("Fatti"),
    Vista.TUTTI: gettext_lazy("Tutti"),
}


@dataclass(frozen=True, slots=True)
class Choices:
    """The list, "assegnati a me", the organisation (None: all), and the position in the list."""

    vista: Vista
    mine: bool
    chosen: UUID | None
    workplaces: tuple[Workplace, ...]
    position: Position | None

    @classmethod
    def read(cls, query: Mapping[str, str], workplaces: Sequence[Workplace]) -> Self:
        """Read the address. Words nobody wrote mean the default; a token nobody signed is a 400."""
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
        return cls(vista, query.get("miei") == "1", chosen, tuple(workplaces), position)

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

    def here(self, **changes: str) -> str:
        """The address of the list with some choices changed, always from its first page."""
        query = {
            "vista": "" if self.vista is Vista.DA_FARE else self.vista.value,
            "miei": "1" if self.mine else "",
            "organizzazione": str(self.chosen or ""),
            **changes,
        }
        kept = urlencode({key: value for key, value in query.items() if value})
        return reverse("scadenzario") + (f"?{kept}" if kept else "")

    def links(self, page: Page) -> dict[str, Any]:
        """Tabs, filters and neighbouring pages."""
        return {
            "vista": self.vista.value,
            "tabs": [self._tab(vista) for vista in Vista],
            "mine": self.mine,
            "mine_url": self.here(miei="" if self.mine else "1"),
            "organisations": self._organisations(),
            "search_url": self.here().replace(
                reverse("scadenzario"), reverse("scadenzario_cerca"), 1
            ),
            "filtered": self.mine or self.chosen is not None,
            "all_url": self.here(vista=Vista.TUTTI.value),
            "reset_url": self.here(miei="", organizzazione=""),
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
