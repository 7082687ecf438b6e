"""Searches: typed by POST, so that a name never stands in an address or a log."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class CercaForm(forms.Form):
    """One box for a person, a certificate number, a codice fiscale or a case number."""

    testo = forms.CharField(
        label=_("Cerca persona, certificato o codice fiscale"),
        max_length=80,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class PersonaCercaForm(forms.Form):
    """The first step of a new case: who."""

    testo = forms.CharField(
        label=_("Cognome e nome, oppure codice fiscale"),
        max_length=80,
        min_length=2,
        error_messages={"min_length": _("Scrivi almeno due lettere.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        help_text=_("Bastano le prime lettere del cognome."),
    )
