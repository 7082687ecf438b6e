"""The privacy notice: who it speaks to, its version, who answers for the data.

Each audience is one entry; the page draws them all, ``components/informativa.html`` links to one.
Sources: GDPR arts. 5, 6, 9, 12-22, 32; D.Lgs. 196/2003 arts. 2-sexies and 2-ter as amended by
D.Lgs. 101/2018; T.U. 1124/1965 arts. 52 and 53; Garante guidelines 53/2006 and 23/2007.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from portal.base import wording
from utenti.riservatezza.page_models.conservazione import schedule

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

VERSION: Final = "3"
DATED: Final = date(2026, 11, 29)


@dataclass(frozen=True, slots=True)
class Chapter:
    """What one kind of person is told: which data, why, on which ground, who receives them."""

    code: str
    title: _StrOrPromise
    data: _StrOrPromise
    purpose: _StrOrPromise
    basis: _StrOrPromise
    recipients: _StrOrPromise
    origin: _StrOrPromise
    to_verify: bool = False


CHAPTERS: Final = (
    Chapter(
        code="infortunato",
        title=_("Ti sei fatto male, o tuo figlio si è fatto male a scuola"),
        data=_(
            "Identità, codice fiscale, domicilio, classe o reparto; che cosa è successo; numero, "
            "date e prognosi del certificato. Non la diagnosi: al datore di lavoro non serve."
        ),
        purpose=_(
            "Fare le denunce e le comunicazioni che la legge chiede dopo un infortunio o una "
            "malattia professionale, nei termini, e provare di averle fatte."
        ),
        basis=_(
            "Obbligo di legge (GDPR, art. 6.1.c: artt. 52 e 53 d.P.R. 1124/1965, art. 18 D.Lgs. "
            "81/2008). Per i dati sulla salute: obblighi di lavoro e protezione sociale, interesse "
            "pubblico rilevante (art. 9.2.b e g; D.Lgs. 196/2003, art. 2-sexies)."
        ),
        recipients=_(
            "INAIL, l’assicurazione della scuola, gli altri uffici indicati dalla legge: li manda "
            "la scuola o l’impresa, non il portale. Il consulente, se ha una delega."
        ),
        origin=_("Dalla scuola o dall’impresa, da te o dalla tua famiglia, dal certificato."),
    ),
    Chapter(
        code="personale",
        title=_("Lavori nel portale per una scuola, un’impresa, un presidio"),
        data=_(
            "Nome, indirizzo e-mail, ruolo; quando entri; che cosa apri, stampi, scarichi e fai."
        ),
        purpose=_(
            "Farti entrare, mandarti i promemoria delle scadenze, sapere chi ha fatto e chi ha "
            "letto che cosa: è una misura di sicurezza dei dati di chi si è fatto male."
        ),
        basis=_(
            "Obbligo di legge e compiti di interesse pubblico (art. 6.1.c ed e), sicurezza del "
            "trattamento (art. 32). Il registro non serve a controllare come lavori; per il datore "
            "privato vale anche l’art. 4 della L. 300/1970."
        ),
        recipients=_(
            "Chi amministra la tua organizzazione; la persona a cui si riferiscono i dati che hai "
            "aperto; chi gestisce l’installazione."
        ),
        origin=_("Dalla tua organizzazione e da quello che fai qui."),
        to_verify=True,
    ),
    Chapter(
        code="medico",
        title=_("Sei un medico o un presidio e chiedi l’abilitazione"),
        data=_(
            "Quello che dichiari nella domanda: identità, codice fiscale, residenza, recapiti, "
            "iscrizione all’Ordine; la domanda firmata e la copia del documento."
        ),
        purpose=_("Controllare che sei tu e decidere se abilitarti a rilasciare i certificati."),
        basis=_(
            "Compito di interesse pubblico (art. 6.1.e; D.P.R. 445/2000, art. 38). La copia del "
            "documento serve solo al controllo: poi si cancella."
        ),
        recipients=_("Il revisore che esamina la domanda. Nessun altro la vede."),
        origin=_("Da te."),
    ),
    Chapter(
        code="certificato",
        title=_("Un medico ha scritto un certificato su di te"),
        data=_(
            "Identità, codice fiscale, domicilio; che cosa racconti; lesioni, diagnosi, esame, "
            "prognosi; per una malattia professionale, agente, lavorazione, esposizione; il "
            "datore di lavoro o la scuola che hai indicato."
        ),
        purpose=_(
            "Certificare l’infortunio o la malattia professionale, dartene copia, sapere entro "
            "quando il medico lo trasmette all’INAIL: lo trasmette lui, non il portale."
        ),
        basis=_(
            "Obbligo di legge del medico (art. 53 commi 8 e 9 d.P.R. 1124/1965; artt. 139 e 251 "
            "per le malattie). Per i dati sulla salute: diagnosi, assistenza e medicina del "
            "lavoro, da parte di chi è tenuto al segreto professionale (GDPR, art. 9.2.h e 9.3)."
        ),
        recipients=_(
            "Tutto il certificato lo legge solo il medico che lo ha scritto. Chi gestisce i medici "
            "della struttura vede l’elenco: nomi, numeri e termini, senza dati sulla salute. La "
            "scuola o l’impresa riceve numero, date e prognosi, mai la diagnosi. Se la struttura "
            "manda i certificati dal suo sistema, li conosce anche quello. Quando li aprono resta "
            "scritto: lo vedi in «Chi ha visto i tuoi dati»."
        ),
        origin=_("Da te, dal medico, dal sistema della struttura sanitaria."),
        to_verify=True,
    ),
    Chapter(
        code="certificante",
        title=_("Sei un medico e rilasci certificati nel portale"),
        data=_(
            "Quali certificati hai scritto, quando li hai rilasciati, annullati o trasmessi, e "
            "quali sono in ritardo."
        ),
        purpose=_("Sapere chi ha certificato, e ricordarti il termine per trasmettere."),
        basis=_(
            "Obbligo di legge (GDPR, art. 6.1.c: art. 53 comma 8 d.P.R. 1124/1965, nei termini "
            "del D.Lgs. 151/2015)."
        ),
        recipients=_(
            "Il lavoratore, nella sua copia; chi gestisce i medici della tua struttura. Se "
            "cancelli l’account i certificati restano alla struttura, senza il tuo nome."
        ),
        origin=_("Da te e dalla tua struttura."),
        to_verify=True,
    ),
    Chapter(
        code="cittadino",
        title=_("Hai un account e nessun ruolo"),
        data=_("Nome, indirizzo e-mail, codice fiscale se lo dai, i messaggi che scrivi."),
        purpose=_("Risponderti, e farti vedere i dati che ti riguardano."),
        basis=_("La tua richiesta e un compito di interesse pubblico (art. 6.1.b ed e)."),
        recipients=_("L’ufficio a cui scrivi."),
        origin=_("Da te, o da SPID e CIE se entri così."),
    ),
)


def page() -> dict[str, Any]:
    """Everything the page shows."""
    return {
        "chapters": CHAPTERS,
        "version": VERSION,
        "dated": wording.day(DATED, year=True),
        "titolare": settings.TITOLARE,
        "dpo": settings.DPO_CONTATTO,
        "schedule": schedule(),
    }
