"""Synthetic people with a valid codice fiscale, hundreds of thousands a minute."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from stdnum.it import codicefiscale as check

from denunce.choices import Categoria, Sesso
from denunce.demo.synthetic.names import MEN, SURNAMES, TOWNS, WOMEN

_MONTHS = "ABCDEHLMPRST"
_VOWELS = frozenset("AEIOU")
_PUPILS = frozenset({Categoria.STUDENTE, Categoria.STUDENTE_FSL})
# Birthdays are drawn around fixed years, so that the same seed gives the same people every day.
_PUPILS_FROM, _PUPILS_DAYS = date(2008, 1, 1), 365 * 7
_WORKERS_FROM, _WORKERS_DAYS = date(1962, 1, 1), 365 * 40


@dataclass(frozen=True, slots=True)
class Person:
    """Who they are; ``codice_fiscale`` is the one computed from the rest."""

    categoria: str
    cognome: str
    nome: str
    sesso: str
    nato_on: date
    nato_a: str
    codice_fiscale: str


def draw_person(rng: Random, categoria: str, taken: set[str]) -> Person:
    """A person whose codice fiscale is not among ``taken``, where it is then added."""
    pupil = categoria in _PUPILS
    first, days = (_PUPILS_FROM, _PUPILS_DAYS) if pupil else (_WORKERS_FROM, _WORKERS_DAYS)
    while True:
        sesso = Sesso.FEMMINA if rng.random() < 0.46 else Sesso.MASCHIO
        nome = rng.choice(WOMEN if sesso == Sesso.FEMMINA else MEN)
        cognome = rng.choice(SURNAMES)
        nato_on = first + timedelta(days=int(rng.random() * days))
        town, catastale, _province = rng.choice(TOWNS)
        codice = codice_fiscale(cognome, nome, sesso, nato_on, catastale)
        if codice not in taken:
            taken.add(codice)
            return Person(categoria, cognome, nome, sesso, nato_on, town, codice)


def codice_fiscale(cognome: str, nome: str, sesso: str, nato_on: date, catastale: str) -> str:
    """The code of a person as D.M. 23/12/1976 computes it, for names without accents."""
    day = nato_on.day + (40 if sesso == Sesso.FEMMINA else 0)
    body = (
        f"{_letters(cognome)}{_letters(nome, given=True)}"
        f"{nato_on.year % 100:02d}{_MONTHS[nato_on.month - 1]}{day:02d}{catastale}"
    )
    return body + check.calc_check_digit(body)


def _letters(name: str, *, given: bool = False) -> str:
    """Three letters: consonants, then vowels; of a first name's four consonants one is skipped."""
    letters = [char for char in name.upper() if char.isalpha()]
    consonants = [char for char in letters if char not in _VOWELS]
    if given and len(consonants) > 3:
        consonants = [consonants[0], *consonants[2:]]
    vowels = [char for char in letters if char in _VOWELS]
    return "".join([*consonants, *vowels, "X", "X"][:3])
