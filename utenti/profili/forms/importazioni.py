"""Forms about files of doctors."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import Section, SectionedForm
from utenti.profili.actions.imports import Scelta
from utenti.profili.forms.gruppi import PresidioForm


class CaricaForm(PresidioForm):
    """The file."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Il file"), ("presidio", "file")),)
    file = forms.FileField(
        label=_("File"),
        allow_empty_file=True,  # the action says what is wrong with it
        help_text=_("CSV o Excel (.xlsx), fino a 5000 medici e 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,.txt"}),
    )
    file.error_messages["required"] = _("Scegli il file da caricare.")

    def content(self) -> bytes:
        """The bytes."""
        file: UploadedFile[Any] = self.cleaned_data["file"]
        content: bytes = file.read()
        return content


class SceltaForm(SectionedForm):
    """What is confirmed of a preview. Only what was ticked is sent: rows to leave out, leavers."""

    impronta = forms.CharField(max_length=64)
    aggiunti = forms.BooleanField(required=False)
    cambiati = forms.BooleanField(required=False)
    tutti_cessati = forms.BooleanField(required=False)

    def scelta(self) -> Scelta:
        """What the action takes; call it on a valid form. Names of no row count for nothing."""
        data = self.cleaned_data
        sent = self.data if isinstance(self.data, QueryDict) else QueryDict()
        return Scelta(
            aggiunti=data["aggiunti"],
            cambiati=data["cambiati"],
            tutti_cessati=data["tutti_cessati"],
            escludi=frozenset(
                int(text) for text in sent.getlist("escludi") if text.isdecimal() and len(text) < 8
            ),
            cessa=_ids(sent.getlist("cessa")),
        )


def _ids(texts: Sequence[str]) -> frozenset[UUID]:
    found = set()
    for text in texts:
        with suppress(ValueError):
            found.add(UUID(text))
    return frozenset(found)
