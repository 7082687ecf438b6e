"""How a request is sent, by level of access: a table, and nothing else.

Source: scheda tecnica INAIL "Registrazione al ruolo di medico esterno \\ presidio ospedaliero".
CNS, INPS credentials, dispositive credentials: a message to InailRisponde. Generic credentials
(cittadino generico, medico competente): the service "Richiedi credenziali dispositive". No
credentials: register first, then as with the generic ones. SPID and CIE came after that page; since
1/10/2021 they are the way in (circ. INAIL 36/2020), as strong as a CNS (CAD art. 64): here they are
treated alike.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from utenti.credenziali.choices import Canale
from utenti.livelli import Livello


@dataclass(frozen=True, slots=True)
class Strada:
    """The channel, and whether an account must be made before."""

    canale: Canale
    registrarsi_prima: bool = False


_BY_LEVEL: Final = {
    Livello.GENERICO: Strada(Canale.CREDENZIALI_DISPOSITIVE),
    Livello.DISPOSITIVO: Strada(Canale.INAIL_RISPONDE),
    Livello.INPS: Strada(Canale.INAIL_RISPONDE),
    Livello.SPID2: Strada(Canale.INAIL_RISPONDE),
    Livello.CIE: Strada(Canale.INAIL_RISPONDE),
    Livello.CNS: Strada(Canale.INAIL_RISPONDE),
}
_NOBODY: Final = Strada(Canale.CREDENZIALI_DISPOSITIVE, registrarsi_prima=True)


def channel_for(livello: str | None) -> Strada:
    """The way of who entered at that level; None: of who has no credentials at all.

    Raises ValueError for a level that does not exist.
    """
    return _NOBODY if livello is None else _BY_LEVEL[Livello(livello)]
