"""The pages on which a certificate is typed: what they start from, what would follow."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from denunce.actions.dati import DatiCertificato
from denunce.actions.duties import derivation
from denunce.choices import TipoCertificato
from denunce.forms.certificato import CertificatoForm
from denunce.forms.ricezione import OTHER, RicezioneForm
from denunce.models import Adempimento, Caso, RiferimentoCertificato
from denunce.page_models import caso as parts
from denunce.page_models.decision import nothing_due, preview_card
from denunce.page_models.prognosi import counted
from denunce.page_models.wordings import TITLES, typographic
from denunce.scadenze import Decisione, decisione_to_json
from denunce.scadenze.results import VERSO_INAIL
from portal.base import wording

Json = dict[str, Any]


def usual_tipo(caso: Caso) -> TipoCertificato:
    """A first certificate, or one that continues what is there."""
    begun = caso.certificati.standing().exists()
    return TipoCertificato.CONTINUATIVO if begun else TipoCertificato.PRIMO


def correction_initial(old: RiferimentoCertificato) -> Json:
    """What was registered, to be corrected where it is wrong."""
    names = set(CertificatoForm.base_fields) & {field.name for field in old._meta.get_fields()}
    values = {name: getattr(old, name) for name in names}
    return values | {
        "numero": grouped(old.numero or ""),
        "senza_numero": not old.numero,
        "quando": OTHER,
        "version": old.caso.version,
    }


def grouped(numero: str) -> str:
    """A number in groups of four, as it is read aloud."""
    return " ".join(numero[start : start + 4] for start in range(0, len(numero), 4))


def withdrawal_page(riferimento: RiferimentoCertificato, sent: Sequence[Adempimento]) -> Json:
    """The certificate, and what stays sent whatever becomes of it."""
    return {
        "certificate": parts.certificate(riferimento, editable=False),
        "sent": [
            _("%(duty)s, inviata %(when)s")
            % {"duty": TITLES[duty.tipo], "when": wording.term(duty.done_at, year=True)}
            for duty in sent
            if duty.done_at is not None
        ],
    }


def preview_page(
    decision: Decisione,
    form: RicezioneForm,
    caso: Caso,
    now: datetime,
    *,
    instead_of: RiferimentoCertificato | None = None,
) -> Json:
    """What would follow from a certificate, before it is saved."""
    answer: Json = decisione_to_json(decision)
    data = form.to_dati()
    spoken = ""
    if data.prognosi_dal and data.prognosi_al:
        spoken = counted(caso.evento, data.prognosi_dal, data.prognosi_al)
    return {
        "cards": _cards(decision, caso, now),
        "nothing": nothing_due(answer, waiting=answer["giorni_assenza"] is None),
        "warnings": [
            *_looks_wrong(caso, data, instead_of),
            *(typographic(warning["messaggio"]) for warning in answer["avvisi"]),
        ],
        "hidden": form.as_hidden(),
        "typed": parts.typed_certificate(data, spoken),
    }


def _cards(decision: Decisione, caso: Caso, now: datetime) -> list[Json]:
    """The duties that would stand; "cosa cambierebbe" once, on the first owed to INAIL."""
    first = next((due for due in decision.adempimenti if due.tipo.value in VERSO_INAIL), None)
    return [
        preview_card(
            json.loads(derivation(due)),
            caso,
            now,
            decision.cosa_cambierebbe if due is first else (),
        )
        for due in decision.adempimenti
    ]


def _looks_wrong(
    caso: Caso, data: DatiCertificato, instead_of: RiferimentoCertificato | None
) -> list[str]:
    """What the engine cannot see: the number in another case, days told twice."""
    said = []
    elsewhere = (
        Caso.objects.filter(
            organizzazione_id=caso.organizzazione_id,
            certificati__numero=data.numero,
            certificati__corretto_at__isnull=True,
        )
        .exclude(pk=caso.pk)
        .order_by("created_at")
        .first()
    )
    if data.numero and elsewhere is not None:
        said.append(
            _(
                "Questo numero è già nel caso %(numero)s: controlla che il certificato sia di "
                "questa persona."
            )
            % {"numero": elsewhere}
        )
    if data.prognosi_dal and data.prognosi_al:
        overlapping = caso.certificati.standing().filter(
            prognosi_dal__lte=data.prognosi_al, prognosi_al__gte=data.prognosi_dal
        )
        if instead_of is not None:
            overlapping = overlapping.exclude(pk=instead_of.pk)
        if overlapping.exists():
            said.append(
                _(
                    "Una parte di questi giorni è già in un altro certificato del caso: si "
                    "contano una volta sola."
                )
            )
    return said
