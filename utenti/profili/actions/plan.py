"""What becomes of each row of a file: the words in which a plan is made."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum

from utenti.models import Membership, Utente
from utenti.profili.lettura import Dati, Errore
from utenti.profili.models import Gruppo, ProfiloMedico


class Esito(StrEnum):
    """What happens to a row."""

    NUOVO = "nuovo"
    CAMBIATO = "cambiato"
    UGUALE = "uguale"
    ERRORE = "errore"


@dataclass(frozen=True, slots=True)
class Cambio:
    """One field that changes: the key of its column, before and after, as people read them."""

    chiave: str
    prima: str
    dopo: str


@dataclass(slots=True)
class Voce:
    """One row of the file and what becomes of it."""

    numero: int
    esito: Esito
    chi: str
    dati: Dati | None = None
    errori: list[Errore] = field(default_factory=list)
    avvisi: list[str] = field(default_factory=list)
    cambi: list[Cambio] = field(default_factory=list)
    profilo: ProfiloMedico | None = None
    utente: Utente | None = None
    membership: Membership | None = None


@dataclass(slots=True)
class Piano:
    """The whole file: its rows, who is not in it any more, the groups that would be made."""

    voci: list[Voce]
    cessati: list[ProfiloMedico]
    gruppi: dict[str, Gruppo]
    gruppi_nuovi: dict[str, str]
    ignorate: tuple[str, ...] = ()

    def of(self, esito: Esito) -> list[Voce]:
        """The rows with one outcome."""
        return [voce for voce in self.voci if voce.esito == esito]

    @property
    def impronta(self) -> str:
        """Tells two plans apart: what was confirmed is what was shown, or nothing is done."""
        told = [
            [
                v.numero,
                v.esito,
                len(v.errori),
                str(v.profilo and v.profilo.pk),
                str(v.utente and v.utente.pk),
            ]
            + [[c.chiave, c.prima, c.dopo] for c in v.cambi]
            for v in self.voci
        ]
        gone = sorted(str(profilo.pk) for profilo in self.cessati)
        text = json.dumps([told, gone, sorted(self.gruppi_nuovi)], ensure_ascii=False)
        return hashlib.sha256(text.encode()).hexdigest()
