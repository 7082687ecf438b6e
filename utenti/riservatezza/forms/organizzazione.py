"""Terms, proposals, removal of an organisation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import (
    Section,
    SectionedForm,
    choices_with_blank,
    set_choices,
    text,
)
from utenti.riservatezza.choices import Base


class TermineForm(SectionedForm):
    """For how many years."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Per quanti anni"), ("anni",), _("Puoi allungare il termine, mai accorciarlo.")),
    )
    anni = forms.IntegerField(label=_("Anni di conservazione"), min_value=1, max_value=99)


class ScartoForm(SectionedForm):
    """What is erased among what is due, and by which act."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Che cosa cancellare"), ("scelti",)),
        Section(_("L’atto"), ("atto",)),
        Section(_("Conferma"), ("capito",)),
    )
    scelti = forms.TypedMultipleChoiceField(
        label=_("Con il termine passato"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Scegli almeno una riga.")},
    )
    atto = text(_("Numero e data dell’atto"), 60, required=False)
    capito = forms.BooleanField(
        label=_("Ho capito: i dati scelti non si recuperano"),
        error_messages={"required": _("Spunta la casella per confermare.")},
    )

    def __init__(
        self, *args: Any, due: Sequence[tuple[str, str]], clearance: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "scelti", due)
        if clearance:
            self.fields["atto"].label = _("Numero e data del nulla osta della Soprintendenza")
            self.fields["atto"].help_text = _("Obbligatorio: D.Lgs. 42/2004, art. 21.")
        else:
            self.fields["atto"].help_text = _("Facoltativo: la vostra decisione di scarto.")


class RimuoviForm(SectionedForm):
    """The ground, its act, and the name typed again."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Perché"), ("base", "atto")),
        Section(_("Conferma"), ("frase",)),
    )
    base = forms.ChoiceField(
        label=_("Base"),
        choices=choices_with_blank(
            [(code.value, code.label) for code in (Base.TERMINE, Base.RIMOZIONE, Base.ORDINE)]
        ),
    )
    atto = text(
        _("Numero e data dell’atto"),
        60,
        required=False,
        help_text=_("Se i termini non sono passati serve l’ordine scritto del titolare."),
    )
    frase = text(_("Scrivi il nome dell’organizzazione"), 160)
