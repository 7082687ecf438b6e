"""What the name of a town, or the code of a birthplace, tells: the reference tables, asked by form.

The rules of the forms know no database: they take a ``Towns`` and the callers give the real one.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from codicefiscale import codicefiscale as cf

from portal.base.riferimenti import queries
from portal.base.validators import normalize_code

_OMOCODIA = str.maketrans("LMNPQRSTUV", "0123456789")


@dataclass(frozen=True, slots=True)
class Birthplace:
    """A comune with its province, or a foreign state (``provincia`` empty)."""

    nome: str
    provincia: str = ""

    @property
    def abroad(self) -> bool:
        """Whether it is a foreign state."""
        return not self.provincia


class Towns(Protocol):
    """What prefill asks of the reference tables; None is "not known", also when it is doubtful."""

    def province_of(self, name: str, on: date) -> str | None:
        """The province of the one comune that had this name on a day."""

    def birthplace(self, catastale: str, on: date) -> Birthplace | None:
        """The place a codice fiscale names, as it was called on the day of birth."""

    def is_foreign_state(self, name: str, on: date) -> bool:
        """Whether a foreign state, and no comune, had this name on a day."""


class ReferenceTowns:
    """The tables of comuni and states loaded in the database."""

    def province_of(self, name: str, on: date) -> str | None:
        """See Towns."""
        return queries.province_of(name, on)

    def birthplace(self, catastale: str, on: date) -> Birthplace | None:
        """See Towns."""
        if catastale.startswith("Z"):
            state = queries.stato_at(catastale, on)
            return Birthplace(state.nome) if state else None
        town = queries.comune_at(catastale, on)
        return Birthplace(town.nome, town.provincia) if town else None

    def is_foreign_state(self, name: str, on: date) -> bool:
        """See Towns."""
        return queries.is_stato(name, on) and queries.province_of(name, on) is None


class NoTowns:
    """Knows nothing: for tests of the rules, and where nothing of the person is asked."""

    def province_of(self, name: str, on: date) -> str | None:
        """See Towns."""
        return None

    def birthplace(self, catastale: str, on: date) -> Birthplace | None:
        """See Towns."""
        return None

    def is_foreign_state(self, name: str, on: date) -> bool:
        """See Towns."""
        return False


NO_TOWNS: Final = NoTowns()
TOWNS: Final = ReferenceTowns()


def catastale_of(codice_fiscale: str | None) -> str:
    """The four characters of the birthplace, with the digits that omocodia turned into letters."""
    if codice_fiscale is None or len(codice_fiscale) != 16:
        return ""
    return codice_fiscale[11] + codice_fiscale[12:15].translate(_OMOCODIA)


def told_by_code(codice_fiscale: str) -> dict[str, str]:
    """Sex, day and place of birth in a codice fiscale, as texts of controls; nothing for none."""
    code = normalize_code(codice_fiscale)
    try:
        decoded: dict[str, Any] = cf.decode(code) if len(code) == 16 else {}
    except ValueError:
        decoded = {}
    if not decoded:
        return {}
    born: date = decoded["birthdate"].date()
    place = TOWNS.birthplace(catastale_of(code), born)
    return {
        "sesso": decoded["gender"],
        "nato_on": born.isoformat(),
        "nato_a": place.nome if place else "",
    }
