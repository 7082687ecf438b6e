"""Signing a certificate: the declaration of responsibility, and the doubts settled."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import VersionedForm


class FirmaForm(VersionedForm):
    """The ticks of the summary; ``letti`` says which doubts the page showed."""

    letti = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
    conferma = forms.BooleanField(label=_("Ho controllato: è giusto così"), required=False)
    firmato = forms.BooleanField(
        label=_(
            "Dichiaro sotto la mia responsabilità che ho visitato questa persona e che quello che "
            "è scritto in questo certificato è vero."
        ),
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Its label is a sentence: the summary of the errors names it in two words.
        self.fields["firmato"].summary_label = _("La firma")  # type: ignore[attr-defined]
