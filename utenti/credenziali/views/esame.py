"""The exam of a request: documents beside data, and the three decisions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from portal.base import clock, files
from portal.base.acting import attempt
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.errors import ActionError
from portal.base.pdf_pages import NoPicture, page_png
from portal.base.ratelimit import limit
from utenti.access import scope_of
from utenti.credenziali.actions import esame, presa
from utenti.credenziali.actions.letture import current, save_letture
from utenti.credenziali.campi import campi_of, proposed
from utenti.credenziali.choices import Esito
from utenti.credenziali.coda import pending_of
from utenti.credenziali.forms.esame import LettureForm, MotiviForm, RinunciaForm
from utenti.credenziali.lettera import Lettera, compose
from utenti.credenziali.models import Decisione, RichiestaAbilitazione
from utenti.credenziali.page_models import esame as pages
from utenti.credenziali.permissions.revisore import can_review
from utenti.credenziali.views.revisione import get_allegato, get_richiesta

Act = Callable[..., Decisione]
_DONE = {
    Esito.APPROVATA: gettext_lazy(
        "Richiesta %(codice)s approvata: il richiedente riceve la lettera."
    ),
    Esito.INTEGRAZIONE: gettext_lazy(
        "Integrazione chiesta per %(codice)s: il richiedente riceve la lettera."
    ),
    Esito.RIFIUTATA: gettext_lazy(
        "Richiesta %(codice)s rifiutata: il richiedente riceve la lettera."
    ),
}
_PDF = "application/pdf"


@reads("credenziali.richiestaabilitazione")
@require_http_methods(["GET", "HEAD", "POST"])
def revisione_esame(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Compare documents and data; save what was read, approve, or go on to the reasons."""
    richiesta, scope, now = get_richiesta(request, pk), scope_of(request), clock.now()
    require(can_review(scope, richiesta))
    mine = presa.in_hand(richiesta, scope.actor, now)
    if not mine and request.method != "POST":
        return render(request, "revisione/richiesta.html", pages.outside(richiesta, now))
    checks, proposta = pages.checks_of(richiesta, now), pending_of(richiesta)
    form = LettureForm(
        request.POST if request.method == "POST" else None,
        campi=campi_of(richiesta),
        letture=current(richiesta),
        drop=pages.needless(checks, proposta),
    )
    if form.is_valid() and (answer := _examined(request, richiesta, form)):
        return answer
    context = pages.exam(richiesta, form, checks, now)
    context |= {"mine": mine, "documents": pages.documents(richiesta) if mine else []}
    context |= {"proposta": proposta, "letter": pages.letter_of(proposta)}
    return render(request, "revisione/esame.html", context)


def _examined(
    request: HttpRequest, richiesta: RichiestaAbilitazione, form: LettureForm
) -> HttpResponse | None:
    """What the pressed button leads to; None when it was refused, with the reason on the form."""
    by, now, do = scope_of(request), clock.now(), request.POST.get("fare", "")
    if not _resumed(request, richiesta, form):
        return None
    if do == "approva":
        data = form.approvazione()
        made = attempt(form, lambda: esame.approve(richiesta, data, by=by, now=now))
        return _decided(request, richiesta, made) if made else None
    if attempt(form, lambda: save_letture(richiesta, form.letti(), by=by, now=now)) is None:
        return None
    if do in ("integrazione", "rifiuto"):
        return redirect(f"revisione_{do}", richiesta.pk)
    messages.success(request, _("Quello che hai letto è salvato."))
    return redirect("revisione_esame", richiesta.pk)


@reads("credenziali.richiestaabilitazione")
@require_http_methods(["GET", "HEAD", "POST"])
def revisione_integrazione(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for more: the reasons, and the letter as it will arrive."""
    return _with_letter(request, pk, Esito.INTEGRAZIONE, esame.ask)


@reads("credenziali.richiestaabilitazione")
@require_http_methods(["GET", "HEAD", "POST"])
def revisione_rifiuto(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Refuse: the reasons, and the letter as it will arrive."""
    return _with_letter(request, pk, Esito.RIFIUTATA, esame.refuse)


def _with_letter(request: HttpRequest, pk: UUID, esito: Esito, act: Act) -> HttpResponse:
    richiesta, scope, now = get_richiesta(request, pk), scope_of(request), clock.now()
    require(can_review(scope, richiesta))
    if request.method != "POST" and not presa.in_hand(richiesta, scope.actor, now):
        return redirect("revisione_esame", pk)
    readings = list(current(richiesta))
    reasons = proposed(readings, pages.checks_of(richiesta, now), esito)
    form = MotiviForm(
        request.POST if request.method == "POST" else None, esito=esito, initial={"motivi": reasons}
    )
    if "anteprima" in request.POST:
        return _preview(request, richiesta, form, esito)
    if form.is_valid() and _resumed(request, richiesta, form):
        data = form.motivazione()
        if made := attempt(form, lambda: act(richiesta, data, by=scope, now=now)):
            return _decided(request, richiesta, made)
    return _reasons(request, richiesta, form, esito)


def _preview(
    request: HttpRequest, richiesta: RichiestaAbilitazione, form: MotiviForm, esito: Esito
) -> HttpResponse:
    """The letter again, for the script as JSON, for everybody else as the page."""
    if request.headers.get("Accept") == "application/json":
        letter = _letter(richiesta, form, esito)
        return JsonResponse({"oggetto": letter.subject, "testo": letter.text})
    return _reasons(request, richiesta, form, esito)


def _letter(richiesta: RichiestaAbilitazione, form: MotiviForm, esito: Esito) -> Lettera:
    codes, words = form.chosen()
    whole = esame.with_fields(richiesta, codes)
    return compose(richiesta, esito, motivi=whole, testo=words)


def _reasons(
    request: HttpRequest, richiesta: RichiestaAbilitazione, form: MotiviForm, esito: Esito
) -> HttpResponse:
    context = {
        "richiesta": richiesta,
        "name": f"{richiesta.cognome} {richiesta.nome}",
        "mine": presa.in_hand(richiesta, scope_of(request).actor, clock.now()),
        "form": form,
        "letter": _letter(richiesta, form, esito),
        "refusal": esito == Esito.RIFIUTATA,
        "certified": bool(richiesta.pec),
    }
    return render(request, "revisione/motivi.html", context)


@reads("credenziali.richiestaabilitazione")
@require_POST
def revisione_conferma(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The second signature: confirm what was proposed, or send it back."""
    richiesta, by, now = get_richiesta(request, pk), scope_of(request), clock.now()
    require(can_review(by, richiesta))
    form, reuse = RinunciaForm(request.POST), bool(request.POST.get("riusa_struttura"))
    if request.POST.get("fare") == "rimanda":
        if attempt(form, lambda: esame.send_back(richiesta, by=by, now=now)):
            messages.success(request, _("Proposta rimandata: ora la esami tu, da capo."))
    elif made := attempt(
        form, lambda: esame.confirm(richiesta, riusa_struttura=reuse, by=by, now=now)
    ):
        return _decided(request, richiesta, made)
    for problem in form.non_field_errors():
        messages.error(request, str(problem))
    return redirect("revisione_esame", pk)


@require_POST
@limit("attivita", rate="60/m", key="user")
def revisione_attivita(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A sign of work: the request stays in hand; 409 with the sentence when it no longer is."""
    richiesta, now = get_richiesta(request, pk), clock.now()
    try:
        until = presa.keep(richiesta, by=scope_of(request), now=now)
    except ActionError as refusal:
        return JsonResponse({"problema": refusal.message}, status=409)
    return JsonResponse({"fino_alle": f"{clock.local(until):%H:%M}"})


@reads("credenziali.allegatorichiesta")
@require_safe
@limit("anteprima", rate="240/m", key="user")
def revisione_allegato(request: HttpRequest, pk: UUID, numero: int) -> HttpResponse:
    """One page of a document as a picture, only to whom has the request in hand."""
    allegato, scope, now = get_allegato(request, pk), scope_of(request), clock.now()
    require(can_review(scope, allegato.richiesta))
    if not presa.in_hand(allegato.richiesta, scope.actor, now):
        return redirect("revisione_esame", allegato.richiesta_id)
    try:
        content = files.read(allegato.file)
        if allegato.file.content_type != _PDF:
            kind = allegato.file.content_type
            return HttpResponse(content, content_type=kind, headers=files.SAFE_HEADERS)
        picture = page_png(content, numero)
    except (files.FileUnavailable, NoPicture):
        raise Http404 from None
    return HttpResponse(picture, content_type="image/png", headers=files.SAFE_HEADERS)


def _resumed(request: HttpRequest, richiesta: RichiestaAbilitazione, form: Any) -> bool:
    """Take the request in hand again when asked to; False when somebody else has it."""
    if "riprendi" not in request.POST:
        return True
    by, now = scope_of(request), clock.now()
    return attempt(form, lambda: presa.take(richiesta, by=by, now=now)) is not None


def _decided(
    request: HttpRequest, richiesta: RichiestaAbilitazione, made: Decisione
) -> HttpResponse:
    if made.da_confermare and made.confermata_at is None:
        said = _("Decisione proposta per %(codice)s: aspetta la firma di un altro revisore.")
    else:
        said = str(_DONE[Esito(made.esito)])
    messages.success(request, said % {"codice": richiesta.codice})
    return redirect("revisione_esame", richiesta.pk)
