"""Keeping what is typed into an official form: by itself, and when two pages differ."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from denunce import permissions
from denunce.actions.moduli import save_modulo
from denunce.forms.confronto import Confronto
from denunce.forms.modulo import ModuloForm
from denunce.models import Modulo
from denunce.page_models.confronto import confronto_page, who_saved
from denunce.page_models.modulo import modulo_changes, modulo_page
from denunce.views.scoping import get_modulo
from denunce.workflow import StatoModulo
from portal.base import autosave, clock
from portal.base.audit import reads
from portal.base.authz import require
from portal.base.db import VersionConflict
from portal.base.errors import ActionError
from utenti.access import Scope, scope_of


def keep(
    found: Modulo,
    form: ModuloForm,
    scope: Scope,
    now: datetime,
    *,
    partly: bool = False,
    undoable: bool = False,
) -> Modulo | None:
    """The draft as kept, or None after putting the refusal on the form."""
    if not form.is_valid(partly=partly):
        return None
    if found.stato == StatoModulo.BOZZA and not form.changed:
        return found  # the page may be older than its own last save: nothing of it is lost
    try:
        return save_modulo(
            found,
            form.dati,
            expected=form.version,
            mark=form.mark,
            by=scope,
            now=now,
            undoable=undoable,
        )
    except VersionConflict:
        form.conflict = True
    except ActionError as refusal:
        form.refuse(refusal.message)
    return None


def refused(request: HttpRequest, found: Modulo, form: ModuloForm, now: datetime) -> HttpResponse:
    """The page again with what was typed, or the comparison with what somebody else saved."""
    scope = scope_of(request)
    if form.conflict:
        return compare(request, Confronto(found, request.POST), now)
    return render(request, "denunce/modulo.html", modulo_page(found, form, scope, now))


def compare(request: HttpRequest, confronto: Confronto, now: datetime) -> HttpResponse:
    """Both texts of every field that differs; nothing to choose leads back to the form."""
    if not confronto.differences:
        messages.info(
            request, _("Le due versioni dicono le stesse cose: non c’è niente da scegliere.")
        )
        return redirect("modulo", confronto.modulo.pk)
    page = confronto_page(confronto, scope_of(request), now)
    return render(request, "denunce/modulo_confronto.html", page)


@require_POST
def modulo_salva(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep what the page sends by itself; what cannot be read is named, and stays on the page."""
    found, scope, now = get_modulo(request, pk), scope_of(request), clock.now()
    require(permissions.can_generate_modulo(scope, found.caso))
    form, before = ModuloForm(found, request.POST), ModuloForm(found, None)
    kept = keep(found, form, scope, now, partly=True)
    if kept is None and form.conflict:
        return autosave.conflict_response(who_saved(get_modulo(request, pk), scope, now))
    if kept is None:
        return autosave.refused_response(" ".join(form.refusals))
    changes = modulo_changes(kept, before, form.on(kept), now)
    return autosave.saved_response(
        kept.version,
        autosave.saved_message(kept.saved_at or kept.created_at, now),
        fragments={name: render_to_string(*drawn) for name, drawn in changes["fragments"].items()},
        errors=changes["errors"],
        complete=not form.unreadable,
    )


@reads("denunce.modulo")
@require_POST
def modulo_confronta(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Save the version that was chosen field by field, unless a third one came meanwhile."""
    found, scope, now = get_modulo(request, pk), scope_of(request), clock.now()
    require(permissions.can_generate_modulo(scope, found.caso))
    confronto = Confronto(found, request.POST)
    if not confronto.current or confronto.undecided:
        return compare(request, confronto, now)
    form = ModuloForm(found, confronto.merged())
    if keep(found, form, scope, now) is None:
        return refused(request, found, form, now)
    messages.success(
        request, _("Bozza salvata con le tue scelte. NON INVIATA: il portale non trasmette.")
    )
    return redirect("modulo", found.pk)
