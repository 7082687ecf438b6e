"""Changing one's address, and deciding a reset."""

from __future__ import annotations

from collections.abc import Sequence
from typing import ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import Section, SectionedForm, choices_with_blank
from utenti.accesso.choices import Riconoscimento


class EmailForm(SectionedForm):
    """The new address."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Il nuovo indirizzo"), ("email",)),)
    email = forms.EmailField(
        label=_("Nuovo indirizzo e-mail"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("Ti mandiamo un collegamento: l’indirizzo cambia quando lo confermi."),
    )


class RipristinoForm(SectionedForm):
    """How the administrator recognised the person."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Come l’hai riconosciuta"),
            ("riconoscimento", "certo"),
            _("Mai per e-mail: chi ha rubato una casella di posta risponde anche da lì."),
        ),
    )
    riconoscimento = forms.ChoiceField(
        label=_("Come hai riconosciuto la persona"),
        choices=choices_with_blank(Riconoscimento.choices),
    )
    certo = forms.BooleanField(
        label=_("Sono certo che è lei, e che ha chiesto lei il ripristino"),
        error_messages={"required": _("Ripristina solo se ne sei certo.")},
    )
