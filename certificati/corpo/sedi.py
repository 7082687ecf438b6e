"""The 65 official sites of a lesion: short label, group, side; and lesions in words.

Codes: INAIL, instructions of Mod. 4 bis R.A. - Nav., notes 15 and 16 (``fixtures/reference``).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from certificati.dati import Lesione
from portal.base.riferimenti.codelists import code_list

RIGHT: Final = "destra"
LEFT: Final = "sinistra"


@dataclass(frozen=True, slots=True)
class Sede:
    """One site: official code, what people read, what it takes in, the patient's side."""

    code: str
    label: str
    hint: str = ""

    @property
    def side(self) -> str:
        """``destra`` or ``sinistra`` of the patient; empty for what has no side."""
        last = self.code.rsplit(" ", 1)[-1]
        return {"DESTR": RIGHT, "SINISTR": LEFT}.get(last[:-1], "")

    @property
    def slug(self) -> str:
        """The code as the name of a class: ``polso-destro``."""
        return self.code.lower().replace("/", "-").replace(" ", "-")


@dataclass(frozen=True, slots=True)
class Gruppo:
    """Sites that one looks for together."""

    slug: str
    title: str
    sedi: tuple[Sede, ...]


# Shorter or plainer than the official words; the code is never touched.
_LABELS: Final = {
    "ORGANI URIGENITALI": "Organi urogenitali",
    "CUORE ED ORGANI MEDIASTINO": "Cuore e organi del mediastino",
    "STOMACO ED ORGANI INTESTINALI": "Stomaco e intestino",
    "COLONNA VERTEBRALE/CERVICALE": "Colonna cervicale",
    "COLONNA VERTEBRALE/TORACICA": "Colonna toracica",
    "COLONNA VERTEBRALE/LOMBARE": "Colonna lombare",
    "COLONNA VERTEBRALE/SACRO E COCCIGE": "Sacro e coccige",
    "COLONNA VERTEBRALE/MIDOLLO CERVICALE": "Midollo cervicale",
    "COLONNA VERTEBRALE/MIDOLLO TORACICA": "Midollo toracico",
    "COLONNA VERTEBRALE/MIDOLLO LOMBARE": "Midollo lombare",
    "COLONNA VERTEBRALE/MIDOLLO SACRO COCCIGE": "Midollo sacro-coccigeo",
    "ALTRE DITA": "Altre dita del piede",
}
_HINTS: Final = {
    "CINGOLO TORACICO": "spalla, clavicola, scapola",
    "CINGOLO PELVICO": "anca, bacino",
    "GAMBA": "dal ginocchio alla caviglia",
    "BRACCIO": "dalla spalla al gomito",
    "ALTRE DITA": "dal secondo al quinto, nei due piedi",
}


def _sede(code: str) -> Sede:
    shown = code_list("sede_lesione").by_code[code].label_display
    hint = next((text for stem, text in _HINTS.items() if code.startswith(stem)), "")
    return Sede(code, _LABELS.get(code, shown), hint)


def _gruppo(slug: str, title: str, *codes: str) -> Gruppo:
    return Gruppo(slug, title, tuple(_sede(code) for code in codes))


def _sides(*stems: str) -> tuple[str, ...]:
    """Both sides of each masculine stem, right first."""
    return tuple(f"{stem} {side}" for stem in stems for side in ("DESTRO", "SINISTRO"))


def _arm(last: str) -> Gruppo:
    names = ("BRACCIO", "GOMITO", "AVAMBRACCIO", "POLSO")
    side = f"{last[:-1]}O"
    title = f"Braccio {side.lower()}"
    return _gruppo(title.lower().replace(" ", "-"), title, *(f"{name} {side}" for name in names))


def _hand(last: str) -> Gruppo:
    fingers = ("POLLICE", "INDICE", "MEDIO", "ANULARE", "MIGNOLO")
    title = f"Mano {last.lower()}"
    return _gruppo(
        title.lower().replace(" ", "-"),
        title,
        f"MANO {last}",
        *(f"{name} {last[:-1]}O" for name in fingers),
    )


def _leg(last: str) -> Gruppo:
    title = f"Gamba {last.lower()}"
    return _gruppo(
        title.lower().replace(" ", "-"),
        title,
        f"COSCIA {last}",
        f"GINOCCHIO {last[:-1]}O",
        f"GAMBA {last}",
        f"CAVIGLIA {last}",
    )


_SPINE: Final = "COLONNA VERTEBRALE/"

GRUPPI: Final = (
    _gruppo(
        "testa",
        "Testa",
        *("CRANIO", "ENCEFALO", "FACCIA", "NASO", "BOCCA"),
        *_sides("OCCHIO", "ORECCHIO"),
    ),
    _gruppo(
        "collo-e-colonna",
        "Collo e colonna",
        "COLLO",
        *(f"{_SPINE}{part}" for part in ("CERVICALE", "TORACICA", "LOMBARE", "SACRO E COCCIGE")),
        f"{_SPINE}MIDOLLO CERVICALE",
        f"{_SPINE}MIDOLLO TORACICA",
        f"{_SPINE}MIDOLLO LOMBARE",
        f"{_SPINE}MIDOLLO SACRO COCCIGE",
    ),
    _gruppo(
        "torace",
        "Torace e spalle",
        *_sides("CINGOLO TORACICO"),
        "PARETE TORACICA DESTRA",
        "PARETE TORACICA SINISTRA",
        *_sides("POLMONE"),
        "CUORE ED ORGANI MEDIASTINO",
    ),
    _gruppo(
        "addome-e-bacino",
        "Addome e bacino",
        *("PERETE ADDOMINALE", "FEGATO", "MILZA", "STOMACO ED ORGANI INTESTINALI"),
        "ORGANI URIGENITALI",
        *_sides("CINGOLO PELVICO"),
    ),
    *(build(last) for last in ("DESTRA", "SINISTRA") for build in (_arm, _hand)),
    *(_leg(last) for last in ("DESTRA", "SINISTRA")),
    _gruppo(
        "piedi",
        "Piedi",
        *_sides("PIEDE", "ALLUCE"),
        "ALTRE DITA",
    ),
)
SEDI: Final = {sede.code: sede for gruppo in GRUPPI for sede in gruppo.sedi}


def sede_label(code: str) -> str:
    """The short label of a site; the code itself for one that no list has (an old import)."""
    return SEDI[code].label if code in SEDI else code


def nature_label(code: str) -> str:
    """The label of a nature; the code itself for one that no list has."""
    entry = code_list("natura_lesione").by_code.get(code)
    return entry.label_display if entry else code


def spoken(lesioni: Iterable[Lesione]) -> list[str]:
    """Each lesion as one reads it: ``Frattura: polso destro``, in the order given."""
    return [
        f"{nature_label(natura)}: {sede_label(sede)[:1].lower()}{sede_label(sede)[1:]}"
        for natura, sede in lesioni
    ]
