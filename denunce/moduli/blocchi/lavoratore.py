"""Section 2: the worker and the employment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.comuni import (
    DENUNCIA,
    NON_STUDENTE,
    PROVINCIA,
    RETRIBUITO,
    STUDENTE,
    TELEFONO,
    address,
)
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, All, Is, Not
from denunce.moduli.declaration import Field, Fixed, Group
from denunce.moduli.kinds import Bool, CodiceFiscale, Email, Matching, Text
from denunce.moduli.moments import Day
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
ID = Privacy.IDENTIFICATIVO
_ESTERO = Is("lavoratore.nato_estero", True)
_RESIDENZA = Is("lavoratore.residenza_diversa", True)
_SENZA_TELEFONO = Is("lavoratore.telefono_non_disponibile", True)
# A comunicazione says who and what happened; the employment is the denuncia's.
_IMPIEGATO = All((RETRIBUITO, DENUNCIA))
_ALTRO = Is("rapporto.tipologia_contratto", "altro")
_NON_STUDENTE = _("Non si compila per uno studente.")
_CP2011 = Matching(
    11, 0, r"[0-9](\.[0-9]{1,2}){1,4}", _("Il codice CP2011 è come 6.2.2.3.1."), dotted=True
)
ALUNNO = (
    "INSEGNANTE E ALUNNO SCUOLE; ISTRUTTORE E ALLIEVO CORSI QUALIFICAZIONE PROF.LE "
    "(art. 4 n. 5 d.P.R. 1124/65)"
)

LAVORATORE = Group(
    "lavoratore",
    "A",
    _("Dati anagrafici"),
    (
        Field("cognome", _("Cognome"), Text(80), ID, 12, required=ALWAYS, example="Bianchi",
              help=_("Come nel codice fiscale.")),
        Field("nome", _("Nome"), Text(80), ID, 12, required=ALWAYS, example="Luca",
              help=_("Come nel codice fiscale, con tutti i nomi.")),
        Field("codice_fiscale", _("Codice fiscale"), CodiceFiscale(), ID, 12, required=ALWAYS,
              example="BNCLCU90C14F205J", norm="art. 16 L. 251/1982",
              help=_("Se manca o è sbagliato c’è una sanzione amministrativa (25,82 euro nel "
                     "testo di legge: importo da verificare).")),
        Field("sesso", _("Sesso"), Code("sesso"), ID, 5, required=ALWAYS, example="M",
              help=_("Quello che risulta dal codice fiscale.")),
        Field("nato_il", _("Data di nascita"), Day(), ID, 7, required=ALWAYS, example="1990-03-14",
              help=_("Quella che risulta dal codice fiscale.")),
        Field("nato_estero", _("Nato all’estero"), Bool(), ID, 5, example=False,
              help=_("Con SI si indica lo stato invece del comune.")),
        Field("nato_a", _("Comune di nascita"), Text(80), ID, 8, when=Not(_ESTERO),
              required=All((Not(_ESTERO), DENUNCIA)), why=_("Si compila per chi è nato in Italia."),
              example="Milano", suggest="comune",
              help=_("Il nome che il comune aveva quel giorno.")),
        Field("nato_provincia", _("Provincia di nascita"), PROVINCIA, ID, 4, when=Not(_ESTERO),
              why=_("Si compila per chi è nato in Italia."), example="MI",
              help=_("La sigla che la provincia aveva quel giorno.")),
        Field("nato_stato", _("Stato di nascita"), Text(60), ID, 7, when=_ESTERO,
              required=All((_ESTERO, DENUNCIA)), why=_("Si compila per chi è nato all’estero."),
              example="Francia", suggest="stato",
              help=_("Il nome dell’elenco degli stati, anche se oggi non esiste più.")),
        Field("cittadinanza", _("Cittadinanza"), Text(60), ID, 8, required=DENUNCIA,
              example="Italiana",
              help=_("Per esempio Italiana. Non si ricava dal luogo di nascita.")),
        Field("stato_civile", _("Stato civile"), Code("stato_civile"), ID, 8,
              example="CELIBE/NUBILE", help=_("Quello del giorno dell’evento.")),
        Field("asl", _("ASL"), Text(60), ID, 8, example="ATS Città metropolitana",
              help=_("L’azienda sanitaria del domicilio.")),
        *address("domicilio_", of=_("del domicilio"), required=DENUNCIA, privacy=ID, istat=True,
                 example=("Via delle Prove", "4 bis", "Milano", "MI", "20122")),
        Field("telefono", _("Telefono"), TELEFONO, ID, 7, when=Not(_SENZA_TELEFONO),
              required=All((Not(_SENZA_TELEFONO), DENUNCIA)), example="+393335550123",
              why=_("Hai indicato che il telefono non è disponibile."),
              help=_("Anche di un genitore, al massimo 24 caratteri. Se non c’è, indica che non è "
                     "disponibile.")),
        Field("telefono_non_disponibile", _("Telefono non disponibile"), Bool(), ID, 5,
              example=False,
              help=_("Con SI il telefono vale «dati non disponibili».")),
        Field("email", _("E-mail"), Email(), ID, 12, example="luca.bianchi@esempio.test",
              help=_("Al massimo 70 caratteri.")),
        Field("pec", _("PEC"), Email(), ID, 8, example="luca.bianchi@pec.esempio.test",
              help=_("La casella di posta certificata, se ne ha una.")),
        Field("persone_a_carico", _("Persone a carico"), Bool(), ID, 4, example=True,
              help=_("Coniuge, figli o altri familiari a carico.")),
        Field("parente_datore", _("Parente del datore"), Bool(), ID, 4, example=False,
              help=_("Parente o affine del datore di lavoro.")),
        Field("tutela_inps", _("Tutela INPS malattia"), Bool(), ID, 4, example=True,
              help=_("Ha diritto all’indennità di malattia dell’INPS.")),
        Field("residenza_diversa", _("Residenza diversa dal domicilio"), Bool(), ID, 4,
              example=True, short=_("Residenza diversa"),
              help=_("Con SI si indica anche la residenza: la sede INAIL resta quella del "
                     "domicilio.")),
        *address("residenza_", of=_("di residenza"), when=_RESIDENZA, required=DENUNCIA, privacy=ID,
                 why=_("Si compila se la residenza è diversa dal domicilio."), istat=True,
                 example=("Corso dei Modelli", "21", "Monza", "MB", "20900")),
        Field("cf_confermato", _("Ho controllato il codice fiscale: è giusto così"), Bool(), ID, 6,
              printed=False, example=False,
              help=_("Serve solo se il codice non corrisponde agli altri dati.")),
    ),
)

RAPPORTO = Group(
    "rapporto",
    "B",
    _("Rapporto di lavoro"),
    (
        Field("studente", _("Studente"), Bool(), width=4, required=ALWAYS, example=False,
              norm="art. 4 n. 5 D.P.R. 1124/1965; art. 18 D.L. 48/2023",
              help=_("Con SI la qualifica è fissa e il resto di questa parte non si compila.")),
        # No list of the sources has volunteers: a question of ours, that switches the pay off.
        Field("volontario", _("Volontario"), Bool(), width=4, when=NON_STUDENTE, why=_NON_STUDENTE,
              example=False,
              help=_("Domanda del portale: per un volontario i dati retributivi non si compilano, "
                     "contratto e assunzione non servono.")),
        Field("qualifica_assicurativa", _("Qualifica assicurativa"),
              Code("qualifica_assicurativa_non_marittimo"), width=16, required=DENUNCIA, lines=2,
              example="OPERAIO",
              fixed=(Fixed(STUDENTE, ALUNNO, _("Per uno studente la qualifica è fissa.")),),
              help=_("La categoria per cui è assicurato, non la mansione.")),
        Field("tipologia_lavoratore", _("Tipologia di lavoratore"),
              Code("tipologia_lavoratore_non_marittimo"), width=12, lines=2, when=NON_STUDENTE,
              required=_IMPIEGATO, why=_NON_STUDENTE, example="DIPENDENTE",
              help=_("Il tipo di rapporto: dipendente, autonomo, tirocinante e così via.")),
        Field("tipologia_contratto", _("Tipologia di contratto"), Code("mod4bis_contratto"),
              width=12, when=NON_STUDENTE, required=_IMPIEGATO, why=_NON_STUDENTE,
              example="altro",
              help=_("Durata e orario; ciò che non è nell’elenco si scrive con «Altro».")),
        Field("contratto_altro", _("Altra tipologia di contratto"), Text(80), width=8,
              when=_ALTRO, required=_ALTRO, why=_("Si compila scegliendo «Altro» come contratto."),
              example="Lavoro intermittente", help=_("Il contratto con le tue parole.")),
        Field("data_assunzione", _("Data di assunzione"), Day(), width=7, when=NON_STUDENTE,
              required=_IMPIEGATO, why=_NON_STUDENTE, example="2019-09-02",
              help=_("L’inizio del rapporto in corso il giorno dell’infortunio.")),
        Field("ccnl_settore", _("CCNL: settore"), Text(80), width=9, when=NON_STUDENTE,
              why=_NON_STUDENTE, example="Meccanici", suggest="ccnl",
              help=_("Il settore del contratto nell’archivio del CNEL.")),
        Field("ccnl_categoria", _("CCNL: categoria"), Text(80), width=8, when=NON_STUDENTE,
              why=_NON_STUDENTE, example="Industria",
              help=_("Come nell’archivio dei contratti del CNEL.")),
        Field("voce_codice", _("Voce professionale ISTAT"), _CP2011, width=4, when=NON_STUDENTE,
              why=_NON_STUDENTE, example="6.2.2.3.1", suggest="professione",
              short=_("Codice ISTAT CP2011"),
              help=_("Il codice del Navigatore delle professioni CP2011.")),
        Field("voce_professionale", _("Professione"), Text(220), width=12, when=NON_STUDENTE,
              required=_IMPIEGATO, why=_NON_STUDENTE, suggest="professione",
              example="Attrezzisti di macchine utensili",
              help=_("La mansione svolta, come nel Navigatore delle professioni.")),
    ),
)
