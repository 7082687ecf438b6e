"""The first page after the login, by role: nobody lands on a page that does nothing for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final, NamedTuple

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.base.authz import Permission
from utenti.access import Scope, Workplace
from utenti.ruoli import Ruolo

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

MISSING: Final = _("Che cosa non c’è ancora in questa versione")
TO_KNOW: Final = _("Da sapere")
MEANWHILE: Final = _("Nel frattempo")
BEGIN: Final = _("Da dove cominciare")
RULES: Final = (_("Consulta le regole"), "regole")
NOT_SENT: Final = _(
    "Il portale non trasmette all’INAIL: il certificato si trasmette con il servizio dell’INAIL."
)
NO_DELEGATION: Final = _(
    "Non hai deleghe in corso: senza delega non vedi i casi di nessuna impresa."
)


class Page(NamedTuple):
    """What a role reads: what it can do today, what to know, what next; honest sentences, not
    promises with a date. ``action`` and ``links``: label and name of the URL."""

    today: _StrOrPromise
    note: tuple[_StrOrPromise, _StrOrPromise]
    onward: tuple[_StrOrPromise, _StrOrPromise]
    action: tuple[_StrOrPromise, str] = RULES
    links: tuple[tuple[_StrOrPromise, str], ...] = ()


PAGES: Final = {
    Ruolo.DOCENTE: Page(
        _("Puoi leggere come funzionano i termini e a chi rivolgerti dopo un infortunio."),
        (
            MISSING,
            _("La dichiarazione del docente, entro 24 ore, non è ancora disponibile."),
        ),
        (MEANWHILE, _("Consegna la tua relazione alla segreteria, come fai oggi.")),
    ),
    Ruolo.CONSULENTE: Page(
        _("Puoi consultare le regole dei termini."),
        (TO_KNOW, NO_DELEGATION),
        (
            BEGIN,
            _("Chiedi all’impresa di darti la delega: le serve il codice fiscale dello studio."),
        ),
        links=((_("Le tue organizzazioni"), "organizzazioni"),),
    ),
    Ruolo.PATRONATO: Page(
        _("Puoi consultare le regole dei termini, con articoli e fonti."),
        (
            MISSING,
            _("Pratiche degli assistiti e calcolo delle prestazioni non sono disponibili."),
        ),
        (
            MEANWHILE,
            _("Il fascicolo resta al datore di lavoro o alla scuola, che te lo può consegnare."),
        ),
    ),
    Ruolo.AMMINISTRATORE_PRESIDIO: Page(
        _(
            "Puoi creare i profili dei medici del presidio, scrivere i tuoi certificati e vedere "
            "quelli del presidio, senza dati sanitari: chi è in ritardo si vede subito."
        ),
        (TO_KNOW, NOT_SENT),
        (
            BEGIN,
            _("Crea i profili dei medici: ognuno scrive i suoi certificati e vede solo quelli."),
        ),
        action=(_("Gestisci i medici"), "profili"),
        links=(
            (_("I tuoi certificati di infortunio e di malattia professionale"), "certificati"),
            (_("Certificati del presidio"), "certificati_struttura"),
            (_("Certificati dal sistema del presidio: file, API e gettoni"), "flussi"),
            (_("Le tue organizzazioni"), "organizzazioni"),
        ),
    ),
    Ruolo.GESTORE: Page(
        _("Puoi esaminare le richieste di attivazione, vedere le organizzazioni e chiuderle."),
        (
            TO_KNOW,
            _("I casi di un’organizzazione li vedi solo se lei dà il consenso all’assistenza."),
        ),
        (BEGIN, _("Dalle richieste di attivazione: le più vecchie sono le prime.")),
        action=(_("Esamina le richieste di attivazione"), "attivazioni"),
        links=(
            (_("Organizzazioni"), "piattaforma_organizzazioni"),
            (_("Richieste sui dati personali"), "richieste_portale"),
            (_("Secondi fattori da ripristinare"), "ripristini"),
        ),
    ),
    Ruolo.RESPONSABILE: Page(
        _("Puoi invitare le persone della tua organizzazione e aggiornarne i dati."),
        (TO_KNOW, NO_DELEGATION),
        (BEGIN, _("Completa i dati e invita i colleghi.")),
        action=(_("Apri la tua organizzazione"), "organizzazioni"),
    ),
}
NOBODY: Final = Page(
    _("Sei un medico o un ospedale? Da «Credenziali» chiedi il profilo per i certificati."),
    (
        TO_KNOW,
        _("Il tuo account non è legato a nessuna organizzazione: qui non ci sono casi da vedere."),
    ),
    (
        BEGIN,
        _(
            "Se la tua organizzazione è già qui, chiedi a chi la amministra di invitarti; "
            "altrimenti attivala tu."
        ),
    ),
    action=(_("Vai alle credenziali"), "credenziali"),
    links=(
        (_("Attiva la tua organizzazione"), "attivazione_nuova"),
        (_("Le tue richieste di credenziali"), "richieste"),
        (_("Scrivi a InailRisponde"), "messaggio_nuovo"),
    ),
)
# Who writes certificates and manages nobody works on their list, as employers on theirs.
WRITERS: Final = frozenset({Ruolo.MEDICO_OSPEDALIERO, Ruolo.MEDICO_ESTERNO})
EVERYBODY: Final = ((_("Guida"), "aiuto"), (_("Il tuo account"), "account"))


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The worklist, the queue of a reviewer, a doctor's certificates; for the others what the
    portal does today."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if _works_on_cases(scope):
        return redirect("scadenzario")
    if scope.listed(Permission.RICHIESTA_REVIEW):
        return redirect("revisione_coda")
    place = scope.focused or next(iter(scope.workplaces), None)
    if place is not None and place.role in WRITERS:
        return redirect("certificati")
    return render(request, "denunce/home.html", _context(scope, place))


def _works_on_cases(scope: Scope) -> bool:
    """Who only helps an organisation that asked has other work, unless it chose to look there."""
    listed = scope.listed(Permission.CASO_VIEW)
    return bool(listed) and (scope.focused is not None or not scope.supported.issuperset(listed))


def _context(scope: Scope, place: Workplace | None) -> dict[str, Any]:
    page = PAGES.get(Ruolo(place.role), NOBODY) if place else NOBODY
    return {
        "first_name": scope.user.get_short_name() if scope.user else "",
        "role": str(Ruolo(place.role).label) if place else "",
        "organisation": place.name if place else "",
        "page": page,
        "action": (page.action[0], reverse(page.action[1])),
        "links": [(label, reverse(name)) for label, name in (*page.links, *EVERYBODY)],
    }
