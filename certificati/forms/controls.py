"""From the declaration of a field (``tabella``) to the control that asks it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django import forms

from certificati.campi import Campo, Forma
from certificati.forms.lesioni import LesioniField
from certificati.numero import normalize_numero
from portal.base.forms.days import DayField
from portal.base.forms.instants import TIME_FORMATS, InstantField, TimeInput
from portal.base.forms.sections import choices_with_blank
from portal.base.validators import normalize_code

# Blanks and hyphens of a code that is dictated or pasted: they go when it is read.
_SEPARATORS: Final = 8


class CodeField(forms.CharField):
    """A code written as it is stored, however it was typed."""

    def __init__(self, *, written: Callable[[str], str], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.written = written

    def to_python(self, value: Any) -> str:
        """The code in its own form."""
        return self.written(super().to_python(value) or "")


def field_of(campo: Campo, genere: str) -> forms.Field:
    """The form field of a declared one; what is needed to issue is marked as compulsory."""
    builder = _BUILDERS.get(campo.forma, _text)
    field = builder(campo)
    field.label, field.help_text = campo.label, campo.help
    field.required = genere in campo.needed
    return field


def _text(campo: Campo) -> forms.Field:
    return forms.CharField(max_length=campo.max, widget=_input())


def _long_text(campo: Campo) -> forms.Field:
    return forms.CharField(max_length=campo.max, widget=forms.Textarea(attrs={"rows": 3}))


def _choice(campo: Campo) -> forms.Field:
    return forms.ChoiceField(choices=choices_with_blank(campo.choices))


def _hour(campo: Campo) -> forms.Field:
    return forms.TimeField(
        input_formats=TIME_FORMATS,
        widget=TimeInput(),
        error_messages={"invalid": "Scrivi l’ora come 10:30."},
    )


def _code(campo: Campo) -> forms.Field:
    written = normalize_numero if campo.forma == Forma.NUMERO else normalize_code
    box = _input(autocapitalize="characters", spellcheck="false")
    return CodeField(written=written, max_length=campo.max + _SEPARATORS, widget=box)


def _province(campo: Campo) -> forms.Field:
    box = _input(autocapitalize="characters", spellcheck="false")
    return CodeField(written=str.upper, max_length=campo.max, widget=box)


def _phone(campo: Campo) -> forms.Field:
    return forms.CharField(max_length=campo.max, widget=_input(type="tel"))


def _cap(campo: Campo) -> forms.Field:
    return forms.CharField(max_length=campo.max, widget=_input(inputmode="numeric"))


def _input(**attrs: str) -> forms.TextInput:
    # What one patient was called is never offered for the next.
    return forms.TextInput(attrs={"autocomplete": "off", **attrs})


_BUILDERS: Final[dict[Forma, Callable[[Campo], forms.Field]]] = {
    Forma.TESTO_LUNGO: _long_text,
    Forma.SCELTA: _choice,
    Forma.GIORNO: lambda campo: DayField(),
    Forma.ISTANTE: lambda campo: InstantField(),
    Forma.ORA: _hour,
    Forma.SI_NO: lambda campo: forms.BooleanField(),
    Forma.CODICE_FISCALE: _code,
    Forma.CODICE_FISCALE_DATORE: _code,
    Forma.NUMERO: _code,
    Forma.PROVINCIA: _province,
    Forma.CAP: _cap,
    Forma.TELEFONO: _phone,
    Forma.LESIONI: lambda campo: LesioniField(),
}
