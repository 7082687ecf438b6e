"""The address that a prepared PEC goes to: typed by the person, known to no table."""

from __future__ import annotations

from crispy_forms.helper import FormHelper
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as translate
from django.utils.translation import gettext_lazy as _

from denunce.moduli.kinds import Email


def _plain(value: str) -> None:
    """A PEC address has no letters outside ASCII; anything else would not be a header."""
    if not (value.isascii() and value.isprintable()):
        raise ValidationError(translate("L’indirizzo contiene caratteri che una PEC non ammette."))


class PecForm(forms.Form):
    """Where the draft goes; it may stay empty and be filled in by the mail client."""

    destinatario = forms.EmailField(
        label=_("PEC della sede INAIL"),
        required=False,
        max_length=Email().max_length,
        validators=[_plain],
        help_text=_(
            "Da verificare: cercala tra i recapiti delle sedi sul sito dell’INAIL. Se la lasci "
            "vuota, la scrivi nel programma di posta."
        ),
        error_messages={"invalid": _("L’indirizzo non è scritto bene: controllalo.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.helper = FormHelper()
        self.helper.form_tag = False
