"""The glossary of a form: every field and every list of codes, from its declaration alone."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Mapping
from typing import Any, Final

from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext as _

from denunce.moduli.codelists import Code
from denunce.moduli.declaration import Declaration, Field, Group, Note
from denunce.moduli.registry import FORMS, versions_of
from denunce.moduli.words import PRIVACY, applies, condition, needed, rows_of, takes
from portal.base.db import normalize
from portal.base.riferimenti.codelists import CodeList

Json = dict[str, Any]
# Longer searches find nothing that shorter ones do not.
SEARCH_MAX: Final = 80


def moduli_page() -> Json:
    """The forms that the portal knows."""
    return {"forms": [_form(form) for form in FORMS.values()]}


def voci_page(declaration: Declaration, text: str) -> Json:
    """The fields of one version of a form; with ``text``, those that speak of it."""
    wanted = normalize(text[:SEARCH_MAX])
    sections = [
        found for each in declaration.sections if (found := _section(declaration, each, wanted))
    ]
    shown = {f["id"] for s in sections for g in s["groups"] for f in g["fields"]}
    told = {
        n["number"] for s in sections for g in s["groups"] for f in g["fields"] for n in f["notes"]
    }
    lists = _lists(declaration, shown)
    return {
        "form": _form(declaration),
        "versions": _versions(declaration),
        "search": text[:SEARCH_MAX],
        "sections": sections,
        "found": len(shown),
        "lists": [_list(each) for each in lists.values()],
        "notes": [_note(each) for each in declaration.notes if _speaks(each, wanted, told)],
        "schema_url": _version_url("modulo_schema", declaration),
        "example_url": _version_url("modulo_esempio", declaration),
        "page_url": reverse("modulo_voci", args=[declaration.code]),
    }


def group_url(declaration: Declaration, group: Group) -> str:
    """Where the fields of a group are explained, in the version that is being filled in."""
    return f"{_version_url('modulo_voci', declaration)}#gruppo-{group.key}"


def _version_url(name: str, declaration: Declaration) -> str:
    return f"{reverse(name, args=[declaration.code])}?versione={declaration.version}"


def _form(declaration: Declaration) -> Json:
    return {
        "code": declaration.code,
        "name": declaration.spoken,
        "short": str(declaration.short),
        "title": str(declaration.title),
        "version": declaration.version,
        "since": f"{declaration.effective_from:%d/%m/%Y}",
        "source": declaration.source,
        "facsimile": declaration.facsimile,
        "copies": [{"code": each.code, "label": str(each.label)} for each in declaration.copies],
        "url": reverse("modulo_voci", args=[declaration.code]),
        "fields": sum(1 for _pair in declaration.fields()),
        "day_field": str(declaration.field(declaration.event_path).label),
    }


def _versions(declaration: Declaration) -> list[Json]:
    """Each version as a link, the newest first; the day it holds from is its name."""
    every = versions_of(declaration.code)
    return [
        {
            "label": _("dal %(day)s") % {"day": f"{each.effective_from:%d/%m/%Y}"},
            "url": _version_url("modulo_voci", each),
            "current": each.version == declaration.version,
        }
        for each in reversed(every)
    ]


def _section(declaration: Declaration, section: Any, wanted: str) -> Json | None:
    groups = [
        found for each in section.groups if (found := _group(declaration, section, each, wanted))
    ]
    if not groups:
        return None
    title = f"{section.number}. {section.title}" if section.number else str(section.title)
    return {"id": f"sezione-{groups[0]['id']}", "title": title, "groups": groups}


def _group(declaration: Declaration, section: Any, group: Group, wanted: str) -> Json | None:
    fields = [_field(declaration, group, field) for field in group.fields]
    whole = normalize(f"{section.title} {group.title}")
    found = [each for each in fields if wanted in f"{whole} {each.pop('_heap')}"]
    if not found:
        return None
    title = str(group.title) or str(section.title)
    return {
        "id": f"gruppo-{group.key}",
        "title": f"{group.letter}. {title}" if group.letter else title,
        "help": str(group.help),
        "rows": rows_of(group),
        "fields": found,
    }


def _field(declaration: Declaration, group: Group, field: Field) -> Json:
    """One field; ``_heap`` is everything it says, to search in."""
    shown = {
        "id": _id(group, field),
        "label": str(field.label),
        "letter": field.letter,
        "path": f"/{group.key}/{'0/' if group.repeat else ''}{field.key}",
        "help": str(field.help),
        "norm": field.norm,
        "why": str(field.why),
        "needed": needed(declaration, group, field),
        "applies": applies(declaration, group, field),
        "kinds": list(_kinds(declaration, group, field)),
        "rules": list(_rules(declaration, group, field)),
        "privacy": str(PRIVACY[field.privacy]),
        "notes": [_note(note) for note in _notes_of(declaration, field)],
        "printed": field.printed,
    }
    lists = [each for code in _codes(field) for each in code.codes.entries]
    values = " ".join(f"{each.code} {each.label_display}" for each in lists)
    heap = " ".join(str(value) for value in shown.values())
    return shown | {"_heap": normalize(f"{heap} {values}")}


def _kinds(declaration: Declaration, group: Group, field: Field) -> Iterator[Json]:
    """What the field takes: its own type, and each list that takes its place with its reason."""
    for switch in field.switched:
        when = _("se %(when)s") % {"when": condition(declaration, group, switch.when)}
        yield _kind(switch.kind, when)
    yield _kind(field.kind, _("altrimenti") if field.switched else "")


def _kind(kind: Any, when: str) -> Json:
    code = kind.codes.code if isinstance(kind, Code) else ""
    size = len(kind.codes.entries) if isinstance(kind, Code) else 0
    return {"when": when, "takes": takes(kind), "list": code, "size": size}


def _rules(declaration: Declaration, group: Group, field: Field) -> Iterator[str]:
    for fixed in field.fixed:
        when = condition(declaration, group, fixed.when)
        value = field.kind.show(fixed.value)
        yield _("Se %(when)s vale sempre %(value)s: lo scrive il portale.") % {
            "when": when,
            "value": value,
        }
    for advice in field.advice:
        when = condition(declaration, group, advice.when)
        yield _("Se %(when)s: %(text)s") % {"when": when, "text": advice.text}
    if field.excludes:
        other = declaration.field(field.excludes).label
        yield _("In alternativa a «%(other)s»: si compila uno solo dei due.") % {"other": other}
    if field.total:
        letters = " + ".join(each.letter or each.path for each in field.total)
        yield _("Somma di %(letters)s: se lo lasci vuoto lo calcola il portale.") % {
            "letters": letters
        }
    if field.suggest:
        yield _("Mentre scrivi, il portale propone i valori che conosce.")
    if field.since:
        yield _("Solo per gli eventi dal %(day)s.") % {"day": f"{field.since:%d/%m/%Y}"}
    if field.until:
        yield _("Solo per gli eventi prima del %(day)s.") % {"day": f"{field.until:%d/%m/%Y}"}


def _codes(field: Field) -> Iterator[Code]:
    for kind in (field.kind, *(switch.kind for switch in field.switched)):
        if isinstance(kind, Code):
            yield kind


def _lists(declaration: Declaration, shown: Container[str]) -> Mapping[str, CodeList]:
    """Every list that the fields shown take values from, once, in the order of the form."""
    return {
        code.codes.code: code.codes
        for group, each in declaration.fields()
        if _id(group, each) in shown
        for code in _codes(each)
    }


def _id(group: Group, field: Field) -> str:
    return f"campo-{group.key}-{field.key}"


def _list(codes: CodeList) -> Json:
    return {
        "id": f"elenco-{codes.code}",
        "title": codes.title,
        "source": codes.source,
        "retrieved": f"{codes.retrieved_on:%d/%m/%Y}",
        "size": len(codes.entries),
        "entries": [
            {
                "code": entry.code,
                "label": entry.label_display,
                "from": f"{entry.valid_from:%d/%m/%Y}" if entry.valid_from else "",
                "to": f"{entry.valid_to:%d/%m/%Y}" if entry.valid_to else "",
            }
            for entry in codes.entries
        ],
    }


def _notes_of(declaration: Declaration, field: Field) -> list[Note]:
    """The notes that the paper puts beside the field: "3" or "3, 4"."""
    numbers = re.findall(r"\w+", field.note)
    return [note for note in declaration.notes if note.number in numbers]


def _speaks(note: Note, wanted: str, told: Container[str]) -> bool:
    """Whether a note is shown: it has what is searched, or a field that is shown leads to it."""
    text = normalize(f"{note.title} {note.printed} {note.today}")
    return note.number in told or wanted in text


def _note(note: Note) -> Json:
    return {
        "id": f"nota-{note.number or slugify(str(note.title))}",
        "number": note.number,
        "title": str(note.title),
        "printed": str(note.printed),
        "today": str(note.today),
    }
