"""The references of a certificate as they reach the employer: three facts and an instant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import date, datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from certificati.numero import is_numero, normalize_numero
from denunce.actions.dati import DatiCertificato
from denunce.choices import RedattoDa, RicevutoVia, TipoCertificato
from denunce.forms.base import (
    Section,
    VersionedForm,
    choices_with_blank,
    set_choices,
    set_latest,
    text,
)
from denunce.forms.instants import DayField, InstantField
from portal.base.clock import local

NOW, OTHER = "adesso", "altro"


class CertificatoForm(VersionedForm):
    """Number, release, prognosis; when and how they were received: from then the term runs."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Il certificato"), ("numero", "fittizio", "senza_numero", "rilasciato_at", "tipo")
        ),
        Section(
            _("La prognosi"),
            ("prognosi_dal", "prognosi_al", "prognosi_giorni"),
            _("Primo e ultimo giorno, come sul certificato; se mancano, il numero dei giorni."),
        ),
        Section(
            _("Quando hai ricevuto i riferimenti"),
            ("quando", "received_at", "received_via", "redatto_da"),
            _("Da questo momento parte il termine: conta l’ultimo dei tre dati che hai ricevuto."),
        ),
    )

    numero = text(
        _("Numero identificativo"),
        24,
        required=False,
        help_text=_("12 lettere o cifre. Puoi scriverlo a gruppi: 1234 5678 9012."),
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "spellcheck": "false", "class": "pi-mono"}
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
    rilasciato_at = InstantField(label=_("Rilasciato il"))
    tipo = forms.ChoiceField(
        label=_("Tipo di certificato"), choices=TipoCertificato.choices, initial="primo"
    )
    prognosi_dal = DayField(label=_("Prognosi: dal"), required=False)
    prognosi_al = DayField(label=_("al (compreso)"), required=False)
    prognosi_giorni = forms.IntegerField(
        label=_("Oppure: giorni di prognosi"), required=False, min_value=0, max_value=999
    )
    quando = forms.ChoiceField(
        label=_("Quando li hai ricevuti?"),
        choices=((NOW, _("Adesso")), (OTHER, _("In un altro momento"))),
        initial=NOW,
        widget=forms.RadioSelect,
    )
    received_at = InstantField(
        label=_("Momento della ricezione"),
        required=False,
        help_text=_("Solo se non è adesso."),
    )
    received_via = forms.ChoiceField(
        label=_("Come li hai ricevuti"), choices=choices_with_blank(RicevutoVia.choices)
    )
    redatto_da = forms.ChoiceField(
        label=_("Chi ha scritto il certificato"),
        choices=RedattoDa.choices,
        initial=RedattoDa.PRONTO_SOCCORSO,
    )

    def __init__(self, *args: Any, now: datetime, marittimo: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.now = now.replace(second=0, microsecond=0)
        set_latest(self, ("rilasciato_at", "received_at"), now)
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

    def clean(self) -> dict[str, Any]:
        """One way of saying each thing; reception after release."""
        cleaned = super().clean() or self.cleaned_data
        self._check_number(cleaned)
        self._check_prognosis(cleaned)
        self._check_reception(cleaned)
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

    def _check_reception(self, cleaned: dict[str, Any]) -> None:
        if cleaned.get("quando") == NOW:
            cleaned["received_at"] = self.now
        elif cleaned.get("received_at") is None and "received_at" not in self.errors:
            self.refuse(str(_("Scrivi giorno e ora in cui li hai ricevuti.")), "received_at")
        released, received = cleaned.get("rilasciato_at"), cleaned.get("received_at")
        if released and received and received < released:
            self.refuse(
                str(_("La ricezione viene prima del rilascio: controlla i due momenti.")),
                "received_at",
            )

    def to_dati(self) -> DatiCertificato:
        """What the action takes."""
        known = {f.name for f in fields(DatiCertificato)}
        cleaned = {name: value for name, value in self.cleaned_data.items() if name in known}
        cleaned["numero"] = cleaned["numero"] or None
        return DatiCertificato(**cleaned)

    def as_hidden(self) -> list[tuple[str, str]]:
        """Everything typed, name by name, to be confirmed on the next page.

        "Adesso" is written out as the minute it meant: the confirmation may come later.
        """
        when = local(self.cleaned_data["received_at"])
        written = {
            "quando": OTHER,
            "received_at_giorno": f"{when:%Y-%m-%d}",
            "received_at_ora": f"{when:%H:%M}",
            "received_at_volta": str(when.fold),
        }
        kept = [(key, value) for key, value in self.data.items() if self._is_kept(key, written)]
        return [*((key, str(value)) for key, value in kept), *written.items()]

    def _is_kept(self, key: str, written: dict[str, str]) -> bool:
        names = ("_giorno", "_ora", "_volta")
        base = next((key.removesuffix(end) for end in names if key.endswith(end)), key)
        return base in self.fields and key not in written
