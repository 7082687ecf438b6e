"""The person: the core data that every official form asks for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from denunce.actions.dati import DatiLavoratore
from denunce.choices import Categoria, Sesso
from portal.base.errors import Doubt
from portal.base.forms.days import DayField
from portal.base.forms.sections import (
    Section,
    SectionedForm,
    VersionedForm,
    choices_with_blank,
    set_choices,
    text,
)
from portal.base.riferimenti.towns import TOWNS, told_by_code
from portal.base.validators import normalize_code, validate_cap, validate_phone
from utenti.models import TipoOrganizzazione

CONFIRM = _("Ho controllato: il codice fiscale è proprio questo")
_TEXTS = (
    "categoria",
    "cognome",
    "nome",
    "sesso",
    "nato_a",
    "classe",
    "domicilio_comune",
    "domicilio_provincia",
    "domicilio_cap",
)
_MAYBE_UNKNOWN = ("codice_fiscale", "indirizzo", "telefono")
_SCHOOL = (Categoria.STUDENTE, Categoria.STUDENTE_FSL, Categoria.PERSONALE_SCOLASTICO)
# Who an employer of each kind usually reports: these come first in the list, none is refused.
_USUAL: dict[str, tuple[Categoria, ...]] = {
    TipoOrganizzazione.SCUOLA_STATALE: _SCHOOL,
    TipoOrganizzazione.SCUOLA_PARITARIA: _SCHOOL,
    TipoOrganizzazione.ARMATORE: (Categoria.MARITTIMO, Categoria.LAVORATORE),
    TipoOrganizzazione.AZIENDA_AGRICOLA: (
        Categoria.OPERAIO_AGRICOLO_OTD,
        Categoria.AGRICOLO_AUTONOMO,
    ),
}


def _ordered_categories(kind: str) -> list[tuple[str, Any]]:
    usual = _USUAL.get(kind, (Categoria.LAVORATORE,))
    order = list(dict.fromkeys([*usual, *Categoria]))
    return [(item.value, item.label) for item in order]


def known_from(typed: Mapping[str, str], today: date) -> dict[str, str]:
    """What a codice fiscale and a town tell of the answers left blank; never over an answer."""
    found = told_by_code(typed.get("codice_fiscale", ""))
    town = typed.get("domicilio_comune", "")
    found["domicilio_provincia"] = (TOWNS.province_of(town, today) or "") if town else ""
    return {name: text for name, text in found.items() if text and not typed.get(name)}


class PersonaForm(SectionedForm):
    """A new person. The codice fiscale is compared with the other data by the action."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Chi è"), ("cognome", "nome", "categoria", "classe")),
        Section(
            _("Dati anagrafici"),
            ("codice_fiscale", "sesso", "conferma_cf", "nato_on", "nato_a"),
            _("Servono al modulo per l’INAIL: copiali da un documento."),
        ),
        Section(
            _("Domicilio e recapito"),
            ("indirizzo", "domicilio_comune", "domicilio_provincia", "domicilio_cap", "telefono"),
            _("Puoi aggiungerli anche dopo. Il domicilio decide la sede INAIL competente."),
        ),
    )

    categoria = forms.ChoiceField(
        label=_("Categoria"), help_text=_("Decide la tutela e gli obblighi.")
    )
    cognome = text(_("Cognome"), 80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    nome = text(_("Nome"), 80, widget=forms.TextInput(attrs={"autocomplete": "off"}))
    classe = text(_("Classe o reparto"), 40, required=False)
    codice_fiscale = text(
        _("Codice fiscale"),
        20,
        required=False,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
        help_text=_("16 caratteri. Se manca, la denuncia all’INAIL può essere sanzionata."),
    )
    conferma_cf = forms.BooleanField(label=CONFIRM, required=False)
    sesso = forms.ChoiceField(label=_("Sesso"), choices=choices_with_blank(Sesso.choices))
    nato_on = DayField(label=_("Data di nascita"))
    nato_a = text(_("Comune o Stato estero di nascita"), 80, required=False)
    indirizzo = text(_("Indirizzo e numero civico"), 160, required=False)
    domicilio_comune = text(_("Comune"), 80, required=False)
    domicilio_provincia = text(
        _("Provincia"), 2, required=False, help_text=_("Due lettere: MI. EE per l’estero.")
    )
    domicilio_cap = text(_("CAP"), 5, required=False, validators=[validate_cap])
    telefono = text(
        _("Telefono"),
        24,
        required=False,
        validators=[validate_phone],
        widget=forms.TextInput(attrs={"type": "tel", "autocomplete": "off"}),
    )

    def __init__(self, *args: Any, kind: str, today: date, **kwargs: Any) -> None:
        """``kind`` is that of the organisation: it says which categories come first."""
        super().__init__(*args, **kwargs)
        self.today = today
        set_choices(self, "categoria", choices_with_blank(_ordered_categories(kind)))
        if "conferma_cf" not in self.data:
            self.drop("conferma_cf")

    def clean_codice_fiscale(self) -> str:
        """Capitals without blanks; whether it is right is the action's question."""
        return normalize_code(self.cleaned_data["codice_fiscale"])

    def clean_domicilio_provincia(self) -> str:
        """Two capital letters or nothing."""
        value: str = self.cleaned_data["domicilio_provincia"].upper()
        if value and not (len(value) == 2 and value.isascii() and value.isalpha()):
            raise forms.ValidationError(_("La provincia ha due lettere, per esempio MI."))
        return value

    def clean_nato_on(self) -> date:
        """Nobody is born tomorrow."""
        value: date = self.cleaned_data["nato_on"]
        if value > self.today:
            raise forms.ValidationError(_("La data di nascita è nel futuro: controlla l’anno."))
        return value

    def ask_confirmation(self, doubts: Sequence[Doubt]) -> None:
        """Show each doubt beside its field, with the box that settles them all."""
        self.fields["conferma_cf"] = forms.BooleanField(label=CONFIRM, required=False)
        for doubt in doubts:
            self.refuse(doubt.message, doubt.field)

    def to_dati(self) -> DatiLavoratore:
        """What the action takes; a code or an address left empty is not known, not blank."""
        cleaned = self.cleaned_data
        texts = {name: cleaned[name] for name in _TEXTS}
        unknown: dict[str, Any] = {name: cleaned[name] or None for name in _MAYBE_UNKNOWN}
        return DatiLavoratore(nato_on=cleaned["nato_on"], **texts, **unknown)


class PersonaModificaForm(PersonaForm):
    """Correct the data of a person already known."""

    version = VersionedForm.base_fields["version"]
