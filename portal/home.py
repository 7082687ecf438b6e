"""The first page after the login, by role: nobody lands on a page that does nothing for them."""

from __future__ import annotations

from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.base.authz import Permission
from utenti.access import Scope
from utenti.ruoli import Ruolo

# For each role: what it can do today, what is coming. Honest sentences, not promises with a date.
PAGES: Final = {
    Ruolo.DOCENTE: (
        _("Puoi leggere come funzionano i termini e a chi rivolgerti dopo un infortunio."),
        _("La dichiarazione del docente, entro 24 ore dall’infortunio, non è ancora disponibile."),
        _("Per ora consegna la tua relazione alla segreteria, come fai oggi."),
    ),
    Ruolo.CONSULENTE: (
        _("Puoi consultare le regole dei termini."),
        _("Non hai deleghe in corso: senza delega non vedi i casi di nessuna impresa."),
        _("Chiedi all’impresa di darti la delega: lo scadenzario comparirà qui."),
    ),
    Ruolo.PATRONATO: (
        _("Puoi consultare le regole dei termini, con articoli e fonti."),
        _("Le pratiche degli assistiti e il calcolo delle prestazioni non sono disponibili."),
        _("Il fascicolo resta presso il datore di lavoro o la scuola, che te lo può consegnare."),
    ),
    Ruolo.AMMINISTRATORE_PRESIDIO: (
        _("Puoi gestire i profili dei medici del tuo presidio e consultare le regole."),
        _("Le richieste di abilitazione non sono disponibili."),
        _("Per i certificati usa i servizi online dell’INAIL: questo portale non trasmette."),
    ),
    Ruolo.MEDICO_OSPEDALIERO: (
        _("Puoi consultare le regole: anche il termine per trasmettere il certificato."),
        _("La compilazione dei certificati non è disponibile."),
        _("Per i certificati usa i servizi online dell’INAIL: questo portale non trasmette."),
    ),
    Ruolo.MEDICO_ESTERNO: (
        _("Puoi consultare le regole: anche il termine per trasmettere il certificato."),
        _("La compilazione dei certificati non è disponibile."),
        _("Per i certificati usa i servizi online dell’INAIL: questo portale non trasmette."),
    ),
    Ruolo.REVISORE: (
        _("Puoi consultare le regole dei termini."),
        _("La revisione delle richieste di abilitazione non è disponibile."),
        _("Le richieste seguono per ora il percorso in uso presso la tua sede."),
    ),
    Ruolo.GESTORE: (
        _("Puoi controllare lo stato del servizio e consultare le regole dei termini."),
        _("La gestione delle organizzazioni dalle pagine del portale non è disponibile."),
        _("Per creare l’amministratore di un’organizzazione usa il comando «primo_avvio»."),
    ),
}
NOBODY: Final = (
    _("Puoi consultare le regole dei termini, con articoli e fonti."),
    _("Il tuo account non è legato a nessuna organizzazione: qui non ci sono casi da vedere."),
    _("Se lavori per una scuola o un’impresa, chiedi al suo amministratore di aggiungerti."),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The worklist for who works on cases; for the others what the portal does for them today."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if scope.has(Permission.CASO_VIEW):
        return redirect("scadenzario")
    place = next(iter(scope.workplaces), None)
    today, missing, meanwhile = PAGES.get(Ruolo(place.role), NOBODY) if place else NOBODY
    context = {
        "first_name": scope.user.get_short_name() if scope.user else "",
        "role": str(Ruolo(place.role).label) if place else "",
        "organisation": place.name if place else "",
        "today": today,
        "missing": missing,
        "meanwhile": meanwhile,
        "sees_state": scope.has(Permission.SISTEMA_STATO),
        "manages_doctors": scope.has(Permission.PROFILI_MANAGE),
    }
    return render(request, "denunce/home.html", context)
