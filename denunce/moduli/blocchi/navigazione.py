"""Section 3 of Mod. 4 bis R.A. - Nav.: what happened, at sea and at the landing."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi import evento
from denunce.moduli.blocchi.comuni import DENUNCIA
from denunce.moduli.blocchi.mare import (
    APPRODO,
    APPRODO_DOVUTO,
    ENTRO_TRE_GIORNI,
    IN_NAVIGAZIONE,
    MARITTIMO,
    OLTRE_TRE_GIORNI,
    SBARCATO,
)
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, All, Is, Not
from denunce.moduli.declaration import Advice, Field, Fixed, Group
from denunce.moduli.kinds import Bool, Text
from denunce.moduli.moments import Day
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
SALUTE, GIUDIZIARIO = Privacy.SALUTE, Privacy.GIUDIZIARIO
_DI_BORDO = All((IN_NAVIGAZIONE, Is("certificato.medico_di_bordo", True)))
_DALLE_DATE = _("Lo dicono la data dell’evento e la fine della prognosi.")
_APPRODO = _("Si compila se l’evento è avvenuto in navigazione e il medico di bordo ha dato più "
             "di tre giorni.")
_SBARCATO = _("Si compila se il lavoratore è sbarcato.")
_AVVISATA = Is("autorita_marittima.avvisata", True)
_SE_AVVISATA = _("Si compila se l’autorità è stata avvisata.")
_ALTROVE = ("comune", "provincia")

LUOGO = replace(
    evento.LUOGO,
    fields=tuple(
        # Far from the coast there is no town.
        replace(field, required=All((field.required, Not(IN_NAVIGAZIONE))))
        if field.key in _ALTROVE else
        replace(field, help=_("Il punto della nave o del porto; in navigazione anche la rotta o "
                              "la posizione."), example="Ponte di coperta, verricello di prua")
        if field.key == "indirizzo" else
        replace(field, example="a_bordo") if field.key == "tipo" else field
        for field in evento.LUOGO.fields
    ),
)

EVENTO = replace(
    evento.EVENTO,
    fields=tuple(
        replace(field, note="14", advice=(
            Advice(All((Is("evento.malattia_infortunio", True), ENTRO_TRE_GIORNI)),
                   _("Fino a tre giorni di assenza la denuncia non è dovuta, ma conviene inviarla "
                     "lo stesso: l’INAIL ha così le notizie per le prestazioni di profilassi e "
                     "per le vaccinazioni.")),
            Advice(All((Is("evento.malattia_infortunio", True), OLTRE_TRE_GIORNI)),
                   _("Con più di tre giorni di assenza la denuncia è dovuta come per ogni altro "
                     "infortunio.")),
        ))
        if field.key == "malattia_infortunio" else field
        for field in evento.EVENTO.fields
    ),
)

NAVIGAZIONE = Group(
    "navigazione",
    "",
    _("Navigazione"),
    (
        Field("in_navigazione", _("In navigazione"), Bool(), width=8, required=ALWAYS, example=True,
              norm="art. 53 c. 7 D.P.R. 1124/1965",
              help=_("La nave era in viaggio, non in porto.")),
        Field("meteo", _("Condizioni meteo"), Code("condizioni_meteo"), width=16, note="12",
              example="BUONE"),
    ),
)

CERTIFICATO = replace(
    evento.CERTIFICATO,
    fields=(
        *evento.CERTIFICATO.fields,
        Field("medico_di_bordo", _("C’è un certificato del medico di bordo"), Bool(), SALUTE,
              12,
              when=IN_NAVIGAZIONE, required=IN_NAVIGAZIONE, example=True,
              why=_("Si compila per un evento avvenuto in navigazione."),
              help=_("Un certificato fatto durante la navigazione sposta il termine al primo "
                     "approdo, se dà più di tre giorni.")),
        Field("oltre_tre_giorni", _("Prognosi di più di tre giorni"), Bool(), SALUTE, 12,
              when=_DI_BORDO, required=_DI_BORDO, example=True,
              why=_("Si compila per un certificato del medico di bordo."),
              fixed=(Fixed(OLTRE_TRE_GIORNI, True, _DALLE_DATE),
                     Fixed(ENTRO_TRE_GIORNI, False, _DALLE_DATE)),
              help=_("Oltre a quello dell’evento. Lo calcola il portale dalle date.")),
    ),
)

APPRODO_E_SBARCO = Group(
    "approdo",
    "",
    _("Primo approdo e sbarco"),
    (
        Field("primo_approdo", _("Data del primo approdo"), Day(), width=9, note="13", when=APPRODO,
              required=APPRODO_DOVUTO, why=_APPRODO, example="2026-03-13",
              norm="art. 53 c. 7 D.P.R. 1124/1965",
              help=_("Il primo dopo l’infortunio: quel giorno la denuncia va fatta.")),
        Field("primo_approdo_luogo", _("Porto del primo approdo"), Text(80), width=14, when=APPRODO,
              why=_APPRODO, example="Palermo"),
        Field("sbarcato", _("Il lavoratore è sbarcato"), Bool(), width=6, required=DENUNCIA,
              example=True,
              help=_("Lasciando la nave dopo l’infortunio.")),
        Field("sbarco_luogo", _("Luogo dello sbarco"), Text(80), width=7, when=SBARCATO,
              required=SBARCATO, why=_SBARCATO, example="Palermo",
              help=_("Serve all’INAIL per pagare le prestazioni.")),
        Field("sbarco_data", _("Data dello sbarco"), Day(), width=6, when=SBARCATO,
              required=SBARCATO, why=_SBARCATO, example="2026-03-13"),
        Field("sbarco_regolarizzato", _("Sbarco regolarizzato"), Bool(), width=5, note="11",
              when=SBARCATO, required=All((SBARCATO, MARITTIMO, DENUNCIA)), why=_SBARCATO,
              example=True, norm="art. 223 reg. nav.",
              help=_("SI se l’ufficio marittimo o consolare ha già annotato lo sbarco sul "
                     "libretto di navigazione."),
              advice=(Advice(
                  Is("approdo.sbarco_regolarizzato", False),
                  _("Fai annotare lo sbarco appena puoi: senza i dati attestati dall’autorità "
                    "l’INAIL chiede al lavoratore copia del libretto, e la pratica "
                    "aspetta.")),)),
    ),
)

_NOTE = {"natura_lesione": "15", "sede_lesione": "16"}
_ESEMPIO = {
    "attivita": "Ormeggio a prua",
    "dinamica": "Durante la manovra il cavo è scivolato dal verricello e ha colpito la mano "
                "sinistra del marinaio, che portava i guanti.",
    "imprevisto": "Il cavo è uscito dalla campana del verricello.",
}
CAUSE = replace(
    evento.CAUSE,
    fields=tuple(
        replace(field, note=_NOTE.get(field.key, ""),
                example=_ESEMPIO.get(field.key, field.example))
        for field in evento.CAUSE.fields
    ),
)

AUTORITA_MARITTIMA = Group(
    "autorita_marittima",
    "D",
    _("Autorità marittima o consolare"),
    (
        Field("avvisata", _("Autorità avvisata"), Bool(), GIUDIZIARIO, 7, example=True,
              norm="art. 54 c. 2 D.P.R. 1124/1965",
              help=_("Dell’infortunio va avvisata l’autorità portuale o, all’estero, quella "
                     "consolare.")),
        Field("autorita", _("Quale autorità"), Code("autorita_marittima"), GIUDIZIARIO, 17,
              when=_AVVISATA, required=_AVVISATA, why=_SE_AVVISATA, example="capitaneria"),
        Field("ufficio", _("Ufficio"), Text(120), GIUDIZIARIO, 17, when=_AVVISATA,
              why=_SE_AVVISATA, example="Capitaneria di Palermo Esempio",
              help=_("L’ufficio, con la città.")),
        Field("data", _("Avvisata il"), Day(), GIUDIZIARIO, 7, when=_AVVISATA, why=_SE_AVVISATA,
              example="2026-03-13"),
    ),
)
