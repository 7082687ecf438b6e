"""The pages that write a certificate: its steps, two versions side by side."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from certificati.controlli import period_of
from certificati.forms.bozza import BozzaForm, Gap, controls_of
from certificati.forms.certificato import TITLES, Passo
from certificati.forms.confronto import Confronto
from certificati.models import Certificato
from certificati.page_models.contenuto import words_of
from certificati.prognosi import absence_days
from certificati.tabella import BY_NAME
from portal.base import wording
from portal.base.autosave import autosave_page
from portal.base.forms.comparing import MINE, SAVED, TextDifference
from utenti.access import Scope

Json = dict[str, Any]
# A certificate is issued, not sent: the drafts of the employers say NON INVIATA.
NOT_ISSUED: Final = gettext_lazy("certificato NON EMESSO")
# What the quick buttons offer: the days a doctor gives most often.
DURATE: Final = (3, 5, 7, 10, 15, 20, 30)


def address(certificato: Certificato, passo: Passo) -> str:
    """The address of a step, or of the summary."""
    if passo is Passo.RIEPILOGO:
        return reverse("certificato_riepilogo", args=[certificato.pk])
    return reverse("certificato_passo", args=[certificato.pk, passo.value])


def frame(form: BozzaForm, passo: Passo) -> Json:
    """What every page of the draft shows: whose it is, what it is, how far each step is."""
    certificato = form.certificato
    return {
        "certificato": certificato,
        "passo": passo.value,
        "title": str(TITLES[passo]),
        "what": kind_of(certificato),
        "person": certificato.person,
        "steps": steps(form, passo),
    }


def kind_of(certificato: Certificato) -> str:
    """The kind and the type in one line."""
    return f"{certificato.get_genere_display()} · {certificato.get_tipo_display()}"


def steps(form: BozzaForm, current: Passo) -> list[Json]:
    """Where one is, and how far each step is."""
    return [
        {
            "label": str(TITLES[passo]),
            "url": address(form.certificato, passo),
            "state": form.state(passo),
            "current": passo is current,
        }
        for passo in form.passi
    ]


def step_page(form: BozzaForm, passo: Passo, by: Scope, now: datetime) -> Json:
    """One step: its fields, with what is wrong once the doctor went on from it."""
    certificato, here = form.certificato, form.passi.index(passo)
    gaps = [gap for gap in form.gaps if gap.passo is passo and form.visited(passo)]
    if not form.visited(passo):
        form.form.errors.clear()
    return {
        **frame(form, passo),
        "gaps": [gap_link(certificato, gap) for gap in gaps],
        "base": form.base(passo),
        "previous": form.passi[here - 1].value if here else "",
        "sections": list(form.form.drawn(passo.value)),
        "count": counted(form),
        "durations": DURATE,
        "action_url": address(certificato, passo),
        "autosave": autosave_page(
            reverse("certificato_salva", args=[certificato.pk, passo.value]),
            version=certificato.version,
            saved_at=certificato.saved_at,
            person_id=by.actor.pk,
            now=now,
            undone=NOT_ISSUED,
        ),
    }


def step_changes(form: BozzaForm, passo: Passo, filled: list[str]) -> dict[str, tuple[str, Json]]:
    """What a page that saved itself draws anew, as (template, context) by element id."""
    drawn: dict[str, tuple[str, Json]] = {
        "bozza-passi": ("certificati/_passi.html", {"steps": steps(form, passo)}),
        "bozza-base": ("certificati/_base.html", {"base": form.base(passo)}),
    }
    if passo is Passo.SALUTE:
        drawn["prognosi-giorni"] = ("certificati/_giorni.html", {"count": counted(form)})
    form.form.errors.clear()  # a field just filled is not called wrong while one is writing
    for name in filled:
        drawn[f"div_id_{name}"] = ("certificati/_campo.html", {"field": form.form[name]})
    return drawn


def counted(form: BozzaForm) -> str:
    """The days of the prognosis, aloud; empty while one end is missing."""
    dati = form.to_dati()
    periodo = period_of(dati)
    if periodo is None:
        return ""
    days = ngettext("%(n)d giorno", "%(n)d giorni", periodo.giorni) % {"n": periodo.giorni}
    said = _("%(days)s, fino a %(end)s compreso") % {
        "days": days,
        "end": wording.day(periodo.al, year=True),
    }
    if dati.evento_on is None:
        return f"{said}."
    absent = absence_days(dati.evento_on, [periodo])
    after = ngettext(
        "%(n)d dopo il giorno dell’infortunio.", "%(n)d dopo il giorno dell’infortunio.", absent
    ) % {"n": absent}
    return f"{said}: {after}"


def gap_link(certificato: Certificato, gap: Gap) -> Json:
    """What is wrong, with the address of its field."""
    passo = gap.passo or Passo.PERSONA
    return {
        "step": str(TITLES[passo]),
        "label": gap.label,
        "message": gap.message,
        "url": field_url(certificato, gap.field, passo),
    }


def field_url(certificato: Certificato, name: str, passo: Passo) -> str:
    """The address of a field in its step."""
    instant = name.endswith("_at")
    anchor = f"id_{name}_0" if instant else f"id_{name}"
    if name == "lesioni":
        anchor = "id_lesioni_aggiunte"
    return f"{address(certificato, passo)}#{anchor}" if name else address(certificato, passo)


def comparison_page(confronto: Confronto) -> Json:
    """Each field of the step that differs with both texts, and when the other one was saved."""
    certificato, found = confronto.certificato, confronto.differences
    chosen_before = any(each.chosen for each in found)
    saved_at = certificato.saved_at or certificato.created_at
    return {
        "certificato": certificato,
        "title": str(TITLES[confronto.passo]),
        "back_url": address(certificato, confronto.passo),
        "saved": other_window(saved_at),
        "differences": [_difference(confronto, each, asked=chosen_before) for each in found],
        "missing": len(confronto.undecided) if chosen_before and confronto.current else 0,
        "newer": chosen_before and not confronto.current,
        "carried": confronto.hidden(),
        "version": certificato.version,
        "action_url": reverse("certificato_confronta", args=[certificato.pk, confronto.passo]),
        "mine": MINE,
        "kept": SAVED,
    }


def other_window(saved_at: datetime) -> str:
    """A draft is of one doctor: who saved it meanwhile is the same person."""
    return _("Hai salvato questa bozza da un’altra finestra, %(when)s.") % {
        "when": wording.term(saved_at)
    }


def _difference(confronto: Confronto, each: TextDifference, *, asked: bool) -> Json:
    return {
        "id": f"scelta_{each.name}",
        "name": f"scelta__{each.name}",
        "label": each.label,
        "mine": _said(confronto.typed, each),
        "saved": _said(confronto.kept, each),
        "chosen": each.chosen,
        "missing": asked and not each.chosen,
    }


def _said(form: BozzaForm, each: TextDifference) -> str:
    """The text as a person reads it; as it was typed when it makes no sense."""
    names = controls_of(each.name, form.blank.fields[each.name])
    raw = " ".join(text for name in names if (text := form.typed.get(name, "")))
    shown = words_of(BY_NAME[each.name], getattr(form.to_dati(), each.name))
    return (shown or raw) if raw else ""
