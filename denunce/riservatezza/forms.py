"""Which texts of a case are taken away, and on which ground."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from denunce.riservatezza.redaction import Texts
from portal.base.forms.sections import Section, SectionedForm, choices_with_blank, text
from utenti.riservatezza.choices import Base

_GROUNDS = [(code.value, code.label) for code in (Base.RICHIESTA, Base.ORDINE, Base.ERRORE)]


class OscuraForm(SectionedForm):
    """Texts and ground; the words themselves are not shown again."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Quali testi"), ("racconto", "note", "motivi")),
        Section(_("Perché"), ("base", "atto")),
    )
    racconto = forms.BooleanField(label=_("Il racconto dell’infortunio"), required=False)
    note = forms.BooleanField(label=_("Le note dei colleghi"), required=False)
    motivi = forms.BooleanField(
        label=_("I motivi scritti per i ritardi e gli esiti"), required=False
    )
    base = forms.ChoiceField(label=_("Base"), choices=choices_with_blank(_GROUNDS), required=True)
    atto = text(
        _("Numero e data dell’atto"),
        60,
        required=False,
        help_text=_("Solo per l’ordine di un’autorità. Non scrivere nomi."),
    )

    def clean(self) -> dict[str, Any]:
        """At least one text."""
        cleaned = super().clean() or self.cleaned_data
        if not any(cleaned.get(name) for name in ("racconto", "note", "motivi")):
            raise ValidationError(_("Scegli almeno un testo da oscurare."))
        return cleaned

    def texts(self) -> Texts:
        """What was chosen."""
        picked = {name: self.cleaned_data[name] for name in ("racconto", "note", "motivi")}
        return Texts(**picked)
