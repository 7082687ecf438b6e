"""Mod. 101, section 3: gross pay, in euro, with the letters of the paper and their sum."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from denunce.moduli.codelists import Code
from denunce.moduli.conditions import All, Is, Known
from denunce.moduli.declaration import Field, Group
from denunce.moduli.kinds import Bool, Decimal, Integer
from denunce.moduli.moments import Day
from denunce.moduli.totals import Addend

# The only place that says which letter stands for what: there is no J and no K. The order among
# E-L and M-T is a reading of a jumbled text of the paper: a correction is one line. Percentages
# count as whole numbers ("sommare i campi % come numeri interi").
LETTERE = (
    Addend("A", "retribuzione.ore"),
    Addend("B", "retribuzione.importo"),
    Addend("C", "retribuzione.ore_altra_base"),
    Addend("D", "retribuzione.importo_altra_base"),
    Addend("E", "elementi.straordinario"),
    Addend("F", "elementi.natura"),
    Addend("G", "elementi.festivita"),
    Addend("H", "elementi.trasferta"),
    Addend("I", "elementi.festivita_soppresse"),
    Addend("L", "elementi.indennita"),
    Addend("M", "annui.tredicesima_percento", whole=True),
    Addend("N", "annui.tredicesima"),
    Addend("O", "annui.altre_mensilita_percento", whole=True),
    Addend("P", "annui.altre_mensilita"),
    Addend("Q", "annui.premio_percento", whole=True),
    Addend("R", "annui.premio"),
    Addend("S", "annui.ferie"),
    Addend("T", "annui.ferie_percento", whole=True),
    Addend("U", "annui.cassa_edile_percento", whole=True),
)
_LETTER = {each.path: each.letter for each in LETTERE}

# A table of fields, read by columns.
# fmt: off
_EURO, _ORE, _PERCENTO = Decimal(7), Decimal(3, "ore"), Decimal(3, "%")
_CAMBIATE = Is("retribuzione.basi_cambiate", True)
_SE_CAMBIATE = _("Si compila se le basi retributive sono cambiate nei 15 giorni precedenti.")


def _lettered(group: Group) -> Group:
    """The group with the letter of each of its fields."""
    path = f"{group.key}.{{}}".format
    return replace(group, fields=tuple(
        replace(each, letter=_LETTER.get(path(each.key), "")) for each in group.fields))


RETRIBUZIONE = _lettered(Group(
    "retribuzione",
    "",
    _("Base della retribuzione"),
    (
        Field("base", _("La retribuzione è computata su base"), Code("mod101_base"), width=24,
              note="(8)", required=Known("retribuzione.importo"), example="oraria",
              short=_("La retribuzione (paga base + contingenza + scatti anzianità, ecc.) è "
                      "computata su base")),
        Field("ore", _("Ore settimanali"), _ORE, width=12, example="40.00", short=_("Ore Sett.")),
        Field("importo", _("Importo"), _EURO, width=12, required=Known("retribuzione.base"),
              example="12.50", norm="art. 116 D.P.R. 1124/1965", short=_("Indicarne l’importo"),
              help=_("Paga base, contingenza, scatti di anzianità, al lordo.")),
        Field("basi_cambiate", _("Le basi retributive sono cambiate nei 15 giorni precedenti"),
              Bool(), width=24, example=True,
              short=_("Le basi retributive sono cambiate nei 15 gg. precedenti la data "
                      "dell’infortunio? Se la risposta è sì, compili la riga sottostante")),
        Field("ore_altra_base", _("Ore settimanali dell’altra base"), _ORE, width=6,
              when=_CAMBIATE, required=All((_CAMBIATE, Known("retribuzione.ore"))),
              why=_SE_CAMBIATE, example="38.00", short=_("Ore Sett.")),
        Field("importo_altra_base", _("Importo dell’altra base"), _EURO, width=6, when=_CAMBIATE,
              required=_CAMBIATE, why=_SE_CAMBIATE, example="11.80", short=_("Importi")),
        Field("dal", _("Altra base dal"), Day(), width=6, when=_CAMBIATE, required=_CAMBIATE,
              why=_SE_CAMBIATE, example="2026-02-25", short=_("dal")),
        Field("al", _("Altra base al"), Day(), width=6, when=_CAMBIATE, required=_CAMBIATE,
              why=_SE_CAMBIATE, example="2026-02-28", short=_("al")),
    ),
    help=_("Facoltativi ma consigliati: servono a calcolare l’indennità. Importi lordi in euro."),
))

ELEMENTI = _lettered(Group(
    "elementi",
    "",
    _("Elementi aggiuntivi dei 15 giorni precedenti"),
    (
        Field("straordinario", _("Straordinario"), _EURO, width=12, example="80.00",
              short=_("Importo: straordinario")),
        Field("natura", _("Prestazioni in natura (vitto e alloggio)"), _EURO, width=12,
              example="15.00", short=_("Importo: prestazioni in natura vitto e alloggio")),
        Field("festivita", _("Festività cadenti di domenica"), _EURO, width=12, example="20.00",
              short=_("Importo: festività cadenti di domenica")),
        Field("trasferta", _("Diaria trasferta"), _EURO, width=12, example="46.48",
              short=_("Importo: diaria trasferta")),
        Field("festivita_soppresse",
              _("Festività soppresse non trasformate in ferie, riposi compensativi"), _EURO,
              width=12, example="10.00",
              short=_("Importo: fest. soppr. non trasf. in ferie riposi com. e lav.")),
        Field("indennita", _("Somma indennità e maggiorazioni"), _EURO, width=12, example="45.60",
              short=_("Importo: somma in. e magg. per mensa, trasp., lav. not., fest. ecc."),
              help=_("Mensa, trasporto, lavoro notturno, festivo.")),
    ),
))

ANNUI = _lettered(Group(
    "annui",
    "",
    _("Elementi aggiuntivi a base annua"),
    (
        Field("tredicesima_percento", _("Tredicesima mensilità in %"), _PERCENTO, width=12,
              example="8.33"),
        Field("tredicesima", _("Tredicesima mensilità: importo"), _EURO, width=12,
              excludes="annui.tredicesima_percento", example="1800.00"),
        Field("altre_mensilita_percento", _("Altre mensilità aggiuntive in %"), _PERCENTO,
              width=12, example="8.33"),
        Field("altre_mensilita", _("Altre mensilità aggiuntive: importo"), _EURO, width=12,
              excludes="annui.altre_mensilita_percento", example="900.00"),
        Field("premio_percento", _("Premio di produzione in %"), _PERCENTO, width=12,
              example="2.50"),
        Field("premio", _("Premio di produzione: importo"), _EURO, width=12,
              excludes="annui.premio_percento", example="250.00"),
        Field("ferie", _("Ferie: giorni"), Integer(0, 60), width=12, example=26,
              help=_("Comprese le festività e i riposi compensativi trasformati in ferie.")),
        Field("ferie_percento", _("Ferie in %"), _PERCENTO, width=12, excludes="annui.ferie",
              example="9.00"),
        Field("cassa_edile_percento", _("Accantonamento cassa edile in %"), _PERCENTO, width=12,
              example="14.20"),
    ),
))

QUADRATURA = Group(
    "quadratura",
    "",
    _("Quadratura"),
    (
        Field("totale", _("Totale generale"), Decimal(9), width=24, total=LETTERE,
              example="377.38",
              help=_("Serve solo alla quadratura: somma di tutte le lettere, con le percentuali "
                     "senza decimali.")),
    ),
)

INDENNITA = Group(
    "indennita",
    "",
    _("Indennità di inabilità temporanea"),
    (
        Field("destinatario", _("La somma dovuta deve essere inviata"),
              Code("mod101_destinatario"), width=24, example="domicilio",
              norm="art. 70 D.P.R. 1124/1965",
              short=_("La somma dovuta per l’indennità di inabilità temporanea deve essere "
                      "inviata"),
              help=_("Al datore solo se anticipa l’indennità al lavoratore.")),
    ),
)
