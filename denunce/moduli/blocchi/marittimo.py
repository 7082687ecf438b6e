"""Section 2 of Mod. 4 bis R.A. - Nav.: the worker. Seafarer yes or no decides the lists."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from denunce.moduli.blocchi import lavoratore
from denunce.moduli.blocchi.comuni import DENUNCIA, NON_STUDENTE, RETRIBUITO
from denunce.moduli.blocchi.mare import MARITTIMO, take
from denunce.moduli.codelists import Code
from denunce.moduli.conditions import All, In, Is, Known, Not
from denunce.moduli.declaration import Advice, Field, Group, Switch
from denunce.moduli.kinds import Bool, Text

# A table of fields, read by columns.
# fmt: off
_NON_STUDENTE = _("Non si compila per uno studente.")
_MARITTIMO = _("Si compila per un lavoratore marittimo.")
_A_CONTRATTO = All((
    RETRIBUITO, DENUNCIA, In("rapporto.tipologia_lavoratore", ("DIPENDENTE", "APPRENDISTA")),
))

LAVORATORE = replace(
    lavoratore.LAVORATORE,
    fields=tuple(
        replace(field, note="1") if field.key == "stato_civile" else field
        for field in lavoratore.LAVORATORE.fields
    ),
)
_RAPPORTO = lavoratore.RAPPORTO

RAPPORTO = Group(
    "rapporto",
    "B",
    _RAPPORTO.title,
    (
        take(_RAPPORTO, "studente"),
        take(_RAPPORTO, "volontario"),
        Field("marittimo", _("Lavoratore marittimo"), Bool(), width=5, note="2", when=NON_STUDENTE,
              required=NON_STUDENTE, why=_NON_STUDENTE, example=True,
              norm="art. 114 c. nav.",
              help=_("SI per chi è dell’equipaggio, con libretto di navigazione o foglio di "
                     "ricognizione; NO per chi è a bordo per servizio della nave."),
              advice=(Advice(
                  All((Is("rapporto.marittimo", False),
                       In("nave.tipo", ("nave", "ruolo_unico")))),
                  _("Chi non è marittimo è di solito assicurato con una PAN per comandata, "
                    "tecnici, concessionari o appalti: ricontrolla il tipo di certificato.")),)),
        Field("categoria_marittimo", _("Categoria del marittimo"), Code("categoria_marittimo"),
              width=24, note="3", when=MARITTIMO, required=All((MARITTIMO, DENUNCIA)),
              why=_MARITTIMO, example="1",
              help=_("Quella con cui è iscritto nelle matricole della gente di mare.")),
        take(_RAPPORTO, "qualifica_assicurativa", width=24, lines=1, note="8",
             example="SOTTUFFICIALE E COMUNE COPERTA/MACCHINA/SERVIZI COMPL. DI BORDO",
             switched=(Switch(MARITTIMO, Code("qualifica_assicurativa_marittimo")),)),
        take(_RAPPORTO, "tipologia_lavoratore", note="4",
             switched=(Switch(MARITTIMO, Code("tipologia_lavoratore_marittimo")),)),
        take(_RAPPORTO, "tipologia_contratto", note="5", kind=Code("contratto_non_marittimo"),
             required=_A_CONTRATTO, lines=2, example="LAVORO A TEMPO INDETERMINATO",
             switched=(Switch(MARITTIMO, Code("contratto_marittimo")),),
             help=_("Quello con cui era assunto o arruolato il giorno dell’infortunio.")),
        take(_RAPPORTO, "data_assunzione", width=8),
        Field("ccnl_settore", _("CCNL: settore"), Code("ccnl_settore"), width=8, note="6",
              when=NON_STUDENTE, why=_NON_STUDENTE, example="TRASPORTI",
              help=_("Se il settore è un altro, scrivilo nel campo accanto.")),
        Field("ccnl_settore_altro", _("CCNL: altro settore"), Text(80), width=8,
              when=All((NON_STUDENTE, Not(Known("rapporto.ccnl_settore")))),
              why=_("Si compila se il settore non è nell’elenco e non è uno studente."),
              example="Meccanici"),
        Field("ccnl_categoria", _("CCNL: categoria"), Text(120), width=24, note="7",
              suggest="ccnl", when=NON_STUDENTE, why=_NON_STUDENTE,
              example="Armamento: marittimi imbarcati su navi da crociera",
              help=_("Come nell’archivio nazionale dei contratti del CNEL.")),
        Field("qualifica_unimare", _("Qualifica professionale Unimare"), Code("unimare"), width=24,
              note="9", when=MARITTIMO, required=All((MARITTIMO, DENUNCIA)), why=_MARITTIMO,
              example="MARINAIO", norm="D.P.R. 231/2006, art. 8 c. 2",
              help=_("Quella del collocamento della gente di mare.")),
        take(_RAPPORTO, "voce_codice", note="10", example="7.4.5.1.0"),
        take(_RAPPORTO, "voce_professionale", note="10", example="Marinai di coperta"),
    ),
)
