"""Mod. 4 bis R.A. - Nav.: the denuncia/comunicazione for people on board ships.

Everything of Mod. 4 bis R.A., and what belongs to the sea: ship, embarkation and landing, weather,
first landing, maritime authority. Code lists complete in INAIL's instructions, notes 1-16.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.altro import DICHIARANTE, RETRIBUZIONE, TESTIMONI, VEICOLI
from denunce.moduli.blocchi.datore import CORRISPONDENZA, DATORE, INVIO
from denunce.moduli.blocchi.evento import CAUSE, CERTIFICATO, EVENTO, LUOGO
from denunce.moduli.blocchi.lavoratore import LAVORATORE, RAPPORTO
from denunce.moduli.checks import CHECKS
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
        Section("1", _("Datore di lavoro"), (DATORE, CORRISPONDENZA)),
        Section("2", _("Lavoratore"), (LAVORATORE, RAPPORTO)),
        Section("3", _("Descrizione dell’infortunio"), (LUOGO, EVENTO, CERTIFICATO, CAUSE)),
        Section("4", _("Dati retributivi"), (RETRIBUZIONE,)),
        Section("5", _("Testimoni"), (TESTIMONI,)),
        Section("6", _("Veicoli a motore"), (VEICOLI,)),
        Section("", DICHIARANTE.title, (DICHIARANTE,)),
    ),
    checks=CHECKS,
)
