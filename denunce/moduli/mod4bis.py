"""Mod. 4 bis R.A., "Denuncia/comunicazione di infortunio": the parts of INAIL's online service.

Sections and rules as on the service; the code lists are those of the Mod. 4 bis R.A.-Nav.
instructions for people who are not seafarers, and short lists of ours where no source has one.
ESAW groups are optional: INAIL codes them from the description.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.altro import DICHIARANTE, RETRIBUZIONE, TESTIMONI, VEICOLI
from denunce.moduli.blocchi.datore import CORRISPONDENZA, DATORE, INVIO, UNITA_PRODUTTIVA
from denunce.moduli.blocchi.evento import CAUSE, CERTIFICATO, EVENTO, LUOGO, PUBBLICA_SICUREZZA
from denunce.moduli.blocchi.lavoratore import LAVORATORE, RAPPORTO
from denunce.moduli.checks import CHECKS
from denunce.moduli.declaration import Declaration, Section

MOD4BIS = Declaration(
    code="mod4bis",
    title=_("Denuncia/comunicazione di infortunio"),
    short="Mod. 4 bis R.A.",
    name="Mod. 4 bis",
    # Denunce go online only from this day (D.P.C.M. 22/7/2011): older paper is not reproduced.
    effective_from=date(2013, 7, 1),
    source="INAIL, manuale della denuncia/comunicazione di infortunio; istruzioni Mod. 4 bis Nav.",
    sections=(
        Section("", INVIO.title, (INVIO,)),
        Section("1", _("Datore di lavoro"), (DATORE, UNITA_PRODUTTIVA, CORRISPONDENZA)),
        Section("2", _("Lavoratore"), (LAVORATORE, RAPPORTO)),
        Section(
            "3",
            _("Descrizione dell’infortunio"),
            (LUOGO, EVENTO, CERTIFICATO, CAUSE, PUBBLICA_SICUREZZA),
        ),
        Section("4", _("Dati retributivi"), (RETRIBUZIONE,)),
        Section("5", _("Testimoni"), (TESTIMONI,)),
        Section("6", _("Veicoli a motore"), (VEICOLI,)),
        Section("", DICHIARANTE.title, (DICHIARANTE,)),
    ),
    checks=CHECKS,
)
