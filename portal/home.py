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
        _("Chiedi all’impresa di darti la delega: le serve il codice fiscale dello studio."),
    ),
    Ruolo.PATRONATO: (
        _("Puoi consultare le regole dei termini, con articoli e fonti."),
        _("Le pratiche degli assistiti e il calcolo delle prestazioni non sono disponibili."),
        _("Il fascicolo resta presso il datore di lavoro o la scuola, che te lo può consegnare."),
    ),
    Ruolo.AMMINISTRATORE_PRESIDIO: (
        _("Puoi gestire i profili dei medici del tuo presidio e consultare le regole."),
        _("La compilazione dei certificati arriva con la prossima versione del portale."),
        _("Per i certificati usa i servizi online dell’INAIL: questo portale non trasmette."),
    ),
    Ruolo.MEDICO_OSPEDALIERO: (
        _("Puoi consultare le regole: anche il termine per trasmettere il certificato."),
        _("La compilazione dei certificati arriva con la prossima versione del portale."),
        _("Per i certificati usa i servizi online dell’INAIL: questo portale non trasmette."),
    ),
    Ruolo.MEDICO_ESTERNO: (
        _("Puoi consultare le regole: anche il termine per trasmettere il certificato."),
        _("La compilazione dei certificati arriva con la prossima versione del portale."),
        _("Per i certificati usa i servizi online dell’INAIL: questo portale non trasmette."),
    ),
    Ruolo.GESTORE: (
        _("Puoi esaminare le richieste di attivazione, vedere le organizzazioni e chiuderle."),
        _("I casi di un’organizzazione li vedi solo se lei dà il consenso all’assistenza."),
        _("Parti dal menu «Organizzazioni»: le richieste più vecchie sono le prime."),
    ),
    Ruolo.RESPONSABILE: (
        _("Puoi invitare le persone della tua organizzazione e aggiornarne i dati."),
        _("Non hai deleghe in corso: senza delega non vedi i casi di nessuna impresa."),
        _("Parti dal menu «Organizzazione»."),
    ),
}
NOBODY: Final = (
    _("Sei un medico o un ospedale? Dal menu, «Credenziali»: chiedi il profilo per i certificati."),
    _("Il tuo account non è legato a nessuna organizzazione: qui non ci sono casi da vedere."),
    _(
        "Se la tua organizzazione è già qui, chiedi a chi la amministra di invitarti; "
        "altrimenti attivala tu."
    ),
)


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The worklist, the queue of a reviewer; for the others what the portal does today."""
    scope: Scope = request.scope  # type: ignore[attr-defined]
    if scope.listed(Permission.CASO_VIEW):
        return redirect("scadenzario")
    if scope.listed(Permission.RICHIESTA_REVIEW):
        return redirect("revisione_coda")
    place = scope.focused or next(iter(scope.workplaces), None)
    today, missing, meanwhile = PAGES.get(Ruolo(place.role), NOBODY) if place else NOBODY
    context = {
        "first_name": scope.user.get_short_name() if scope.user else "",
        "role": str(Ruolo(place.role).label) if place else "",
        "organisation": place.name if place else "",
        "today": today,
        "missing": missing,
        "meanwhile": meanwhile,
        "alone": place is None,
        "sees_state": scope.has(Permission.SISTEMA_STATO),
        "manages_doctors": scope.has(Permission.PROFILI_MANAGE),
    }
    return render(request, "denunce/home.html", context)
