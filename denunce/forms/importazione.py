"""The data of a form that come from a file: what is wrong with it, what it would change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, ClassVar, Final

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from denunce.forms.modulo import ModuloForm
from denunce.models import Modulo
from denunce.moduli.canonical import MAX_CHARS, BadJson, canonical, prune
from denunce.moduli.declaration import Declaration, Problem
from denunce.moduli.example import apply_fixed
from denunce.moduli.exchange import MAX_BYTES, explain, other_form, read_file
from denunce.moduli.registry import NoDeclaration, declaration_for
from denunce.moduli.validation import structure
from denunce.moduli.wizard import FormField, form_sections
from portal.base.forms.sections import Section, SectionedForm

Json = Any
# The data of the file, carried by the page that asks whether to take them.
READ: Final = "dati"


class CaricaForm(SectionedForm):
    """The file."""

    sections: ClassVar[Sequence[Section]] = (Section(gettext_lazy("Il file"), ("file",)),)
    file = forms.FileField(
        label=gettext_lazy("File"),
        allow_empty_file=True,  # reading it says what is wrong with it
        help_text=gettext_lazy("JSON in UTF-8, fino a 200.000 caratteri."),
        widget=forms.FileInput(attrs={"accept": ".json"}),
    )
    file.error_messages["required"] = gettext_lazy("Scegli il file da caricare.")

    def content(self) -> bytes:
        """The bytes, no more than one too many."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return bytes(file.read(MAX_BYTES + 1))


@dataclass(frozen=True, slots=True)
class Change:
    """One field that would change, as the controls show it now and with the file."""

    now: FormField
    then: FormField


class Importazione:
    """The content of a file against the draft it would replace. Nothing is written here.

    ``refusal`` says why the file is not for this form at all; ``problems`` what is wrong in it,
    field by field: with either, nothing of it can be taken. What is only missing is no problem.
    """

    def __init__(self, modulo: Modulo, content: bytes) -> None:
        self.modulo, self.form = modulo, ModuloForm(modulo, None)
        self.declaration: Declaration = self.form.declaration
        self.refusal, self.problems = "", list[Problem]()
        self.dati: dict[str, Json] = {}
        try:
            self._take(read_file(content))
        except (BadJson, NoDeclaration) as error:
            self.refusal = str(error)

    @property
    def good(self) -> bool:
        """Whether the file may be taken."""
        return not self.refusal and not self.problems

    @property
    def text(self) -> str:
        """The data that would be saved, as they are stored."""
        return canonical(self.dati)

    def _take(self, data: Json) -> None:
        declaration = declaration_for(self.modulo.tipo, data)
        if broken := structure(declaration, data):
            other = other_form(declaration, data)
            if other is not None:
                names = {"other": other.spoken, "this": declaration.spoken}
                self.refusal = _("Questo file è del %(other)s: qui serve il %(this)s.") % names
            self.problems = explain(declaration, broken)
            return
        self.declaration, self.dati = declaration, dict(prune(data))
        for group, row in self.form.locked.items():
            if row:
                self.dati[group] = self.dati.get(group, {}) | row
        apply_fixed(declaration, self.dati)
        self.dati = dict(prune(self.dati))
        if len(self.text) > MAX_CHARS:
            raise BadJson(_("Il testo supera %(max)d caratteri.") % {"max": MAX_CHARS})

    @cached_property
    def changes(self) -> list[Change]:
        """The fields that would change, in the order of the form; those emptied as well."""
        now, then = self._fields(self.form.dati), self._fields(self.dati)
        pairs = (
            (
                now.get(name) or replace(then[name], raw=""),
                then.get(name) or replace(now[name], raw=""),
            )
            for name in then | now
        )
        return [Change(old, new) for old, new in pairs if old.raw != new.raw]

    @property
    def same(self) -> bool:
        """Whether the draft already says what the file says."""
        return self.good and self.text == self.modulo.dati

    @property
    def of_another(self) -> bool:
        """Whether the file names a person that is not the one of the case."""
        said = self.dati.get("lavoratore", {})
        code = said.get("codice_fiscale") if isinstance(said, Mapping) else None
        own = self.modulo.caso.lavoratore.codice_fiscale
        return bool(code and own and code != own)

    def _fields(self, data: Mapping[str, Json]) -> dict[str, FormField]:
        """Every control by name, in the order of the version that the file is of."""
        both = form_sections(self.declaration, data), form_sections(self.form.declaration, data)
        return {
            field.name: field for sections in reversed(both) for s in sections for field in s.fields
        }
