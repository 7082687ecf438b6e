"""Forms about groups."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import (
    Section,
    SectionedForm,
    VersionedForm,
    choices_with_blank,
    set_choices,
    text,
)
from utenti.models import Organizzazione
from utenti.profili.models.gruppo import NAME_MAX


class PresidioForm(SectionedForm):
    """A form about one of the hospitals that the person manages; with one there is no question."""

    presidio = forms.ChoiceField(label=_("Presidio"))

    def __init__(self, *args: Any, presidi: Sequence[Organizzazione], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.presidi = {str(place.pk): place for place in presidi}
        if len(self.presidi) == 1:
            self.drop("presidio")
        else:
            names = [(pk, str(place)) for pk, place in self.presidi.items()]
            set_choices(self, "presidio", choices_with_blank(names))

    def chosen(self) -> Organizzazione:
        """The hospital; call it on a valid form."""
        only = next(iter(self.presidi))
        return self.presidi[self.cleaned_data.get("presidio", only)]


class GruppoForm(PresidioForm):
    """A new group."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Il gruppo"), ("presidio", "nome")),)
    nome = text(_("Nome"), NAME_MAX, help_text=_("Un reparto o un ambulatorio, come Ortopedia."))


class RinominaForm(VersionedForm):
    """Another name for a group."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Il gruppo"), ("nome",)),)
    nome = text(_("Nome"), NAME_MAX)
