"""Mod. 4 bis R.A. - Nav.: the denuncia/comunicazione for people on board ships.

Everything of Mod. 4 bis R.A., and what belongs to the sea: ship, embarkation and landing, weather,
first landing, maritime authority. Code lists complete in INAIL's instructions, notes 1-16. The
gestione is not asked: this form is of one, Navigazione.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.altro import TESTIMONI, VEICOLI
from denunce.moduli.blocchi.datore import CORRISPONDENZA
from denunce.moduli.blocchi.mare_altro import DICHIARANTE, RETRIBUZIONE
from denunce.moduli.blocchi.marittimo import LAVORATORE, RAPPORTO
from denunce.moduli.blocchi.nave import DATORE, IMBARCO, INVIO, NAVE
from denunce.moduli.blocchi.navigazione import (
    APPRODO_E_SBARCO,
    AUTORITA_MARITTIMA,
    CAUSE,
    CERTIFICATO,
    EVENTO,
    LUOGO,
    NAVIGAZIONE,
)
from denunce.moduli.blocchi.note_nav import NOTE
from denunce.moduli.checks import CHECKS
from denunce.moduli.checks_mare import voyage_in_order
from denunce.moduli.declaration import Declaration, Section

MOD4BIS_NAV = Declaration(
    code="mod4bis_nav",
    title=_("Denuncia/comunicazione di infortunio, settore navigazione"),
    short="Mod. 4 bis R.A. - Nav.",
    name="Mod. 4 bis Nav.",
    effective_from=date(2013, 7, 1),
    source="INAIL, Istruzioni per la compilazione del Mod. 4 bis R.A. - Nav.",
    sections=(
        Section("", INVIO.title, (INVIO,)),
        Section("1", _("Datore di lavoro"), (DATORE, NAVE, CORRISPONDENZA)),
        Section("2", _("Lavoratore"), (LAVORATORE, RAPPORTO, IMBARCO)),
        Section(
            "3",
            _("Descrizione dell’infortunio"),
            (
                LUOGO,
                EVENTO,
                NAVIGAZIONE,
                CERTIFICATO,
                APPRODO_E_SBARCO,
                CAUSE,
                AUTORITA_MARITTIMA,
            ),
        ),
        Section("4", _("Dati retributivi"), (RETRIBUZIONE,)),
        Section("5", _("Testimoni"), (TESTIMONI,)),
        Section("6", _("Veicoli a motore"), (VEICOLI,)),
        Section("", DICHIARANTE.title, (DICHIARANTE,)),
    ),
    checks=(*CHECKS, voyage_in_order),
    notes=NOTE,
)
