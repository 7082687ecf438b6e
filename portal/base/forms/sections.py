"""What plain forms share: sections, the key of a request, refusals of actions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import uuid4

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


@dataclass(frozen=True, slots=True)
class Section:
    """A group of fields with its heading; a section whose fields are all absent is not drawn."""

    title: _StrOrPromise
    names: Sequence[str]
    intro: _StrOrPromise = ""
    step: str = ""  # the step of the wizard that draws it
    # Seldom needed: folded away, unless it holds an answer or an error.
    rare: bool = False


@dataclass(frozen=True, slots=True)
class DrawnSection:
    """A section with the bound fields it really has."""

    title: _StrOrPromise
    intro: _StrOrPromise
    fields: list[BoundField]
    rare: bool = False
    open: bool = True


class SectionedForm(forms.Form):
    """A form whose fields are drawn in named groups. Every text has a limit."""

    sections: ClassVar[Sequence[Section]] = ()
    required_css_class = "is-required"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # The summary of the errors follows the page.
        self.order_fields([name for section in self.sections for name in section.names])
        for field in self.fields.values():
            words = getattr(field, "how_to_answer", None)
            if words is None and isinstance(field, forms.ChoiceField):
                words = _("Scegli una risposta.")
            if words is not None:
                field.error_messages["required"] = words

    def drawn(self, step: str | None = None) -> Iterator[DrawnSection]:
        """The sections (of one step, if named) that have at least one field in this form."""
        for section in self.sections:
            if step is not None and section.step != step:
                continue
            fields = [self[name] for name in section.names if name in self.fields]
            if fields:
                shown = not section.rare or any(_speaks(field) for field in fields)
                yield DrawnSection(section.title, section.intro, fields, section.rare, shown)

    def refuse(self, message: str, field: str | None = None) -> None:
        """Show a refusal of the action beside its field, or on top when it has none here."""
        self.add_error(field if field in self.fields else None, message)

    def drop(self, *names: str) -> None:
        """Take away the fields that do not concern this case."""
        for name in names:
            self.fields.pop(name, None)


def _speaks(field: BoundField) -> bool:
    """Whether a field holds an error, or an answer that is not the one it starts with."""
    return bool(field.errors) or field.value() not in (field.field.initial, "", None, False)


class RequestKeyForm(SectionedForm):
    """A form that may be sent twice: the hidden key makes the second time harmless."""

    request_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["request_key"].initial = uuid4

    def clean_request_key(self) -> Any:
        """A form without its key (an old page, a script) gets a new one."""
        return self.cleaned_data.get("request_key") or uuid4()


class VersionedForm(SectionedForm):
    """A form over data that someone else may change meanwhile."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)
    version.error_messages["required"] = _("Ricarica la pagina e riprova.")


def text(label: _StrOrPromise, limit: int, **kwargs: Any) -> forms.CharField:
    """A one-line text with its limit; NUL bytes and surrounding blanks never pass."""
    return forms.CharField(label=label, max_length=limit, **kwargs)


CHOOSE = _("Scegli")


def choices_with_blank(
    choices: Sequence[tuple[str, Any]], blank: _StrOrPromise = CHOOSE
) -> list[tuple[str, Any]]:
    """Choices that start from a question instead of an answer nobody gave."""
    return [("", blank), *choices]


def set_choices(form: forms.Form, name: str, choices: Sequence[tuple[str, Any]]) -> None:
    """Give a choice field of this form the answers that make sense here."""
    field = form.fields[name]
    if not isinstance(field, forms.ChoiceField):
        raise TypeError(f"{name} offers no choices")
    field.choices = list(choices)
