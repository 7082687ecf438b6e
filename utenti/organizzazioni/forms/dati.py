"""The data of an organisation, its sites, and whom it invites."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from portal.base.forms.days import DayField
from portal.base.forms.sections import (
    Section,
    SectionedForm,
    choices_with_blank,
    set_choices,
    text,
)
from portal.base.validators import validate_cap, validate_phone

validate_provincia = RegexValidator(r"\A[A-Z]{2}\Z", _("Scrivi la sigla di due lettere."))
validate_ditta = RegexValidator(r"\A[0-9]{6,12}\Z", _("Il codice ditta ha solo cifre, da 6 a 12."))
_POLICY = (("", _("Non lo so ancora")), ("si", _("Sì")), ("no", _("No")))


class ProvinciaField(forms.CharField):
    """Two letters, whatever the case they are typed in."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("Provincia"), max_length=2, **kwargs)
        self.validators.append(validate_provincia)

    def to_python(self, value: Any) -> str:
        """In capitals."""
        return str(super().to_python(value) or "").upper()


class OrganizzazioneForm(SectionedForm):
    """What its administrator keeps up to date."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Dove si trova"), ("indirizzo", "cap", "comune", "provincia")),
        Section(_("Come si contatta"), ("telefono", "email", "pec")),
        Section(
            _("Per le denunce"),
            ("codice_ditta", "polizza", "polizza_termine_giorni"),
            _("Il termine della polizza serve a calcolare entro quando avvisare l’assicurazione."),
        ),
    )

    impronta = forms.CharField(widget=forms.HiddenInput, max_length=64)
    indirizzo = text(_("Indirizzo"), 160, required=False)
    cap = text(_("CAP"), 5, required=False, validators=[validate_cap])
    comune = text(_("Comune"), 80, required=False)
    provincia = ProvinciaField(required=False)
    telefono = text(_("Telefono"), 24, required=False, validators=[validate_phone])
    email = forms.EmailField(label=_("E-mail"), max_length=254, required=False)
    pec = forms.EmailField(label=_("PEC"), max_length=254, required=False)
    codice_ditta = text(_("Codice ditta INAIL"), 12, required=False, validators=[validate_ditta])
    polizza = forms.ChoiceField(
        label=_("C’è una polizza infortuni"), choices=_POLICY, required=False
    )
    polizza_termine_giorni = forms.IntegerField(
        label=_("Giorni per denunciare all’assicurazione"),
        min_value=1,
        max_value=365,
        required=False,
        help_text=_("È scritto nella polizza: di solito da 3 a 30."),
    )
    impronta.error_messages["required"] = _("Ricarica la pagina e riprova.")

    def to_dati(self) -> dict[str, Any]:
        """What the action takes."""
        data = dict(self.cleaned_data)
        data["polizza_presente"] = {"si": True, "no": False}.get(data["polizza"])
        return data


class SedeForm(SectionedForm):
    """A site."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("La sede"), ("denominazione", "indirizzo", "comune", "provincia")),
    )
    denominazione = text(
        _("Nome"), 120, help_text=_("Per esempio: plesso Don Milani, stabilimento 2.")
    )
    indirizzo = text(_("Indirizzo"), 160, required=False)
    comune = text(_("Comune"), 80, required=False)
    provincia = ProvinciaField(required=False)


class InvitoForm(SectionedForm):
    """Whom to invite, to which role, until when."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Chi inviti"), ("email", "ruolo", "valid_to")),
    )
    email = forms.EmailField(
        label=_("E-mail"),
        max_length=254,
        help_text=_("L’invito vale solo per chi ha un account con questo indirizzo."),
    )
    ruolo = forms.ChoiceField(label=_("Ruolo"))
    valid_to = DayField(
        label=_("Fino al"), required=False, help_text=_("Vuoto: finché non lo togli tu.")
    )

    def __init__(self, *args: Any, ruoli: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        set_choices(self, "ruolo", choices_with_blank(ruoli))


class FineForm(SectionedForm):
    """The last day of a role."""

    sections: ClassVar[Sequence[Section]] = (Section(_("Fino a quando"), ("valid_to",)),)
    valid_to = DayField(
        label=_("Ultimo giorno"),
        required=False,
        help_text=_("Da oggi in poi. Vuoto: senza fine. Il giorno dopo l’accesso non c’è più."),
    )
