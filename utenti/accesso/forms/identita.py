"""The two questions asked of somebody new whom an authority has just vouched for."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import Section, SectionedForm, text


class NuovaIdentitaForm(SectionedForm):
    """Which e-mail address; and, for a contested codice fiscale, whose the other account is."""

    sections: ClassVar = (Section(_("Il tuo indirizzo"), ("email", "non_mio")),)
    email = forms.EmailField(
        label=_("Indirizzo e-mail"),
        max_length=254,
        help_text=_("Qui arrivano gli avvisi del portale. Ti mandiamo un codice per confermarlo."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )
    non_mio = forms.BooleanField(
        label=_("Quell’account non è mio: creane uno nuovo con il mio codice fiscale"),
        error_messages={
            "required": _(
                "Se l’account è tuo, entra con quello. Se non lo è, spunta questa casella."
            )
        },
    )

    def __init__(self, *args: Any, contested: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not contested:
            self.drop("non_mio")

    def clean_email(self) -> str:
        """Addresses are compared without case."""
        return str(self.cleaned_data["email"]).lower()


class CodiceForm(SectionedForm):
    """The code that arrived by mail."""

    sections: ClassVar = (Section(_("Il codice"), ("codice",)),)
    codice = text(
        _("Codice di 8 cifre"),
        12,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric"}),
    )

    def clean_codice(self) -> str:
        """The digits alone: people copy blanks with them."""
        return "".join(char for char in self.cleaned_data["codice"] if char.isdigit())
