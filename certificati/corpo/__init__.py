"""Where a person is hurt: the official sites with their words, and the figures that show them.

``sedi`` has labels and groups, ``viste`` the drawn figures. Left and right are the patient's.
"""

from __future__ import annotations

from certificati.corpo.sedi import GRUPPI, SEDI, Gruppo, Sede, nature_label, sede_label, spoken
from certificati.corpo.viste import VISTE, Vista, Zona

__all__ = [
    "GRUPPI",
    "SEDI",
    "VISTE",
    "Gruppo",
    "Sede",
    "Vista",
    "Zona",
    "nature_label",
    "sede_label",
    "spoken",
]
