"""The event and its gravity."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from denunce.actions.dati import EVENTO_FIELDS, DatiCaso
from denunce.choices import Attivita, Categoria, Luogo, TipoEvento
from portal.base.clock import local
from portal.base.forms.days import DayField
from portal.base.forms.instants import InstantField, set_latest
from portal.base.forms.sections import (
    RequestKeyForm,
    Section,
    VersionedForm,
    choices_with_blank,
    set_choices,
    text,
)
from utenti.models import Sede

PUPILS = (Categoria.STUDENTE, Categoria.STUDENTE_FSL)
FARMERS = (Categoria.OPERAIO_AGRICOLO_OTD, Categoria.AGRICOLO_AUTONOMO)
SCHOOL_ONLY = (Luogo.VIAGGIO_ISTRUZIONE, Luogo.IN_ITINERE_FSL, Luogo.TRAGITTO_SCUOLA_OSPITANTE)
PAST = (
    "avvenuto_at",
    "noto_at",
    "decesso_at",
    "decesso_noto_at",
    "prima_visita_at",
)


def _places(categoria: str) -> list[tuple[str, Any]]:
    """The places that make sense for this person; the rest would only be noise."""
    school = categoria in (*PUPILS, Categoria.PERSONALE_SCOLASTICO)
    return [
        (place.value, place.label)
        for place in Luogo
        if (place not in SCHOOL_ONLY or school)
        and (place is not Luogo.A_BORDO or categoria == Categoria.MARITTIMO)
    ]


class CasoForm(RequestKeyForm):
    """When, where, how and how serious. Fields that do not concern the person are not asked."""

    sections: ClassVar[Sequence[Section]] = (
        Section(
            _("Quando"),
            ("tipo", "avvenuto_at", "manifestata_on", "prima_visita_at"),
            step="quando",
        ),
        Section(
            _("Dove"),
            ("luogo", "sede", "in_navigazione", "primo_approdo_at", "indirizzo", "comune"),
            step="quando",
        ),
        Section(
            _("Come"),
            ("attivita", "dinamica", "malattia_infortunio"),
            _("Lo leggono solo le persone abilitate della tua organizzazione."),
            step="cosa",
        ),
        Section(
            _("Gravità"),
            ("pericolo_di_morte", "mortale", "noto_at", "decesso_at", "decesso_noto_at"),
            _("In caso di morte o di pericolo di morte c’è anche una segnalazione entro 24 ore."),
            step="gravita",
        ),
    )

    tipo = forms.ChoiceField(
        label=_("Che cosa è successo"), choices=TipoEvento.choices, widget=forms.RadioSelect
    )
    avvenuto_at = InstantField(
        label=_("Giorno e ora dell’infortunio"),
        required=False,
        help_text=_("Ora italiana. Se non la conosci con precisione, scrivi quella più vicina."),
    )
    manifestata_on = DayField(
        label=_("Solo per malattia professionale: giorno in cui si è manifestata"), required=False
    )
    prima_visita_at = InstantField(
        label=_("Solo per malattia professionale: prima visita medica"), required=False
    )
    luogo = forms.ChoiceField(
        label=_("Dove si trovava"),
        help_text=_("Tragitto, viaggio, nave o cantiere cambiano la tutela e alcune domande."),
    )
    attivita = forms.ChoiceField(
        label=_("Durante quale attività"),
        choices=Attivita.choices,
        initial=Attivita.ALTRA,
        required=False,
    )
    sede = forms.ChoiceField(label=_("Sede o plesso"), required=False)
    in_navigazione = forms.BooleanField(label=_("La nave era in navigazione"), required=False)
    primo_approdo_at = InstantField(
        label=_("Primo approdo dopo l’infortunio, se già avvenuto o previsto"), required=False
    )
    indirizzo = text(
        _("Indirizzo o punto preciso"),
        160,
        required=False,
        help_text=_("Per esempio: palestra, via Manzoni 10."),
    )
    comune = text(_("Comune"), 80, required=False)
    dinamica = forms.CharField(
        label=_("Come è successo"),
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("Chi, che cosa faceva, che cosa è andato diversamente. Senza giudizi."),
    )
    malattia_infortunio = forms.BooleanField(
        label=_("È una malattia-infortunio (per esempio un’infezione contratta al lavoro)"),
        required=False,
    )
    pericolo_di_morte = forms.BooleanField(
        label=_("C’è pericolo di morte o prognosi riservata"), required=False
    )
    mortale = forms.BooleanField(label=_("La persona è deceduta"), required=False)
    noto_at = InstantField(
        label=_("Quando l’hai saputo"),
        required=False,
        help_text=_("Se non lo scrivi, contano giorno e ora dell’infortunio."),
    )
    decesso_at = InstantField(label=_("Giorno e ora del decesso"), required=False)
    decesso_noto_at = InstantField(label=_("Quando hai saputo del decesso"), required=False)

    def __init__(
        self,
        *args: Any,
        categoria: str,
        sedi: Sequence[Sede],
        now: datetime,
        joins: bool = False,
        **kwargs: Any,
    ) -> None:
        """``joins``: the event is on record already, only this person's gravity is asked."""
        super().__init__(*args, **kwargs)
        self.today = local(now).date()
        self.sedi = {str(sede.pk): sede for sede in sedi}
        names = [(str(sede.pk), sede.denominazione) for sede in sedi]
        set_choices(self, "luogo", _places(categoria))
        set_choices(self, "sede", choices_with_blank(names, _("Non indicata")))
        set_latest(self, PAST, now)
        if not sedi:
            self.drop("sede")
        if categoria not in PUPILS:
            self.drop("attivita")
        if categoria != Categoria.MARITTIMO:
            self.drop("in_navigazione", "primo_approdo_at")
        if categoria not in FARMERS:
            self.drop("prima_visita_at")
        if joins:
            self.drop(*EVENTO_FIELDS)

    def clean(self) -> dict[str, Any]:
        """What only the whole form can tell; the constraints of the models say the same."""
        cleaned = super().clean() or self.cleaned_data
        self._check_kind(cleaned)
        if cleaned.get("primo_approdo_at") and not cleaned.get("in_navigazione"):
            self.refuse(
                str(_("L’approdo si indica solo se la nave era in navigazione.")),
                "primo_approdo_at",
            )
        if not cleaned.get("mortale"):
            for name in ("decesso_at", "decesso_noto_at"):
                if cleaned.get(name):
                    self.refuse(
                        str(_("Hai scritto una data di decesso ma non che la persona è deceduta.")),
                        name,
                    )
        return cleaned

    def _check_kind(self, cleaned: dict[str, Any]) -> None:
        """An injury has an instant; the day of a disease belongs to a disease."""
        injury = cleaned.get("tipo") == TipoEvento.INFORTUNIO
        if injury and not cleaned.get("avvenuto_at") and "avvenuto_at" not in self.errors:
            self.refuse(str(_("Scrivi giorno e ora dell’infortunio.")), "avvenuto_at")
        if injury and cleaned.get("manifestata_on"):
            self.refuse(
                str(_("Questa data riguarda la malattia professionale: lasciala vuota.")),
                "manifestata_on",
            )
        shown = cleaned.get("manifestata_on")
        if shown is not None and shown > self.today:
            self.refuse(str(_("Questo giorno è nel futuro: controlla la data.")), "manifestata_on")

    def to_dati(self) -> DatiCaso:
        """What the action takes: the fields of this form, the others as not known."""
        known = {f.name for f in fields(DatiCaso)} - {"sede", "dinamica"}
        cleaned = {name: value for name, value in self.cleaned_data.items() if name in known}
        cleaned["attivita"] = cleaned.get("attivita") or Attivita.ALTRA
        return DatiCaso(
            **cleaned,
            sede=self.sedi.get(self.cleaned_data.get("sede", "")),
            dinamica=self.cleaned_data.get("dinamica") or None,
        )


class CasoModificaForm(CasoForm, VersionedForm):
    """The same facts, corrected; the version read is the one written over."""
