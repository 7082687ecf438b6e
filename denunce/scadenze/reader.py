"""Reads JSON values of the contract, collecting every error with its JSON pointer.

null is the same as absent. Nothing here raises: a wrong value becomes an `Errore` and None.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from denunce.scadenze.counting import AmbiguousTime, NonexistentTime, resolve_local, to_utc
from denunce.scadenze.errors import Errore

EnumT = TypeVar("EnumT", bound=StrEnum)

# Dates outside these years are typing errors; the tables refuse many more with their reason.
FIRST_YEAR, LAST_YEAR = 1900, 2200

_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(?::[0-9]{2})?)"
    r"(?:[.,][0-9]{1,9})?(Z|[+-][0-9]{2}(?::?[0-5][0-9])?)?"
)
_SURROGATE = re.compile("[\ud800-\udfff]")

MISSING = "campo obbligatorio"
_NOT_DATE = "non è una data valida (AAAA-MM-GG)"
_NOT_INSTANT = "non è un istante valido (AAAA-MM-GGTHH:MM, con offset facoltativo)"


class RepeatedKeys(dict[str, object]):
    """A JSON object some of whose keys were written twice."""

    repeated: tuple[str, ...] = ()


class HugeNumber:
    """A JSON number with too many digits to be any value of the contract."""


def printable(text: str) -> str:
    """The text with lone surrogates replaced, so that it can always be written."""
    return _SURROGATE.sub("\ufffd", text)


def pointer(key: object) -> str:
    """A key as a JSON pointer segment."""
    return printable(str(key)).replace("~", "~0").replace("/", "~1")


class Reader:
    """One JSON object of a case and the place where its errors are collected."""

    __slots__ = ("errori", "path", "values")

    def __init__(
        self, value: object, path: str, errori: list[Errore], known: Collection[str]
    ) -> None:
        self.path = path
        self.errori = errori
        self.values: dict[str, object] = {}
        if isinstance(value, dict):
            self.values = {k: v for k, v in value.items() if v is not None}
            self._check_keys(value, known)
        elif value is not None:
            self._add(path, "deve essere un oggetto")

    def _check_keys(self, value: dict[str, object], known: Collection[str]) -> None:
        for key in value:
            if key not in known:
                self._add(f"{self.path}/{pointer(key)}", "campo sconosciuto")
        if isinstance(value, RepeatedKeys):
            for key in value.repeated:
                self._add(f"{self.path}/{pointer(key)}", "campo ripetuto")

    def _add(self, campo: str, messaggio: str) -> None:
        self.errori.append(Errore(campo, messaggio))

    def error(self, key: str, messaggio: str) -> None:
        """Record a problem of one of the keys."""
        self._add(f"{self.path}/{key}", messaggio)

    def child(self, key: str, known: Collection[str]) -> Reader:
        """The object under a key; empty when absent."""
        return Reader(self.values.get(key), f"{self.path}/{key}", self.errori, known)

    def items(self, key: str, known: Collection[str]) -> list[tuple[Reader, object]]:
        """The objects of the list under a key, each with its raw value."""
        value = self.values.get(key)
        if value is None:
            return []
        if not isinstance(value, list):
            self.error(key, "deve essere un elenco")
            return []
        readers = []
        for index, item in enumerate(value):
            path = f"{self.path}/{key}/{index}"
            if item is None:
                self._add(path, "deve essere un oggetto")
            readers.append((Reader(item, path, self.errori, known), item))
        return readers

    def text(self, key: str) -> str | None:
        value = self.values.get(key)
        if value is None:
            return None
        if not isinstance(value, str):
            self.error(key, "deve essere un testo")
            return None
        if _SURROGATE.search(value):
            self.error(key, "contiene caratteri non validi")
            return None
        return value

    def boolean(self, key: str) -> bool | None:
        value = self.values.get(key)
        if value is None or isinstance(value, bool):
            return value
        self.error(key, "deve essere vero o falso (true, false)")
        return None

    def integer(self, key: str, highest: int) -> int | None:
        """A whole number from 1 to `highest`."""
        value = self.values.get(key)
        if value is None:
            return None
        if isinstance(value, HugeNumber):
            self.error(key, f"deve essere un numero intero da 1 a {highest}")
        elif isinstance(value, bool) or not isinstance(value, int):
            self.error(key, "deve essere un numero intero")
        elif not 1 <= value <= highest:
            self.error(key, f"deve essere un numero intero da 1 a {highest}")
        else:
            return value
        return None

    def enum(self, key: str, kind: type[EnumT], *, mandatory: bool = False) -> EnumT | None:
        value = self.values.get(key)
        if value is None:
            if mandatory:
                self.error(key, MISSING)
            return None
        if isinstance(value, str) and value in kind._value2member_map_:
            return kind(value)
        self.error(key, "valore non ammesso; valori possibili: " + ", ".join(kind))
        return None

    def date(self, key: str) -> date | None:
        value = self._iso(key, _NOT_DATE)
        if value is None:
            return None
        if not _DATE.fullmatch(value):
            is_instant = _INSTANT.fullmatch(value)
            self.error(key, "serve una data senza orario" if is_instant else _NOT_DATE)
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            self.error(key, _NOT_DATE)
            return None
        return day if self._plausible(key, day.year) else None

    def instant(self, key: str, *, mandatory: bool = False) -> datetime | None:
        """An instant in UTC, fractions of a second dropped; without offset it is Rome time."""
        if mandatory and key not in self.values:
            self.error(key, MISSING)
            return None
        value = self._iso(key, _NOT_INSTANT)
        if value is None:
            return None
        match = _INSTANT.fullmatch(value)
        if match is None:
            is_date = _DATE.fullmatch(value)
            self.error(key, "serve anche l'orario, non solo la data" if is_date else _NOT_INSTANT)
            return None
        try:
            return self._resolve(key, match[1], match[2])
        except NonexistentTime:
            self.error(key, "orario inesistente (passaggio all'ora legale)")
        except AmbiguousTime:
            self.error(
                key,
                "orario che si ripete (ritorno all'ora solare): indicare l'offset, +02:00 o +01:00",
            )
        except (ValueError, OverflowError):
            self.error(key, _NOT_INSTANT)
        return None

    def _resolve(self, key: str, wall: str, offset: str | None) -> datetime | None:
        naive = datetime.fromisoformat(wall)
        if not self._plausible(key, naive.year):
            return None
        if offset is None:
            return resolve_local(naive)
        if offset == "Z":
            return naive.replace(tzinfo=UTC)
        return to_utc(datetime.fromisoformat(wall + offset))

    def _iso(self, key: str, messaggio: str) -> str | None:
        value = self.values.get(key)
        if value is not None and not isinstance(value, str):
            self.error(key, messaggio)
            return None
        return value

    def _plausible(self, key: str, year: int) -> bool:
        if FIRST_YEAR <= year <= LAST_YEAR:
            return True
        self.error(key, f"anno fuori dall'intervallo {FIRST_YEAR}-{LAST_YEAR}")
        return False
