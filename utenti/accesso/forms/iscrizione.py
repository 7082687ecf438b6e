"""Registering as a generic user, with an answer that tells nobody who has an account."""

from __future__ import annotations

from typing import Any

from allauth.account.forms import SignupForm
from django import forms
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.base import clock
from utenti.accesso.actions import iscrizione, registro
from utenti.models import Utente


class IscrizioneForm(SignupForm):  # type: ignore[misc]  # allauth ships no types
    """Name, address, password, and that the privacy notice was read."""

    required_css_class = "is-required"
    field_order = ("nome", "cognome", "email", "password1", "password2", "informativa")

    nome = forms.CharField(
        label=_("Nome"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "given-name"})
    )
    cognome = forms.CharField(
        label=_("Cognome"),
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
    )
    informativa = forms.BooleanField(
        label=_("Ho letto l’informativa sulla privacy"),
        error_messages={"required": _("Per registrarti leggi l’informativa e spunta la casella.")},
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = _("Indirizzo e-mail")
        self.fields["password1"].help_text = _(
            "Almeno 12 caratteri: va bene anche una frase. Non il tuo nome, non una password nota."
        )
        self.fields["password2"].label = _("Ripeti la password")

    def validate_unique_email(self, value: str) -> str:
        """Remember whether the address has an account; never say so here."""
        self.account_already_exists = Utente.objects.filter(email=value).exists()
        return value

    def try_save(self, request: HttpRequest) -> tuple[Utente | None, HttpResponse | None]:
        """Create the account; for a known address do as much work, and write to its person."""
        if not self.account_already_exists:
            try:
                return self.save(request), None
            except IntegrityError:  # somebody registered it a moment ago
                self.account_already_exists = True
        iscrizione.pretend_to_register(now=clock.now(), **self._account())
        registro.record_known_registration(self.cleaned_data["email"], now=clock.now())
        known: tuple[Utente | None, HttpResponse | None] = super().try_save(request)
        return known

    def save(self, request: HttpRequest) -> Utente:
        """The new account, which waits for the confirmation of its address."""
        return iscrizione.register(self.cleaned_data["email"], now=clock.now(), **self._account())

    def _account(self) -> dict[str, str]:
        data = self.cleaned_data
        return {"password": data["password1"], "nome": data["nome"], "cognome": data["cognome"]}
