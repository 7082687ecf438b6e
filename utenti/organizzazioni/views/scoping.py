"""What a request may reach: anything else does not exist (404); and the pages of one kind."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from portal.base.errors import ActionError
from portal.base.forms.sections import SectionedForm
from utenti.access import scope_of
from utenti.models import Delega, Membership, Organizzazione, Sede
from utenti.organizzazioni.models import Invito
from utenti.organizzazioni.permissions import ADMIN, administered


def own_organizzazione(request: HttpRequest, pk: UUID) -> Organizzazione:
    """An organisation for which the person works, by role or by delegation."""
    places = [place.id for place in scope_of(request).workplaces]
    return _shown(request, get_object_or_404(Organizzazione.objects.filter(pk__in=places), pk=pk))


def administered_organizzazione(request: HttpRequest, pk: UUID) -> Organizzazione:
    """An organisation that the person administers by role."""
    return _shown(request, get_object_or_404(_by_role(request), pk=pk))


def managed_organizzazione(request: HttpRequest, pk: UUID) -> Organizzazione:
    """An organisation whose members the person manages."""
    return _shown(request, get_object_or_404(administered(scope_of(request)), pk=pk))


def get_sede(request: HttpRequest, pk: UUID) -> Sede:
    """A site of such an organisation."""
    rows = Sede.objects.filter(organizzazione__in=_by_role(request).values("pk"))
    found = get_object_or_404(rows.select_related("organizzazione"), pk=pk)
    _shown(request, found.organizzazione)
    return found


def get_membership(request: HttpRequest, pk: UUID) -> Membership:
    """A role in an organisation whose members the person manages."""
    rows = Membership.objects.filter(
        organizzazione__in=administered(scope_of(request)).values("pk")
    )
    found = get_object_or_404(rows.select_related("organizzazione", "utente"), pk=pk)
    _shown(request, found.organizzazione)
    return found


def get_invito(request: HttpRequest, pk: UUID) -> Invito:
    """An invitation of such an organisation."""
    rows = Invito.objects.filter(organizzazione__in=administered(scope_of(request)).values("pk"))
    found = get_object_or_404(rows.select_related("organizzazione", "data_key"), pk=pk)
    _shown(request, found.organizzazione)
    return found


def get_delega(request: HttpRequest, pk: UUID) -> Delega:
    """A delegation, or a consent, given by an organisation that the person administers."""
    rows = Delega.objects.filter(delegante__in=_by_role(request).values("pk"))
    found = get_object_or_404(rows.select_related("delegante", "delegato"), pk=pk)
    _shown(request, found.delegante)
    return found


def _by_role(request: HttpRequest) -> QuerySet[Organizzazione]:
    mine = scope_of(request).organizzazioni_with(ADMIN)
    return Organizzazione.objects.filter(pk__in=mine)


def _shown(request: HttpRequest, found: Organizzazione) -> Organizzazione:
    """Tell the header, and the record of readings, whose page this is."""
    request.read_organizzazione_id = found.pk  # type: ignore[attr-defined]
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """A page that asks before doing: its words, where it leads back, what it says when done."""

    title: str
    text: str
    submit: str
    back: str
    said: str
    crumb: str = ""
    danger: bool = True


def confirmed(request: HttpRequest, asked: Asked, action: Callable[[], object]) -> HttpResponse:
    """Ask; at a POST do it and go back, with the refusal in words if there is one."""
    if request.method != "POST":
        return render(request, "organizzazioni/conferma.html", {"asked": asked})
    try:
        action()
    except ActionError as refusal:
        messages.error(request, refusal.message)
    else:
        messages.success(request, asked.said)
    return redirect(asked.back)


def show_form(
    request: HttpRequest,
    form: SectionedForm,
    *,
    title: str,
    submit: str,
    back: str,
    crumb: str = "",
    lead: str = "",
    multipart: bool = False,
) -> HttpResponse:
    """A page with one form; ``crumb`` names the page it leads back to."""
    context = {"form": form, "title": title, "submit": submit, "back": back, "lead": lead}
    context |= {"crumb": crumb or _("Indietro"), "multipart": multipart}
    return render(request, "organizzazioni/form.html", context)
