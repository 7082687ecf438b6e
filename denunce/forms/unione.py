"""Choosing a person, and which of two cards of one person is right, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final

from django import forms
from django.utils.translation import gettext_lazy as _

from denunce.actions.persone_dei_casi import MERGED_FIELDS
from denunce.models import Lavoratore
from portal.base import wording
from portal.base.forms.sections import Section, SectionedForm, VersionedForm

KEPT, OTHER = "questa", "altra"
TELLING: Final = ("sesso", "nato_on", "codice_fiscale")
_MAX: Final = 2**31 - 1


class SceltaForm(VersionedForm):
    """Which of the people found; the version is that of the case."""

    scelta = forms.UUIDField(error_messages={"required": _("Scegli una persona.")})


class UnioneForm(SectionedForm):
    """Two cards side by side: one choice for each field that differs."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Dove le due schede non dicono lo stesso"),
            MERGED_FIELDS,
            _("Scegli per ogni dato quello giusto. Quello che non scegli va perso."),
        ),
        Section(_("Prima di unire"), ("stessa_persona",)),
    )

    altra = forms.UUIDField(widget=forms.HiddenInput)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_MAX)
    version_altra = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=_MAX)

    def __init__(self, *args: Any, kept: Lavoratore, other: Lavoratore, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._cards = {KEPT: kept, OTHER: other}
        self.initial.update(altra=other.pk, version=kept.version, version_altra=other.version)
        for name in MERGED_FIELDS:
            if getattr(kept, name) != getattr(other, name):
                self.fields[name] = _choice(name, kept, other)
        if self.against:
            self.fields["stessa_persona"] = forms.BooleanField(
                label=_("Ho controllato: sono la stessa persona"),
                error_messages={"required": _("Segna che hai controllato, oppure annulla.")},
            )

    @property
    def against(self) -> list[str]:
        """The names of the data that both cards have, differ, and usually tell two people apart."""
        kept, other = self._cards.values()
        said = [(name, getattr(kept, name), getattr(other, name)) for name in TELLING]
        return [_label(name) for name, mine, theirs in said if mine and theirs and mine != theirs]

    def chosen(self) -> dict[str, Any]:
        """The value chosen for each field that differs."""
        picked = {name: self.cleaned_data[name] for name in MERGED_FIELDS if name in self.fields}
        return {name: getattr(self._cards[which], name) for name, which in picked.items()}

    def versions(self) -> tuple[int, int]:
        """The versions of the two cards as they were read."""
        return self.cleaned_data["version"], self.cleaned_data["version_altra"]


def _choice(name: str, kept: Lavoratore, other: Lavoratore) -> forms.ChoiceField:
    """Two values; the one that is there is proposed when the other is empty."""
    mine, theirs = shown(kept, name), shown(other, name)
    return forms.ChoiceField(
        label=_label(name),
        choices=((KEPT, mine or _("non indicato")), (OTHER, theirs or _("non indicato"))),
        initial=KEPT if mine else OTHER,
        widget=forms.RadioSelect,
    )


def _label(name: str) -> str:
    label = str(getattr(Lavoratore._meta.get_field(name), "verbose_name", name))
    return label[:1].upper() + label[1:]


def shown(person: Lavoratore, name: str) -> str:
    """A value of a card in words."""
    if name == "nato_on":
        return wording.day(person.nato_on, year=True).split(" ", 1)[1]
    labelled = getattr(person, f"get_{name}_display", None)
    return str(labelled() if labelled else getattr(person, name) or "")
