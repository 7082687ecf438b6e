"""Section 3: what happened."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.comuni import CAP, DENUNCIA, IN_ITINERE, PROVINCIA
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, All, Is, Not
from denunce.moduli.declaration import Field, Group
from denunce.moduli.kinds import Bool, Integer, LongText, Matching, Text
from denunce.moduli.moments import Clock, Day, Instant
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
SALUTE = Privacy.SALUTE
# First events of which the service asks the "cantiere temporaneo o mobile" question.
CANTIERE_FROM = date(2025, 5, 23)
_ESTERO = Is("luogo.estero", True)
_ITALIA = Not(_ESTERO)
_MORTALE = Is("evento.mortale", True)
_CAUSE = Not(Is("cause.non_disponibili", True))
_INTERVENUTA = Is("pubblica_sicurezza.intervenuta", True)
_CARTACEA = Is("certificato.cartaceo", True)
NUMERO = Matching(12, 12, "[A-Z0-9]{12}", _("Il numero del certificato ha 12 lettere o cifre."))

LUOGO = Group(
    "luogo",
    "A",
    _("Luogo dell’evento"),
    (
        Field("in_itinere", _("In itinere"), Bool(), width=5, required=ALWAYS, example=False,
              norm="art. 2 c. 3 D.P.R. 1124/1965",
              help=_("Nel tragitto di andata e ritorno tra abitazione e luogo di lavoro.")),
        Field("tipo", _("Dove è successo"), Code("mod4bis_luogo"), width=12, required=ALWAYS,
              example="in_sede",
              help=_("Il luogo dell’evento, non quello in cui il lavoratore è addetto.")),
        Field("stradale", _("Incidente stradale"), Bool(), width=7, example=False,
              help=_("È avvenuto nella circolazione di veicoli, anche durante il lavoro.")),
        Field("mezzo", _("Mezzo di trasporto"), Code("mod4bis_mezzo"), width=8, when=IN_ITINERE,
              why=_("Si compila per un evento in itinere."), example="auto"),
        Field("cantiere", _("In un cantiere temporaneo o mobile"), Bool(), width=8, required=ALWAYS,
              since=CANTIERE_FROM, norm="titolo IV D.Lgs. 81/2008", example=False,
              help=_("Obbligatoria per gli eventi dal 23 maggio 2025 (patente a crediti).")),
        Field("estero", _("All’estero"), Bool(), width=5, example=False),
        Field("stato", _("Stato estero"), Text(60), width=8, when=_ESTERO, required=_ESTERO,
              why=_("Si compila per un evento all’estero."), example="Francia",
              suggest="stato"),
        Field("indirizzo", _("Luogo: indirizzo o punto esatto"), Text(160), width=16,
              example="Reparto torneria, Viale delle Prove 3",
              help=_("Il punto esatto: palestra, scala B, reparto, incrocio.")),
        Field("comune", _("Comune dell’evento"), Text(80), width=14, when=_ITALIA, required=_ITALIA,
              why=_("Si compila per un evento in Italia."), example="Monza",
              suggest="comune"),
        Field("provincia", _("Provincia"), PROVINCIA, width=4, when=_ITALIA, required=_ITALIA,
              why=_("Si compila per un evento in Italia."), example="MB"),
        Field("cap", _("CAP"), CAP, width=6, when=_ITALIA,
              why=_("Si compila per un evento in Italia."),
              example="20900"),
    ),
)

EVENTO = Group(
    "evento",
    "B",
    _("Dati dell’evento"),
    (
        Field("data", _("Data dell’evento"), Day(), width=7, required=ALWAYS, example="2026-03-12",
              help=_("Il giorno in cui è avvenuto, non quello del certificato.")),
        Field("ora", _("Ora dell’evento"), Clock(), width=4, required=ALWAYS, example="10:40",
              help=_("L’ora in cui è avvenuto, anche approssimata.")),
        Field("giorno_festivo", _("Giorno festivo"), Bool(), width=5, example=False),
        Field("ora_lavoro", _("Durante quale ora di lavoro"), Integer(1, 24), width=8,
              when=Not(IN_ITINERE), why=_("Non si compila per un evento in itinere."), example=3,
              help=_("1 per la prima ora di lavoro o di lezione, 2 per la seconda, e così via.")),
        Field("turno", _("Turno"), Code("mod4bis_turno"), width=10, example="giornaliero"),
        Field("notizia", _("Il datore lo ha saputo il"), Instant(), width=7, required=DENUNCIA,
              example="2026-03-12T10:50",
              help=_("Quando lo ha saputo chi dirige, non la data della denuncia.")),
        Field("malattia_infortunio", _("Malattia-infortunio"), Bool(), SALUTE, 7, example=False,
              help=_("Malattia causata da germi penetrati nell’organismo sul lavoro.")),
        Field("mortale", _("Infortunio mortale"), Bool(), SALUTE, 6, required=ALWAYS, example=False,
              norm="art. 53 c. 2 D.P.R. 1124/1965",
              help=_("Con morte o pericolo di morte la segnalazione è dovuta entro 24 ore.")),
        Field("decesso", _("Data del decesso"), Day(), SALUTE, 7, when=_MORTALE, required=_MORTALE,
              why=_("Si compila per un infortunio mortale."), example="2026-03-13"),
        Field("pericolo_di_morte", _("Pericolo di morte o prognosi riservata"), Bool(), SALUTE, 11,
              example=False,
              norm="art. 53 c. 2 D.P.R. 1124/1965",
              help=_("Con il pericolo di morte è dovuta la segnalazione entro 24 ore.")),
    ),
)

CERTIFICATO = Group(
    "certificato",
    "",
    _("Certificato medico"),
    (
        Field("numero", _("Numero identificativo"), NUMERO, SALUTE, 10, when=Not(_CARTACEA),
              required=Not(_CARTACEA), why=_("Hai indicato che c’è solo la copia cartacea."),
              example="1A2B3C4D5E6F", norm="art. 53 c. 1 D.P.R. 1124/1965",
              help=_("12 lettere o cifre, come le dà il medico.")),
        Field("cartaceo", _("Solo copia cartacea"), Bool(), SALUTE, 7, example=False,
              norm="circ. INAIL 10/2016",
              help=_("Il lavoratore non ha il numero e ha consegnato la copia cartacea.")),
        Field("rilasciato", _("Data di rilascio"), Day(), SALUTE, 7, required=ALWAYS,
              example="2026-03-12",
              help=_("Il giorno in cui il medico lo ha rilasciato.")),
        Field("prognosi_dal", _("Prognosi dal"), Day(), SALUTE, 7, required=ALWAYS,
              example="2026-03-12"),
        Field("prognosi_al", _("Prognosi al"), Day(), SALUTE, 7, required=ALWAYS,
              example="2026-03-18",
              help=_("L’ultimo giorno di assenza, compreso.")),
        Field("ricevuto", _("Riferimenti ricevuti il"), Instant(), width=10, required=ALWAYS,
              example="2026-03-12T15:30", help=_("Da questo momento parte il termine di legge.")),
    ),
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
              SALUTE,
              8, example="20",
              help=_("Facoltativo: l’INAIL lo ricava dalla descrizione.")),
        Field("deviazione", _("Deviazione (ESAW)"), Code("esaw_deviazione"), SALUTE, 8,
              example="40",
              help=_("Facoltativo: l’INAIL lo ricava dalla descrizione.")),
        Field("contatto", _("Contatto (ESAW)"), Code("esaw_contatto"), SALUTE, 8, example="40",
              help=_("Facoltativo: l’INAIL lo ricava dalla descrizione.")),
        Field("non_disponibili", _("Le altre informazioni non sono disponibili"), Bool(), width=24,
              example=False,
              help=_("Con SI i campi obbligatori qui vuoti valgono come non disponibili.")),
    ),
)

PUBBLICA_SICUREZZA = Group(
    "pubblica_sicurezza",
    "D",
    _("Pubblica sicurezza"),
    (
        Field("intervenuta", _("È intervenuta un’autorità"), Bool(), Privacy.GIUDIZIARIO, 7,
              example=True, norm="art. 54 D.P.R. 1124/1965"),
        Field("autorita", _("Quale autorità"), Code("mod4bis_autorita"), Privacy.GIUDIZIARIO, 9,
              when=_INTERVENUTA, required=_INTERVENUTA, example="carabinieri",
              why=_("Si compila se è intervenuta un’autorità.")),
        Field("comando", _("Comando o ufficio"), Text(120), Privacy.GIUDIZIARIO, 8,
              when=_INTERVENUTA,
              why=_("Si compila se è intervenuta un’autorità."),
              example="Stazione di Monza Esempio",
              help=_("L’ufficio che ha fatto i rilievi, con la città.")),
    ),
)
