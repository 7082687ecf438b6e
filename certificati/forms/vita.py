"""Forms over an issued certificate: annul it, note when it was transmitted; search the list."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from certificati.actions.vita import NOTA_MAX
from certificati.choices import MotivoAnnullamento
from portal.base.forms.instants import InstantField, set_latest
from portal.base.forms.sections import Section, SectionedForm, choices_with_blank

NOW, OTHER = "adesso", "altro"
SEARCH_MAX: Final = 80


class CercaForm(forms.Form):
    """What is typed in the search box: the beginning of a surname."""

    testo = forms.CharField(required=False, max_length=SEARCH_MAX)


class AnnullaForm(SectionedForm):
    """Why a certificate is annulled."""

    sections = [Section(gettext_lazy("Perché lo annulli"), ["motivo", "nota"])]

    motivo = forms.ChoiceField(
        label=gettext_lazy("Motivo"), choices=choices_with_blank(MotivoAnnullamento.choices)
    )
    nota = forms.CharField(
        label=gettext_lazy("Spiegazione"),
        required=False,
        max_length=NOTA_MAX,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "Necessaria solo per «Altro motivo». La leggi tu; il datore non la riceve."
        ),
    )


class TrasmessoForm(SectionedForm):
    """When the doctor transmitted it by INAIL's own service."""

    sections = [
        Section(
            gettext_lazy("Quando l’hai trasmesso"),
            ["quando", "trasmesso_at"],
            gettext_lazy("Con il servizio online dell’INAIL: conta l’ora della sua ricevuta."),
        )
    ]

    quando = forms.ChoiceField(
        label=gettext_lazy("Trasmesso"),
        widget=forms.RadioSelect,
        choices=[(NOW, gettext_lazy("Adesso")), (OTHER, gettext_lazy("In un altro momento"))],
        initial=NOW,
    )
    trasmesso_at = InstantField(
        label=gettext_lazy("Giorno e ora"),
        required=False,
        help_text=gettext_lazy("Solo se non è adesso."),
    )

    def __init__(self, *args: Any, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now
        set_latest(self, ["trasmesso_at"], now)

    def clean(self) -> dict[str, Any]:
        """Another moment must be told."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("quando") == OTHER and cleaned.get("trasmesso_at") is None:
            if "trasmesso_at" not in self.errors:
                self.add_error("trasmesso_at", ValidationError(_("Scrivi giorno e ora.")))
        elif cleaned.get("quando") == NOW:
            self.errors.pop("trasmesso_at", None)
        return cleaned

    def instant(self) -> datetime:
        """The instant told."""
        told: datetime | None = self.cleaned_data.get("trasmesso_at")
        return told if told and self.cleaned_data["quando"] == OTHER else self.now
