"""A draft of a new case as the wizard's forms see it: what each step holds, lacks and has wrong."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from typing import Final

from django import forms
from django.utils.translation import gettext_lazy as _

from denunce.actions.bozze import digest, typed
from denunce.actions.dati import DatiCaso, DatiLavoratore
from denunce.choices import Attivita, Categoria, Luogo, TipoEvento
from denunce.forms.caso import CasoForm
from denunce.forms.persona import PersonaForm, known_from
from denunce.models import Bozza, Lavoratore
from portal.base.clock import local
from portal.base.codice_fiscale import check_codice, doubts_of
from portal.base.errors import ActionError
from portal.base.forms.instants import control_names
from portal.base.forms.sections import SectionedForm
from utenti.models import Sede


class Passo(StrEnum):
    """The steps of the wizard, in order; each has an address of its own."""

    CHI = "chi"
    QUANDO = "quando"
    COSA = "cosa"
    GRAVITA = "gravita"
    RIEPILOGO = "riepilogo"


TITLES: Final = {
    Passo.CHI: _("Chi"),
    Passo.QUANDO: _("Quando e dove"),
    Passo.COSA: _("Che cosa è successo"),
    Passo.GRAVITA: _("Gravità"),
    Passo.RIEPILOGO: _("Riepilogo"),
}
EMPTY, PARTIAL, COMPLETE, WRONG = "vuota", "parziale", "completa", "con_errori"


@dataclass(frozen=True, slots=True)
class Gap:
    """Something that keeps the case from being opened: ``missing`` when nothing was typed."""

    passo: Passo
    field: str
    label: str
    message: str
    missing: bool


class BozzaForm:
    """Every form of the wizard over what was typed; with ``posted`` one step as it is being sent.

    The person's form is there while the person is not on record; the event's fields are not when
    the event is.
    """

    def __init__(
        self,
        bozza: Bozza,
        *,
        sedi: Sequence[Sede],
        now: datetime,
        passo: Passo | None = None,
        posted: Mapping[str, str] | None = None,
        goes_on: bool = False,
    ) -> None:
        """``posted`` is what a page of ``passo`` sends; ``goes_on`` when a button was pressed, not
        when the page saved itself."""
        self.bozza, self.kept = bozza, typed(bozza)
        org, person = bozza.organizzazione, bozza.lavoratore
        self._sedi, self._now = sedi, now
        self._kind, self._today = org.tipo, local(now).date()
        self._category = person.categoria if person else ""
        self.twin: Lavoratore | None = None
        self.typed, self.sent = dict(self.kept), dict[str, str]()
        if passo is not None and posted is not None:
            self.sent = self.step_texts(passo, posted)
            if passo is Passo.CHI and goes_on and bozza.lavoratore_id is None:
                self.sent |= known_from(self.sent, self._today)
            self.typed |= self.sent
            # The boxes to draw and the rules to check follow what has just been typed.
            self.__dict__.pop("persona", None)
            if goes_on:
                self.typed[_visited(passo)] = self.sent[_visited(passo)] = "1"

    @cached_property
    def passi(self) -> list[Passo]:
        """The steps of this draft: an event on record is not told again."""
        joined = (Passo.QUANDO, Passo.COSA) if self.bozza.evento_id else ()
        return [passo for passo in Passo if passo not in joined]

    @cached_property
    def persona(self) -> PersonaForm | None:
        """The new person, with doubts about the codice fiscale on its fields."""
        if self.bozza.lavoratore_id is not None:
            return None
        form = PersonaForm(self.typed, kind=self._kind, today=self._today)
        form.is_valid()
        if codice := form.cleaned_data.get("codice_fiscale"):
            self._check_code(form, codice)
        return form

    def _check_code(self, form: PersonaForm, codice: str) -> None:
        """A code the organisation knows is of somebody on record; one that disagrees is a doubt."""
        try:
            check_codice(codice)
        except ActionError as refusal:
            form.refuse(refusal.message, "codice_fiscale")
            return
        known = Lavoratore.objects.filter(organizzazione=self.bozza.organizzazione_id).known()
        self.twin = known.filter(codice_fiscale_index=Lavoratore.index_of(codice)).first()
        if self.twin is not None:
            form.refuse(str(_("Con questo codice fiscale c’è già una persona.")), "codice_fiscale")
            return
        settled = not form.is_valid() or form.cleaned_data.get("conferma_cf")
        if not settled and (doubts := doubts_of(codice, form.to_dati())):
            form.ask_confirmation(doubts)

    @cached_property
    def caso(self) -> CasoForm:
        """The event and its gravity."""
        category = self._category or self.typed.get("categoria", "") or Categoria.LAVORATORE
        form = CasoForm(
            self._defaults() | self.typed,
            categoria=category,
            sedi=self._sedi,
            now=self._now,
            joins=self.bozza.evento_id is not None,
        )
        form.is_valid()
        return form

    def form_of(self, passo: Passo) -> SectionedForm | None:
        """The form that holds the fields of a step; None when the step has none."""
        if passo is Passo.RIEPILOGO:
            return None
        return self.persona if passo is Passo.CHI else self.caso

    def fields(self, passo: Passo) -> Iterator[tuple[str, forms.Field]]:
        """The fields of a step by name, in the order of the page."""
        form = self.form_of(passo)
        for section in form.sections if form is not None else ():
            if passo is Passo.CHI or section.step == passo:
                for name in section.names:
                    if form is not None and name in form.fields:
                        yield name, form.fields[name]

    def controls(self, passo: Passo) -> list[str]:
        """The names of the controls of a step."""
        fields = list(self.fields(passo))
        names = [each for name, field in fields for each in control_names(name, field)]
        # The box is not there before the doubt is: whoever ticks it sends it.
        return [*names, "conferma_cf"] if passo is Passo.CHI and self.persona else names

    def step_texts(self, passo: Passo, posted: Mapping[str, str]) -> dict[str, str]:
        """What a page of this step sent; a box left blank is an answer too."""
        found = {name: str(posted.get(name, "")).strip() for name in self.controls(passo)}
        self.__dict__.pop("caso", None)
        return found

    def base(self, passo: Passo) -> str:
        """What a page of this step starts from: see ``save_bozza``."""
        return digest(self.kept, self.controls(passo))

    def visited(self, passo: Passo) -> bool:
        """Whether somebody went on from this step at least once."""
        return _visited(passo) in self.typed

    def state(self, passo: Passo) -> str:
        """How far a step is."""
        if passo is Passo.RIEPILOGO:
            return COMPLETE if not self.gaps else EMPTY
        gaps = [gap for gap in self.gaps if gap.passo is passo]
        if any(not gap.missing for gap in gaps):
            return WRONG
        told = any(self.typed.get(name) for name in self.controls(passo))
        if passo is Passo.CHI and self.persona is None:
            return COMPLETE
        if not told and not self.visited(passo):
            return EMPTY
        return PARTIAL if gaps else COMPLETE

    @cached_property
    def gaps(self) -> list[Gap]:
        """Why the case cannot be opened yet, in the order of the pages."""
        return [gap for passo in self.passi for gap in self._gaps(passo)]

    def _gaps(self, passo: Passo) -> Iterator[Gap]:
        form = self.form_of(passo)
        for name, field in self.fields(passo):
            if form is None or name not in form.errors:
                continue
            blank = not any(self.typed.get(each) for each in control_names(name, field))
            message = str(form.errors[name][0])
            yield Gap(passo, name, str(field.label), message, blank)

    def to_dati(self) -> DatiCaso:
        """What happened, for the action; only without gaps."""
        return self.caso.to_dati()

    def to_persona(self) -> DatiLavoratore | None:
        """The new person, for the action; None when the person is on record."""
        return self.persona.to_dati() if self.persona else None

    def _defaults(self) -> dict[str, str]:
        """What a step says before anybody answered: never over an answer."""
        found = {"tipo": TipoEvento.INFORTUNIO.value}
        if not self.visited(Passo.QUANDO):
            found |= {"luogo": Luogo.IN_SEDE.value, "comune": self.bozza.organizzazione.comune}
        if not self.visited(Passo.COSA):
            found |= {"attivita": Attivita.ALTRA.value}
        return found


def _visited(passo: Passo) -> str:
    return f"visto_{passo}"
