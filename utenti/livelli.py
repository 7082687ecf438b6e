"""Levels of access: how a session proved who its person is.

Source: scheda tecnica INAIL "Registrazione al ruolo di medico esterno \\ presidio ospedaliero";
CAD (D.Lgs. 82/2005) art. 64; circ. INAIL 36/2020 (SPID of level 2, CIE or CNS only, since
1/10/2021). "Dispositivo" and "INPS" are of the years before: kept because the request's channel
depends on them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.db import models
from django.utils.translation import gettext_lazy as _


class Livello(models.TextChoices):
    """How a session was opened, from the weakest."""

    GENERICO = "generico", _("Credenziali generiche")
    DISPOSITIVO = "dispositivo", _("Credenziali dispositive")
    INPS = "inps", _("Credenziali INPS")
    SPID2 = "spid2", _("SPID di livello 2")
    CIE = "cie", _("Carta d’identità elettronica")
    CNS = "cns", _("Carta Nazionale dei Servizi")


# The person behind the session is known to an authority, or was checked by a reviewer.
IDENTIFIED: Final = frozenset(Livello) - {Livello.GENERICO}
# Already two factors by themselves.
STRONG: Final = frozenset({Livello.SPID2, Livello.CIE, Livello.CNS})

# The key of the session that holds its level.
SESSION_KEY: Final = "livello"
# The level that each way of entering gives; it is also the name allauth's records keep of it.
BY_CHANNEL: Final[dict[str, Livello]] = {
    "spid": Livello.SPID2,
    "cie": Livello.CIE,
    "inps": Livello.INPS,
    "cns": Livello.CNS,
}


def level_of(records: Iterable[Mapping[str, Any]], *, identified: bool) -> Livello:
    """The level of a session opened by these authentication records, oldest first.

    The last way of entering decides; a second factor after it changes nothing. A password (or what
    stands for one) is "dispositiva" for a person whose identity was verified, else generic.
    """
    entered = [record.get("method") for record in records if record.get("method") != "mfa"]
    found = BY_CHANNEL.get(str(entered[-1])) if entered else None
    return found or (Livello.DISPOSITIVO if identified else Livello.GENERICO)
