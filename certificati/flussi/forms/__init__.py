"""Forms of flows and tokens."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from certificati.flussi.actions.gettoni import DAYS_MAX
from certificati.flussi.models.gettone import NOME_MAX
from portal.base.forms.sections import (
    Section,
    SectionedForm,
    choices_with_blank,
    set_choices,
    text,
)
from utenti.models import Organizzazione


class StrutturaForm(SectionedForm):
    """A form about one of the structures the person manages; with one there is no question."""

    struttura = forms.ChoiceField(label=_("Struttura"))

    def __init__(self, *args: Any, strutture: Sequence[Organizzazione], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.strutture = {str(place.pk): place for place in strutture}
        if len(self.strutture) == 1:
            self.drop("struttura")
        else:
            names = [(pk, str(place)) for pk, place in self.strutture.items()]
            set_choices(self, "struttura", choices_with_blank(names))

    def chosen(self) -> Organizzazione:
        """The structure; call it on a valid form."""
        only = next(iter(self.strutture))
        return self.strutture[self.cleaned_data.get("struttura", only)]


class CaricaForm(StrutturaForm):
    """The file."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Il file"), ("struttura", "file")),)
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the action says what is wrong with it
        help_text=_("XML o JSON secondo lo schema, fino a 20.000 record e 20 MB."),
        widget=forms.FileInput(attrs={"accept": ".xml,.json"}),
    )
    file.error_messages["required"] = _("Scegli il file da caricare.")

    def content(self) -> tuple[bytes, str]:
        """The bytes and the name."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return file.read(), file.name or ""


class GettoneForm(StrutturaForm):
    """A new token."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Il gettone"), ("struttura", "nome", "giorni")),
    )
    nome = text(_("Nome"), NOME_MAX, help_text=_("Il sistema che lo usa, come «Pronto soccorso»."))
    giorni = forms.IntegerField(
        label=_("Vale per giorni"),
        min_value=1,
        max_value=DAYS_MAX,
        initial=180,
        help_text=_("Da 1 a 365. Poi ne crei un altro."),
    )
