"""Mod. 101 - Prest., "Denuncia di malattia professionale": the paper TIP. INAIL 1/2007.

Four sections on two pages, copies A, B and C, in the order and with the letters of the paper.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from denunce.moduli.conditions import ALWAYS
from denunce.moduli.declaration import Copy, Declaration, Field, Group, Section
from denunce.moduli.kinds import CodiceFiscale, LongText, Text
from denunce.moduli.moments import Day
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
ID, SALUTE = Privacy.IDENTIFICATIVO, Privacy.SALUTE

MOD101 = Declaration(
    code="mod101",
    title=_("Denuncia di malattia professionale"),
    short="Mod. 101 - Prest.",
    name="Mod. 101",
    effective_from=date(2007, 1, 1),
    source="INAIL, Mod. 101 - Prest., TIP. INAIL 1/2007",
    event_path="malattia.segnalata_il",
    facsimile=False,
    copies=(
        Copy("A", _("da inviare all’INAIL"),
             "Copia A - da inviare all’INAIL - TIP. INAIL - 1/2007"),
        Copy("B", _("da inviare all’INAIL per la ASL"),
             "Copia B - da inviare all’INAIL per la ASL - TIP. INAIL - 1/2007"),
        Copy("C", _("per il datore di lavoro"),
             "Copia C - per il datore di lavoro - TIP. INAIL - 1/2007"),
    ),
    sections=(
        Section("1", _("Lavoratore"), (
            Group("lavoratore", "", _("Lavoratore"), (
                Field("cognome", _("Cognome"), Text(80), ID, 12, required=ALWAYS,
                      example="Bianchi"),
                Field("nome", _("Nome"), Text(80), ID, 12, required=ALWAYS, example="Luca"),
                Field("codice_fiscale", _("Codice fiscale"), CodiceFiscale(), ID, 12,
                      required=ALWAYS, example="BNCLCU90C14F205J"),
            )),
        )),
        Section("2", _("Datore di lavoro"), (
            Group("datore", "", _("Datore di lavoro"), (
                Field("denominazione", _("Cognome e nome o ragione sociale"), Text(160), width=24,
                      required=ALWAYS, example="Officine Esempio S.r.l."),
            )),
        )),
        Section("4", _("Descrizione della malattia professionale"), (
            Group("malattia", "", _("Malattia"), (
                Field("dichiarata", _("Malattia dichiarata dal lavoratore"), LongText(2000), SALUTE,
                      24, lines=3, required=ALWAYS, example="Ipoacusia da rumore"),
                Field("segnalata_il", _("Segnalata al datore il"), Day(), SALUTE, 9,
                      required=ALWAYS, example="2026-03-12"),
            )),
        )),
    ),
)
