"""Everything that a certificate asks, in the sections of the wizard's steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import time
from enum import StrEnum
from typing import Any, Final, cast

from django.utils.translation import gettext_lazy as _

from certificati.choices import Genere, TipoCertificato
from certificati.dati import DatiCertificato, Lesione
from certificati.forms.controls import field_of
from certificati.models import Certificato
from certificati.tabella import campi_of
from portal.base.clock import local
from portal.base.forms.sections import Section, SectionedForm


class Passo(StrEnum):
    """The steps of the wizard; the summary has an address of its own."""

    PERSONA = "persona"
    SALUTE = "salute"
    RACCONTO = "racconto"
    RIEPILOGO = "riepilogo"


TITLES: Final = {
    Passo.PERSONA: _("La persona"),
    Passo.SALUTE: _("Dati sanitari"),
    Passo.RACCONTO: _("Il racconto"),
    Passo.RIEPILOGO: _("Riepilogo"),
}
_P, _S, _R = Passo.PERSONA.value, Passo.SALUTE.value, Passo.RACCONTO.value
_WHO: Final = (
    Section(
        _("Il certificato che prosegue"),
        ("precedente_numero", "precedente_on"),
        _("È quello che ha la persona: di solito l’ha rilasciato un altro medico."),
        _P,
    ),
    Section(
        _("Lavoratore"),
        ("codice_fiscale", "cognome", "nome", "sesso", "nato_on", "nato_a"),
        _("Dal codice fiscale il portale riempie sesso, data e luogo di nascita."),
        _P,
    ),
    Section(
        _("Rapporto di lavoro"),
        (
            "categoria",
            "datore_denominazione",
            "datore_codice_fiscale",
            "datore_comune",
            "mansione",
        ),
        step=_P,
    ),
    Section(
        _("Domicilio e recapito, se li hai"),
        ("indirizzo", "comune", "provincia", "cap", "telefono"),
        step=_P,
        rare=True,
    ),
)
_EXAM: Final = Section(
    _("Esame obiettivo, accertamenti, ricovero"),
    ("esame_obiettivo", "accertamenti", "ricovero"),
    step=_S,
    rare=True,
)
_DOCTOR: Final = Section(_("Chi redige"), ("redatto_da", "qualifica"), step=_S, rare=True)
SECTIONS: Final[dict[str, Sequence[Section]]] = {
    Genere.INFORTUNIO: (
        *_WHO,
        Section(_("Prima assistenza"), ("prima_assistenza_at",), step=_S),
        Section(_("Lesioni e diagnosi"), ("lesioni", "diagnosi"), step=_S),
        Section(_("Prognosi"), ("prognosi_dal", "prognosi_al"), step=_S),
        Section(_("Gravità"), ("prognosi_riservata",), step=_S),
        Section(_("Com’è finita"), ("esito",), step=_S),
        _EXAM,
        _DOCTOR,
        Section(
            _("Quando e dove"),
            ("evento_on", "evento_ora", "evento_luogo", "evento_comune"),
            step=_R,
        ),
        Section(_("Che cosa racconta"), ("racconto",), step=_R),
    ),
    Genere.MALATTIA: (
        *_WHO,
        Section(_("Prima visita"), ("prima_visita_at", "manifestata_on"), step=_S),
        Section(_("Malattia"), ("diagnosi", "agente", "lavorazione"), step=_S),
        Section(
            _("Registro nazionale delle malattie"),
            ("registro_139", "registro_139_codice"),
            step=_S,
        ),
        Section(
            _("Astensione dal lavoro"),
            ("prognosi_dal", "prognosi_al"),
            _("Solo se la malattia impedisce di lavorare."),
            step=_S,
        ),
        Section(_("Che cosa racconta"), ("racconto",), step=_S, rare=True),
        Section(_("Esposizione"), ("esposizione_dal", "esposizione_al"), step=_S, rare=True),
        _EXAM,
        _DOCTOR,
    ),
}


class CertificatoForm(SectionedForm):
    """The fields of one kind of certificate over the texts of its draft."""

    def __init__(self, typed: Mapping[str, str], certificato: Certificato) -> None:
        super().__init__(dict(typed))
        self.certificato = certificato
        self.fields["redatto_da"].initial = typed.get("redatto_da", "")  # said: stays folded
        first = certificato.tipo == TipoCertificato.PRIMO
        if first or certificato.precedente_id is not None:
            self.drop("precedente_numero", "precedente_on")
        if certificato.tipo != TipoCertificato.DEFINITIVO:
            self.drop("esito")
        elif "esito" in self.fields:
            self.fields["esito"].required = True
        if "lesioni" in self.fields and first:
            self.fields["lesioni"].required = True
            words = _("Aggiungi almeno una lesione: natura e sede.")
            self.fields["lesioni"].error_messages["required"] = words

    def to_dati(self) -> DatiCertificato:
        """What can be read of what was typed; before ``refuse`` takes anything away."""
        certificato, said = self.certificato, {"redatto_da": ""}
        values: dict[str, Any] = {
            name: _plain(name, value)
            for name, value in self.cleaned_data.items()
            if value not in (None, "", ())
        }
        return DatiCertificato(
            genere=certificato.genere,
            tipo=certificato.tipo,
            **(said | _continued(certificato) | values),
        )


def form_class(genere: str) -> type[CertificatoForm]:
    """The form of a kind of certificate."""
    return _FORMS[genere]


def step_of(genere: str, name: str) -> Passo | None:
    """The step that asks a field; None when none does."""
    found = (section.step for section in SECTIONS[genere] if name in section.names)
    step = next(found, None)
    return Passo(step) if step else None


def _plain(name: str, value: Any) -> Any:
    if isinstance(value, time):
        return f"{value:%H:%M}"
    return tuple(Lesione(*pair) for pair in value) if name == "lesioni" else value


def _continued(certificato: Certificato) -> dict[str, Any]:
    """Number and release of the doctor's own certificate that this one goes on from."""
    earlier = certificato.precedente
    if earlier is None or earlier.rilasciato_at is None or not earlier.numero:
        return {}
    if certificato.tipo == TipoCertificato.PRIMO:
        return {}
    return {
        "precedente_numero": earlier.numero,
        "precedente_on": local(earlier.rilasciato_at).date(),
    }


def _declare(genere: Genere) -> type[CertificatoForm]:
    fields = {campo.name: field_of(campo, genere) for campo in campi_of(genere)}
    body = {**fields, "sections": SECTIONS[genere]}
    return cast(type[CertificatoForm], type(f"{genere.name.title()}Form", (CertificatoForm,), body))


_FORMS: Final = {genere.value: _declare(genere) for genere in Genere}
