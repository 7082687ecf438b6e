"""Codes and passkeys, when entering, when confirming, and when setting them up."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.internal.auth import get_totp_secret
from allauth.mfa.webauthn.forms import (
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
    SignupWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base import clock
from portal.base.forms.sections import SectionedForm
from utenti.accesso.actions import registro
from utenti.accesso.actions.fattori import accept_code
from utenti.models import Utente

# What a browser sends as a passkey's answer is checked by a package that trips over odd shapes.
_ODD = (AttributeError, KeyError, TypeError, ValueError, RecursionError)


def code_field(label: Any, help_text: Any = "") -> forms.CharField:
    """A code typed from an app or a sheet of paper."""
    attrs = {"autocomplete": "one-time-code", "inputmode": "numeric"}
    return forms.CharField(
        label=label, help_text=help_text, max_length=20, widget=forms.TextInput(attrs=attrs)
    )


class _Code(forms.Form):
    """A code is right once only."""

    required_css_class = "is-required"
    user: Utente

    def clean_code(self) -> str:
        """Spend the code; a wrong one is written down."""
        code: str = self.cleaned_data["code"]
        factor = accept_code(self.user, code, now=clock.now())
        if factor is None:
            registro.record_wrong_code(self.user, now=clock.now())
            raise get_adapter().validation_error("incorrect_code")
        factor.user = self.user
        self.authenticator = factor
        return code


class EntraConCodiceForm(_Code, AuthenticateForm):  # type: ignore[misc]  # allauth ships no types
    """The second step of a login."""

    code = code_field(_("Codice"), _("Sei cifre dall’app, oppure uno dei tuoi codici di recupero."))


class ConfermaConCodiceForm(_Code, ReauthenticateForm):  # type: ignore[misc]
    """Before something delicate."""

    code = code_field(_("Codice"), _("Sei cifre dall’app, oppure uno dei tuoi codici di recupero."))


class TotpForm(SectionedForm):
    """The first code of an app, for the secret that the session proposes."""

    code = code_field(_("Il codice che mostra l’app"), _("Sei cifre: cambiano ogni 30 secondi."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secret: str = get_totp_secret(regenerate=not self.is_bound)

    def clean_code(self) -> str:
        """Without the blanks that people copy along."""
        return "".join(self.cleaned_data["code"].split())


class CredentialField(forms.JSONField):
    """What a browser sends of a passkey; a number too long for Python is wrong, not a failure."""

    def to_python(self, value: Any) -> Any:
        """The JSON, or a refusal."""
        try:
            return super().to_python(value)
        except _ODD:
            raise get_adapter().validation_error("incorrect_code") from None

    def bound_data(self, data: Any, initial: Any) -> Any:
        """As it was sent: it is never drawn again."""
        return data


class _Passkey(forms.Form):
    """The answer of a passkey, checked whole or refused."""

    credential = CredentialField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    def clean_credential(self) -> Any:
        """What the package makes of it."""
        try:
            parent: Any = super()
            check = getattr(parent, "clean_credential", None)
            return check() if check else self.cleaned_data["credential"]
        except forms.ValidationError:
            raise
        except _ODD:
            raise get_adapter().validation_error("incorrect_code") from None


class PasskeyForm(_Passkey, SignupWebAuthnForm):  # type: ignore[misc]  # allauth ships no types
    """A new passkey and its name."""

    required_css_class = "is-required"
    name = forms.CharField(
        label=_("Nome della passkey"),
        max_length=60,
        required=False,
        help_text=_("Per riconoscerla: per esempio «Telefono» o «Chiave dell’ufficio»."),
    )

    def clean(self) -> dict[str, Any]:
        """The ceremony of the registration."""
        try:
            cleaned: dict[str, Any] = super().clean() or {}
        except forms.ValidationError:
            raise
        except _ODD:
            raise get_adapter().validation_error("incorrect_code") from None
        return cleaned


class EntraConPasskeyForm(_Passkey, LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of the password."""


class CodiceConPasskeyForm(_Passkey, AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step of a login."""


class ConfermaConPasskeyForm(_Passkey, ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey before something delicate."""
