"""After a dispatch: its answer, a rectification, the receipt, a record made by mistake."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from denunce.forms.invio import InvioForm
from portal.base.forms.instants import InstantField, set_latest
from portal.base.forms.sections import Section, SectionedForm, text

ACCEPTED, REJECTED = "positivo", "negativo"


class EsitoForm(SectionedForm):
    """What came back: accepted with the number of the case, or rejected with the reason."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("L’esito"), ("risposta", "esito_at", "numero_inail", "motivo")),
    )

    risposta = forms.ChoiceField(
        label=_("Che cosa ha risposto l’ente"),
        choices=(
            (ACCEPTED, _("Esito positivo: l’invio è stato accettato")),
            (REJECTED, _("Esito negativo: l’invio è stato respinto")),
        ),
        widget=forms.RadioSelect,
    )
    esito_at = InstantField(
        label=_("Quando è arrivato l’esito"), help_text=_("L’ora scritta sulla risposta.")
    )
    numero_inail = text(
        _("Numero del caso INAIL"), 30, required=False, help_text=_("Se la risposta lo riporta.")
    )
    motivo = text(
        _("Motivo del rifiuto"), 400, required=False, help_text=_("Solo se l’esito è negativo.")
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_latest(self, ("esito_at",), now)

    @property
    def accepted(self) -> bool:
        """Whether the answer is positive."""
        return bool(self.cleaned_data["risposta"] == ACCEPTED)

    def clean(self) -> dict[str, Any]:
        """A rejection says why: without it nobody knows what to correct."""
        cleaned = super().clean() or self.cleaned_data
        rejected = cleaned.get("risposta") == REJECTED
        if rejected and not cleaned.get("motivo") and "motivo" not in self.errors:
            self.refuse(str(_("Scrivi perché l’invio è stato respinto.")), "motivo")
        return cleaned


class RettificaForm(InvioForm):
    """The dispatch that corrects another: nobody asks why it comes after the term."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("La rettifica"), ("canale", "sent_at", "numero_inail")),
        InvioForm.sections[1],
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, now=now, termine_at=now, **kwargs)


class RicevutaForm(SectionedForm):
    """The receipt that arrived later."""

    sections: ClassVar[Sequence[Section]] = (Section(_("La prova"), ("ricevuta",)),)

    ricevuta = forms.FileField(
        label=_("Ricevuta"),
        allow_empty_file=True,  # the action says what is wrong with it
        help_text=_("PDF, JPEG o PNG, fino a 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        error_messages={"required": _("Scegli il file.")},
    )

    def contenuto(self) -> tuple[bytes, str]:
        """The bytes of the file and its name."""
        file: UploadedFile[Any] = self.cleaned_data["ricevuta"]
        return file.read(), file.name or ""


class AnnullaInvioForm(SectionedForm):
    """Why a dispatch that was recorded did not happen."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Che cosa è successo"), ("motivo",)),)

    motivo = text(
        _("Perché l’invio non risulta"),
        400,
        help_text=_("Per esempio: l’avevo registrato sul caso sbagliato."),
    )
