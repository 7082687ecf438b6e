"""Delegations and consents."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.days import DayField
from portal.base.forms.sections import Section, SectionedForm, text
from portal.base.validators import normalize_code, validate_codice_fiscale


class CodiceField(forms.CharField):
    """A codice fiscale or a partita IVA: checked, in capitals, without blanks."""

    def __init__(self, **kwargs: object) -> None:
        super().__init__(max_length=24, **kwargs)  # type: ignore[arg-type]
        self.validators.append(validate_codice_fiscale)

    def to_python(self, value: object) -> str:
        """Without what people put between the figures."""
        return normalize_code(str(super().to_python(value) or ""))


class DelegaForm(SectionedForm):
    """To whom, from when, until when."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("A chi"),
            ("codice_fiscale",),
            _("Chiedi all’intermediario il codice fiscale con cui è registrato nel portale."),
        ),
        Section(_("Per quanto tempo"), ("valid_from", "valid_to")),
    )
    # The intermediary that the person read on the page before confirming.
    delegato = forms.UUIDField(widget=forms.HiddenInput, required=False)
    codice_fiscale = CodiceField(label=_("Codice fiscale o partita IVA dell’intermediario"))
    valid_from = DayField(label=_("Dal"))
    valid_to = DayField(label=_("Al"), required=False, help_text=_("Vuoto: finché non la revochi."))


class AssistenzaForm(SectionedForm):
    """Why help is asked, and until when the platform may look."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Il consenso"), ("motivo", "valid_to")),)
    motivo = text(
        _("Perché chiedi assistenza"),
        200,
        help_text=_("Non scrivere nomi né dati sulla salute: basta il numero del caso."),
    )
    valid_to = DayField(label=_("Fino al"), help_text=_("Al massimo sette giorni, oggi compreso."))
