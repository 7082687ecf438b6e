"""Mod. 101, section 4: the disease and the exposure."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.evento import NUMERO
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, Is, Not
from denunce.moduli.declaration import Field, Group
from denunce.moduli.kinds import Bool, Integer, LongText, Text, Tick
from denunce.moduli.moments import Day
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
SALUTE = Privacy.SALUTE
# From this day the references take the place of the attached certificate (art. 21 D.Lgs. 151/2015).
RIFERIMENTI_FROM = date(2016, 3, 22)
_CARTACEA = Is("certificato.cartaceo", True)
_VISITATO = Is("sorveglianza.visita_assunzione", True)
_SINTOMI = Is("sorveglianza.sintomi_noti", True)
_SE_SINTOMI = _("Si compila se il datore conosceva i sintomi.")

MALATTIA = Group(
    "malattia",
    "",
    _("Malattia"),
    (
        Field("dichiarata", _("Malattia dichiarata dal lavoratore"), LongText(2000), SALUTE, 24,
              lines=3, required=ALWAYS, example="Ipoacusia da rumore",
              help=_("Come la dichiara il lavoratore: la diagnosi è nel certificato.")),
        Field("segnalata_il", _("Data in cui ha segnalato la malattia al datore di lavoro"),
              Day(), SALUTE, 12, required=ALWAYS, example="2026-03-12",
              norm="art. 52 c. 2 D.P.R. 1124/1965",
              help=_("Decide quale versione del modulo vale.")),
        Field("astensione_dal", _("Primo giorno di eventuale completa astensione dal lavoro"),
              Day(), SALUTE, 12, example="2026-03-13",
              short=_("Primo giorno di eventuale completa astensione dal lavoro a causa della "
                      "malattia"),
              help=_("A causa della malattia. Vuoto se non ha smesso di lavorare.")),
        Field("lavorazione_sostanza",
              _("Lavorazione e sostanza che avrebbero determinato la malattia"), LongText(2000),
              SALUTE, 24, lines=3, note="(azienda agricola vedi nota 9)", required=ALWAYS,
              example="Sbavatura con utensili pneumatici, rumore oltre 90 dB(A)",
              help=_("Per un’azienda agricola descrivi la lavorazione che si presume la causa; "
                     "nel dubbio tutte quelle svolte.")),
    ),
)

PERIODI = Group(
    "periodi",
    "",
    _("Periodo di esposizione"),
    (
        Field("dal", _("Dal"), Day(), SALUTE, 12, required=ALWAYS, example="2012-09-03"),
        Field("al", _("Al"), Day(), SALUTE, 12, example="2026-03-11",
              help=_("Vuoto se dura ancora.")),
    ),
    repeat=4,
    printed=4,
)

# Five ticks and not one list: the paper has a box for each environment and several may be marked.
# A value for each box needs no field of many values, and is one line in the JSON.
ESPOSIZIONE = Group(
    "esposizione",
    "",
    _("Esposizione"),
    (
        Field("ultimo_giorno", _("Ultimo giorno di esposizione"), Day(), SALUTE, 10,
              example="2026-03-11"),
        Field("adibito", _("Era adibito direttamente alla lavorazione?"), Bool(), SALUTE, 14,
              required=ALWAYS, example=True,
              help=_("Con SI serve almeno un periodo di esposizione.")),
        Field("aperto", _("Ambiente: aperto"), Tick(), width=5, example=True, short=_("Aperto")),
        Field("chiuso", _("Ambiente: chiuso"), Tick(), width=5, example=True, short=_("Chiuso")),
        Field("areato", _("Ambiente: areato"), Tick(), width=4, example=True, short=_("Areato")),
        Field("insonorizzato", _("Ambiente: insonorizzato"), Tick(), width=5, example=True,
              short=_("Insonorizzato")),
        Field("galleria", _("Ambiente: galleria"), Tick(), width=5, example=True,
              short=_("Galleria")),
        Field("ore", _("Ore al giorno di esposizione al rischio"), Integer(0, 24), width=12,
              example=6,
              short=_("Durante l’orario lavorativo, per quante ore era esposto al rischio?")),
        Field("modo", _("In che modo?"), Code("mod101_modo"), width=12, example="continuativo"),
        Field("misure", _("Misure di sicurezza e prevenzione adottate"), LongText(2000), width=24,
              lines=3, example="Cuffie antirumore, insonorizzazione delle macchine, turni."),
        Field("rapporti_precedenti", _("L’esposizione comprende rapporti di lavoro precedenti"),
              Bool(), width=24, printed=False, example=False,
              help=_("Serve solo se un periodo comincia prima della data di assunzione.")),
    ),
)

SORVEGLIANZA = Group(
    "sorveglianza",
    "",
    _("Visite"),
    (
        Field("visita_assunzione",
              _("Il lavoratore era stato sottoposto a visita medica al momento dell’assunzione?"),
              Bool(), SALUTE, 24, required=ALWAYS, example=True),
        Field("visita_chi", _("Chi lo ha visitato all’assunzione"), Text(120), SALUTE, 24,
              when=_VISITATO, required=_VISITATO, short=_("Se sì, chi lo ha visitato?"),
              why=_("Si compila se c’è stata la visita all’assunzione."),
              example="Dott.ssa Verdi, medico competente"),
        Field("libretto", _("È stato istituito il libretto sanitario?"), Bool(), SALUTE, 24,
              example=False, norm="art. 25 D.Lgs. 81/2008",
              help=_("Facoltativo: oggi c’è la cartella sanitaria e di rischio.")),
        Field("sintomi_noti",
              _("Il datore conosceva sintomi della malattia accertati con visite precedenti?"),
              Bool(), SALUTE, 24, required=ALWAYS, example=True,
              short=_("Il datore di lavoro è a conoscenza di eventuali sintomi della malattia "
                      "manifestati dal lavoratore ed accertati con visite precedenti "
                      "(periodiche, o di altro genere?)"),
              help=_("Visite periodiche o di altro genere.")),
        Field("sintomi_chi", _("Chi lo ha visitato per i sintomi"), Text(120), SALUTE, 24,
              when=_SINTOMI, required=_SINTOMI, why=_SE_SINTOMI,
              short=_("Se sì, chi lo ha visitato?"), example="Dott.ssa Verdi, visita periodica"),
    ),
)

VISITE = Group(
    "visite",
    "",
    _("Visita precedente"),
    (
        Field("data", _("Data della visita"), Day(), SALUTE, 24, when=_SINTOMI, why=_SE_SINTOMI,
              example="2025-04-10",
              short=_("In quali date sono state eseguite le visite?")),
    ),
    repeat=4,
)

CERTIFICATO = Group(
    "certificato",
    "",
    _("Certificato medico"),
    (
        Field("numero", _("Identificativo del certificato"), NUMERO, SALUTE, 12,
              when=Not(_CARTACEA), required=Not(_CARTACEA), since=RIFERIMENTI_FROM,
              why=_("Hai indicato che c’è solo la copia cartacea."), example="1A2B3C4D5E6F",
              norm="art. 21 D.Lgs. 151/2015", help=_("12 lettere o cifre, come le dà il medico.")),
        Field("rilasciato", _("Data di rilascio del certificato"), Day(), SALUTE, 12,
              required=ALWAYS, since=RIFERIMENTI_FROM, example="2026-03-11"),
        Field("cartaceo", _("Solo copia cartacea, senza identificativo"), Bool(), SALUTE, 24,
              since=RIFERIMENTI_FROM, printed=False, example=False, norm="circ. INAIL 10/2016"),
    ),
)
