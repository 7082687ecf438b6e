"""The reception of a certificate whose references are known, and its search."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from certificati.numero import is_numero, normalize_numero
from certificati.riferimenti import Riferimenti
from denunce.actions.dati import DatiCertificato
from denunce.choices import RicevutoVia
from denunce.forms.ricezione import RICEZIONE, RicezioneForm
from portal.base.forms.days import DayField
from portal.base.forms.sections import Section, SectionedForm, text


class ConfermaForm(RicezioneForm):
    """When and how the references came in; number, release and prognosis nobody types."""

    sections: ClassVar[Sequence[Section]] = (
        RICEZIONE,
        Section(_("Gravità"), ("pericolo_di_morte",)),
    )

    pericolo_di_morte = forms.BooleanField(
        label=_("Segna nel caso il pericolo di morte"),
        required=False,
        initial=True,
        help_text=_(
            "Il medico ha riservato la prognosi: con il pericolo di morte la segnalazione va fatta "
            "entro 24 ore (art. 53 T.U.)."
        ),
    )

    def __init__(self, *args: Any, certificato: Riferimenti, danger: bool, **kwargs: Any) -> None:
        """``danger``: the certificate speaks of danger of death and the case does not yet."""
        super().__init__(*args, **kwargs)
        self.certificato = certificato
        # Both instants are said by the minute: "adesso" is not before a release of this minute.
        self.released = certificato.rilasciato_at.replace(second=0, microsecond=0)
        self.fields["received_via"].initial = RicevutoVia.PORTALE
        if not danger:
            self.drop("pericolo_di_morte")

    def clean(self) -> dict[str, Any]:
        """Reception after release."""
        cleaned = super().clean() or self.cleaned_data
        self.check_reception(cleaned, self.released)
        return cleaned

    def to_dati(self) -> DatiCertificato:
        """What the certificate says, with its reception."""
        each = self.certificato
        return DatiCertificato(
            tipo=each.tipo,
            numero=each.numero,
            rilasciato_at=self.released,
            prognosi_dal=each.prognosi_dal,
            prognosi_al=each.prognosi_al,
            redatto_da=each.redatto_da,
            received_at=self.cleaned_data["received_at"],
            received_via=self.cleaned_data["received_via"],
        )


class RicercaForm(SectionedForm):
    """The number and the release day of a certificate; the person is that of the case."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Il certificato da cercare"),
            ("numero", "rilasciato_on"),
            _("Il codice fiscale è quello della persona del caso."),
        ),
    )

    numero = text(
        _("Numero identificativo"),
        24,
        help_text=_("12 lettere o cifre. Puoi scriverlo a gruppi: 1234 5678 9012."),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "autocapitalize": "characters",
                "spellcheck": "false",
                "class": "pi-mono pi-big",
                "data-grouped": "4",
            }
        ),
    )
    rilasciato_on = DayField(label=_("Rilasciato il"))

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_numero(self) -> str:
        """Twelve letters or digits, however grouped."""
        numero = normalize_numero(self.cleaned_data["numero"])
        if not is_numero(numero):
            raise forms.ValidationError(
                _("Il numero ha 12 lettere o cifre: qui sono %(quante)s. Ricontrollalo."),
                params={"quante": len(numero)},
            )
        return numero

    def clean_rilasciato_on(self) -> date:
        """No certificate is released tomorrow."""
        day: date = self.cleaned_data["rilasciato_on"]
        if day > self.today:
            raise forms.ValidationError(_("Questa data è nel futuro: controlla il giorno."))
        return day


class InizioForm(forms.Form):
    """The hidden key of the button that begins a draft: pressed twice it begins one."""

    request_key = forms.UUIDField()
