"""What hangs from the duties of a case, and what its reader can do about each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.moduli import form_of
from denunce.choices import Obbligato
from denunce.models import Adempimento, Caso, Documento, Invio, Modulo, RiferimentoCertificato
from denunce.moduli.registry import form_name
from denunce.page_models.decision import NO_ACTIONS
from denunce.page_models.invii import dispatches, outcome_action
from denunce.page_models.wordings import TITLES, WITH_FORM
from denunce.workflow import DONE_STATES, StatoCaso, StatoInvio, StatoModulo
from utenti.access import Scope

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Hanging:
    """What hangs from the duties: the form to work on and the dispatches, newest first."""

    forms: dict[UUID, Modulo]
    sent: dict[UUID, list[Invio]]


def hanging(caso: Caso) -> Hanging:
    """The forms and the dispatches of a case, in two queries."""
    return Hanging(_forms(caso), _sent(caso))


def _forms(caso: Caso) -> dict[UUID, Modulo]:
    """The form to work on for each duty: the newest that was not replaced."""
    rows = caso.moduli.exclude(stato=StatoModulo.SOSTITUITO).defer("dati").order_by("created_at")
    return {row.adempimento_id: row for row in rows if row.adempimento_id is not None}


def _sent(caso: Caso) -> dict[UUID, list[Invio]]:
    """The dispatches of each duty, newest first; one query."""
    rows = Invio.objects.filter(adempimento__caso=caso).select_related("recorded_by")
    found: defaultdict[UUID, list[Invio]] = defaultdict(list)
    for row in rows.order_by("-recorded_at", "-id"):
        found[row.adempimento_id].append(row)
    return dict(found)


def actions(duty: Adempimento, scope: Scope, hanging: Hanging) -> Json:
    """What was done about a duty and what the reader can do."""
    rows, may_send = hanging.sent.get(duty.pk, []), False
    if duty.obbligato == Obbligato.DATORE:
        may_send = bool(permissions.can_record_dispatch(scope, duty))
    done = may_send and duty.stato in DONE_STATES
    shown = NO_ACTIONS | {"dispatches": dispatches(rows, editable=done)}
    if done:
        return shown | outcome_action(duty, rows)
    if not duty.is_open or duty.obbligato != Obbligato.DATORE:
        return shown
    if may_send:
        shown |= {
            "secondary_url": reverse("invio_nuovo", args=[duty.pk]),
            "secondary_label": _("Ho già inviato"),
        }
    if duty.tipo in WITH_FORM and permissions.can_generate_modulo(scope, duty.caso):
        shown |= _form_action(duty, hanging.forms.get(duty.pk))
    return shown


def _form_action(duty: Adempimento, modulo: Modulo | None) -> Json:
    """Begin the form of the duty or go on with it; one begun before the person or the employer was
    corrected may be another form than the duty has now: then the right one is begun."""
    tipo = form_of(duty) or ""
    name = {"form": form_name(tipo)}
    if modulo is None or modulo.tipo != tipo:
        start = reverse("modulo_avvia", args=[duty.pk])
        return {"primary_post": start, "primary_label": _("Compila il %(form)s") % name}
    ready = modulo.stato == StatoModulo.DEFINITIVO
    label = _("Apri il %(form)s") if ready else _("Continua il %(form)s")
    return {"primary_url": reverse("modulo", args=[modulo.pk]), "primary_label": label % name}


def targets(
    caso: Caso,
    duties: Iterable[Adempimento],
    certificates: Iterable[RiferimentoCertificato],
    sent: Mapping[UUID, Iterable[Invio]],
    documents: Iterable[Documento],
) -> list[UUID]:
    """The rows whose events are this case's history."""
    return [
        caso.pk,
        *(row.pk for row in (*duties, *certificates, *documents)),
        *(row.pk for rows in sent.values() for row in rows),
        *caso.moduli.order_by("created_at").values_list("pk", flat=True),
        *caso.note.order_by("created_at").values_list("pk", flat=True),
    ]


def missing(
    caso: Caso,
    duties: Sequence[Adempimento],
    sent: Mapping[UUID, Sequence[Invio]],
    *,
    editable: bool,
) -> list[Json]:
    """What the fascicolo still lacks, who owes it, and for who may add it where to."""
    if caso.stato != StatoCaso.APERTO:
        return []
    found = []
    if caso.attesa_certificato:
        who = _("li consegna la persona o la famiglia")
        found.append(_lacking(_("Riferimenti del certificato medico"), who))
    for duty in duties:
        counting = [row for row in sent.get(duty.pk, ()) if row.stato != StatoInvio.FALLITO]
        if not duty.is_open and counting and counting[0].ricevuta_id is None:
            name = _("Ricevuta: %(duty)s") % {"duty": TITLES[duty.tipo]}
            url = reverse("invio_ricevuta", args=[counting[0].pk]) if editable else ""
            found.append(_lacking(name, _("la aggiunge chi ha inviato"), url))
    return found


def _lacking(name: str, who: str, url: str = "") -> Json:
    blank = {"kind": "", "size": "", "when": "", "state": "", "missing": True}
    return blank | {"name": name, "who": who, "url": url}
