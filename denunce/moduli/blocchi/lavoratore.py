"""Section 2: the worker and the employment."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.comuni import (
    DENUNCIA,
    NON_STUDENTE,
    PROVINCIA,
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
        Field("nome", _("Nome"), Text(80), ID, 12, required=ALWAYS, example="Luca"),
        Field("codice_fiscale", _("Codice fiscale"), CodiceFiscale(), ID, 12, required=ALWAYS,
              example="BNCLCU90C14F205J", norm="art. 16 L. 251/1982",
              help=_("Se manca o è sbagliato c’è una sanzione amministrativa (25,82 euro nel "
                     "testo di legge: importo da verificare).")),
        Field("sesso", _("Sesso"), Code("sesso"), ID, 5, required=ALWAYS, example="M"),
        Field("nato_il", _("Data di nascita"), Day(), ID, 7, required=ALWAYS, example="1990-03-14"),
        Field("nato_estero", _("Nato all’estero"), Bool(), ID, 5, example=False),
        Field("nato_a", _("Comune di nascita"), Text(80), ID, 9, when=Not(_ESTERO),
              required=Not(_ESTERO), why=_("Si compila per chi è nato in Italia."),
              example="Milano", suggest="comune",
              help=_("Il nome che il comune aveva quel giorno.")),
        Field("nato_provincia", _("Provincia di nascita"), PROVINCIA, ID, 3, when=Not(_ESTERO),
              why=_("Si compila per chi è nato in Italia."), example="MI"),
        Field("nato_stato", _("Stato di nascita"), Text(60), ID, 7, when=_ESTERO, required=_ESTERO,
              why=_("Si compila per chi è nato all’estero."), example="Francia",
              suggest="stato"),
        Field("cittadinanza", _("Cittadinanza"), Text(60), ID, 12, required=DENUNCIA,
              example="Italiana",
              help=_("Per esempio Italiana. Non si ricava dal luogo di nascita.")),
        Field("stato_civile", _("Stato civile"), Code("stato_civile"), ID, 12,
              example="CELIBE/NUBILE"),
        *address("domicilio_", of=_("del domicilio"), required=ALWAYS, privacy=ID,
                 example=("Via delle Prove", "4 bis", "Milano", "MI", "20122")),
        Field("asl", _("ASL"), Text(60), ID, 9, example="ATS Città metropolitana"),
        Field("telefono", _("Telefono"), TELEFONO, ID, 9, when=Not(_SENZA_TELEFONO),
              required=Not(_SENZA_TELEFONO), example="+393335550123",
              why=_("Hai indicato che il telefono non è disponibile."),
              help=_("Anche di un genitore. Se non c’è, indica che non è disponibile.")),
        Field("telefono_non_disponibile", _("Telefono non disponibile"), Bool(), ID, 6,
              example=False),
        Field("email", _("E-mail"), Email(), ID, 12, example="luca.bianchi@esempio.test"),
        Field("pec", _("PEC"), Email(), ID, 12, example="luca.bianchi@pec.esempio.test"),
        Field("persone_a_carico", _("Persone a carico"), Bool(), ID, 6, example=True,
              help=_("Coniuge, figli o altri familiari a carico.")),
        Field("parente_datore", _("Parente del datore"), Bool(), ID, 6, example=False,
              help=_("Parente o affine del datore di lavoro.")),
        Field("tutela_inps", _("Tutela INPS malattia"), Bool(), ID, 6, example=True,
              help=_("Ha diritto all’indennità di malattia dell’INPS.")),
        Field("residenza_diversa", _("Residenza diversa dal domicilio"), Bool(), ID, 6,
              example=True),
        *address("residenza_", of=_("di residenza"), when=_RESIDENZA, required=DENUNCIA, privacy=ID,
                 why=_("Si compila se la residenza è diversa dal domicilio."),
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
        Field("studente", _("Studente"), Bool(), width=5, required=ALWAYS, example=False,
              norm="art. 4 n. 5 D.P.R. 1124/1965; art. 18 D.L. 48/2023",
              help=_("Con SI la qualifica è fissa e il resto di questa parte non si compila.")),
        Field("qualifica_assicurativa", _("Qualifica assicurativa"),
              Code("qualifica_assicurativa_non_marittimo"), width=19, required=ALWAYS, lines=2,
              example="OPERAIO",
              fixed=(Fixed(STUDENTE, ALUNNO, _("Per uno studente la qualifica è fissa.")),),
              help=_("La categoria per cui è assicurato, non la mansione.")),
        Field("tipologia_lavoratore", _("Tipologia di lavoratore"),
              Code("tipologia_lavoratore_non_marittimo"), width=12, lines=2, when=NON_STUDENTE,
              required=NON_STUDENTE, why=_NON_STUDENTE, example="DIPENDENTE"),
        Field("tipologia_contratto", _("Tipologia di contratto"), Code("mod4bis_contratto"),
              width=12,
              when=NON_STUDENTE, required=All((NON_STUDENTE, DENUNCIA)), why=_NON_STUDENTE,
              example="altro"),
        Field("contratto_altro", _("Altra tipologia di contratto"), Text(80), width=12,
              when=Is("rapporto.tipologia_contratto", "altro"),
              required=Is("rapporto.tipologia_contratto", "altro"),
              why=_("Si compila scegliendo «Altro» come contratto."),
              example="Lavoro intermittente"),
        Field("data_assunzione", _("Data di assunzione"), Day(), width=7, when=NON_STUDENTE,
              required=All((NON_STUDENTE, DENUNCIA)), why=_NON_STUDENTE, example="2019-09-02",
              help=_("L’inizio del rapporto in corso il giorno dell’infortunio.")),
        Field("ccnl_settore", _("CCNL: settore"), Text(80), width=10, when=NON_STUDENTE,
              why=_NON_STUDENTE, example="Meccanici"),
        Field("ccnl_categoria", _("CCNL: categoria"), Text(80), width=7, when=NON_STUDENTE,
              why=_NON_STUDENTE, example="Industria",
              help=_("Come nell’archivio dei contratti del CNEL.")),
        Field("voce_codice", _("Voce professionale ISTAT"), _CP2011, width=7, when=NON_STUDENTE,
              why=_NON_STUDENTE, example="6.2.2.3.1", suggest="professione",
              help=_("Il codice del Navigatore delle professioni CP2011.")),
        Field("voce_professionale", _("Professione"), Text(220), width=17, when=NON_STUDENTE,
              required=NON_STUDENTE, why=_NON_STUDENTE, example="Attrezzisti di macchine utensili",
              suggest="professione",
              help=_("La mansione svolta, come nel Navigatore delle professioni.")),
    ),
)
