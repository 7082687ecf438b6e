"""A calendar day, typed or picked."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

FIRST_YEAR: Final = 1900
LAST_YEAR: Final = 2100
DATE_FORMATS: Final = ["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y"]


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(format="%Y-%m-%d", **kwargs)


class DayField(forms.DateField):
    """A calendar day within the years the portal can compute."""

    widget = DayInput
    how_to_answer = _("Scrivi il giorno.")

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("input_formats", DATE_FORMATS)
        messages = {"invalid": _("Scrivi il giorno come 14/03/2026.")}
        super().__init__(error_messages=messages | kwargs.pop("error_messages", {}), **kwargs)

    def validate(self, value: date | None) -> None:
        """Refuse years no case can have: a slip of the finger, not a date."""
        super().validate(value)
        if value is not None and not FIRST_YEAR <= value.year <= LAST_YEAR:
            raise ValidationError(_("Controlla l’anno: %(anno)s."), "year", {"anno": value.year})
