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
_DITTA = Matching(10, 10, "[0-9]{8,10}", _("Sono 8 cifre, più 2 di controllo se le conosci."))
_DIVERSA = Is("corrispondenza.diversa", True)
_ANTICIPA = Is("corrispondenza.anticipa", True)
_DICHIARATA = Is("unita_produttiva.dichiarata", True)

INVIO = Group(
    "invio",
    "",
    _("Tipo di invio"),
    (
        Field("tipo", _("Che cosa invii"), Code("mod4bis_tipo_invio"), width=12, required=ALWAYS,
              example="denuncia",
              norm="art. 53 D.P.R. 1124/1965; art. 18 c. 1 lett. r D.Lgs. 81/2008",
              help=_("Denuncia se l’assenza supera i tre giorni, altrimenti comunicazione.")),
        Field("gestione", _("Gestione"), Code("mod4bis_gestione"), width=12, required=ALWAYS,
              example="ordinaria", norm="artt. 127 e 190 D.P.R. 1124/1965",
              help=_("Le scuole statali sono assicurate con la gestione per conto dello Stato.")),
        Field("sede_inail", _("Sede INAIL competente"), Text(80), width=12,
              example="Milano Esempio",
              norm="circ. INAIL 54/2004",
              help=_("È la sede nel cui territorio il lavoratore ha il domicilio.")),
        Field("comunicazione", _("Comunicazione già inviata: numero"), Text(30), width=12,
              when=DENUNCIA, why=_("Riguarda solo la denuncia."), example="C-0000123",
              help=_("Se avevi già inviato la comunicazione dello stesso evento.")),
    ),
)

DATORE = Group(
    "datore",
    "A",
    _("Anagrafica"),
    (
        Field("denominazione", _("Cognome e nome o ragione sociale"), Text(160), width=24,
              required=ALWAYS, example="Officine Esempio S.r.l."),
        Field("codice_fiscale", _("Codice fiscale"), CodiceFiscale(persona=False), width=12,
              required=ALWAYS, example="01234560157",
              help=_("Per una ditta individuale è quello del titolare.")),
        Field("codice_ditta", _("Codice ditta e C/C"), _DITTA, width=7, required=ORDINARIA,
              when=ORDINARIA, why=_ORDINARIA, example="1234567890",
              help=_("Sta nel certificato di assicurazione: 8 cifre, più 2 di controllo.")),
        Field("voce_tariffa", _("Voce di tariffa"), Text(10), width=5, when=ORDINARIA,
              why=_ORDINARIA,
              example="6211",
              help=_("La voce delle lavorazioni a cui era addetto il lavoratore.")),
        Field("pat", _("Posizione assicurativa territoriale e C/C"), _DITTA, width=9,
              when=ORDINARIA,
              why=_ORDINARIA, required=All((ORDINARIA, DENUNCIA)), example="9876543210",
              help=_("Quella della sede in cui lavora: sta nel certificato di assicurazione.")),
        Field("polizza", _("Polizza"), Code("mod4bis_polizza"), width=8, when=ORDINARIA,
              why=_ORDINARIA, example="dipendenti",
              fixed=(Fixed(All((ORDINARIA, STUDENTE)), "speciale_scuole",
                           _("Per gli studenti vale solo la polizza speciale scuole.")),)),
        Field("codice_amministrazione", _("Amministrazione statale: codice"), Text(20), width=7,
              when=CONTO_STATO, why=_("Si compila per la gestione per conto dello Stato."),
              example="MI-0000",
              help=_("Il codice con cui l’INAIL conosce l’amministrazione.")),
        Field("lavorazione", _("Lavorazione o attività svolta"), Text(160), width=24,
              example="Lavorazioni meccaniche di precisione",
              help=_("Quella dell’unità in cui è successo, in poche parole.")),
        *address(of=_("della sede"), required=ALWAYS,
        example=("Via dell’Industria", "7", "Milano", "MI", "20121")),
        Field("telefono", _("Telefono"), TELEFONO, width=6, example="0255512345"),
        Field("email", _("E-mail"), Email(), width=9, example="officine@esempio.test"),
        Field("pec", _("PEC"), Email(), width=9, example="officine@pec.esempio.test"),
    ),
)

UNITA_PRODUTTIVA = Group(
    "unita_produttiva",
    "B",
    _("Unità produttiva"),
    (
        Field("dichiarata", _("Unità produttiva dichiarata"), Bool(), width=24, required=ALWAYS,
              example=True, help=_("Con NO la sezione vale «unità produttiva non dichiarata».")),
        Field("denominazione", _("Denominazione"), Text(160), width=24, when=_DICHIARATA,
              required=_DICHIARATA, why=_("Si compila se l’unità produttiva è dichiarata."),
              example="Stabilimento di Monza",
              help=_("Plesso, stabilimento, reparto o cantiere, come è stato dichiarato.")),
        *address(of=_("dell’unità produttiva"), when=_DICHIARATA,
        why=_("Si compila se l’unità produttiva è dichiarata."),
                 example=("Viale delle Prove", "3", "Monza", "MB", "20900")),
    ),
)

CORRISPONDENZA = Group(
    "corrispondenza",
    "C",
    _("Corrispondenza e pagamenti"),
    (
        Field("diversa", _("Recapito diverso dall’indirizzo della sede"), Bool(), width=12,
              example=True),
        Field("anticipa", _("Il datore anticipa l’indennità al lavoratore"), Bool(), width=12,
              norm="art. 70 D.P.R. 1124/1965", example=True,
              help=_("L’INAIL rimborsa al datore quanto anticipato al lavoratore.")),
        *address(of=_("del recapito"), when=_DIVERSA,
        why=_("Si compila se il recapito è diverso dalla sede."),
                 example=("Casella postale", "9", "Milano", "MI", "20123")),
        Field("iban", _("IBAN per il rimborso"), Iban(), privacy=Privacy.IDENTIFICATIVO, width=16,
              when=_ANTICIPA, required=_ANTICIPA,
              why=_("Si compila se il datore anticipa l’indennità."),
              example="IT60X0542811101000000123456",
              help=_("Del datore: è il conto su cui l’INAIL rimborsa.")),
    ),
)
