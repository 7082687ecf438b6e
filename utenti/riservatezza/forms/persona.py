"""What a person asks about their own data."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.sections import (
    RequestKeyForm,
    Section,
    SectionedForm,
    choices_with_blank,
    set_choices,
)
from utenti.riservatezza.choices import ANSWERED, StatoRichiesta, TipoRichiesta

PORTAL = "portale"


class DirittiForm(RequestKeyForm):
    """A request under GDPR arts. 15-21: what, to whom, in one's own words."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("La tua richiesta"), ("tipo", "a_chi", "testo")),
    )
    tipo = forms.ChoiceField(
        label=_("Che cosa chiedi"), choices=choices_with_blank(TipoRichiesta.choices)
    )
    a_chi = forms.ChoiceField(
        label=_("A chi"),
        help_text=_("Dei dati di un caso risponde la scuola o l’impresa che lo ha aperto."),
    )
    testo = forms.CharField(
        label=_("Scrivi che cosa vuoi"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Per esempio: il mio telefono è cambiato, il nuovo è…"),
    )

    def __init__(self, *args: Any, holders: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        places = [*holders, (PORTAL, _("Chi gestisce il portale"))]
        set_choices(self, "a_chi", choices_with_blank(places))

    def organizzazione_id(self) -> UUID | None:
        """To whom: None for who runs the portal."""
        chosen = self.cleaned_data["a_chi"]
        return None if chosen == PORTAL else UUID(chosen)


class RispostaForm(SectionedForm):
    """The answer to a request."""

    sections: ClassVar[Sequence[Section]] = (Section(_("La risposta"), ("stato", "risposta")),)
    stato = forms.ChoiceField(
        label=_("Che cosa decidi"),
        choices=choices_with_blank([(state, StatoRichiesta(state).label) for state in ANSWERED]),
    )
    risposta = forms.CharField(
        label=_("Che cosa scrivi alla persona"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Se respingi, scrivi perché e che può rivolgersi al Garante o al giudice."),
    )


class CancellaAccountForm(SectionedForm):
    """The one box that says one has understood."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Conferma"), ("capito",)),)
    capito = forms.BooleanField(
        label=_("Ho capito: non potrò più entrare e i miei dati non si recuperano"),
        error_messages={"required": _("Spunta la casella per confermare.")},
    )
