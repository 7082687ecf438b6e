"""Levels of access: how a session proved who its person is.

Source: scheda tecnica INAIL "Registrazione al ruolo di medico esterno \\ presidio ospedaliero";
CAD (D.Lgs. 82/2005) art. 64; circ. INAIL 36/2020 (SPID of level 2, CIE or CNS only, since
1/10/2021). "Dispositivo" and "INPS" are of the years before: kept because the request's channel
depends on them.
"""

from __future__ import annotations

from typing import Final

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
