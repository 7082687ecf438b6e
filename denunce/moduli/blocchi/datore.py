"""Section 1: the employer."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.comuni import (
    CONTO_STATO,
    DENUNCIA,
    ORDINARIA,
    STUDENTE,
    TELEFONO,
    Iban,
    address,
)
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, All, Is
from denunce.moduli.declaration import Field, Fixed, Group
from denunce.moduli.kinds import Bool, CodiceFiscale, Email, Matching, Text
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
_ORDINARIA = _("Si compila per la gestione ordinaria.")
_STATALE = _("Si compila per la gestione per conto dello Stato.")
_UNITA = _("Si compila se l’unità produttiva è dichiarata.")
_DITTA = Matching(10, 10, "[0-9]{8,10}", _("Sono 8 cifre, più 2 di controllo se le conosci."))
_DIVERSA = Is("corrispondenza.diversa", True)
_ANTICIPA = Is("corrispondenza.anticipa", True)
_DICHIARATA = Is("unita_produttiva.dichiarata", True)
_ALTRA_POLIZZA = Is("datore.polizza", "altra")

INVIO = Group(
    "invio",
    "",
    _("Tipo di invio"),
    (
        Field("tipo", _("Che cosa invii"), Code("mod4bis_tipo_invio"), width=12, required=ALWAYS,
              example="denuncia",
              norm="art. 53 D.P.R. 1124/1965; art. 18 c. 1 lett. r D.Lgs. 81/2008",
              help=_("Denuncia se l’assenza supera i tre giorni, altrimenti comunicazione.")),
        Field("comunicazione", _("Comunicazione già inviata: numero"), Text(30), width=12,
              when=DENUNCIA, why=_("Riguarda solo la denuncia."), example="C-0000123",
              help=_("Se avevi già inviato la comunicazione dello stesso evento.")),
        Field("gestione", _("Gestione"), Code("mod4bis_gestione"), width=17, required=ALWAYS,
              example="ordinaria", norm="artt. 127, 190 e 205 D.P.R. 1124/1965",
              help=_("Le scuole statali sono assicurate per conto dello Stato. Per colf e badanti "
                     "non c’è posizione: la denuncia si manda via PEC e non c’è comunicazione.")),
        Field("sede_inail", _("Sede INAIL competente"), Text(80), width=7,
              example="Milano Esempio", norm="circ. INAIL 54/2004",
              help=_("È la sede nel cui territorio il lavoratore ha il domicilio.")),
    ),
)

DATORE = Group(
    "datore",
    "A",
    _("Anagrafica"),
    (
        # The service asks these two before anything else: they decide what the rest may say.
        Field("polizza", _("Polizza"), Code("mod4bis_polizza"), width=14, when=ORDINARIA,
              why=_ORDINARIA, example="dipendenti",
              fixed=(Fixed(All((ORDINARIA, STUDENTE)), "speciale_scuole",
                           _("Per gli studenti vale solo la polizza speciale scuole.")),),
              help=_("Quella che assicura il lavoratore: si sceglie prima di tutto il resto.")),
        Field("polizza_altra", _("Altra polizza: quale"), Text(60), width=6, when=_ALTRA_POLIZZA,
              required=_ALTRA_POLIZZA, why=_("Si compila scegliendo «Altra polizza»."),
              example="Polizza pescatori",
              help=_("Il nome come nel certificato di assicurazione.")),
        Field("voce_tariffa", _("Voce di tariffa"), Text(10), width=4, when=ORDINARIA,
              why=_ORDINARIA, example="6211", norm="D.I. 27/2/2019",
              help=_("La voce delle lavorazioni a cui era addetto il lavoratore.")),
        Field("denominazione", _("Cognome e nome o ragione sociale"), Text(160), width=24,
              required=ALWAYS, example="Officine Esempio S.r.l.",
              help=_("Chi assicura il lavoratore: la persona, la ditta, la scuola.")),
        Field("codice_fiscale", _("Codice fiscale"), CodiceFiscale(persona=False), width=10,
              required=ALWAYS, example="01234560157",
              help=_("Per una ditta individuale è quello del titolare.")),
        Field("codice_ditta", _("Codice ditta e C/C"), _DITTA, width=7, required=ORDINARIA,
              when=ORDINARIA, why=_ORDINARIA, example="1234567890",
              help=_("Sta nel certificato di assicurazione: 8 cifre, più 2 di controllo.")),
        Field("pat", _("Posizione assicurativa territoriale e C/C"), _DITTA, width=7,
              when=ORDINARIA, short=_("PAT e C/C"),
              why=_ORDINARIA, required=All((ORDINARIA, DENUNCIA)), example="9876543210",
              help=_("La PAT della sede in cui lavora: sta nel certificato di assicurazione.")),
        Field("codice_ministero", _("Codice ministero"), Text(20), width=6,
              when=CONTO_STATO, why=_STATALE, example="MIN-00",
              norm="art. 127 D.P.R. 1124/1965",
              help=_("Il codice con cui l’INAIL conosce il ministero da cui dipendi.")),
        Field("codice_amministrazione", _("Codice INAIL dell’amministrazione"), Text(20), width=6,
              when=CONTO_STATO, why=_STATALE, example="MI-0000",
              help=_("Il codice con cui l’INAIL conosce l’amministrazione.")),
        Field("sede_amministrativa", _("Sede amministrativa"), Text(160), width=12,
              when=CONTO_STATO, why=_STATALE, example="Ufficio Esempio, Via degli Esempi 12",
              help=_("L’ufficio che gestisce il personale, con il suo indirizzo.")),
        Field("lavorazione", _("Lavorazione o attività svolta"), Text(160), width=24,
              example="Lavorazioni meccaniche di precisione",
              help=_("Quella dell’unità in cui è successo, in poche parole.")),
        *address(of=_("della sede"), required=ALWAYS, istat=True,
                 example=("Via dell’Industria", "7", "Milano", "MI", "20121")),
        Field("telefono", _("Telefono"), TELEFONO, width=6, example="0255512345",
              help=_("Al massimo 24 caratteri, solo cifre.")),
        Field("email", _("E-mail"), Email(), width=9, example="officine@esempio.test",
              help=_("Al massimo 70 caratteri.")),
        Field("pec", _("PEC"), Email(), width=9, example="officine@pec.esempio.test",
              help=_("La casella di posta certificata; al massimo 70 caratteri.")),
    ),
)

UNITA_PRODUTTIVA = Group(
    "unita_produttiva",
    "B",
    _("Unità produttiva"),
    (
        Field("dichiarata", _("Unità produttiva dichiarata"), Bool(), width=7, required=ALWAYS,
              example=True, help=_("Con NO la sezione vale «unità produttiva non dichiarata».")),
        Field("denominazione", _("Denominazione"), Text(160), width=17, when=_DICHIARATA,
              required=_DICHIARATA, why=_UNITA, example="Stabilimento di Monza",
              help=_("Plesso, stabilimento, reparto o cantiere, come è stato dichiarato.")),
        *address(of=_("dell’unità produttiva"), when=_DICHIARATA, why=_UNITA, istat=True,
                 example=("Viale delle Prove", "3", "Monza", "MB", "20900")),
    ),
)

CORRISPONDENZA = Group(
    "corrispondenza",
    "C",
    _("Corrispondenza e pagamenti"),
    (
        Field("diversa", _("Recapito diverso dall’indirizzo della sede"), Bool(), width=12,
              example=True,
              help=_("Con SI l’INAIL scrive all’indirizzo che indichi qui.")),
        Field("anticipa", _("Il datore anticipa l’indennità al lavoratore"), Bool(), width=12,
              norm="art. 70 D.P.R. 1124/1965", example=True,
              help=_("L’INAIL rimborsa al datore quanto anticipato al lavoratore.")),
        *address(of=_("del recapito"), when=_DIVERSA,
                 why=_("Si compila se il recapito è diverso dalla sede."),
                 example=("Casella postale", "9", "Milano", "MI", "20123")),
        Field("iban", _("IBAN per il rimborso"), Iban(), privacy=Privacy.IDENTIFICATIVO, width=24,
              when=_ANTICIPA, required=_ANTICIPA,
              why=_("Si compila se il datore anticipa l’indennità."),
              example="IT60X0542811101000000123456",
              help=_("Del datore: è il conto su cui l’INAIL rimborsa.")),
    ),
)
