"""The page of what an ended session left unsent: read it, send it again, or throw it away."""

from __future__ import annotations

from typing import Any, Final, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import Resolver404, resolve
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from denunce.models import Modulo
from denunce.moduli.registry import form_name
from portal.base import clock, held_forms, wording
from portal.base.held_forms import HeldForm
from utenti.models import Utente

# From how many characters on a text is worth reading again before it is sent.
LEGIBLE: Final = 20
_OF_THE_PAGE: Final = ("version", "pagina", "giro", "modulo_intero", "request_key")
# What each page is called; the others are "una pagina del portale".
NAMES: Final = {
    "bozza": _("Nuovo infortunio"),
    "bozza_confronta": _("Nuovo infortunio"),
    "caso_modifica": _("Modifica dell’infortunio"),
    "certificato_nuovo": _("Riferimenti del certificato"),
    "certificato_ritira": _("Certificato annullato"),
    "invio_nuovo": _("Registrazione dell’invio"),
    "modulo": _("%(form)s"),
    "modulo_definitivo": _("%(form)s da rendere definitivo"),
    "modulo_pdf": _("%(form)s da stampare"),
    "modulo_carica": _("%(form)s: dati da un file"),
}


@require_http_methods(["GET", "HEAD", "POST"])
def ripresa(request: HttpRequest) -> HttpResponse:
    """Offer each text to its owner alone; who has none is led home, as if the page were not."""
    user, now = cast(Utente, request.user), clock.now()
    if request.method == "POST":
        held_forms.discard(request.POST.get("elimina", ""), user.pk, now)
        return redirect("ripresa")
    held = held_forms.held_for(user.pk, now)
    if not held:
        return redirect("home")
    return render(request, "pages/ripresa.html", {"held": [_held(each) for each in held]})


def _held(held: HeldForm) -> dict[str, Any]:
    typed = [value for name, value in held.pairs if value.strip() and name not in _OF_THE_PAGE]
    legible = [value for value in typed if len(value) >= LEGIBLE and " " in value]
    return {
        "id": str(held.pk),
        "again": held_forms.AGAIN,
        "name": _name(held.path),
        "path": held.path,
        "when": wording.term(held.created_at),
        "until": wording.term(held.created_at + held_forms.HOURS),
        "pairs": held.pairs,
        "legible": legible,
        "others": len(typed) - len(legible),
    }


def _name(path: str) -> str:
    try:
        found = resolve(path)
    except Resolver404:
        return translate("Una pagina del portale")
    name = str(NAMES.get(found.url_name or "", translate("Una pagina del portale")))
    return name % {"form": _form(found.kwargs.get("pk"))} if "%(form)s" in name else name


def _form(pk: Any) -> str:
    """Which form the text was for; it may be gone meanwhile."""
    tipo = Modulo.objects.filter(pk=pk).values_list("tipo", flat=True).first()
    return form_name(tipo) if tipo else translate("Un modulo ufficiale")
