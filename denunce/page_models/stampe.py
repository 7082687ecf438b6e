"""The prints of one form: what each was made from, and the ones before and after it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.moduli import declaration_of
from denunce.actions.stampe import can_reprint
from denunce.models import Documento
from denunce.page_models.rows import who
from denunce.workflow import StatoDocumento
from portal.base import wording
from utenti.access import Scope

Json = dict[str, Any]


def reprint_page(documento: Documento) -> Json:
    """What printing again does, and why one would."""
    return {
        "documento": documento,
        "caso": documento.caso,
        "person": who(documento.caso.lavoratore),
        "number": documento.stampa + 1,
    }


def print_facts(documento: Documento, scope: Scope, now: datetime) -> Json:
    """What a print says of itself, for the page of its document."""
    modulo = documento.modulo
    if modulo is None:
        return {"facts": [], "prints": [], "again_url": "", "newer": None, "identical": False}
    prints = list(
        Documento.objects.filter(
            modulo=modulo,
            dati_sha256=documento.dati_sha256,
            bozza=documento.bozza,
            copia=documento.copia,
        )
        .select_related("file", "created_by")
        .order_by("stampa")
    )
    newest, may = prints[-1], permissions.can_generate_modulo(scope, documento.caso)
    again = newest.pk == documento.pk and bool(may) and bool(can_reprint(documento))
    return {
        "facts": _facts(documento),
        "prints": [_print(each, documento) for each in prints] if len(prints) > 1 else [],
        "again_url": reverse("documento_di_nuovo", args=[documento.pk]) if again else "",
        "newer": newest if newest.pk != documento.pk else None,
        "identical": _identical(documento, prints),
    }


def _facts(documento: Documento) -> list[Json]:
    modulo = documento.modulo
    if modulo is None:
        return []
    form = declaration_of(modulo)
    copies = {each.code: str(each.label) for each in form.copies}
    rows = [
        _row(_("Modulo"), str(form.short)),
        _row(
            _("Versione del modulo"), _("dal %(day)s") % {"day": f"{form.effective_from:%d/%m/%Y}"}
        ),
    ]
    if copies:
        every = _("tutte (%(letters)s)") % {"letters": ", ".join(copies)}
        one = f"{documento.copia}: {copies.get(documento.copia, '')}"
        rows.append(_row(_("Copie"), one if documento.copia else every))
    rows.append(_row(_("Stampa numero"), str(documento.stampa)))
    if documento.ready_at:
        rows.append(_row(_("Pronto da"), wording.term(documento.ready_at, year=True)))
    return rows


def _row(label: str, value: str) -> Json:
    return {"label": label, "value": value, "note": "", "url": ""}


def _print(each: Documento, shown: Documento) -> Json:
    ready = each.stato == StatoDocumento.PRONTO
    return {
        "number": each.stampa,
        "url": reverse("documento", args=[each.pk]),
        "current": each.pk == shown.pk,
        "when": wording.term(each.created_at, year=True),
        "who": str(each.created_by),
        "state": "" if ready else each.get_stato_display().lower(),
        "sha256": each.file.sha256 if each.file else "",
    }


def _identical(documento: Documento, prints: list[Documento]) -> bool:
    """Whether the print before gave the very same file."""
    before = next((each for each in prints if each.stampa == documento.stampa - 1), None)
    files = [each.file for each in (before, documento) if each is not None]
    return len(files) == 2 and None not in files and len({f.sha256 for f in files if f}) == 1
