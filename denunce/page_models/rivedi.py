"""A form as it will stand on paper, before it is frozen: what is missing, and what comes next."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.urls import reverse

from denunce import permissions
from denunce.choices import Obbligato
from denunce.forms.modulo import ModuloForm
from denunce.models import Modulo
from denunce.moduli.canonical import prune
from denunce.moduli.declaration import Problem
from denunce.moduli.stampa.layout import Box, PrintedGroup, PrintedSection, lay_out
from denunce.moduli.wizard import FormSection
from denunce.page_models.modulo import reasons, steps
from denunce.page_models.rows import who
from denunce.workflow import StatoModulo
from portal.base import wording
from utenti.access import Scope

Json = dict[str, Any]


def rivedi_page(modulo: Modulo, by: Scope) -> Json:
    """The boxes of the paper, each with the link to its control while the form is a draft."""
    form, draft = ModuloForm(modulo, None), modulo.stato == StatoModulo.BOZZA
    sections, here = form.sections(), reverse("modulo", args=[modulo.pk])
    paper = lay_out(form.declaration, prune(json.loads(modulo.dati)))
    drawing = _Drawing(form.problems if draft else (), sections, here if draft else "")
    return {
        "modulo": modulo,
        "caso": modulo.caso,
        "person": who(modulo.caso.lavoratore),
        "declaration": form.declaration,
        "draft": draft,
        "frozen_at": wording.term(modulo.definitivo_at, year=True) if modulo.definitivo_at else "",
        "form_url": here,
        "sections": [drawing.section(*each) for each in enumerate(paper.sections, 1)],
        "extras": paper.extras,
        "steps": steps(sections),
        "reasons": reasons(form.problems, sections, here) if draft else [],
        "send_url": _send_url(modulo, by),
    }


class _Drawing:
    def __init__(
        self, problems: Sequence[Problem], sections: Sequence[FormSection], form_url: str
    ) -> None:
        self.form_url = form_url
        self.problems: Mapping[str, Problem] = {each.path: each for each in reversed(problems)}
        self.names = {field.path: field.name for part in sections for field in part.fields}

    def section(self, number: int, section: PrintedSection) -> Json:
        title = f"{section.number}. {section.title}" if section.number else section.title
        return {
            "id": f"sezione-{number}",
            "title": title,
            "groups": [self.group(each, section) for each in section.groups],
        }

    def group(self, group: PrintedGroup, section: PrintedSection) -> Json:
        alone = len(section.groups) == 1 and group.title == section.title
        letter = f"{section.number}.{group.letter} " if group.letter else ""
        return {
            "title": "" if alone else f"{letter}{group.title}",
            "unused": group.unused,
            "rows": [[self.cell(box) for box in row] for row in group.rows],
        }

    def cell(self, box: Box) -> Json:
        """A box with its problem in words; what does not apply is not to be filled in."""
        problem, name = self.problems.get(box.path), self.names.get(box.path)
        missing = problem is not None and problem.kind == "mancante"
        return {
            "box": box,
            "missing": missing,
            "wrong": problem.message if problem and not missing else "",
            "url": f"{self.form_url}#id_{name}" if self.form_url and name and box.applies else "",
        }


def _send_url(modulo: Modulo, by: Scope) -> str:
    """Where its dispatch is recorded, for who may and while it is still owed."""
    duty = modulo.adempimento
    if duty is None or not duty.is_open or duty.obbligato != Obbligato.DATORE:
        return ""
    duty.caso = modulo.caso
    allowed = permissions.can_record_dispatch(by, duty)
    return reverse("invio_nuovo", args=[duty.pk]) if allowed else ""
