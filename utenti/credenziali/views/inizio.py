"""Where a request begins: what it is, which profile, one's own requests."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from portal.base import clock
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.credenziali.actions.richieste import start_richiesta
from utenti.credenziali.choices import Profilo
from utenti.credenziali.forms.invio import InizioForm
from utenti.credenziali.models import RichiestaAbilitazione
from utenti.credenziali.page_models.inizio import start_page
from utenti.credenziali.page_models.richiesta import richieste_rows

LISTED_MAX = 50


@require_safe
def credenziali(request: HttpRequest) -> HttpResponse:
    """The two profiles, what is needed, the right channel; open to who has no account yet."""
    scope = scope_of(request)
    roles = {place.role for place in scope.workplaces if not place.delegated}
    page = start_page(scope.livello if scope.user else None, roles)
    return render(request, "credenziali/inizio.html", page)


@reads("credenziali.richiestaabilitazione", arg="")
@require_safe
def richieste(request: HttpRequest) -> HttpResponse:
    """The person's own requests, newest first."""
    now = clock.now()
    mine = RichiestaAbilitazione.objects.owned_by(scope_of(request).user)
    rows = richieste_rows(mine.order_by("-created_at", "-pk")[:LISTED_MAX], now)
    return render(request, "credenziali/richieste.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@limit("richiesta", rate="20/m", key="user")
def richiesta_inizia(request: HttpRequest) -> HttpResponse:
    """Choose the profile; a request already open for it is gone on with."""
    asked = request.GET.get("profilo", "")
    chosen = asked if asked in Profilo.values else Profilo.MEDICO_ESTERNO.value
    form = InizioForm(request.POST or None, initial={"profilo": chosen})
    if request.method == "POST" and form.is_valid():
        profilo, scope, now = form.cleaned_data["profilo"], scope_of(request), clock.now()
        started = attempt(form, lambda: start_richiesta(profilo, by=scope, now=now))
        if started is not None:
            if started.created_at != now:
                messages.info(request, _("Questa richiesta era già cominciata: continuala da qui."))
                return redirect("richiesta", started.pk)
            return redirect("richiesta_passo", started.pk, "persona")
    return render(request, "credenziali/inizia.html", {"form": form})
