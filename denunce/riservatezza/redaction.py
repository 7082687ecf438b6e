"""Redacting the free texts of a case: the legal facts stay, the words of people go."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.models import Caso, Evento, Invio, Nota
from portal.base.audit import record
from portal.base.authz import Permission, require
from portal.base.db import lock, update_versioned
from portal.base.errors import ActionError, DataErased
from utenti.access import Scope
from utenti.riservatezza.actions.prove import Erased, write_proof
from utenti.riservatezza.choices import Base, Oggetto
from utenti.riservatezza.models import ProvaCancellazione


@dataclass(frozen=True, slots=True)
class Texts:
    """Which texts: the story of the event, the notes, the reasons of delays and outcomes."""

    racconto: bool = False
    note: bool = False
    motivi: bool = False


def redact_caso(
    caso: Caso, texts: Texts, *, base: str, atto: str, by: Scope, now: datetime
) -> ProvaCancellazione:
    """Take the chosen texts away for good.

    Dates, certificates, duties, dispatches and the official forms as they were sent stay: they are
    what the law asks to keep (art. 17.3.b GDPR). Raises PermissionDenied, ActionError when nothing
    was chosen or nothing is there, DataErased.
    """
    _require(by, caso)
    with transaction.atomic():
        caso = lock(caso)
        if caso.cancellato_at is not None:
            raise DataErased(caso.cancellato_at)
        counts = _redact(caso, texts, now)
        if not sum(counts.values()):
            raise ActionError(_("In questo caso non c’è nessuno dei testi scelti."))
        update_versioned(caso, expected=caso.version)
        return _prove(caso, counts, base=base, atto=atto, by=by, now=now)


def _require(by: Scope, caso: Caso) -> None:
    """Who administers the organisation and may read what is about to go."""
    require(by.can(Permission.ORGANIZZAZIONE_ADMIN, caso.organizzazione_id))
    require(permissions.can_read_health(by, caso))


def _redact(caso: Caso, texts: Texts, now: datetime) -> Counter[str]:
    counts: Counter[str] = Counter()
    if texts.racconto:
        told = Evento.objects.filter(pk=caso.evento_id, dinamica__isnull=False)
        counts["racconti"] = told.update(dinamica=None, version=F("version") + 1)
    if texts.note:
        counts["note"] = _redact_notes(caso)
    if texts.motivi:
        counts["motivi"] = caso.adempimenti.exclude(motivo_ritardo="").update(motivo_ritardo="")
        sent = Invio.objects.filter(adempimento__caso=caso).exclude(esito_motivo="")
        counts["motivi"] += sent.update(esito_motivo="")
    return counts


def _redact_notes(caso: Caso) -> int:
    """A note stays in its place, with who wrote it and when: its words are gone."""
    said = _("[testo oscurato]")
    changed = 0
    for nota in Nota.objects.filter(caso=caso).select_related("caso__data_key").order_by("pk"):
        if nota.testo != said:
            nota.testo = said
            nota.save(update_fields=["testo"])
            changed += 1
    return changed


def _prove(
    caso: Caso, counts: Counter[str], *, base: str, atto: str, by: Scope, now: datetime
) -> ProvaCancellazione:
    if base == Base.ORDINE and not atto.strip():
        raise ActionError(_("Scrivi il numero dell’ordine."), "atto")
    proof = write_proof(
        Erased(Oggetto.OSCURAMENTO, caso.pk, caso.organizzazione_id, caso.numero),
        counts,
        base=base,
        atto=atto.strip(),
        by=by.actor,
        now=now,
    )
    record(
        "caso.oscurato",
        by=by.user,
        now=now,
        target=caso,
        organizzazione_id=caso.organizzazione_id,
        data={"prova": str(proof.pk)},
    )
    return proof
