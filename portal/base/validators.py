"""Checks of Italian codes; each raises ValidationError with an Italian message."""

import re

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _
from stdnum.it import codicefiscale, iva

_BLANKS = re.compile(r"[\s.\-]+")

validate_cap = RegexValidator(r"\A[0-9]{5}\Z", _("Il CAP ha cinque cifre."), "cap")
validate_phone = RegexValidator(
    r"\A\+?[0-9][0-9 ./-]{4,22}[0-9]\Z",
    _("Il numero di telefono contiene solo cifre, spazi e il prefisso con +."),
    "telefono",
)


def normalize_code(value: str) -> str:
    """Return a code in capitals without blanks, dots and dashes."""
    return _BLANKS.sub("", value).upper()


def validate_codice_fiscale(value: str) -> None:
    """Accept 16 characters with the right check letter, omocodia included, or the
    11 digits of a provisional code or of a company (D.M. 23/12/1976)."""
    code = normalize_code(value)
    if not codicefiscale.is_valid(code):
        raise ValidationError(_("Il codice fiscale non è corretto: ricontrolla i caratteri."), "cf")


def validate_codice_fiscale_persona(value: str) -> None:
    """Accept only the 16-character code of a person."""
    if len(normalize_code(value)) != 16:
        raise ValidationError(_("Il codice fiscale di una persona ha 16 caratteri."), "cf_persona")
    validate_codice_fiscale(value)


def validate_partita_iva(value: str) -> None:
    """Accept 11 digits with the right check digit (DPR 633/1972 art. 35)."""
    if not iva.is_valid(normalize_code(value)):
        raise ValidationError(_("La partita IVA non è corretta: ricontrolla le cifre."), "iva")
