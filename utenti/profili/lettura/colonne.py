"""The columns of the file: their names, what is written in them, the other names they go by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from portal.base.db import normalize
from utenti.profili.lettura.errori import FileUnreadable

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Colonna:
    """One column: its key in our code, heading, what to write, an example."""

    key: str
    title: str
    note: _StrOrPromise
    example: str
    required: bool = True
    also: tuple[str, ...] = ()


COLUMNS: Final = (
    Colonna(
        "codice_fiscale",
        "Codice fiscale",
        gettext_lazy("16 caratteri. È quello che distingue una persona da un’altra."),
        "VRDNNA80A41F205K",
        also=("cf", "cod fiscale", "cod fisc"),
    ),
    Colonna(
        "cognome",
        "Cognome",
        gettext_lazy("Serve per chi non ha ancora un accesso al portale."),
        "Verdi",
    ),
    Colonna("nome", "Nome", gettext_lazy("Come per il cognome."), "Anna"),
    Colonna(
        "email",
        "E-mail",
        gettext_lazy("Personale del medico: qui riceve il collegamento per il primo accesso."),
        "anna.verdi@esempio.test",
        also=("e mail", "mail", "posta elettronica", "indirizzo e mail", "indirizzo email"),
    ),
    Colonna(
        "gruppo",
        "Gruppo",
        gettext_lazy("Il reparto o l’ambulatorio. Un gruppo nuovo viene creato alla conferma."),
        "Ortopedia",
        also=("reparto", "ambulatorio", "unita operativa"),
    ),
    Colonna(
        "codice_fornitore",
        "Codice fornitore",
        gettext_lazy("Quello assegnato al medico dall’INAIL, così come ti è stato comunicato."),
        "AB12345",
        also=("cod fornitore", "fornitore"),
    ),
    Colonna(
        "scadenza",
        "Scadenza",
        gettext_lazy("Ultimo giorno di accesso, come 31/12/2027. Vuota: senza scadenza."),
        "31/12/2027",
        required=False,
        also=("fine", "al", "valido fino al", "data fine", "data scadenza"),
    ),
)
TITLES: Final = {column.key: column.title for column in COLUMNS}


def _plain(heading: str) -> str:
    """Blanks, underscores, dashes and stops make no difference in a heading."""
    text = normalize(heading)
    for char in "_-./":
        text = text.replace(char, " ")
    return " ".join(text.split())


_KNOWN: Final = {
    _plain(name): column.key
    for column in COLUMNS
    for name in (column.key, column.title, *column.also)
}


def recognised(headings: Sequence[str]) -> int:
    """How many headings are the name of a column of ours."""
    return sum(_plain(heading) in _KNOWN for heading in headings)


def find_columns(headings: Sequence[str]) -> tuple[Mapping[int, str], list[str]]:
    """Which column stands where, and the headings nobody knows (their cells are ignored).

    Raises FileUnreadable for a column missing or named twice.
    """
    found: dict[int, str] = {}
    ignored: list[str] = []
    for position, heading in enumerate(headings):
        key = _KNOWN.get(_plain(heading))
        if key is None:
            ignored += [heading.strip()] if heading.strip() else []
        elif key in found.values():
            raise FileUnreadable(
                _("La colonna «%(name)s» c’è due volte: tienine una.") % {"name": TITLES[key]}
            )
        else:
            found[position] = key
    missing = [c.title for c in COLUMNS if c.required and c.key not in found.values()]
    if missing:
        raise FileUnreadable(_missing(missing, headings))
    return found, ignored


def _missing(missing: Sequence[str], headings: Sequence[str]) -> str:
    read = ", ".join(f"«{h.strip()[:40]}»" for h in headings if h.strip()) or _("nessuna")
    return _(
        "Nella prima riga mancano le colonne: %(missing)s. Colonne lette: %(read)s. "
        "Scarica il modello e ricopia le intestazioni."
    ) % {"missing": ", ".join(missing), "read": read}
