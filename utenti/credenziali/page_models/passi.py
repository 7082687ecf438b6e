"""The steps of a request as pages: where one is, what is missing, what is already there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _

from portal.base.autosave import saved_message
from portal.base.clock import local
from portal.base.files.models import ScanState
from utenti.credenziali.choices import Profilo
from utenti.credenziali.completezza import Difetto, Gap, doubts, gaps_of
from utenti.credenziali.composizione import message_of
from utenti.credenziali.forms.invio import MessaggioForm
from utenti.credenziali.forms.passi import (
    DocumentoForm,
    PersonaForm,
    ProfessioneForm,
    RecapitiForm,
    StepForm,
    StrutturaForm,
)
from utenti.credenziali.models import AllegatoRichiesta, RichiestaAbilitazione
from utenti.credenziali.page_models.decisioni import refused_before
from utenti.credenziali.passi import Passo, fields_of, name_of, steps_of
from utenti.credenziali.stampa import shown
from utenti.credenziali.workflow import StatoRichiesta

Json = dict[str, Any]
_FORMS: Final[dict[Passo, type[StepForm]]] = {
    Passo.PERSONA: PersonaForm,
    Passo.RECAPITI: RecapitiForm,
    Passo.DOCUMENTO: DocumentoForm,
    Passo.PROFESSIONE: ProfessioneForm,
    Passo.MESSAGGIO: MessaggioForm,
}


@dataclass(frozen=True)
class Reading:
    """A request as its person sees it at an instant, read once for a page."""

    richiesta: RichiestaAbilitazione
    livello: str
    files: list[AllegatoRichiesta]
    now: datetime

    @property
    def gaps(self) -> list[Gap]:
        """Why it cannot be sent."""
        readable = (row for row in self.files if row.file.scan_state != ScanState.INFETTO)
        kinds = [row.tipo for row in readable]
        return gaps_of(self.richiesta, kinds, self.livello, local(self.now).date())

    @property
    def steps(self) -> list[Passo]:
        """Its steps."""
        return steps_of(self.richiesta, self.livello)


def form_of(passo: Passo, richiesta: RichiestaAbilitazione, posted: Any = None) -> StepForm:
    """The form of a step over what is stored, or over what was typed."""
    hospital = richiesta.profilo == Profilo.PRESIDIO
    kind = StrutturaForm if passo is Passo.PROFESSIONE and hospital else _FORMS[passo]
    return kind(posted, initial=stored(passo, richiesta) | {"version": richiesta.version})


def stored(passo: Passo, richiesta: RichiestaAbilitazione) -> Json:
    """What a step holds."""
    if passo is Passo.MESSAGGIO:
        return asdict(message_of(richiesta))
    return {name: getattr(richiesta, name) for name in fields_of(passo, richiesta.profilo)}


def frame(reading: Reading, current: Passo) -> Json:
    """What every page of the steps shows around its content."""
    richiesta, steps, gaps = reading.richiesta, reading.steps, reading.gaps
    at = steps.index(current)
    return {
        "richiesta": richiesta,
        "passo": current.value,
        "title": name_of(current, richiesta.profilo),
        "steps": step_rows(reading, gaps, current),
        "saved": _saved(richiesta, reading.now),
        "previous": step_url(richiesta, steps[at - 1]) if at else "",
        "next": step_url(richiesta, steps[at + 1]) if at + 1 < len(steps) else "",
        "before": refused_before(richiesta) if current is Passo.PERSONA else {},
        "doubts": _doubts(richiesta) if current in (Passo.PERSONA, Passo.RIEPILOGO) else [],
        "wrong": [gap_row(richiesta, gap) for gap in gaps if _is_wrong(gap, current)],
    }


def step_rows(reading: Reading, gaps: list[Gap], current: Passo | None = None) -> list[Json]:
    """The steps with their state; None: the reader stands on none of them."""
    return [_step(reading, passo, gaps, current) for passo in reading.steps]


def summary(reading: Reading) -> Json:
    """The last page: everything declared, and why it cannot be sent."""
    richiesta = reading.richiesta
    return frame(reading, Passo.RIEPILOGO) | {
        "gaps": [gap_row(richiesta, gap) for gap in reading.gaps],
        "blocks": [_block(richiesta, passo) for passo in reading.steps if _is_declared(passo)],
        "message": _message(reading),
        "again": richiesta.stato == StatoRichiesta.INTEGRAZIONE_CHIESTA,
    }


def first_unfinished(reading: Reading) -> Passo:
    """Where to go on."""
    return next((gap.passo for gap in reading.gaps), Passo.RIEPILOGO)


def differences(
    passo: Passo, richiesta: RichiestaAbilitazione, typed: Mapping[str, Any]
) -> list[Json]:
    """Where what was typed here is not what another page stored."""
    found = []
    form = form_of(passo, richiesta)
    for name, value in stored(passo, richiesta).items():
        here = str(typed.get(name, "")).strip()
        there = "" if value is None else str(value)
        if here != there:
            found.append({"label": form[name].label, "here": here, "there": there})
    return found


def gap_row(richiesta: RichiestaAbilitazione, gap: Gap) -> Json:
    """One reason, with the link to where it is mended."""
    anchor = f"#id_{gap.campo}"
    return {
        "step": name_of(gap.passo, richiesta.profilo),
        "label": gap.etichetta,
        "message": gap.messaggio,
        "url": step_url(richiesta, gap.passo) + anchor,
    }


def step_url(richiesta: RichiestaAbilitazione, passo: Passo) -> str:
    """The address of a step."""
    if passo is Passo.ALLEGATI:
        return reverse("richiesta_allegati", args=[richiesta.pk])
    if passo is Passo.RIEPILOGO:
        return reverse("richiesta_riepilogo", args=[richiesta.pk])
    return reverse("richiesta_passo", args=[richiesta.pk, passo.value])


def _step(reading: Reading, passo: Passo, gaps: list[Gap], current: Passo | None) -> Json:
    mine = [gap for gap in gaps if gap.passo is passo]
    return {
        "label": name_of(passo, reading.richiesta.profilo),
        "url": step_url(reading.richiesta, passo),
        "state": _state(reading, passo, list(gaps) if passo is Passo.RIEPILOGO else mine),
        "current": passo is current,
    }


def _state(reading: Reading, passo: Passo, gaps: list[Gap]) -> str:
    if passo is Passo.RIEPILOGO:
        return "vuota" if gaps else "completa"
    if any(gap.difetto is Difetto.SBAGLIATO for gap in gaps):
        return "con_errori"
    if not gaps:
        return "completa"
    names = fields_of(passo, reading.richiesta.profilo)
    held = [name for name in names if name != "lingua" and getattr(reading.richiesta, name)]
    begun = bool(reading.files) if passo is Passo.ALLEGATI else bool(held)
    return "parziale" if begun else "vuota"


def _saved(richiesta: RichiestaAbilitazione, now: datetime) -> str:
    if richiesta.stato == StatoRichiesta.BOZZA:
        return saved_message(richiesta.saved_at, now)
    return _("Integrazione non ancora rimandata: finché non la rimandi nessuno la vede.")


def _doubts(richiesta: RichiestaAbilitazione) -> list[str]:
    return [sentence for _field, sentence in doubts(richiesta, str(richiesta.richiedente))]


def _is_wrong(gap: Gap, current: Passo) -> bool:
    return gap.passo is current and gap.difetto is Difetto.SBAGLIATO


def _is_declared(passo: Passo) -> bool:
    return passo in (Passo.PERSONA, Passo.RECAPITI, Passo.DOCUMENTO, Passo.PROFESSIONE)


def _block(richiesta: RichiestaAbilitazione, passo: Passo) -> Json:
    form = form_of(passo, richiesta)
    names = fields_of(passo, richiesta.profilo)
    return {
        "title": name_of(passo, richiesta.profilo),
        "url": step_url(richiesta, passo),
        "rows": [{"label": form[name].label, "value": shown(richiesta, name)} for name in names],
    }


def _message(reading: Reading) -> str:
    writes = Passo.MESSAGGIO in reading.steps
    return message_of(reading.richiesta).testo if writes else ""
