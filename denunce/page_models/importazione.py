"""The pages of a file of data: choosing it, what is wrong in it, what it would change."""

from __future__ import annotations

from typing import Any, Final

from django.utils.translation import gettext as _

from denunce.forms.importazione import READ, CaricaForm, Importazione
from denunce.forms.modulo import ModuloForm
from denunce.models import Modulo
from denunce.moduli.declaration import Declaration, Problem
from denunce.moduli.registry import form_name
from denunce.page_models.modulo import shown
from denunce.page_models.rows import who
from denunce.workflow import StatoModulo

Json = dict[str, Any]
# A file of another kind is wrong in every line: nobody reads more than these.
MOST: Final = 100


def file_name(modulo: Modulo) -> str:
    """The name of the file: the form, the case, the version of the form, whether it is a draft."""
    declaration = ModuloForm(modulo, None).declaration
    number = modulo.caso.numero.replace("/", "-")
    draft = "-bozza" if modulo.stato == StatoModulo.BOZZA else ""
    return f"{declaration.file_name}-caso-{number}-versione-{declaration.version}{draft}.json"


def carica_page(modulo: Modulo, form: CaricaForm, given: Importazione | None) -> Json:
    """Where the file is chosen; after one that cannot be taken, every reason."""
    problems = given.problems if given is not None and not given.refusal else []
    declaration = given.declaration if given is not None else None
    return _about(modulo) | {
        "form": form,
        "refusal": given.refusal if given is not None else "",
        "problems": [_problem(each, declaration) for each in problems[:MOST]],
        "count": len(problems),
        "more": max(len(problems) - MOST, 0),
    }


def preview_page(given: Importazione) -> Json:
    """What would change: field, now, in the file; nothing is saved yet."""
    rows = [
        _change(given, each.now.path, shown(each.now), shown(each.then)) for each in given.changes
    ]
    return _about(given.modulo) | {
        "changes": rows,
        "emptied": sum(1 for row in rows if not row["then"]),
        "of_another": given.of_another,
        "other_version": given.declaration.version != given.form.declaration.version,
        "version_day": f"{given.declaration.effective_from:%d/%m/%Y}",
        "read": READ,
        "dati": given.text,
        "version": given.modulo.version,
    }


def _about(modulo: Modulo) -> Json:
    return {
        "modulo": modulo,
        "caso": modulo.caso,
        "person": who(modulo.caso.lavoratore),
        "form_name": form_name(modulo.tipo),
    }


def _problem(problem: Problem, declaration: Declaration | None) -> Json:
    return {
        "path": problem.path or "/",
        "label": _label(declaration, problem.path) if declaration else "",
        "message": problem.message,
    }


def _change(given: Importazione, path: str, now: str, then: str) -> Json:
    label = _label(given.declaration, path) or _label(given.form.declaration, path)
    return {"label": label, "path": path, "now": now, "then": then}


def _label(declaration: Declaration, path: str) -> str:
    """The group and the name of the field at a JSON Pointer; "" for what the form has not."""
    parts = [part for part in path.split("/") if part]
    group = declaration.groups.get(parts[0]) if parts else None
    if group is None:
        return ""
    number = next((int(part) + 1 for part in parts if part.isdecimal()), 0)
    title = str(group.title) or group.key
    title = _("%(title)s %(n)d") % {"title": title, "n": number} if number else title
    known = {field.key: str(field.label) for field in group.fields}
    return f"{title}: {known[parts[-1]]}" if parts[-1] in known else title
