"""What the user says about a dispatch made elsewhere: the portal itself transmits nothing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from denunce.actions.dati import DatiInvio
from denunce.choices import Canale
from portal.base.forms.instants import InstantField, set_latest
from portal.base.forms.sections import (
    RequestKeyForm,
    Section,
    choices_with_blank,
    set_choices,
    text,
)


class InvioForm(RequestKeyForm):
    """By which channel, when, with which receipt; why late, when late."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("L’invio"), ("canale", "sent_at", "numero_inail", "motivo_ritardo")),
        Section(
            _("La prova"),
            ("ricevuta",),
            _("La ricevuta resta nel fascicolo del caso, con la sua impronta."),
        ),
    )

    canale = forms.ChoiceField(
        label=_("Con quale canale hai inviato"), choices=choices_with_blank(Canale.choices)
    )
    sent_at = InstantField(
        label=_("Quando hai inviato"), help_text=_("L’ora scritta sulla ricevuta.")
    )
    numero_inail = text(
        _("Numero del caso INAIL"), 30, required=False, help_text=_("Se la ricevuta lo riporta.")
    )
    motivo_ritardo = text(_("Perché è stato inviato dopo il termine"), 400, required=False)
    ricevuta = forms.FileField(
        label=_("Ricevuta"),
        required=False,
        help_text=_("PDF, JPEG o PNG, fino a 10 MB."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
    )

    def __init__(
        self,
        *args: Any,
        now: datetime,
        termine_at: datetime,
        canali: Sequence[tuple[str, Any]] = Canale.choices,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "canale", choices_with_blank(canali))
        self.termine_at = termine_at
        set_latest(self, ("sent_at",), now)
        if now <= termine_at:
            self.drop("motivo_ritardo")

    def clean(self) -> dict[str, Any]:
        """A dispatch after the term carries its reason: one day somebody will ask."""
        cleaned = super().clean() or self.cleaned_data
        sent: datetime | None = cleaned.get("sent_at")
        late = sent is not None and sent > self.termine_at
        if late and not cleaned.get("motivo_ritardo") and "motivo_ritardo" not in self.errors:
            self.refuse(
                str(_("L’invio è dopo il termine: scrivi in breve perché.")), "motivo_ritardo"
            )
        return cleaned

    def to_dati(self) -> DatiInvio:
        """What the action takes; the receipt as bytes with its name."""
        cleaned = self.cleaned_data
        receipt: UploadedFile[Any] | None = cleaned.get("ricevuta")
        return DatiInvio(
            canale=cleaned["canale"],
            sent_at=cleaned["sent_at"],
            numero_inail=cleaned["numero_inail"],
            motivo_ritardo=cleaned.get("motivo_ritardo", ""),
            ricevuta=receipt.read() if receipt else None,
            ricevuta_nome=(receipt.name or "") if receipt else "",
        )
