"""One value to its own type: fast, strict, whatever was sent."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any, Final

from certificati.campi import Campo, Forma
from certificati.dati import Lesione
from portal.base.validators import normalize_code

_FORBIDDEN: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_YEARS: Final = range(1900, 2101)
LESIONS_MAX: Final = 50
_BOOLEANS: Final = {"true": True, "1": True, "false": False, "0": False, "": False}
_CODES: Final = frozenset(
    {
        Forma.CODICE_FISCALE,
        Forma.CODICE_FISCALE_DATORE,
        Forma.PROVINCIA,
        Forma.NUMERO,
    }
)


class Illeggibile(Exception):
    """The value is none of this field: a code, and what was expected."""

    def __init__(self, codice: str, atteso: str = "") -> None:
        super().__init__(codice)
        self.codice, self.atteso = codice, atteso


def read_value(campo: Campo, value: Any, *, testo: bool) -> Any:
    """The value of a field; ``testo``: it comes from XML, where all is text.

    Raises Illeggibile.
    """
    reader = _READERS.get(campo.forma)
    if reader is not None:
        return reader(value, testo)
    said = _text(value)
    if campo.forma in _CODES:
        said = normalize_code(said)
    if len(said) > campo.max:
        raise Illeggibile("troppo_lungo", f"<= {campo.max}")
    if said and campo.choices and said not in {code for code, _label in campo.choices}:
        raise Illeggibile("non_previsto", " | ".join(code for code, _label in campo.choices))
    return said


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise Illeggibile("tipo_di_valore", "testo")
    said = value.strip()
    if not said.isascii():
        if _FORBIDDEN.search(said):
            raise Illeggibile("caratteri")
        return unicodedata.normalize("NFC", said)
    if not said.isprintable() and _FORBIDDEN.search(said):
        raise Illeggibile("caratteri")
    return said


def _day(value: Any, _testo: bool) -> date | None:
    said = _text(value)
    if not said:
        return None
    try:
        if not _DAY.fullmatch(said):
            raise ValueError
        day = date.fromisoformat(said)
    except ValueError:
        raise Illeggibile("giorno", "AAAA-MM-GG") from None
    if day.year not in _YEARS:
        raise Illeggibile("giorno", "1900-2100")
    return day


def _instant(value: Any, _testo: bool) -> datetime | None:
    said = _text(value)
    if not said:
        return None
    try:
        instant = datetime.fromisoformat(said)
        if instant.tzinfo is None or not _DAY.fullmatch(said[:10]) or instant.year not in _YEARS:
            raise ValueError
    except ValueError:
        raise Illeggibile("istante", "AAAA-MM-GGThh:mm:ss+01:00") from None
    return instant.astimezone(UTC).replace(microsecond=0)


def _boolean(value: Any, testo: bool) -> bool:
    if isinstance(value, bool):
        return value
    if testo and isinstance(value, str) and value.strip() in _BOOLEANS:
        return _BOOLEANS[value.strip()]
    raise Illeggibile("si_no", "true | false")


def _lesions(value: Any, _testo: bool) -> tuple[Lesione, ...]:
    if not isinstance(value, list) or len(value) > LESIONS_MAX:
        raise Illeggibile("lesioni", f"[{{natura, sede}}], <= {LESIONS_MAX}")
    return tuple(_lesion(one) for one in value)


def _lesion(value: Any) -> Lesione:
    if not isinstance(value, dict) or value.keys() != {"natura", "sede"}:
        raise Illeggibile("lesioni", "{natura, sede}")
    return Lesione(_text(value["natura"]), _text(value["sede"]))


_READERS: Final[dict[Forma, Callable[[Any, bool], Any]]] = {
    Forma.GIORNO: _day,
    Forma.ISTANTE: _instant,
    Forma.SI_NO: _boolean,
    Forma.LESIONI: _lesions,
}
