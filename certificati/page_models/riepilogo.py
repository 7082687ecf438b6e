"""The last page before the issue: the certificate as its paper reads, and what still stops it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from certificati.actions.emissione import doubts_about
from certificati.campi import TITOLI, Campo, Sezione
from certificati.forms.bozza import BozzaForm
from certificati.forms.certificato import Passo, step_of
from certificati.models import Certificato
from certificati.numero import grouped
from certificati.page_models.contenuto import words_of
from certificati.page_models.scrittura import counted, field_url, frame, gap_link, kind_of
from certificati.tabella import campi_of
from portal.base import wording
from portal.base.crypto import blind_index
from portal.base.errors import Doubt
from portal.base.forms.sections import SectionedForm

Json = dict[str, Any]


def summary_page(form: BozzaForm, asked: SectionedForm, now: datetime) -> Json:
    """Everything written, every refusal with its link, the doubts, the doctor's term."""
    certificato, gaps = form.certificato, form.gaps
    doubts = [] if gaps else doubts_about(certificato, form.to_dati())
    return {
        **frame(form, Passo.RIEPILOGO),
        "form": asked,
        "gaps": [gap_link(certificato, gap) for gap in gaps],
        "doubts": [_doubt(form, doubt) for doubt in doubts],
        "read": doubts_mark(doubts),
        "blocks": [block for sezione in Sezione if (block := _block(form, sezione))],
        "term": _term(form, now),
        "count": counted(form),
        "replaces": _replaces(certificato),
    }


def doubts_mark(doubts: Sequence[Doubt]) -> str:
    """Which doubts a page showed: confirming those confirms no other."""
    if not doubts:
        return ""
    return blind_index("\n".join(each.message for each in doubts), "certificato.dubbi")[:32]


def issued_message(certificato: Certificato) -> str:
    """What happened and what comes next."""
    said = _("Certificato emesso: numero %(numero)s.") % {
        "numero": grouped(certificato.numero or "")
    }
    if certificato.termine_at is None:
        after = _("Ora trasmettilo all’INAIL con il servizio online dell’INAIL.")
    else:
        after = _(
            "Ora trasmettilo all’INAIL con il servizio online dell’INAIL entro %(when)s e annotalo "
            "qui."
        ) % {"when": wording.term(certificato.termine_at)}
    return f"{said} {after}"


def _block(form: BozzaForm, sezione: Sezione) -> Json:
    """One section of the paper; empty when this certificate does not have it."""
    certificato = form.certificato
    campi = [campo for campo in campi_of(certificato.genere, sezione) if _has(form, campo)]
    rows = [*_fixed(certificato, sezione), *(_row(form, campo) for campo in campi)]
    rows = [row for row in rows if row["value"] or row["needed"]]
    steps = [step for campo in campi if (step := step_of(certificato.genere, campo.name))]
    if not campi and not rows:
        return {}
    first = campi[0].name if campi else ""
    return {
        "title": str(TITOLI[sezione]),
        "rows": rows,
        "url": field_url(certificato, first, steps[0]) if steps else "",
    }


def _has(form: BozzaForm, campo: Campo) -> bool:
    return campo.name in form.blank.fields


def _row(form: BozzaForm, campo: Campo) -> Json:
    value = words_of(campo, getattr(form.to_dati(), campo.name))
    needed = form.blank.fields[campo.name].required
    return {"label": campo.full_label, "value": value, "needed": needed, "note": "", "url": ""}


def _fixed(certificato: Certificato, sezione: Sezione) -> list[Json]:
    """What is not asked: the kind, the certificate before, who signs and where."""
    said: list[tuple[str, str]] = []
    if sezione == Sezione.CERTIFICATO:
        before = certificato.precedente
        said = [(_("Certificato"), kind_of(certificato))]
        said.append((_("Prosegue il"), grouped(before.numero or "") if before else ""))
        said.append((_("Prende il posto del"), _replaces(certificato)))
    elif sezione == Sezione.MEDICO:
        said = [
            (_("Medico"), str(certificato.medico)),
            (_("Struttura"), str(certificato.organizzazione)),
        ]
    return [
        {"label": label, "value": value, "needed": False, "note": "", "url": ""}
        for label, value in said
    ]


def _replaces(certificato: Certificato) -> str:
    old = certificato.sostituisce
    return grouped(old.numero or "") if old is not None else ""


def _doubt(form: BozzaForm, doubt: Doubt) -> Json:
    certificato = form.certificato
    passo = step_of(certificato.genere, doubt.field) or Passo.PERSONA
    name = doubt.field if doubt.field in form.blank.fields else ""
    return {"message": doubt.message, "url": field_url(certificato, name, passo)}


def _term(form: BozzaForm, now: datetime) -> Json:
    """The doctor's term with its rule; empty while nothing sets it."""
    term = form.termine
    if term is None:
        return {}
    return {
        "at": wording.term(term.at, year=True),
        "countdown": wording.countdown(term.at, now),
        "urgency": wording.urgency(term.at, now),
        "rule": term.regola,
        "rule_url": reverse("regola", args=[term.regola]),
    }
