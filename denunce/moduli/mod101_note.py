"""The instructions of Mod. 101: what the paper of 1/2007 prints, and what holds today.

``printed`` is the wording of the paper, misprints included. ``today`` says in our own words the law
in force where the paper is no longer right, with its act. Notes without a number are the
"RIFERIMENTI NORMATIVI - AVVERTENZE"; the numbered ones are those the boxes refer to.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce.moduli.declaration import Note
from portal.base.riferimenti.codelists import code_list


def _codes(name: str, *, upper: bool = False) -> str:
    """A code list as the paper prints it, one code a line."""
    lines = [f"{entry.code} = {entry.label}" for entry in code_list(name).entries]
    return "\n".join(lines).upper() if upper else "\n".join(lines)


AVVERTENZE = (
    Note(
        "",
        _("Compilazione"),
        "IL PRESENTE MODULO VA COMPILATO IN TUTTE LE SUE PARTI, IN MODO CHIARO, A STAMPATELLO "
        "OPPURE A MACCHINA",
        _("Dal 1° luglio 2013 la denuncia si presenta solo per via telematica, con il servizio "
          "dell’INAIL (D.P.C.M. 22/7/2011): questo foglio non la sostituisce."),
    ),
    Note(
        "",
        _("Termine"),
        "La denuncia di Malattia Professionale deve essere sempre presentata alla Sede INAIL "
        "competente dal datore di lavoro (indipendentemente da ogni valutazione personale sul "
        "caso), entro 5 giorni dalla data in cui ha ricevuto il certificato medico riferito alla "
        "malattia stessa.",
        _("I cinque giorni restano e decorrono da quando il datore ha i riferimenti del "
          "certificato: numero identificativo e data di rilascio (art. 53 D.P.R. 1124/1965 come "
          "modificato dall’art. 21 D.Lgs. 151/2015; circ. INAIL 10/2016)."),
    ),
    Note(
        "",
        _("Certificato"),
        "Detto certificato deve essere allegato alla presente denuncia (art. 53, D.P.R. "
        "n. 1124/1965).",
        _("Dal 22 marzo 2016 il certificato non si allega: lo trasmette il medico, e il datore ne "
          "indica identificativo e data di rilascio (art. 21 D.Lgs. 151/2015; circ. INAIL "
          "10/2016)."),
    ),
    Note(
        "",
        _("Sede competente"),
        "Per Sede INAIL competente si intende quella nel cui territorio i lavori sono svolti "
        "(salvo una diversa Sede indicata dall’INAIL stesso).",
        _("Oggi è la sede nel cui territorio il lavoratore ha il domicilio (circ. INAIL 54/2004): "
          "da verificare."),
    ),
    Note(
        "",
        _("Obblighi del lavoratore"),
        "Si ricorda che il LAVORATORE:\n"
        "• deve informare il datore di lavoro (o il preposto all’azienda) della malattia "
        "professionale contratta entro 15 gg. dal manifestarsi dei primi sintomi per evitare la "
        "perdita del diritto all’indennità relativa ai giorni precedenti la segnalazione (art. 52, "
        "D.P.R. 1124/1965).",
    ),
    Note(
        "",
        _("Codice fiscale"),
        "Il datore di lavoro deve indicare il codice fiscale del lavoratore. In caso di "
        "indicazione mancata oppure inesatta, è prevista l’applicazione di una sanzione "
        "amministrativa di euro 25,82 (L. 251/1982, n. 16).",
        _("25,82 euro è la misura scritta nell’art. 16 della L. 251/1982 (non «n. 16»). Se valga "
          "anche qui l’aumento di cinque volte dell’art. 1 c. 1177 L. 296/2006 è da verificare."),
    ),
    Note(
        "",
        _("Sanzioni"),
        "In caso di denuncia mancata, tardiva, inesatta oppure incompleta è prevista "
        "l’applicazione di una sanzione amministrativa da euro 516,46 a euro 1.549,37 (D.P.R. "
        "n. 1124/1965, art. 53 e L. 561/1993, art. 2, comma 1, lett. b).",
        _("Dal 1° gennaio 2007 la sanzione va da 1.290 a 7.745 euro; in misura ridotta, entro 60 "
          "giorni, è di 2.580 euro (art. 53 D.P.R. 1124/1965; art. 1 c. 1177 L. 296/2006; art. 16 "
          "L. 689/1981). I 516,46 euro stampati erano la misura ridotta di allora: il minimo era "
          "258,23 euro."),
    ),
)  # fmt: skip

NUMERATE = (
    Note("1", _("Sesso"), "SESSO:\nM = MASCHIO\nF = FEMMINA"),
    Note("2", _("Stato civile"), "STATO CIVILE:\n" + _codes("mod101_stato_civile", upper=True)),
    Note("3", _("Tipologia di lavoro"), "TIPOLOGIA DI LAVORO\n" + _codes("mod101_tipologia")),
    Note("4", _("Tipologia di lavoro"), "TIPOLOGIA DI LAVORO\n" + _codes("mod101_rapporto")),
    Note(
        "5",
        _("Professione o mestiere"),
        "Professione o mestiere\nIndicare la professione principale svolta dal lavoratore: (ad es. "
        "elettricista, macchinista, fresatore, falegname, cassiere, operatore addetto a..., "
        "montatore di..., installatore di..., meccanico, operatore di macchine per...)",
    ),
    Note(
        "6",
        _("Qualifica"),
        "QUALIFICA\nINDUSTRIA, ARTIGIANATO, TERZIARIO, ECC.\n"
        + _codes("mod101_qualifica")
        + "\nAGRICOLTURA\n"
        + _codes("mod101_qualifica_agricola"),
    ),
    Note(
        "7",
        _("Lavorazione svolta, solo per le aziende agricole"),
        "Solo per le Aziende Agricole\nIndicare: SEMINATIVI (compresi arborati, risaie, orti e "
        "giardini); COLTURE LEGNOSE SPECIALIZZATE (frutteti, agrumeti, vigneti, oliveti, ecc.); "
        "COLTURE FORAGGERE ARTIFICIALI - PRATI E PASCOLI - ALLEVAMENTI DI ANIMALI - BOSCHI - "
        "INCOLTI - ATTIVITA’ NON DIRETTAMENTE RIFERIBILI A SPECIFICHE COLTURE.",
    ),
    Note(
        "8",
        _("Dati retributivi"),
        "DATI RETRIBUTIVI\nESEMPIO DI COMPILAZIONE DELL’IMPORTO IN EURO\nEsempio: EURO 134,43",
    ),
    Note(
        "9",
        _("Lavorazione e sostanza, solo per le aziende agricole"),
        "Solo per le Aziende Agricole\nDescrivere la lavorazione svolta dal lavoratore che si "
        "presume sia stata la causa dell’insorgenza della Malattia Professionale. In caso di "
        "dubbio, indicare tutte le lavorazioni svolte (ad es.: irrogazione con anticrittogamici "
        "del vigneto, custodia e rigoverno degli animali, raccolta e conservazione di foraggi, "
        "taglio e trasporto del legname, carbonizzazione della legna, ecc.).",
    ),
)

NOTE = AVVERTENZE + NUMERATE
