"""Section 3: what happened."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.comuni import (
    CAP,
    DENUNCIA,
    IN_ITINERE,
    ISTAT,
    PROVINCIA,
    unavailable,
)
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, All, Is, LaterBy, Not
from denunce.moduli.declaration import Field, Group
from denunce.moduli.kinds import Bool, Integer, LongText, Matching, Text
from denunce.moduli.moments import Clock, Day, Instant
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
SALUTE = Privacy.SALUTE
# First events of which the service asks the "cantiere temporaneo o mobile" question.
PS_DAYS = 30
CANTIERE_FROM = date(2025, 5, 23)
_ESTERO = Is("luogo.estero", True)
_ITALIA = Not(_ESTERO)
_STRADALE = Is("luogo.stradale", True)
_IN_VIAGGIO = Not(All((Not(IN_ITINERE), Not(_STRADALE))))
_ALTRO_MEZZO = Is("luogo.mezzo", "altro")
_ALTRO_LUOGO = Is("luogo.tipo", "altro")
_ALTRO_TURNO = Is("evento.turno", "altro")
_MORTALE = Is("evento.mortale", True)
_INTERVENUTA = Is("pubblica_sicurezza.intervenuta", True)
_CARTACEA = Is("certificato.cartaceo", True)
# "Le informazioni relative ai campi obbligatori non compilati non sono disponibili".
_LUOGO = Not(Is("luogo.non_disponibili", True))
_EVENTO = Not(Is("evento.non_disponibili", True))
_CAUSE = Not(Is("cause.non_disponibili", True))
_AUTORITA = Not(Is("pubblica_sicurezza.non_disponibili", True))
# Death on the spot: the denuncia is due though no certificate gave a prognosis (dominio 1.5).
_CON_PROGNOSI = Not(_MORTALE)
# Art. 54 T.U. since D.Lgs. 151/2015: public security hears of a death or of more than 30 days.
_GRAVE = Not(
    All((Not(_MORTALE), Not(LaterBy("evento.data", "certificato.prognosi_al", PS_DAYS))))
)
_SOLO_ITALIA = _("Si compila per un evento in Italia.")
_SOLO_ITINERE = _("Non si compila per un evento in itinere.")
NUMERO = Matching(12, 12, "[A-Z0-9]{12}", _("Il numero del certificato ha 12 lettere o cifre."))

LUOGO = Group(
    "luogo",
    "A",
    _("Luogo dell’evento"),
    (
        Field("in_itinere", _("In itinere"), Bool(), width=4, required=_LUOGO, example=False,
              norm="art. 2 c. 3 D.P.R. 1124/1965",
              help=_("Nel tragitto di andata e ritorno tra abitazione e luogo di lavoro.")),
        Field("stradale", _("Incidente stradale"), Bool(), width=4, example=True,
              help=_("È avvenuto nella circolazione di veicoli, anche durante il lavoro.")),
        Field("mezzo", _("Mezzo di trasporto"), Code("mod4bis_mezzo"), width=8, when=_IN_VIAGGIO,
              why=_("Si compila per un evento in itinere o stradale."), example="auto",
              help=_("Quello su cui si trovava il lavoratore.")),
        Field("mezzo_altro", _("Altro mezzo: quale"), Text(60), width=8, when=_ALTRO_MEZZO,
              required=_ALTRO_MEZZO, why=_("Si compila scegliendo «Altro mezzo»."),
              example="Battello", help=_("Il mezzo con le tue parole.")),
        Field("tipo", _("Dove è successo"), Code("mod4bis_luogo"), width=9, required=_LUOGO,
              example="in_sede",
              help=_("Il luogo dell’evento, non quello in cui il lavoratore è addetto.")),
        Field("tipo_altro", _("Altro luogo: quale"), Text(60), width=7, when=_ALTRO_LUOGO,
              required=_ALTRO_LUOGO, why=_("Si compila scegliendo «Altro luogo»."),
              example="Fiera", help=_("Il luogo con le tue parole.")),
        Field("cantiere", _("In un cantiere temporaneo o mobile"), Bool(), width=8, required=ALWAYS,
              since=CANTIERE_FROM, norm="titolo IV D.Lgs. 81/2008", example=False,
              help=_("Obbligatoria per gli eventi dal 23 maggio 2025 (patente a crediti).")),
        Field("estero", _("All’estero"), Bool(), width=4, example=False,
              help=_("Con SI si indica lo stato invece del comune.")),
        Field("stato", _("Stato estero"), Text(60), width=7, when=_ESTERO,
              required=All((_ESTERO, _LUOGO)), suggest="stato",
              why=_("Si compila per un evento all’estero."), example="Francia",
              help=_("Il nome dell’elenco degli stati, quello del giorno dell’evento.")),
        Field("indirizzo", _("Luogo: indirizzo o punto esatto"), Text(160), width=13,
              example="Reparto torneria, Viale delle Prove 3",
              help=_("Il punto esatto: palestra, scala B, reparto, incrocio.")),
        Field("comune", _("Comune dell’evento"), Text(80), width=8, when=_ITALIA,
              required=All((_ITALIA, _LUOGO)), why=_SOLO_ITALIA, example="Monza", suggest="comune",
              help=_("Il nome intero del comune.")),
        Field("provincia", _("Provincia"), PROVINCIA, width=3, when=_ITALIA,
              required=All((_ITALIA, _LUOGO)), why=_SOLO_ITALIA, example="MB",
              help=_("La sigla di due lettere, per esempio MI.")),
        Field("cap", _("CAP"), CAP, width=3, when=_ITALIA, why=_SOLO_ITALIA, example="20900",
              help=_("Il codice postale, cinque cifre.")),
        Field("istat", _("Codice ISTAT del comune dell’evento"), ISTAT, width=3, when=_ITALIA,
              why=_SOLO_ITALIA, example="108033", short=_("ISTAT"),
              help=_("Sei cifre: lo scrive la ricerca del comune.")),
        unavailable(width=7, keep=_("restano da indicare il cantiere e i dati che hai.")),
    ),
)

EVENTO = Group(
    "evento",
    "B",
    _("Dati dell’evento"),
    (
        Field("data", _("Data dell’evento"), Day(), width=7, required=ALWAYS, example="2026-03-12",
              help=_("Il giorno in cui è avvenuto, non quello del certificato.")),
        Field("ora", _("Ora dell’evento"), Clock(), width=4, required=_EVENTO, example="10:40",
              help=_("L’ora in cui è avvenuto, anche approssimata.")),
        Field("giorno_festivo", _("Giorno festivo"), Bool(), width=4, example=False,
              help=_("Festivo per il calendario, anche se era un giorno di lavoro.")),
        Field("ora_lavoro", _("Durante quale ora di lavoro"), Integer(1, 24), width=5,
              when=Not(IN_ITINERE), why=_SOLO_ITINERE, example=3,
              help=_("1 per la prima ora di lavoro o di lezione, 2 per la seconda, e così via.")),
        Field("turno", _("Turno"), Code("mod4bis_turno"), width=4, example="giornaliero",
              help=_("L’orario in cui lavorava quel giorno.")),
        Field("turno_altro", _("Altro turno: quale"), Text(60), width=5, when=_ALTRO_TURNO,
              required=_ALTRO_TURNO, why=_("Si compila scegliendo «Altro turno»."),
              example="Reperibilità", help=_("Il turno con le tue parole.")),
        Field("notizia", _("Il datore lo ha saputo il"), Instant(), width=7,
              required=All((DENUNCIA, _EVENTO)), example="2026-03-12T10:50",
              help=_("Quando lo ha saputo chi dirige, non la data della denuncia.")),
        Field("malattia_infortunio", _("Malattia-infortunio"), Bool(), SALUTE, 6, example=False,
              help=_("Malattia causata da germi penetrati nell’organismo sul lavoro.")),
        Field("mortale", _("Infortunio mortale"), Bool(), SALUTE, 6, required=ALWAYS, example=False,
              norm="art. 53 c. 2 D.P.R. 1124/1965",
              help=_("Con morte o pericolo di morte la segnalazione è dovuta entro 24 ore.")),
        Field("decesso", _("Data del decesso"), Day(), SALUTE, 7, when=_MORTALE,
              required=All((_MORTALE, _EVENTO)), why=_("Si compila per un infortunio mortale."),
              example="2026-03-13", help=_("Il giorno della morte, anche diverso dall’evento.")),
        Field("pericolo_di_morte", _("Pericolo di morte o prognosi riservata"), Bool(), SALUTE, 9,
              example=False,
              norm="art. 53 c. 2 D.P.R. 1124/1965",
              help=_("Con il pericolo di morte è dovuta la segnalazione entro 24 ore.")),
        unavailable(width=8, keep=_("restano da indicare la data e se è mortale.")),
    ),
)

CERTIFICATO = Group(
    "certificato",
    "",
    _("Certificato medico"),
    (
        Field("numero", _("Numero identificativo"), NUMERO, SALUTE, 10, when=Not(_CARTACEA),
              required=All((Not(_CARTACEA), _CON_PROGNOSI)),
              why=_("Hai indicato che c’è solo la copia cartacea."),
              example="1A2B3C4D5E6F", norm="art. 53 c. 1 D.P.R. 1124/1965",
              help=_("12 lettere o cifre, come le dà il medico.")),
        Field("cartaceo", _("Solo copia cartacea"), Bool(), SALUTE, 7, example=False,
              norm="circ. INAIL 10/2016 e 42/2017",
              help=_("Il lavoratore non ha il numero e ha consegnato la copia cartacea: nel "
                     "servizio dell’INAIL si scrive un codice di 12 lettere o cifre che scegli.")),
        Field("rilasciato", _("Data di rilascio"), Day(), SALUTE, 7, required=_CON_PROGNOSI,
              example="2026-03-12",
              help=_("Il giorno in cui il medico lo ha rilasciato.")),
        Field("prognosi_dal", _("Prognosi dal"), Day(), SALUTE, 7, required=_CON_PROGNOSI,
              example="2026-03-12",
              help=_("Il primo giorno di assenza del certificato.")),
        Field("prognosi_al", _("Prognosi al"), Day(), SALUTE, 7, required=_CON_PROGNOSI,
              example="2026-03-18",
              help=_("L’ultimo giorno di assenza, compreso.")),
        Field("ricevuto", _("Riferimenti ricevuti il"), Instant(), width=10,
              required=_CON_PROGNOSI, example="2026-03-12T15:30",
              help=_("Da questo momento parte il termine di legge.")),
    ),
    help=_("Dopo una morte senza certificato questi dati possono mancare."),
)

CAUSE = Group(
    "cause",
    "C",
    _("Cause e circostanze"),
    (
        Field("attivita", _("Che cosa stava facendo"), Text(200), SALUTE, 18,
              example="Attrezzaggio del tornio",
              help=_("L’azione in corso al momento dell’infortunio.")),
        Field("abituale", _("Lavoro abituale"), Bool(), width=6, example=True,
              help=_("Faceva un’attività che svolge di solito.")),
        Field("dinamica", _("Come è successo"), LongText(4000), SALUTE, 24, lines=7,
              required=_CAUSE,
              example="Durante l’attrezzaggio del tornio la chiave è scivolata e ha colpito la "
                      "mano sinistra dell’operaio, che portava i guanti.",
              help=_("Dove, che cosa faceva, che cosa è andato storto, con quale conseguenza.")),
        Field("imprevisto", _("Che cosa è successo di imprevisto"), LongText(800), SALUTE, 24,
              lines=2,
              example="La chiave ha perso la presa sul mandrino.",
              help=_("Che cosa è cambiato rispetto al normale svolgimento.")),
        Field("natura_lesione", _("Natura della lesione"), Code("natura_lesione"), SALUTE, 12,
              required=All((_CAUSE, DENUNCIA)), example="CONTUSIONE",
              help=_("Quella che conosce il datore: la diagnosi è nel certificato.")),
        Field("sede_lesione", _("Sede della lesione"), Code("sede_lesione"), SALUTE, 12,
              required=All((_CAUSE, DENUNCIA)), example="MANO SINISTRA",
              help=_("La parte del corpo che si è fatta male.")),
        Field("attivita_fisica", _("Attività fisica specifica (ESAW)"), Code("esaw_attivita"),
              SALUTE, 6, lines=2, example="20",
              help=_("Facoltativo: l’INAIL lo ricava dalla descrizione.")),
        Field("deviazione", _("Deviazione (ESAW)"), Code("esaw_deviazione"), SALUTE, 6, lines=2,
              example="40", help=_("Facoltativo: l’INAIL lo ricava dalla descrizione.")),
        Field("contatto", _("Contatto (ESAW)"), Code("esaw_contatto"), SALUTE, 6, lines=2,
              example="40", help=_("Facoltativo: l’INAIL lo ricava dalla descrizione.")),
        unavailable(width=6),
    ),
)

PUBBLICA_SICUREZZA = Group(
    "pubblica_sicurezza",
    "D",
    _("Pubblica sicurezza"),
    (
        Field("intervenuta", _("È intervenuta un’autorità"), Bool(), Privacy.GIUDIZIARIO, 5,
              required=All((DENUNCIA, _AUTORITA, _GRAVE)),
              example=True, norm="art. 54 D.P.R. 1124/1965",
              help=_("Polizia, carabinieri, polizia locale o altri sono venuti sul posto. "
                     "Da indicare per la morte o una prognosi oltre 30 giorni.")),
        Field("autorita", _("Quale autorità"), Code("mod4bis_autorita"), Privacy.GIUDIZIARIO, 6,
              when=_INTERVENUTA, required=All((_INTERVENUTA, _AUTORITA)), example="carabinieri",
              why=_("Si compila se è intervenuta un’autorità."),
              help=_("Se non è nell’elenco scegli «Altra autorità» e scrivi l’ufficio.")),
        Field("comando", _("Comando o ufficio"), Text(120), Privacy.GIUDIZIARIO, 8,
              when=_INTERVENUTA, required=Is("pubblica_sicurezza.autorita", "altra"),
              why=_("Si compila se è intervenuta un’autorità."),
              example="Stazione di Monza Esempio",
              help=_("L’ufficio che ha fatto i rilievi, con la città.")),
        unavailable(width=5),
    ),
    help=_("La denuncia all’autorità di pubblica sicurezza oggi serve solo per la morte o una "
           "prognosi oltre 30 giorni: la denuncia telematica all’INAIL vale anche per questo. Chi "
           "non è assicurato all’INAIL la fa a parte, entro due giorni."),
)
