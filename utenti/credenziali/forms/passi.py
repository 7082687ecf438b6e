"""The steps of a credential request: shaped here, judged by ``completezza`` when it is sent.

A step keeps whatever it holds, half filled or wrong: its fields are starred because the request
cannot be sent without them, not because the step cannot be saved.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.base.forms.days import DayField
from portal.base.forms.sections import Section, VersionedForm, choices_with_blank, text
from utenti.credenziali.choices import Lingua, Sesso, TipoDocumentoIdentita

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise


class StepForm(VersionedForm):
    """A step that can be saved as it is."""

    use_required_attribute = False

    def full_clean(self) -> None:
        """Nothing is required of a draft, but the version it was read at."""
        starred = [f for name, f in self.fields.items() if f.required and name != "version"]
        for field in starred:
            field.required = False
        super().full_clean()
        for field in starred:
            field.required = True

    def kept(self) -> dict[str, Any]:
        """What can be kept of what was typed."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


def line(label: _StrOrPromise, limit: int, auto: str = "off", **kwargs: Any) -> forms.CharField:
    """A one-line text that a browser may fill in by itself."""
    widget = forms.TextInput(attrs={"autocomplete": auto})
    return text(label, limit, widget=widget, **kwargs)


class PersonaForm(StepForm):
    """Who asks."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("I tuoi dati"),
            ("cognome", "nome", "sesso", "nato_on", "nato_a", "codice_fiscale"),
            _("Scrivili come sono sul documento d’identità: chi esamina la richiesta confronta."),
        ),
    )
    cognome = line(_("Cognome"), 80, "family-name")
    nome = line(_("Nome"), 80, "given-name")
    sesso = forms.ChoiceField(label=_("Sesso"), choices=choices_with_blank(Sesso.choices))
    nato_on = DayField(label=_("Data di nascita"))
    nato_a = line(_("Comune o Stato di nascita"), 80)
    codice_fiscale = line(_("Codice fiscale"), 16, help_text=_("16 caratteri, senza spazi."))


class RecapitiForm(StepForm):
    """Where they live and how they are reached."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Residenza"),
            ("residenza", "residenza_comune", "residenza_provincia", "residenza_cap"),
        ),
        Section(
            _("Recapiti"),
            ("telefono", "email", "pec", "lingua"),
            _("La risposta arriva all’indirizzo per le risposte e, se la indichi, alla PEC."),
        ),
    )
    residenza = line(_("Indirizzo e numero civico"), 160, "street-address")
    residenza_comune = line(_("Comune"), 80, "address-level2")
    residenza_provincia = line(_("Provincia"), 2, help_text=_("La sigla, per esempio MI."))
    residenza_cap = line(_("CAP"), 5, "postal-code")
    telefono = line(_("Telefono"), 24, "tel")
    email = line(_("Indirizzo per le risposte"), 254, "email")
    pec = line(_("PEC"), 254, required=False, help_text=_("Facoltativa."))
    lingua = forms.ChoiceField(
        label=_("Lingua della risposta"), choices=Lingua.choices, required=False
    )

    def clean_lingua(self) -> str:
        """Nothing said is Italian."""
        return self.cleaned_data["lingua"] or Lingua.ITALIANO.value


class DocumentoForm(StepForm):
    """The identity document of which a copy is attached."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Il documento che alleghi"),
            (
                "documento_tipo",
                "documento_numero",
                "documento_rilasciato_da",
                "documento_rilasciato_on",
                "documento_scade_on",
            ),
            _("Deve essere in corso di validità il giorno in cui invii la richiesta."),
        ),
    )
    documento_tipo = forms.ChoiceField(
        label=_("Tipo di documento"), choices=choices_with_blank(TipoDocumentoIdentita.choices)
    )
    documento_numero = line(_("Numero"), 20)
    documento_rilasciato_da = line(
        _("Rilasciato da"), 80, help_text=_("Per esempio: Comune di Milano, Questura di Roma.")
    )
    documento_rilasciato_on = DayField(label=_("Rilasciato il"))
    documento_scade_on = DayField(label=_("Scade il"))


class ProfessioneForm(StepForm):
    """A doctor's registration."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("Iscrizione all’Ordine"), ("ordine_provincia", "ordine_numero")),
    )
    ordine_provincia = line(_("Ordine dei medici di"), 80, help_text=_("La provincia dell’Ordine."))
    ordine_numero = line(_("Numero di iscrizione"), 12)


class StrutturaForm(StepForm):
    """The hospital, and who asks for it."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("La struttura"),
            ("struttura", "struttura_codice_fiscale", "struttura_telefono", "struttura_pec"),
        ),
        Section(
            _("Dove si trova"),
            ("struttura_indirizzo", "struttura_comune", "struttura_provincia", "struttura_cap"),
        ),
        Section(_("Chi sei nella struttura"), ("qualifica",)),
    )
    struttura = line(_("Denominazione"), 160, "organization")
    struttura_codice_fiscale = line(
        _("Codice fiscale o partita IVA"), 16, help_text=_("Di solito 11 cifre.")
    )
    struttura_telefono = line(_("Telefono della struttura"), 24)
    struttura_pec = line(_("PEC della struttura"), 254)
    struttura_indirizzo = line(_("Indirizzo e numero civico"), 160)
    struttura_comune = line(_("Comune"), 80)
    struttura_provincia = line(_("Provincia"), 2, help_text=_("La sigla, per esempio MI."))
    struttura_cap = line(_("CAP"), 5)
    qualifica = line(
        _("Qualifica"), 80, help_text=_("Per esempio: direttore sanitario, legale rappresentante.")
    )
