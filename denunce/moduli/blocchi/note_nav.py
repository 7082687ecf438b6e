"""Notes (1) to (16) of the instructions of Mod. 4 bis R.A. - Nav., in short words of ours.

The values of a note that is only a list are in its fixture, complete; here is what it is for.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from denunce.moduli.declaration import Note

NOTE = (
    Note("1", _("Stato civile"), _("Cinque valori, come li scrive l’INAIL.")),
    Note(
        "2",
        _("Lavoratore marittimo"),
        _(
            "SI per chi fa parte dell’equipaggio e ha il libretto di navigazione o il foglio di "
            "ricognizione (art. 114 del codice della navigazione). NO per chi è a bordo per "
            "servizio della nave, o autorizzato a salirvi, ed è nei documenti di bordo: tecnici e "
            "ispettori, concessionari, appalti di officina, comandata. La risposta decide gli "
            "elenchi delle note 4, 5 e 8."
        ),
    ),
    Note("3", _("Categoria del marittimo"), _("Una delle quattro, solo per chi è marittimo.")),
    Note(
        "4",
        _("Tipologia di lavoratore"),
        _("Quattro valori per i marittimi, quattordici per gli altri."),
    ),
    Note(
        "5",
        _("Tipologia di contratto"),
        _("Nove valori per i marittimi, due per gli altri."),
    ),
    Note(
        "6",
        _("CCNL, settore"),
        _("I due settori dell’archivio del CNEL che riguardano la navigazione e la pesca."),
        _("Chi è a bordo con il contratto di un altro settore lo scrive a parole."),
    ),
    Note(
        "7",
        _("CCNL, categoria"),
        _("Una categoria dell’archivio nazionale dei contratti collettivi del CNEL."),
    ),
    Note(
        "8",
        _("Qualifica assicurativa"),
        _("Diciassette valori per i marittimi, ventitré per gli altri."),
    ),
    Note(
        "9",
        _("Qualifica professionale Unimare"),
        _(
            "Le qualifiche del collocamento della gente di mare (D.P.R. 18 aprile 2006, art. 8 "
            "c. 2): sono centoquattro."
        ),
    ),
    Note(
        "10",
        _("Voce professionale ISTAT"),
        _("Una voce del Navigatore delle professioni, classificazione CP2011."),
    ),
    Note(
        "11",
        _("Sbarco regolarizzato"),
        _(
            "Quando il marittimo sbarca, l’ufficio marittimo o consolare annota lo sbarco sul "
            "libretto di navigazione (art. 223 del regolamento). Finché l’annotazione manca si "
            "risponde NO. Per chi è iscritto nei ruoli di equipaggio lo sbarco va documentato: se "
            "i suoi dati non sono nella denuncia, l’INAIL chiede al lavoratore copia del libretto."
        ),
    ),
    Note("12", _("Condizioni meteo"), _("Quattro valori, da ottime ad avverse.")),
    Note(
        "13",
        _("Data del primo approdo"),
        _(
            "Per un infortunio in navigazione la denuncia si fa il giorno del primo approdo (art. "
            "53, settimo comma, T.U.). Si indica quando il medico di bordo ha certificato, in "
            "navigazione, più di tre giorni."
        ),
    ),
    Note(
        "14",
        _("Malattia-infortunio"),
        _(
            "Una malattia causata da germi entrati nell’organismo sul lavoro: la causa virulenta "
            "vale come causa violenta. La tutela c’è già nella fase del contagio, se l’assenza è "
            "fatta per prevenzione; il momento del contagio si può presumere dalle mansioni. Con "
            "più di tre giorni di assenza la denuncia è dovuta; altrimenti non lo è, ma conviene "
            "farla, perché l’INAIL possa provvedere a profilassi e vaccinazioni. Esempi: Covid-19, "
            "epatite virale, echinococcosi, tetano, brucellosi."
        ),
    ),
    Note("15", _("Natura della lesione"), _("Nove valori.")),
    Note(
        "16",
        _("Sede della lesione"),
        _("Sessantacinque parti del corpo, con il lato dove ce n’è uno."),
        _("Due voci hanno un errore di stampa nelle istruzioni: qui si leggono corrette."),
    ),
)
