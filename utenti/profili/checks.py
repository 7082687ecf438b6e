"""What a doctor's data must look like, and whether a codice fiscale fits a name.

One place for the form of a single doctor and for the rows of a file.
"""

from __future__ import annotations

import re
from typing import Final

from portal.base.db import normalize

# Letters of any alphabet, with what stands between the parts of a name. Nothing that a spreadsheet
# would take for a formula begins like this.
_NAME: Final = re.compile(r"[^\W\d_](?:[^\W\d_]|[ .'’‘`-])*")
_CODE: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9 ./_-]*[A-Za-z0-9])?")
_GROUP: Final = re.compile(r"[^\W_](?:[^\W_]|[ .,'’&()/+°:-])*")
_VOWELS: Final = frozenset("AEIOU")


def is_name(text: str) -> bool:
    """Whether it can be the name or surname of a person, accents and apostrophes included."""
    return _NAME.fullmatch(text) is not None


def is_supplier_code(text: str) -> bool:
    """Whether it can be a codice fornitore: letters and digits, with what separates them."""
    return _CODE.fullmatch(text) is not None


def is_group_name(text: str) -> bool:
    """Whether it can be the name of a ward."""
    return _GROUP.fullmatch(text) is not None


def fits_surname(codice_fiscale: str, cognome: str) -> bool:
    """Whether the first three letters of the code are those of the surname (D.M. 23/12/1976)."""
    consonants, vowels = _letters(cognome)
    return codice_fiscale[:3] == (consonants + vowels + "XXX")[:3]


def fits_name(codice_fiscale: str, nome: str) -> bool:
    """Whether the next three are those of the name: of four consonants or more, the first, the
    third and the fourth (D.M. 23/12/1976)."""
    consonants, vowels = _letters(nome)
    if len(consonants) > 3:
        consonants = consonants[0] + consonants[2:4]
    return codice_fiscale[3:6] == (consonants + vowels + "XXX")[:3]


def _letters(text: str) -> tuple[str, str]:
    plain = [char for char in normalize(text).upper() if "A" <= char <= "Z"]
    consonants = "".join(char for char in plain if char not in _VOWELS)
    return consonants, "".join(char for char in plain if char in _VOWELS)
