"""Mod. 101 - Prest., "Denuncia di malattia professionale": the paper TIP. INAIL 1/2007.

Four sections on two pages, copies A, B and C, in the order and with the letters of the paper.
"Riservato all’INAIL" (stamp, number of the case, day of sending) is paper only: no data of ours.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.altro import DICHIARANTE
from denunce.moduli.blocchi.malattia_datore import DATORE, INVIO, LAVORI
from denunce.moduli.blocchi.malattia_descrizione import (
    CERTIFICATO,
    ESPOSIZIONE,
    MALATTIA,
    PERIODI,
    SORVEGLIANZA,
    VISITE,
)
from denunce.moduli.blocchi.malattia_lavoratore import LAVORATORE, RAPPORTO
from denunce.moduli.blocchi.malattia_retribuzione import (
    ANNUI,
    ELEMENTI,
    INDENNITA,
    QUADRATURA,
    RETRIBUZIONE,
)
from denunce.moduli.checks_malattia import CHECKS
from denunce.moduli.declaration import Copy, Declaration, Section
from denunce.moduli.mod101_note import NOTE

MOD101 = Declaration(
    code="mod101",
    title=_("Denuncia di malattia professionale"),
    short="Mod. 101 - Prest.",
    name="Mod. 101",
    effective_from=date(2007, 1, 1),
    source="INAIL, Mod. 101 - Prest., TIP. INAIL 1/2007",
    event_path="malattia.segnalata_il",
    facsimile=False,
    template="denunce/pdf/mod101.html",
    css=("css/pdf/mod101.css",),
    copies=(
        Copy(
            "A",
            _("da inviare all’INAIL"),
            "Copia A - da inviare all’INAIL - TIP. INAIL - 1/2007",
        ),
        Copy(
            "B",
            _("da inviare all’INAIL per la ASL"),
            "Copia B - da inviare all’INAIL per la ASL - TIP. INAIL - 1/2007",
        ),
        Copy(
            "C",
            _("per il datore di lavoro"),
            "Copia C - per il datore di lavoro - TIP. INAIL - 1/2007",
        ),
    ),
    notes=NOTE,
    sections=(
        Section("", INVIO.title, (INVIO,)),
        Section("1", _("Lavoratore"), (LAVORATORE, RAPPORTO)),
        Section("2", _("Datore di lavoro"), (DATORE, LAVORI)),
        Section("3", _("Dati retributivi"), (RETRIBUZIONE, ELEMENTI, ANNUI, QUADRATURA, INDENNITA)),
        Section(
            "4",
            _("Descrizione della malattia professionale"),
            (MALATTIA, PERIODI, ESPOSIZIONE, SORVEGLIANZA, VISITE, CERTIFICATO),
        ),
        Section("", DICHIARANTE.title, (DICHIARANTE,)),
    ),
    checks=CHECKS,
)
