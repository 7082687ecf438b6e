"""The pages of the wizard: steps and their states, the fields of one, the letter at the end."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final, cast

from django import forms
from django.db.models import QuerySet
from django.forms import BoundField
from django.urls import reverse
from django.utils.translation import gettext as _

from denunce.actions.bozze import typed
from denunce.forms.bozza import TITLES, BozzaForm, Gap, Passo
from denunce.forms.confronto_bozza import BozzaConfronto
from denunce.models import Bozza, Lavoratore
from denunce.page_models.confronto import who_saved
from denunce.page_models.rows import what, who
from denunce.page_models.wordings import TITLES as DUTIES
from denunce.scadenze import Decisione
from portal.base import wording
from portal.base.autosave import autosave_page, saved_message
from portal.base.forms.comparing import MINE, SAVED, TextDifference
from portal.base.forms.days import DayField
from portal.base.forms.instants import InstantField
from utenti.access import Scope

Json = dict[str, Any]
BOX_MAX: Final = 3


def address(name: str, bozza: Bozza, passo: Passo) -> str:
    """An address of a step."""
    return reverse(name, args=[bozza.pk, passo.value])


def steps(form: BozzaForm, current: Passo) -> list[Json]:
    """Where one is, and how far each step is."""
    return [
        {
            "label": str(TITLES[passo]),
            "url": address("bozza", form.bozza, passo),
            "state": form.state(passo),
            "current": passo is current,
        }
        for passo in form.passi
    ]


def step_page(form: BozzaForm, passo: Passo, by: Scope, now: datetime) -> Json:
    """One step: its fields, with what is wrong once somebody went on from it."""
    bozza, asked = form.bozza, form.form_of(passo)
    gaps = [gap for gap in form.gaps if gap.passo is passo and form.visited(passo)]
    here = form.passi.index(passo)
    page = {
        **_frame(form, passo, by, now),
        "gaps": [_gap(bozza, gap) for gap in gaps],
        "twin": _twin(form.twin) if passo is Passo.CHI and form.twin else {},
        "base": form.base(passo),
        "previous": form.passi[here - 1].value if here else "",
    }
    if asked is not None and not form.visited(passo):
        asked.errors.clear()
    step = None if passo is Passo.CHI else passo.value
    page["sections"] = list(asked.drawn(step)) if asked is not None else []
    return page


def step_changes(form: BozzaForm, passo: Passo) -> dict[str, tuple[str, Json]]:
    """What a page that saved itself draws anew, as (template, context) by element id."""
    return {
        "bozza-passi": ("denunce/_bozza_passi.html", {"steps": steps(form, passo)}),
        "bozza-base": ("denunce/_bozza_base.html", {"base": form.base(passo)}),
    }


def letter_page(form: BozzaForm, decision: Decisione | None, by: Scope, now: datetime) -> Json:
    """The last page: everything told, to be read as a letter, and what happens next."""
    return {
        **_frame(form, Passo.RIEPILOGO, by, now),
        "blocks": [_block(form, passo) for passo in form.passi if passo is not Passo.RIEPILOGO],
        "gaps": [_gap(form.bozza, gap) | {"step": str(TITLES[gap.passo])} for gap in form.gaps],
        "due": _due(decision, now) if decision is not None else [],
        "refused": False,
    }


def draft_rows(drafts: Iterable[Bozza], organisations: dict[Any, str], now: datetime) -> list[Json]:
    """Drafts to go on with: whose, when and by whom they were saved."""
    return [
        {
            "pk": draft.pk,
            "url": reverse("bozza_riprendi", args=[draft.pk]),
            "discard_url": reverse("bozza_elimina", args=[draft.pk]),
            "person": whose(draft),
            "saved": saved_message(draft.saved_at or draft.created_at, now),
            "by": str(draft.saved_by or draft.created_by),
            "organisation": organisations.get(draft.organizzazione_id, ""),
        }
        for draft in drafts
    ]


def whose(draft: Bozza) -> str:
    """The person of a draft: chosen, or only typed so far."""
    if draft.lavoratore is not None:
        return who(draft.lavoratore)
    told = typed(draft)
    name = f"{told.get('cognome', '')} {told.get('nome', '')}".strip()
    return name or _("Persona da indicare")


def drafts_box(drafts: QuerySet[Bozza], organisations: dict[Any, str], now: datetime) -> Json:
    """The drafts above the worklist: the last saved, and whether there are more."""
    found = list(drafts[: BOX_MAX + 1])
    shown = draft_rows(found[:BOX_MAX], organisations, now)
    return {"drafts": shown, "more_drafts": len(found) > BOX_MAX}


def comparison_page(confronto: BozzaConfronto, by: Scope, now: datetime) -> Json:
    """Each field of the step that differs with both texts, and who saved the other one."""
    bozza, found = confronto.bozza, confronto.differences
    chosen_before = any(each.chosen for each in found)
    return {
        "bozza": bozza,
        "title": str(TITLES[confronto.passo]),
        "saved": who_saved(bozza, by, now),
        "differences": [_difference(confronto, each, asked=chosen_before) for each in found],
        "missing": len(confronto.undecided) if chosen_before and confronto.current else 0,
        "newer": chosen_before and not confronto.current,
        "carried": confronto.hidden(),
        "version": bozza.version,
        "action_url": address("bozza_confronta", bozza, confronto.passo),
        "mine": MINE,
        "kept": SAVED,
    }


def _difference(confronto: BozzaConfronto, each: TextDifference, *, asked: bool) -> Json:
    return {
        "id": f"scelta_{each.name}",
        "name": each.choice_name,
        "label": each.label,
        "mine": _said(confronto.typed, confronto.passo, each),
        "saved": _said(confronto.kept, confronto.passo, each),
        "chosen": each.chosen,
        "missing": asked and not each.chosen,
    }


def _said(form: BozzaForm, passo: Passo, each: TextDifference) -> str:
    """The text as a person reads it; as it was typed when it makes no sense."""
    asked = form.form_of(passo)
    raw = " ".join(text for name in each.controls if (text := form.typed.get(name, "")))
    if asked is None or each.name not in asked.fields or not raw:
        return raw
    return answer(asked[each.name], asked.cleaned_data.get(each.name)) or raw


def _frame(form: BozzaForm, passo: Passo, by: Scope, now: datetime) -> Json:
    bozza = form.bozza
    return {
        "bozza": bozza,
        "passo": passo.value,
        "title": str(TITLES[passo]),
        "person": who(bozza.lavoratore) if bozza.lavoratore else "",
        "card": person_card(bozza.lavoratore) if bozza.lavoratore else [],
        "event": what(bozza.evento) if bozza.evento else "",
        "steps": steps(form, passo),
        "action_url": address("bozza", bozza, passo),
        "autosave": autosave_page(
            address("bozza_salva", bozza, passo),
            version=bozza.version,
            saved_at=bozza.saved_at,
            person_id=by.actor.pk,
            now=now,
        ),
    }


def person_card(person: Lavoratore) -> list[Json]:
    """The person chosen: what tells them apart, and what the official form will ask for."""
    home = ", ".join(p for p in (person.domicilio_comune, person.domicilio_provincia) if p)
    rows = [
        (_("Persona"), who(person), ""),
        (_("Categoria"), person.get_categoria_display(), ""),
        (_("Data di nascita"), wording.day(person.nato_on, year=True), ""),
        (_("Codice fiscale"), person.codice_fiscale or "", _("serve al modulo")),
        (_("Domicilio"), home, competence(home)),
    ]
    return [{"label": a, "value": b, "note": c or "", "url": ""} for a, b, c in rows]


def competence(home: str) -> str:
    """Which INAIL office is competent, without inventing its address."""
    if not home:
        return _("decide la sede INAIL competente")
    return _("competente è la sede INAIL di questo domicilio")


def _twin(person: Lavoratore) -> Json:
    return {"pk": person.pk, "name": who(person)}


def _gap(bozza: Bozza, gap: Gap) -> Json:
    return {
        "label": gap.label,
        "message": gap.message,
        "url": f"{address('bozza', bozza, gap.passo)}#id_{gap.field}",
    }


def _block(form: BozzaForm, passo: Passo) -> Json:
    """One step as it reads in the letter."""
    person = form.bozza.lavoratore
    rows = person_card(person) if passo is Passo.CHI and person else _answers(form, passo)
    return {
        "title": str(TITLES[passo]),
        "url": address("bozza", form.bozza, passo),
        "rows": rows,
        "state": form.state(passo),
    }


def _answers(form: BozzaForm, passo: Passo) -> list[Json]:
    asked = form.form_of(passo)
    if asked is None:
        return []
    found = [(name, field, asked[name]) for name, field in form.fields(passo)]
    return [
        {"label": str(field.label), "value": said, "note": "", "url": ""}
        for name, field, bound in found
        if name != "conferma_cf" and (said := answer(bound, asked.cleaned_data.get(name)))
    ]


def answer(bound: BoundField, value: Any) -> str:
    """An answer as a person reads it; empty for a question left open."""
    field = bound.field
    if isinstance(field, forms.BooleanField):
        return _("Sì") if value else ""
    if isinstance(field, forms.ChoiceField):
        labels = {str(code): str(label) for code, label in _flat(field)}
        return labels.get(str(value), "") if value else ""
    if isinstance(field, (InstantField, DayField)):
        return wording.term(value, year=True) if value else ""
    return str(value or "")


def _flat(field: forms.ChoiceField) -> list[tuple[Any, Any]]:
    return list(cast(Iterable[tuple[Any, Any]], field.choices))


def _due(decision: Decisione, now: datetime) -> list[Json]:
    """What will be owed the moment the case is opened."""
    return [
        {
            "title": str(DUTIES[duty.tipo.value]),
            "due": wording.term(duty.termine, year=True),
            "urgency": wording.urgency(duty.termine, now),
        }
        for duty in decision.adempimenti
    ]
