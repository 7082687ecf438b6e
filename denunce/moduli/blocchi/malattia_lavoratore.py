"""Mod. 101, section 1: the worker, in the order and with the words of the paper."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi.comuni import CAP, PROVINCIA, TELEFONO
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import ALWAYS, In, Is
from denunce.moduli.declaration import Field, Group, Switch
from denunce.moduli.kinds import Bool, CodiceFiscale, Matching, Text
from denunce.moduli.moments import Day
from portal.base.privacy import Privacy

# A table of fields, read by columns.
# fmt: off
ID = Privacy.IDENTIFICATIVO
AGRICOLA = Is("datore.azienda_agricola", True)
_DIPENDENTE = In("rapporto.tipologia", ("A", "G"))
_ALTRO = Is("rapporto.qualifica", "99")
_ISTAT = Matching(6, 6, "[0-9]{6}", _("Il codice ISTAT del comune ha sei cifre."))


def home(prefix: str, example: tuple[str, str, str, str, str, str]) -> tuple[Field, ...]:
    """The six boxes of an address on this paper; of them only the codice ISTAT may be missing."""
    street, number, town, province, cap, istat = example
    fields = (
        Field("indirizzo", _("Indirizzo (via, piazza, ecc.)"), Text(160), width=18,
              required=ALWAYS, example=street),
        Field("civico", _("N. civico"), Text(12), width=4, example=number),
        Field("comune", _("Comune"), Text(80), width=11, required=ALWAYS, example=town,
              suggest="comune"),
        Field("provincia", _("Provincia"), PROVINCIA, width=3, required=ALWAYS, example=province,
              short=_("Prov.")),
        Field("cap", _("CAP"), CAP, width=4, required=ALWAYS, example=cap, short=_("Cap")),
        Field("istat", _("Codice ISTAT Comune"), _ISTAT, width=6, example=istat,
              help=_("Sei cifre: si riempie scegliendo il comune dall’elenco.")),
    )
    return tuple(replace(each, key=prefix + each.key) for each in fields)


LAVORATORE = Group(
    "lavoratore",
    "",
    _("Dati anagrafici"),
    (
        Field("cognome", _("Cognome"), Text(80), ID, 12, required=ALWAYS, example="Bianchi",
              help=_("Come nel codice fiscale.")),
        Field("nome", _("Nome"), Text(80), ID, 12, required=ALWAYS, example="Luca"),
        Field("codice_fiscale", _("Codice fiscale"), CodiceFiscale(), ID, 14, required=ALWAYS,
              example="BNCLCU90C14F205J", norm="art. 16 L. 251/1982",
              help=_("Se manca o è sbagliato c’è una sanzione amministrativa (25,82 euro nel "
                     "testo di legge: importo da verificare).")),
        Field("sesso", _("Sesso"), Code("sesso"), ID, 10, required=ALWAYS, note="(1)",
              example="M"),
        Field("nato_a", _("Nato a"), Text(80), ID, 8, required=ALWAYS, example="Milano",
              suggest="comune", help=_("Il nome che il comune aveva quel giorno.")),
        Field("nato_stato", _("Stato di nascita"), Text(60), ID, 8, required=ALWAYS,
              example="Italia", suggest="stato"),
        Field("nato_il", _("Data di nascita"), Day(), ID, 8, required=ALWAYS,
              example="1990-03-14"),
        Field("cittadinanza", _("Cittadinanza"), Text(60), ID, 12, required=ALWAYS,
              example="Italiana",
              help=_("Per esempio Italiana. Non si ricava dal luogo di nascita.")),
        Field("stato_civile", _("Stato civile"), Code("mod101_stato_civile"), ID, 12, note="(2)",
              example="1"),
        *(replace(each, privacy=ID) for each in home(
            "domicilio_", ("Via delle Prove", "4 bis", "Milano", "MI", "20122", "015146"))),
        Field("asl", _("Codice ASL"), Text(12), ID, 8, example="030321",
              help=_("Quella del domicilio: il codice è sulla tessera o sul certificato.")),
        Field("telefono", _("Telefono (prefisso e numero)"), TELEFONO, ID, 8,
              example="+393335550123", short=_("Telefono (Prefisso/Numero)")),
        Field("cf_confermato", _("Ho controllato il codice fiscale: è giusto così"), Bool(), ID,
              24, printed=False, example=False,
              help=_("Serve solo se il codice non corrisponde agli altri dati.")),
    ),
)

RAPPORTO = Group(
    "rapporto",
    "",
    _("Rapporto di lavoro"),
    (
        Field("professione", _("Professione o mestiere"), Text(220), width=24, note="(5)",
              required=ALWAYS, example="Verniciatore a spruzzo", suggest="professione",
              help=_("Quella principale: per esempio elettricista, fresatore, montatore di…")),
        Field("tipologia", _("Tipologia di lavoro: chi è"), Code("mod101_tipologia"), width=12,
              note="(3)", required=ALWAYS, example="A", short=_("Tipologia di lavoro")),
        Field("durata", _("Tipologia di lavoro: rapporto"), Code("mod101_rapporto"), width=12,
              note="(4)", required=_DIPENDENTE, example="1", short=_("Tipologia di lavoro")),
        Field("qualifica", _("Qualifica"), Code("mod101_qualifica"), width=12, note="(6)",
              required=ALWAYS, example="04",
              switched=(Switch(AGRICOLA, Code("mod101_qualifica_agricola")),),
              help=_("L’elenco è quello dell’agricoltura se l’azienda è agricola (sezione 2).")),
        Field("qualifica_altro", _("Altra qualifica, in chiaro"), Text(80), width=12, when=_ALTRO,
              required=_ALTRO, why=_("Si compila scegliendo «Altro» come qualifica."),
              example="Volontario"),
        Field("data_assunzione", _("Data di assunzione"), Day(), width=12, required=_DIPENDENTE,
              example="2012-09-03", help=_("L’inizio del rapporto in corso."),
              short=_("Data di assunzione: GG - MM - AAAA")),
        Field("ccnl", _("Contratto collettivo nazionale"), Text(120), width=24,
              example="Metalmeccanici industria", suggest="ccnl",
              short=_("Contratto collettivo naz.")),
        Field("persone_a_carico", _("Persone a carico"), Bool(), ID, 12, example=True,
              help=_("Coniuge, figli o altri familiari a carico.")),
        Field("parente_datore", _("Parente del datore di lavoro"), Bool(), ID, 12, example=False,
              short=_("Parente del D.L."), help=_("Parente o affine.")),
    ),
)
