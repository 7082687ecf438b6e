"""A draft of a certificate as the wizard sees it: what each step holds, lacks and has wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cached_property
from typing import Final

from django import forms
from django.core.exceptions import ValidationError

from certificati.actions.bozze import VISITED, Riassunto, digest, typed
from certificati.choices import Genere, TipoCertificato
from certificati.controlli import refusals
from certificati.dati import DatiCertificato
from certificati.forms.certificato import CertificatoForm, Passo, form_class, step_of
from certificati.forms.lesioni import LesioniField, merge_lesions
from certificati.models import Certificato
from certificati.tabella import BY_NAME
from certificati.termini import Termine, transmission_term
from portal.base.clock import ROME, local
from portal.base.forms.days import DayField
from portal.base.forms.instants import control_names
from portal.base.riferimenti.towns import TOWNS, told_by_code

EMPTY, PARTIAL, COMPLETE, WRONG = "vuota", "parziale", "completa", "con_errori"
# What a draft says before anybody wrote: a step that says only this is empty still.
_USUAL: Final = frozenset(
    {"redatto_da", "prima_assistenza_at_giorno", "prima_visita_at_giorno", "evento_on"}
    | {"prognosi_dal"}
)


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that keeps the certificate from being issued; ``missing``: nothing was typed."""

    passo: Passo | None
    field: str
    label: str
    message: str
    missing: bool


class BozzaForm:
    """The whole draft over what was typed; with ``posted`` one step as it is being sent."""

    def __init__(
        self,
        certificato: Certificato,
        *,
        now: datetime,
        passo: Passo | None = None,
        posted: Mapping[str, str] | None = None,
        goes_on: bool = False,
    ) -> None:
        """``posted`` is what a page of ``passo`` sends; ``goes_on`` when a button was pressed, not
        when the page saved itself."""
        self.certificato, self.kept, self.now = certificato, typed(certificato), now
        self.sent: dict[str, str] = {}
        self.filled: list[str] = []
        if passo is not None and posted is not None:
            self.sent = self._texts(passo, posted, goes_on=goes_on)
        self.typed = self.kept | self.sent
        if self._asks_event_day():
            self.typed["evento_on"] = self.typed.get("prima_assistenza_at_giorno", "")

    @cached_property
    def passi(self) -> list[Passo]:
        """The steps of this certificate: of a disease nobody tells an event."""
        injury = self.certificato.genere == Genere.INFORTUNIO
        return [passo for passo in Passo if injury or passo is not Passo.RACCONTO]

    @cached_property
    def form(self) -> CertificatoForm:
        """The fields, with what is wrong beside each."""
        form = form_class(self.certificato.genere)(self.typed, self.certificato)
        form.is_valid()
        self.dati = form.to_dati()
        for refusal in refusals(self.dati, self.now):
            if refusal.field not in form.errors:
                form.refuse(refusal.message, refusal.field)
        return form

    def to_dati(self) -> DatiCertificato:
        """What can be read of what was typed; all of it when there are no gaps."""
        self.form  # noqa: B018  (reads it once)
        return self.dati

    def fields(self, passo: Passo) -> Iterator[tuple[str, forms.Field]]:
        """The fields of a step by name, in the order of the page."""
        for section in self.blank.sections:
            if section.step == passo:
                for name in section.names:
                    if name in self.blank.fields:
                        yield name, self.blank.fields[name]

    @cached_property
    def blank(self) -> CertificatoForm:
        """The same fields over nothing: which ones there are."""
        return form_class(self.certificato.genere)({}, self.certificato)

    def controls(self, passo: Passo) -> list[str]:
        """The names of the controls of a step."""
        return [each for name, field in self.fields(passo) for each in controls_of(name, field)]

    def base(self, passo: Passo) -> str:
        """What a page of this step starts from: see ``save_certificato``."""
        return digest(self.kept, self.controls(passo))

    def visited(self, passo: Passo) -> bool:
        """Whether the doctor went on from this step at least once."""
        return visited_name(passo) in self.typed

    def state(self, passo: Passo) -> str:
        """How far a step is."""
        if passo is Passo.RIEPILOGO:
            return EMPTY if self.gaps else COMPLETE
        gaps = [gap for gap in self.gaps if gap.passo is passo]
        if any(not gap.missing for gap in gaps):
            return WRONG
        told = any(self.typed.get(name) for name in self.controls(passo) if name not in _USUAL)
        if not told and not self.visited(passo):
            return EMPTY
        return PARTIAL if gaps else COMPLETE

    @cached_property
    def gaps(self) -> list[Gap]:
        """Why the certificate cannot be issued yet, in the order of the pages."""
        order = {passo: index for index, passo in enumerate(self.passi)}
        found = [self._gap(name, str(said[0])) for name, said in self.form.errors.items()]
        return sorted(found, key=lambda gap: order[gap.passo] if gap.passo else -1)

    @property
    def termine(self) -> Termine | None:
        """Until when the doctor transmits, from the day alone when the hour is not typed yet."""
        dati = self.to_dati()
        return transmission_term(
            dati.genere,
            prima_assistenza_at=dati.prima_assistenza_at or self._day("prima_assistenza_at"),
            prima_visita_at=dati.prima_visita_at or self._day("prima_visita_at"),
            categoria=dati.categoria,
        )

    def summary(self) -> Riassunto:
        """What lists and the doctor's clock need of the draft."""
        dati, term = self.to_dati(), self.termine
        at = term.at if term else None
        return Riassunto(dati.cognome, dati.nome, dati.prima_assistenza_at, at)

    def _asks_event_day(self) -> bool:
        """Whether nobody said yet when it happened: usually on the day of first aid."""
        certificato = self.certificato
        first = (certificato.genere, certificato.tipo) == (Genere.INFORTUNIO, TipoCertificato.PRIMO)
        return first and "evento_on" not in self.typed

    def _day(self, name: str) -> datetime | None:
        """Noon of a day typed without its hour: the term counts days."""
        try:
            day: date | None = DayField(required=False).clean(self.typed.get(f"{name}_giorno", ""))
        except ValidationError:
            return None
        return datetime.combine(day, time(12), tzinfo=ROME) if day else None

    def _gap(self, name: str, message: str) -> Gap:
        field = self.form.fields.get(name)
        if field is None:
            return Gap(None, "", "", message, missing=False)
        names = [each for each in controls_of(name, field) if each not in _USUAL]
        written = any(self.typed.get(each) for each in names)
        passo = step_of(self.certificato.genere, name)
        label = BY_NAME[name].full_label if name in BY_NAME else str(field.label)
        return Gap(passo, name, label, message, missing=not written)

    def _texts(self, passo: Passo, posted: Mapping[str, str], *, goes_on: bool) -> dict[str, str]:
        """What a page of this step sent; a box left blank is an answer too."""
        sent = {name: str(posted.get(name, "")) for name in self.controls(passo)}
        if "lesioni" in sent:
            sent |= merge_lesions(posted)
        if goes_on:
            sent[visited_name(passo)] = "1"
        if passo is Passo.PERSONA:
            known = _known(sent, local(self.now).date())
            self.filled = list(known)
            sent |= known
        return sent


def controls_of(name: str, field: forms.Field) -> list[str]:
    """The names of the controls that a field is typed in."""
    if isinstance(field, LesioniField):
        return [name, f"{name}_natura", f"{name}_sede"]
    return control_names(name, field)


def visited_name(passo: Passo) -> str:
    """The text that says that the doctor went on from a step."""
    return f"{VISITED}{passo}"


def _known(sent: Mapping[str, str], today: date) -> dict[str, str]:
    """What a codice fiscale and a town tell of the answers left blank; never over an answer."""
    found = told_by_code(sent.get("codice_fiscale", ""))
    if town := sent.get("comune", "").replace("\0", "").strip():
        found["provincia"] = TOWNS.province_of(town, today) or ""
    return {name: text for name, text in found.items() if text and not sent.get(name, "").strip()}
