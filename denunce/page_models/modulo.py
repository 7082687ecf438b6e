"""The page of an official form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce.forms.modulo import ModuloForm
from denunce.models import Documento, Modulo
from denunce.moduli.declaration import Declaration, Problem
from denunce.moduli.kinds import BadValue
from denunce.moduli.wizard import FormField, FormGroup, FormSection
from denunce.page_models.caso import documents
from denunce.page_models.pec import pec_url
from denunce.page_models.rows import who
from denunce.page_models.voci import group_url
from denunce.page_models.wordings import channel
from denunce.workflow import StatoModulo
from portal.base import wording
from portal.base.autosave import autosave_page
from utenti.access import Scope
from utenti.models import TipoOrganizzazione

Json = dict[str, Any]


def modulo_page(modulo: Modulo, form: ModuloForm, by: Scope, now: datetime) -> Json:
    """Sections, what is missing, and what can be done now."""
    sections = form.sections()
    draft = modulo.stato == StatoModulo.BOZZA
    return {
        **_reasons(modulo, form, sections, now),
        **_differences(sections, draft),
        "autosave": autosave_page(
            reverse("modulo_salva", args=[modulo.pk]),
            version=modulo.version,
            saved_at=modulo.saved_at,
            person_id=by.actor.pk,
            now=now,
        ),
        "caso": modulo.caso,
        "person": who(modulo.caso.lavoratore),
        "title": str(form.declaration.title),
        "form_name": form.declaration.spoken,
        "facsimile": form.declaration.facsimile,
        "school": modulo.caso.organizzazione.tipo == TipoOrganizzazione.SCUOLA_STATALE,
        "draft": draft,
        "converted": bool(form.converted.dati),
        "locked": form.converted.sent,
        "frozen": not draft,
        "frozen_at": wording.term(modulo.definitivo_at, year=True) if modulo.definitivo_at else "",
        "sections": [
            _section(section, number, form.declaration)
            for number, section in enumerate(sections, 1)
        ],
        "steps": steps(sections),
        "refusals": form.refusals,
        "can_undo": modulo.can_undo,
        "unreadable": reasons(form.unreadable, sections),
    }


def modulo_changes(modulo: Modulo, before: ModuloForm, after: ModuloForm, now: datetime) -> Json:
    """What a page that saved itself must draw anew, as (template, context) by element id, and what
    is wrong by control id. A group is drawn anew only when other fields of it matter now, or all
    of them when the page may have missed an answer.
    """
    sections = after.sections()
    draft = modulo.stato == StatoModulo.BOZZA
    drawn: dict[str, tuple[str, Json]] = {
        "modulo-passi": ("denunce/_modulo_passi.html", {"steps": steps(sections)}),
        "modulo-motivi": ("denunce/_modulo_motivi.html", _reasons(modulo, after, sections, now)),
        "modulo-diverso": ("denunce/_modulo_diverso.html", _differences(sections, draft)),
    }
    old = _layouts(before.draw(None)) if after.version == before.modulo.version else {}
    changed = {key for key, layout in _layouts(sections).items() if old.get(key) != layout}
    for section in after.sections(typed=True) if changed else ():
        for group in section.groups:
            if group.group.key in changed:
                page = _group(group, str(section.title), after.declaration)
                drawn[page["id"]] = ("denunce/_modulo_gruppo.html", {"group": page})
    for field in (each for section in sections for each in section.fields if each.computed):
        drawn[f"{field.id}_somma"] = ("denunce/_modulo_somma.html", {"field": field})
    errors = {
        field.id: field.errors[0].message
        for section in sections
        for field in section.fields
        if field.errors
    }
    return {"fragments": drawn, "errors": errors}


def _reasons(
    modulo: Modulo, form: ModuloForm, sections: Sequence[FormSection], now: datetime
) -> Json:
    """Why the form cannot be sent, and what was printed of it."""
    prints = Documento.objects.filter(modulo=modulo).select_related("file", "created_by")
    return {
        "modulo": modulo,
        "draft": modulo.stato == StatoModulo.BOZZA,
        "reasons": reasons(form.problems, sections),
        **_copies(form.declaration),
        "where": channel(modulo.adempimento) if modulo.adempimento else "",
        "pec_url": pec_url(modulo),
        "documents": documents(prints.order_by("-created_at", "id"), now),
    }


def _copies(declaration: Declaration) -> Json:
    """The copies that may be printed one at a time, and how all of them together are called."""
    copies = [{"code": each.code, "label": str(each.label)} for each in declaration.copies]
    codes = [each.code for each in declaration.copies]
    if not codes:
        return {"copies": [], "every": ""}
    every = {"first": ", ".join(codes[:-1]), "last": codes[-1]}
    return {"copies": copies, "every": _("(copie %(first)s e %(last)s)") % every}


def _layouts(sections: Sequence[FormSection]) -> dict[str, Any]:
    """For each group what a page shows of it besides the values: which fields matter, and how."""
    return {
        group.group.key: [
            (
                field.name,
                field.applies or bool(field.raw),
                field.required,
                field.fixed,
                field.choices if field.field.switched else (),
                field.advice,
            )
            for row in group.rows
            for field in row.fields
        ]
        for section in sections
        for group in section.groups
    }


def steps(sections: Sequence[FormSection]) -> list[Json]:
    """How far each section is, with a link to it."""
    return [_step(section, number) for number, section in enumerate(sections, 1)]


def _section(section: FormSection, number: int, declaration: Declaration) -> Json:
    title = f"{section.number}. {section.title}" if section.number else str(section.title)
    written = [
        {"label": str(field.field.label), "value": shown(field), "note": "", "url": ""}
        for field in section.fields
        if field.raw
    ]
    return {
        "title": title,
        "id": f"sezione-{number}",
        "groups": [_group(group, str(section.title), declaration) for group in section.groups],
        "rows": written,
    }


def _group(group: FormGroup, section: str, declaration: Declaration) -> Json:
    """A group with the fields that matter now apart from those that do not."""
    letter, title = group.group.letter, str(group.group.title)
    return {
        "id": f"gruppo-{group.group.key}",
        "title": f"{letter}. {title}" if letter and title else title if title != section else "",
        "name": title,
        "help": str(group.group.help),
        "entries_url": group_url(declaration, group.group),
        "key": group.group.key if group.group.repeat else "",
        "can_add": group.can_add,
        "most": group.group.repeat,
        "rows": [
            {
                "number": row.number,
                "place": f"{group.group.key}__{row.number - 1}",
                "can_remove": row.number > 0 and (row.filled or row.number > group.group.printed),
                "id": f"riposo-{group.group.key}-{row.number}",
                "active": [field for field in row.fields if field.applies or field.raw],
                "idle": [field for field in row.fields if not field.applies and not field.raw],
            }
            for row in group.rows
        ],
    }


def shown(field: FormField) -> str:
    """The value as a person reads it: the words of a choice, a date in Italian order."""
    return _in_words(field, field.raw)


def _in_words(field: FormField, raw: str) -> str:
    for value, label in field.choices:
        if value == raw:
            return str(label)
    kind = field.field.kind
    try:
        return kind.show(kind.parse(raw))
    except BadValue:
        return raw


def _differences(sections: Sequence[FormSection], draft: bool) -> Json:
    """What the form says otherwise than the case does today: the case may have been corrected
    after the form was begun."""
    rows = [
        {
            "name": field.name,
            "label": str(field.field.label),
            "group": str(group.group.title) or str(section.title),
            "url": f"#{field.id}" if draft else "",
            "here": shown(field),
            "there": _in_words(field, field.in_case),
        }
        for section in sections
        for group in section.groups
        for row in group.rows
        for field in row.fields
        if field.in_case
    ]
    return {"differences": rows, "draft": draft}


def _step(section: FormSection, number: int) -> Json:
    return {
        "label": str(section.title),
        "url": f"#sezione-{number}",
        "state": section.state,
        "current": False,
    }


def reasons(
    problems: Iterable[Problem], sections: Sequence[FormSection], page: str = ""
) -> list[Json]:
    """Each problem with the name of its field and a link to the control, when ``page`` has it."""
    labels = {
        field.path: str(field.field.label) for section in sections for field in section.fields
    }
    return [
        {
            "label": labels.get(problem.path, ""),
            "message": "" if problem.kind == "mancante" else problem.message,
            "url": f"{page}#id_{problem.name}" if problem.path in labels else "",
        }
        for problem in problems
    ]
