"""Section 1 of Mod. 4 bis R.A. - Nav.: who employs, the ship or the PAN, the embarkation."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi import datore
from denunce.moduli.blocchi.comuni import DENUNCIA
from denunce.moduli.blocchi.mare import COMANDATA, IMBARCATO, without_gestione
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, In, Is, Not
from denunce.moduli.declaration import Advice, Field, Group
from denunce.moduli.kinds import Email, Matching, Text
from denunce.moduli.moments import Day

# A table of fields, read by columns.
# fmt: off
_PAN = Matching(10, 10, "[0-9]{8,10}", _("Sono 8 cifre, più 2 di controllo se le conosci."))
_COMANDATA = _("Per una comandata non si compila.")

_INVIO = datore.INVIO.fields
INVIO = replace(
    datore.INVIO,
    fields=(
        *(replace(field, help=_("È la sede nel cui territorio il lavoratore ha il domicilio."))
          if field.key == "sede_inail" else field
          for field in _INVIO if field.key != "gestione"),
        # Of the message, not of the form: no table of these addresses can be cited.
        Field("sede_pec", _("PEC della sede INAIL"), Email(), width=12, printed=False,
              example="sede.esempio@inail.test",
              help=_("Da verificare: cercala tra i recapiti delle sedi sul sito dell’INAIL. "
                     "Serve per preparare la PEC.")),
    ),
)

_ESEMPIO = {
    "denominazione": "Navigazione Esempio S.p.A.",
    "lavorazione": "Trasporto marittimo di passeggeri",
    "email": "armamento@esempio.test",
    "pec": "navigazione@pec.esempio.test",
}
DATORE = replace(
    datore.DATORE,
    fields=tuple(
        # On board the position is the PAN of the ship; the one ashore may be there too.
        replace(field, required=Not(ALWAYS),
                help=_("Solo se il lavoratore è assicurato anche con una posizione a terra."))
        if field.key == "pat" else
        replace(field, example=_ESEMPIO.get(field.key, field.example))
        for field in without_gestione(datore.DATORE.fields)
    ),
)

NAVE = Group(
    "nave",
    "B",
    _("Anagrafica nave/PAN"),
    (
        Field("tipo", _("Tipo di certificato"), Code("nave_tipo"), width=12, required=ALWAYS,
              example="nave",
              help=_("Sta sul certificato di assicurazione: la nave, o la posizione (PAN) con cui "
                     "è assicurato chi lavora a bordo."),
              advice=(Advice(
                  Is("nave.tipo", "comandata"),
                  _("Per una comandata la data e il luogo di imbarco non si compilano.")),)),
        Field("pan", _("Posizione assicurativa navigazione (PAN) e C/C"), _PAN, width=12,
              required=DENUNCIA, example="8765432109",
              help=_("Sta nel certificato di assicurazione: 8 cifre, più 2 di controllo.")),
        Field("denominazione", _("Nome della nave"), Text(160), width=14,
              required=In("nave.tipo", ("nave", "prove_in_mare")), example="M/n Esempio Prima",
              help=_("La nave su cui è successo, o su cui il lavoratore era imbarcato.")),
        Field("iscrizione", _("Ufficio e numero di iscrizione"), Text(60), width=10,
              example="Genova 1234",
              help=_("Facoltativo: matricola, o numero IMO.")),
    ),
)

IMBARCO = Group(
    "imbarco",
    "",
    _("Imbarco"),
    (
        Field("data", _("Data di imbarco"), Day(), width=7, when=Not(COMANDATA),
              required=IMBARCATO, why=_COMANDATA, example="2026-01-12",
              help=_("L’imbarco in corso il giorno dell’infortunio.")),
        Field("luogo", _("Luogo di imbarco"), Text(80), width=17, when=Not(COMANDATA),
              why=_COMANDATA, example="Genova",
              help=_("Il porto, con lo Stato se è all’estero.")),
    ),
)
