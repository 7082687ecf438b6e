"""Is it the same thing, written otherwise? Names, places, codes and days as people write them."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Final

from portal.base.db import normalize
from portal.base.forms.days import DATE_FORMATS
from portal.base.validators import normalize_code

_NOT_LETTERS: Final = re.compile(r"[^a-z0-9]+")
# As passports write them for machines (ICAO 9303): one person, two spellings.
_SPELLINGS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "æ": "ae"}
)
CODES: Final = frozenset({"codice_fiscale", "documento_numero", "struttura_codice_fiscale"})


def words(text: str) -> list[str]:
    """The words of a name: no accents, no case, apostrophes and dashes aside."""
    return _NOT_LETTERS.sub(" ", normalize(text).replace("'", "")).split()


def same_name(one: str, other: str) -> bool:
    """Whether two writings are of one name: accents, apostrophes, order of the words aside."""
    if sorted(words(one)) == sorted(words(other)) or _joined(one) == _joined(other):
        return True
    return _joined(_spelt(one)) == _joined(_spelt(other))


def same(campo: str, declared: str, read: str) -> bool:
    """Whether what was read on the document is what was declared, however it is written."""
    if campo in CODES:
        return normalize_code(declared) == normalize_code(read)
    if campo.endswith("_on"):
        return declared == as_day(read)
    return same_name(declared, read)


def as_day(text: str) -> str:
    """A day written by hand as ISO; the text itself when it is no day."""
    for pattern in DATE_FORMATS:
        try:
            return datetime.strptime(text.strip(), pattern).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return text


def years_between(born: date, on: date) -> int:
    """Completed years of age on a day."""
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _joined(text: str) -> str:
    return "".join(words(text))


def _spelt(text: str) -> str:
    return text.casefold().translate(_SPELLINGS)
