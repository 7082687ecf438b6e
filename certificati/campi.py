"""What a field of a certificate is; the fields themselves are in ``tabella``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from django.utils.translation import gettext_lazy as _

from certificati.choices import Genere

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class Sezione(StrEnum):
    """The sections of the official certificate, in its order (INAIL manual 2022)."""

    CERTIFICATO = "certificato"
    LAVORATORE = "lavoratore"
    SANITARI = "sanitari"
    RACCONTO = "racconto"
    RAPPORTO = "rapporto"
    MEDICO = "medico"


TITOLI: Final[dict[Sezione, _StrOrPromise]] = {
    Sezione.CERTIFICATO: _("Il certificato"),
    Sezione.LAVORATORE: _("Lavoratore"),
    Sezione.SANITARI: _("Dati sanitari"),
    Sezione.RACCONTO: _("Che cosa racconta il lavoratore"),
    Sezione.RAPPORTO: _("Rapporto di lavoro"),
    Sezione.MEDICO: _("Medico"),
}


class Forma(StrEnum):
    """What a value is: text, long text, choice, day, instant, hour, yes or no, a checked code."""

    TESTO = "testo"
    TESTO_LUNGO = "testo_lungo"
    SCELTA = "scelta"
    GIORNO = "giorno"
    ISTANTE = "istante"
    ORA = "ora"
    SI_NO = "si_no"
    CODICE_FISCALE = "codice_fiscale"
    CODICE_FISCALE_DATORE = "codice_fiscale_datore"
    PROVINCIA = "provincia"
    CAP = "cap"
    TELEFONO = "telefono"
    NUMERO = "numero"
    LESIONI = "lesioni"


BOTH: Final = frozenset(Genere)
INJURY: Final = frozenset({Genere.INFORTUNIO})
DISEASE: Final = frozenset({Genere.MALATTIA})


@dataclass(frozen=True, slots=True)
class Campo:
    """One field: its name in ``DatiCertificato``, how it is called, what it may hold.

    ``needed`` in which kinds it must be answered before the certificate is issued; ``health`` is
    True for what an employer must never see; ``max`` counts characters;
    ``alone`` names it where it is read by itself.
    """

    name: str
    label: _StrOrPromise
    sezione: Sezione
    forma: Forma = Forma.TESTO
    generi: frozenset[Genere] = BOTH
    needed: frozenset[Genere] = frozenset()
    health: bool = False
    max: int = 80
    choices: Sequence[tuple[str, _StrOrPromise]] = ()
    help: _StrOrPromise = ""
    alone: _StrOrPromise = ""

    @property
    def full_label(self) -> str:
        """Its name away from its form, where the end of a period stands alone."""
        return str(self.alone or self.label)
