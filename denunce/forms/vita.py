"""What people do to a case besides its facts: note, attach, assign, close."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from denunce.choices import EsitoCaso
from portal.base.forms.sections import (
    RequestKeyForm,
    Section,
    SectionedForm,
    VersionedForm,
    choices_with_blank,
    set_choices,
    text,
)
from utenti.models import Utente


class NotaForm(RequestKeyForm):
    """A note: who reads the case reads it too."""

    testo = forms.CharField(
        label=_("Nota"),
        max_length=2000,
        required=False,  # the action says what to do about an empty one
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("La leggono solo i colleghi abilitati ai dati sulla salute. Non si modifica."),
    )


class AllegatoForm(SectionedForm):
    """A file for the fascicolo."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Il documento"), ("titolo", "file")),)

    titolo = text(
        _("Titolo"), 160, help_text=_("Per esempio: relazione del docente, foto del luogo.")
    )
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the action says what is wrong with it
        help_text=_("PDF, JPEG o PNG, fino a 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def upload(self) -> tuple[bytes, str]:
        """The bytes and the name."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        return file.read(), file.name or ""


class AssegnaForm(VersionedForm):
    """Who follows the case."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Chi segue il caso"),
            ("assegnato_a",),
            _("I promemoria arrivano a questa persona. Se nessuno lo segue, arrivano a tutti."),
        ),
    )
    assegnato_a = forms.ChoiceField(label=_("Assegnato a"), required=False)

    def __init__(self, *args: Any, colleghi: Sequence[Utente], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.colleghi = {str(user.pk): user for user in colleghi}
        names = [(pk, str(user)) for pk, user in self.colleghi.items()]
        set_choices(self, "assegnato_a", choices_with_blank(names, _("Nessuno")))

    def chosen(self) -> Utente | None:
        """The colleague, None for nobody."""
        return self.colleghi.get(self.cleaned_data["assegnato_a"])


class ChiudiForm(VersionedForm):
    """How the case ended."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Come è finito"),
            ("esito",),
            _("È quello che risulta a te: l’INAIL può decidere altrimenti, e il caso si riapre."),
        ),
    )
    esito = forms.ChoiceField(
        label=_("Esito"), choices=choices_with_blank(EsitoCaso.choices), required=True
    )


class ConfermaForm(VersionedForm):
    """Nothing to fill in: only the version that was read."""
