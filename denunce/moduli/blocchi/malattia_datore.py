"""Mod. 101, the office it is sent to and section 2: the employer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.comuni import TELEFONO
from denunce.moduli.blocchi.malattia_lavoratore import AGRICOLA, home
from denunce.moduli.conditions import ALWAYS, All, Is, Not
from denunce.moduli.declaration import Field, Group
from denunce.moduli.kinds import Bool, CodiceFiscale, Matching, Text, Tick

# A table of fields, read by columns.
# fmt: off
_STATALE = Is("datore.amministrazione_statale", True)
# The State and farms are insured without a policy with INAIL (artt. 127, 190, 205 T.U.).
_CON_POLIZZA = All((Not(_STATALE), Not(AGRICOLA)))
_DITTA = Matching(8, 8, "[0-9]{8}", _("Sono 8 cifre, senza i 2 caratteri di controllo."))
_CONTROLLO = Matching(2, 2, "[0-9A-Z]{2}", _("I caratteri di controllo (C/C) sono 2."))
_CC = _("I 2 caratteri di controllo che seguono il numero.")

INVIO = Group(
    "invio",
    "",
    _("Sede INAIL"),
    (
        Field("sede_inail", _("All’INAIL di"), Text(80), width=24, example="Milano Esempio",
              norm="circ. INAIL 54/2004 (da verificare)",
              help=_("Oggi è la sede del domicilio del lavoratore; il modulo del 2007 dice quella "
                     "dei lavori.")),
    ),
)

DATORE = Group(
    "datore",
    "",
    _("Datore di lavoro"),
    (
        Field("denominazione", _("Cognome e nome o ragione sociale"), Text(160), width=24,
              required=ALWAYS, example="Officine Esempio S.r.l."),
        Field("codice_fiscale", _("Codice fiscale"), CodiceFiscale(persona=False), width=8,
              required=ALWAYS, example="01234560157",
              help=_("Per una ditta individuale è quello del titolare.")),
        Field("codice_ditta", _("Codice ditta"), _DITTA, width=8, required=_CON_POLIZZA,
              example="12345678", help=_("Sta nel certificato di assicurazione.")),
        Field("codice_ditta_cc", _("C/C del codice ditta"), _CONTROLLO, width=4, example="90",
              short=_("C/C"), help=_CC),
        Field("pat", _("Posizione assicurativa territoriale"), _DITTA, width=9,
              required=_CON_POLIZZA, example="98765432",
              help=_("Quella della sede in cui lavora: sta nel certificato di assicurazione.")),
        Field("pat_cc", _("C/C della posizione"), _CONTROLLO, width=4, example="10",
              short=_("C/C"), help=_CC),
        Field("amministrazione_statale", _("Amministrazione statale"), Tick(), width=5,
              example=False),
        Field("codice_ministero", _("Codice ministero"), Text(20), width=6, when=_STATALE,
              why=_("Si compila per un’amministrazione statale."), example="MI-0000"),
        Field("azienda_agricola", _("Azienda agricola"), Bool(), width=8, required=ALWAYS,
              example=False, help=_("Con SI cambiano le qualifiche e le note di lavorazione.")),
        Field("artigiana", _("Artigiana"), Tick(), width=8, when=Not(_STATALE),
              why=_("Un’amministrazione statale non è artigiana."), example=True),
        *home("", ("Via dell’Industria", "7", "Milano", "MI", "20121", "015146")),
        Field("telefono", _("Telefono (prefisso e numero)"), TELEFONO, width=12,
              example="0255512345", short=_("Telefono (Prefisso/Numero)")),
    ),
)

LAVORI = Group(
    "lavori",
    "",
    _("Lavori"),
    (
        Field("localita", _("Località dei lavori"), Text(120), width=24, required=ALWAYS,
              example="Monza, Viale delle Prove 3"),
        Field("lavorazione", _("Lavorazione svolta"), Text(300), width=24, lines=2,
              note="(azienda agricola vedi nota 7)", required=ALWAYS,
              example="Verniciatura a spruzzo di parti metalliche",
              help=_("Per un’azienda agricola: seminativi, colture legnose specializzate, "
                     "foraggere, prati e pascoli, allevamenti, boschi, incolti, altre attività.")),
        Field("reparto", _("Reparto o cantiere in cui la lavorazione è stata svolta"), Text(160),
              width=24, example="Reparto verniciatura"),
    ),
)
