"""Sections 4, 5 and 6, and who fills the form in."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.comuni import RETRIBUITO, TARGA, TELEFONO, address, only
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, All, Is, Known
from denunce.moduli.declaration import Field, Group
from denunce.moduli.kinds import Bool, Decimal, Integer, Text
from denunce.moduli.moments import Day
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
ID = Privacy.IDENTIFICATIVO
_NON_RETRIBUITO = _("Non si compila per uno studente né per un volontario.")
_PART_TIME = All((RETRIBUITO, Is("retribuzione.orario", "part_time")))
_ALTRA_QUALITA = Is("dichiarante.qualita", "altro")
_IMPORTO = Decimal(7)

RETRIBUZIONE = Group(
    "retribuzione",
    "",
    _("Dati retributivi dei 15 giorni precedenti l’evento"),
    only(
        RETRIBUITO,
        _NON_RETRIBUITO,
        Field("orario", _("Orario"), Code("mod4bis_orario"), width=7, example="part_time",
              help=_("Con il part-time si indicano anche le ore lavorate.")),
        Field("ore_settimanali", _("Ore settimanali"), Decimal(3, "ore"), width=5, example="40.00",
              help=_("Quelle del contratto collettivo per il tempo pieno.")),
        Field("ore_part_time", _("Di cui lavorate"), Decimal(3, "ore"), width=5, example="20.00",
              when=_PART_TIME, required=All((_PART_TIME, Known("retribuzione.importo"))),
              why=_("Si compila per il part-time."),
              help=_("Le ore settimanali del contratto part-time.")),
        Field("ferie", _("Ferie: giorni l’anno"), Integer(0, 60), width=7, example=26,
              help=_("I giorni di ferie che spettano in un anno.")),
        Field("dal", _("Periodo dal"), Day(), width=6, example="2026-02-25",
              norm="art. 116 D.P.R. 1124/1965",
              help=_("Il primo dei 15 giorni che precedono l’infortunio.")),
        Field("al", _("Periodo al"), Day(), width=6, example="2026-03-11",
              help=_("L’ultimo giorno prima dell’infortunio.")),
        Field("base", _("Base della paga"), Code("mod4bis_base_paga"), width=12, example="oraria",
              required=Known("retribuzione.importo"),
              help=_("Come è calcolata la paga base scritta qui sotto.")),
        Field("importo", _("Paga base"), _IMPORTO, width=6,
              required=Known("retribuzione.base"), example="12.50",
              norm="art. 116 D.P.R. 1124/1965",
              help=_("Lorda, per un’ora, un giorno o un mese secondo la base.")),
        Field("straordinario", _("Straordinario"), _IMPORTO, width=6, example="80.00",
              help=_("Solo quello pagato nel periodo.")),
        Field("festivita", _("Festività di domenica"), _IMPORTO, width=6, example="0.00",
              help=_("Il compenso per le festività cadute di domenica nel periodo.")),
        Field("natura", _("Vitto e alloggio"), _IMPORTO, width=6, example="0.00",
              help=_("Il valore di vitto e alloggio dati come paga.")),
        Field("indennita", _("Altre indennità"), _IMPORTO, width=6, example="45.60",
              help=_("La somma di mensa, trasporto, turni e simili nel periodo.")),
        Field("tredicesima", _("Tredicesima"), Decimal(3, "%"), width=6, example="8.33",
              help=_("In percentuale della paga di un anno: una mensilità è 8,33.")),
        Field("altre_mensilita", _("Altre mensilità"), Decimal(3, "%"), width=6, example="0.00",
              help=_("Quattordicesima e oltre, in percentuale.")),
        Field("premio", _("Premio di produzione"), _IMPORTO, width=6, example="0.00",
              help=_("Quello di un anno, in euro.")),
    ),
    help=_("Facoltativi, ma utili per calcolare l’indennità. Importi lordi in euro."),
)

TESTIMONI = Group(
    "testimoni",
    "",
    _("Testimone"),
    (
        Field("cognome", _("Cognome"), Text(80), ID, 8, required=ALWAYS, example="Verdi",
              help=_("Chi ha visto, o è arrivato per primo.")),
        Field("nome", _("Nome"), Text(80), ID, 8, required=ALWAYS, example="Anna",
              help=_("Il nome del testimone, per intero.")),
        Field("telefono", _("Telefono"), TELEFONO, ID, 8, example="0255500001",
              help=_("Al massimo 24 caratteri, solo cifre.")),
        *address(privacy=ID, example=("Via dei Testimoni", "1", "Milano", "MI", "20121")),
    ),
    repeat=5,
    printed=1,
)

VEICOLI = Group(
    "veicoli",
    "",
    _("Veicolo a motore"),
    (
        Field("targa", _("Targa"), TARGA, ID, 6, required=ALWAYS, example="AB123CD",
              help=_("Solo lettere e cifre; di un veicolo non italiano quella che porta.")),
        Field("tipo", _("Tipo di veicolo"), Text(60), width=9, example="Autovettura",
              help=_("Per esempio autovettura, motociclo, furgone.")),
        Field("del_lavoratore", _("Guidato dal lavoratore"), Bool(), width=9, example=True,
              help=_("Con NO serve il nome del conducente.")),
        Field("conducente", _("Conducente"), Text(120), ID, 12,
              required=Is(".del_lavoratore", False),
              example="Luca Bianchi", help=_("Cognome e nome di chi guidava.")),
        Field("assicuratore", _("Compagnia assicuratrice"), Text(120), width=12,
              example="Esempio Assicurazioni",
              help=_("La compagnia della responsabilità civile del veicolo.")),
        Field("polizza", _("Numero di polizza"), Text(40), ID, 12, example="000-123456",
              help=_("Come sul certificato di assicurazione del veicolo.")),
        Field("proprietario", _("Proprietario, se diverso dal conducente"), Text(120), ID, 12,
              example="Anna Verdi", help=_("Cognome e nome, o ragione sociale.")),
    ),
    repeat=4,
    printed=1,
)

DICHIARANTE = Group(
    "dichiarante",
    "",
    _("Chi compila"),
    (
        Field("cognome", _("Cognome"), Text(80), ID, 8, required=ALWAYS, example="Rossi",
              help=_("Di chi firma la denuncia o comunicazione.")),
        Field("nome", _("Nome"), Text(80), ID, 8, required=ALWAYS, example="Maria",
              help=_("Di chi firma la denuncia o comunicazione.")),
        Field("qualita", _("In qualità di"), Code("mod4bis_qualita"), width=8, required=ALWAYS,
              example="datore",
              help=_("Chi firma per il datore: il dirigente, il titolare o un delegato.")),
        Field("qualita_altra", _("Altra qualità: quale"), Text(60), width=8,
              when=_ALTRA_QUALITA, required=_ALTRA_QUALITA,
              why=_("Si compila scegliendo «Altro»."), example="Erede del datore",
              help=_("A che titolo firma.")),
        Field("luogo", _("Luogo"), Text(80), width=9, example="Milano", suggest="comune",
              help=_("Dove è firmata.")),
        Field("data", _("Data"), Day(), width=7, required=ALWAYS, example="2026-03-13",
              help=_("Il giorno della firma.")),
    ),
)
