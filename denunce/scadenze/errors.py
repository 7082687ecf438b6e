"""Typed refusals of the engine: each one lists its errors with JSON path and Italian message."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Errore:
    """One problem of a case: `campo` is a JSON pointer, `messaggio` an Italian sentence."""

    campo: str
    messaggio: str


class ErroreScadenze(Exception):
    """Base of everything the engine refuses; `errori` is what the caller shows."""

    @property
    def errori(self) -> list[Errore]:
        raise NotImplementedError


class CasoNonValido(ErroreScadenze):
    """The case itself is wrong or lacks a mandatory fact."""

    def __init__(self, errori: Sequence[Errore]) -> None:
        super().__init__("; ".join(f"{errore.campo}: {errore.messaggio}" for errore in errori))
        self._errori = list(errori)

    @property
    def errori(self) -> list[Errore]:
        return list(self._errori)


class FuoriTabella(ErroreScadenze):
    """The dated tables do not reach the day: before the first entry, or past the horizon.

    The engine never guesses. `campo` names the fact whose date asked the question; the
    rule that knows it fills it in.
    """

    def __init__(self, messaggio: str, *, day: date, campo: str = "") -> None:
        super().__init__(messaggio)
        self.messaggio = messaggio
        self.day = day
        self.campo = campo

    @property
    def errori(self) -> list[Errore]:
        return [Errore(self.campo or "/evento/avvenuto_il", self.messaggio)]


class PrimaDellaTabella(FuoriTabella):
    """The day is before the first recorded entry of a table."""


class CalendarioEsaurito(FuoriTabella):
    """The day is past the last year whose holidays are known."""


@contextmanager
def asking(campo: str) -> Iterator[None]:
    """Name the fact whose date is asked of the tables, should they not reach it."""
    try:
        yield
    except FuoriTabella as error:
        error.campo = error.campo or campo
        raise
