"""What of a list the reader wants to see: kind, assignment, site, class. Kept in the address."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, Self
from uuid import UUID

from django.utils.translation import gettext as _

from denunce.choices import TipoAdempimento
from denunce.page_models.wordings import TITLES
from utenti.models import Sede

MINE: Final = "miei"
NOBODYS: Final = "nessuno"
_OTHERS: Final = (TipoAdempimento.AVVISO_AL_DATORE, TipoAdempimento.TRASMISSIONE_CERTIFICATO)
KINDS: Final = tuple(kind for kind in TipoAdempimento if kind not in _OTHERS)
_CLASS_MAX: Final = 40


@dataclass(frozen=True, slots=True)
class Narrowing:
    """The filters chosen, empty where none is. Words nobody offered count as not said."""

    tipo: str = ""
    assegnati: str = ""
    plesso: UUID | None = None
    classe: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str], sedi: Sequence[Sede] | None) -> Self:
        """Read the address; ``sedi`` are the sites of the one organisation in view, None if more.

        Only inside one organisation a class or a site means something.
        """
        tipo, whose = query.get("tipo", ""), query.get("assegnati", "")
        classe = " ".join(query.get("classe", "").split()) if sedi is not None else ""
        asked = query.get("plesso", "")
        return cls(
            tipo=tipo if tipo in KINDS else "",
            assegnati=whose if whose in (MINE, NOBODYS) else "",
            plesso=next((sede.pk for sede in sedi or () if str(sede.pk) == asked), None),
            classe=classe if len(classe) <= _CLASS_MAX and classe.isprintable() else "",
        )

    @property
    def mine(self) -> bool:
        """Only what is assigned to the reader."""
        return self.assegnati == MINE

    def turned(self) -> Narrowing:
        """The same with "assegnati a me" switched."""
        return replace(self, assegnati="" if self.mine else MINE)

    def query(self) -> dict[str, str]:
        """As it stands in an address."""
        return {
            "tipo": self.tipo,
            "assegnati": self.assegnati,
            "plesso": str(self.plesso or ""),
            "classe": self.classe,
        }

    def words(self, sedi: Sequence[Sede] | None) -> list[str]:
        """The filters chosen, for whoever reads the list on paper."""
        site = next((sede.denominazione for sede in sedi or () if sede.pk == self.plesso), "")
        whose = {MINE: _("assegnati a me"), NOBODYS: _("assegnati a nessuno")}
        said = [
            str(TITLES[self.tipo]) if self.tipo else "",
            whose.get(self.assegnati, ""),
            site,
            _("classe o reparto %(name)s") % {"name": self.classe} if self.classe else "",
        ]
        return [text for text in said if text]

    def fields(self, sedi: Sequence[Sede] | None) -> dict[str, Any]:
        """The controls of the filters beside the organisation's."""
        return {
            "kinds": _options(
                [("", _("Tutti gli adempimenti")), *((k.value, str(TITLES[k])) for k in KINDS)],
                self.tipo,
            ),
            "whose": _options(
                [("", _("Tutti")), (MINE, _("A me")), (NOBODYS, _("A nessuno"))], self.assegnati
            ),
            "sites": _options(
                [("", _("Tutti i plessi")), *((str(s.pk), s.denominazione) for s in sedi or ())],
                str(self.plesso or ""),
            )
            if len(sedi or ()) > 1
            else [],
            "class_asked": sedi is not None,
            "klass": self.classe,
        }


def _options(choices: Sequence[tuple[str, str]], chosen: str) -> list[dict[str, Any]]:
    return [
        {"value": value, "label": label, "current": value == chosen} for value, label in choices
    ]
