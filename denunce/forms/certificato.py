"""The references of a certificate as they reach the employer: three facts and an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields, replace
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from certificati.numero import is_numero, normalize_numero
from denunce.actions.dati import DatiCertificato
from denunce.choices import MotivoCorrezione, RedattoDa, RicevutoVia, TipoCertificato
from denunce.forms.ricezione import RICEZIONE, RicezioneForm
from portal.base.clock import local
from portal.base.forms.days import DayField
from portal.base.forms.instants import InstantField, set_latest
from portal.base.forms.sections import Section, choices_with_blank, set_choices, text


def _of_a_disease(section: Section) -> Section:
    """Of an occupational disease number and release date start the term (ruling 10)."""
    intros = {
        "numero": _("Bastano numero e data di rilascio: la prognosi è facoltativa."),
        "quando": _("Da questo momento partono i cinque giorni della denuncia."),
    }
    return replace(section, intro=intros.get(section.names[0], section.intro))


class CertificatoForm(RicezioneForm):
    """Number, release, prognosis; when and how they were received: from then the term runs."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Il certificato"),
            ("numero", "rilasciato_at", "prognosi_dal", "prognosi_al"),
            _("I tre dati che il termine aspetta: numero, data di rilascio, prognosi."),
        ),
        RICEZIONE,
        Section(
            _("Senza numero, giorni senza date, altri tipi di certificato"),
            ("tipo", "redatto_da", "prognosi_giorni", "senza_numero", "fittizio"),
            rare=True,
        ),
    )

    numero = text(
        _("Numero identificativo"),
        24,
        required=False,
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
    fittizio = forms.BooleanField(
        label=_("Il numero che ho scritto è un codice fittizio"),
        required=False,
        help_text=_(
            "Quando il numero non si può proprio avere, l’INAIL chiede un codice inventato di 12 "
            "lettere o cifre (circolare 42/2017): scrivilo qui e usa lo stesso nella denuncia."
        ),
    )
    senza_numero = forms.BooleanField(
        label=_("Ho solo una copia cartacea e il numero non c’è"),
        required=False,
        help_text=_("Il termine parte lo stesso, da quando hai ricevuto la copia."),
    )
    rilasciato_at = InstantField(
        label=_("Rilasciato il"),
        day_alone=True,
        help_text=_("Basta il giorno. L’ora solo se sul certificato c’è."),
    )
    tipo = forms.ChoiceField(
        label=_("Tipo di certificato"),
        choices=TipoCertificato.choices,
        initial=TipoCertificato.PRIMO,
    )
    prognosi_dal = DayField(label=_("Prognosi: dal"), required=False)
    prognosi_al = DayField(label=_("al (compreso)"), required=False)
    prognosi_giorni = forms.IntegerField(
        label=_("Giorni di prognosi, se mancano le date"),
        required=False,
        min_value=0,
        max_value=999,
    )
    redatto_da = forms.ChoiceField(
        label=_("Chi ha scritto il certificato"),
        choices=RedattoDa.choices,
        initial=RedattoDa.PRONTO_SOCCORSO,
    )

    def __init__(
        self,
        *args: Any,
        now: datetime,
        marittimo: bool,
        avvenuto_at: datetime | None = None,
        tipo: str = TipoCertificato.PRIMO,
        malattia: bool = False,
        **kwargs: Any,
    ) -> None:
        if malattia:
            sections = [_of_a_disease(section) for section in self.sections]
            self.sections = sections  # type: ignore[misc]
        super().__init__(*args, now=now, **kwargs)
        self.fields["tipo"].initial = tipo
        self.avvenuto_at = avvenuto_at
        set_latest(self, ("rilasciato_at",), now)
        if not marittimo:
            ashore = [item for item in RedattoDa.choices if item[0] != RedattoDa.MEDICO_DI_BORDO]
            set_choices(self, "redatto_da", ashore)

    def clean_numero(self) -> str:
        """Twelve letters or digits, however grouped."""
        numero = normalize_numero(self.cleaned_data["numero"])
        if numero and not is_numero(numero):
            raise forms.ValidationError(
                _("Il numero ha 12 lettere o cifre: qui sono %(quante)s. Ricontrollalo."),
                params={"quante": len(numero)},
            )
        return numero

    def clean_rilasciato_at(self) -> datetime | None:
        """A day without its hour, when it is the day of the injury, is not before the injury."""
        released: datetime | None = self.cleaned_data["rilasciato_at"]
        happened = self.avvenuto_at
        if released is None or happened is None or self.data.get("rilasciato_at_ora"):
            return released
        same_day = local(released).date() == local(happened).date()
        return max(released, happened) if same_day else released

    def clean(self) -> dict[str, Any]:
        """One way of saying each thing; reception after release."""
        cleaned = super().clean() or self.cleaned_data
        self._check_number(cleaned)
        self._check_prognosis(cleaned)
        self.check_reception(cleaned, cleaned.get("rilasciato_at"))
        return cleaned

    def _check_number(self, cleaned: dict[str, Any]) -> None:
        missing = not cleaned.get("numero") and "numero" not in self.errors
        if missing and not cleaned.get("senza_numero"):
            self.refuse(
                str(_("Scrivi il numero, oppure segna che hai solo una copia senza numero.")),
                "numero",
            )
        if cleaned.get("numero") and cleaned.get("senza_numero"):
            self.refuse(
                str(_("Hai scritto il numero e anche che non c’è: scegli una delle due.")),
                "senza_numero",
            )
        paper = cleaned.get("received_via") == RicevutoVia.COPIA_CARTACEA
        if cleaned.get("senza_numero") and not paper and "received_via" not in self.errors:
            self.refuse(
                str(_("Senza numero il termine parte solo da una copia cartacea.")), "received_via"
            )

    def _check_prognosis(self, cleaned: dict[str, Any]) -> None:
        start: date | None = cleaned.get("prognosi_dal")
        end: date | None = cleaned.get("prognosi_al")
        if (start is None) != (end is None):
            missing = "prognosi_dal" if start is None else "prognosi_al"
            if missing not in self.errors:
                self.refuse(str(_("La prognosi vuole il primo e l’ultimo giorno.")), missing)
        if start is not None and end is not None and end < start:
            self.refuse(
                str(_("L’ultimo giorno viene prima del primo: controlla le date.")), "prognosi_al"
            )
        if start is not None and cleaned.get("prognosi_giorni") is not None:
            self.refuse(
                str(_("Hai scritto le date e anche i giorni: lascia solo le date.")),
                "prognosi_giorni",
            )

    def to_dati(self) -> DatiCertificato:
        """What the action takes."""
        known = {f.name for f in fields(DatiCertificato)}
        cleaned = {name: value for name, value in self.cleaned_data.items() if name in known}
        cleaned["numero"] = cleaned["numero"] or None
        return DatiCertificato(**cleaned)


class CorrezioneForm(CertificatoForm):
    """The same references, as they really are, and why they were registered otherwise."""

    sections: ClassVar[Sequence[Section]] = (
        Section(_("La correzione"), ("motivo",)),
        *CertificatoForm.sections,
    )

    motivo = forms.ChoiceField(
        label=_("Perché correggi"), choices=choices_with_blank(MotivoCorrezione.choices)
    )
