"""The draft of a certificate: begin (from nothing, a patient, an earlier one), save, throw away."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from certificati import permissions
from certificati.choices import Genere, TipoCertificato
from certificati.dati import DatiCertificato
from certificati.models import Certificato
from certificati.models.certificato import NAME_MAX
from certificati.testi import DAYS, EVERYTHING, PERSONA, texts_of
from portal.base.audit import record
from portal.base.authz import Decision, require
from portal.base.autosave import DraftMark
from portal.base.clock import local
from portal.base.db import lock
from portal.base.drafts import update_draft
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.models import Organizzazione

TESTI_MAX = 20_000  # characters of the whole draft
NO_MARK = DraftMark()


class Partenza(StrEnum):
    """What a new certificate takes from an earlier one of the same doctor."""

    PAZIENTE = "paziente"  # who the worker is and where they work
    COPIA = "copia"  # everything but the days
    CONTINUA = "continua"  # the event and the lesions, from the day after
    SOSTITUISCE = "sostituisce"  # everything: the earlier one ends when this is issued


@dataclass(frozen=True, slots=True)
class Inizio:
    """What a new certificate is: its kind, its type, and the one it starts from."""

    genere: str = Genere.INFORTUNIO
    tipo: str = TipoCertificato.PRIMO
    da: Certificato | None = None
    partenza: Partenza = Partenza.PAZIENTE


@dataclass(frozen=True, slots=True)
class Riassunto:
    """What lists and terms need of a draft, as far as it can be read from what was typed."""

    cognome: str = ""
    nome: str = ""
    prima_assistenza_at: datetime | None = None
    termine_at: datetime | None = None


def start_certificato(
    inizio: Inizio,
    *,
    organizzazione: Organizzazione,
    by: Scope,
    now: datetime,
    request_key: UUID,
) -> Certificato:
    """Begin a draft; the same ``request_key`` gives the same draft again.

    Raises PermissionDenied, ActionError.
    """
    require(permissions.can_issue_in(by, organizzazione.pk))
    if inizio.genere not in Genere.values or inizio.tipo not in TipoCertificato.values:
        raise ActionError(_("Scegli che certificato è."), "tipo")
    if inizio.da is not None:
        require(_may_start_from(inizio.da, inizio.partenza, by))
    known = _of_the_same_press(request_key, inizio, by)
    if known is not None:
        return known
    try:
        with transaction.atomic():
            return _create(inizio, organizzazione, request_key, by, now)
    except IntegrityError:
        known = _of_the_same_press(request_key, inizio, by)
        if known is None:
            raise PermissionDenied(_("Ricarica la pagina e riprova.")) from None
        return known


def save_certificato(
    certificato: Certificato,
    testi: Mapping[str, str],
    riassunto: Riassunto,
    *,
    expected: int,
    by: Scope,
    now: datetime,
    mark: DraftMark = NO_MARK,
) -> Certificato:
    """Keep what is typed, whatever it is; what is not named in ``testi`` stays as it was.

    A save that changes nothing is not one. Saves are not events of the register. Raises
    PermissionDenied, VersionConflict, ActionError.
    """
    require(permissions.can_edit(by, certificato))
    with transaction.atomic():
        held = lock(Certificato.objects.filter(pk=certificato.pk).select_related("data_key")).get()
        require(permissions.can_edit(by, held))
        text = _text(typed(held) | dict(testi))
        if text == held.testi:
            return held
        saved = {
            "testi": text,
            "cognome": riassunto.cognome[:NAME_MAX],
            "nome": riassunto.nome[:NAME_MAX],
            "nome_ricerca": Certificato.search_form(riassunto.cognome, riassunto.nome),
            "prima_assistenza_at": riassunto.prima_assistenza_at,
            "termine_at": riassunto.termine_at,
        }
        update_draft(held, expected=expected, mark=mark, by=by.actor, now=now, **saved)
    return held


def discard_certificato(certificato: Certificato, *, by: Scope, now: datetime) -> None:
    """Throw a draft away, with its key: it was never a certificate. Raises PermissionDenied."""
    require(permissions.can_edit(by, certificato))
    with transaction.atomic():
        held = lock(Certificato.objects.filter(pk=certificato.pk).select_related("data_key")).get()
        require(permissions.can_edit(by, held))
        key, organizzazione_id = held.data_key, held.organizzazione_id
        record(
            "certificato.bozza_eliminata",
            by=by.user,
            now=now,
            target=held,
            organizzazione_id=organizzazione_id,
            data={"genere": held.genere},
        )
        held.delete()
        key.destroy(now)


def typed(certificato: Certificato) -> dict[str, str]:
    """What was typed in a draft, by control; nothing for one that is no draft any more."""
    kept: dict[str, str] = json.loads(certificato.testi or "{}")
    return kept


def _may_start_from(da: Certificato, partenza: Partenza, by: Scope) -> Decision:
    if partenza == Partenza.SOSTITUISCE:
        return permissions.can_end(by, da)
    return permissions.can_continue(by, da)


def _of_the_same_press(request_key: UUID, inizio: Inizio, by: Scope) -> Certificato | None:
    """The draft the first press began, or the one that already takes that certificate's place."""
    mine = Certificato.objects.visible_to(by)
    known = mine.filter(pk=request_key).first()
    if known is None and inizio.da is not None and inizio.partenza == Partenza.SOSTITUISCE:
        known = mine.drafts().filter(sostituisce=inizio.da).first()
    return known


def _create(
    inizio: Inizio, organizzazione: Organizzazione, request_key: UUID, by: Scope, now: datetime
) -> Certificato:
    earlier = inizio.da
    begun = Certificato(
        id=request_key,
        organizzazione=organizzazione,
        medico=by.actor,
        genere=inizio.genere,
        tipo=inizio.tipo,
        data_key=DataKey.create(now),
        created_at=now,
        created_by=by.actor,
    )
    testi: dict[str, str] = {}
    if earlier is not None:
        begun.cognome, begun.nome = earlier.cognome, earlier.nome
        if inizio.partenza == Partenza.CONTINUA:
            begun.precedente = earlier
        elif inizio.partenza == Partenza.SOSTITUISCE:
            begun.sostituisce, begun.precedente = earlier, earlier.precedente
            begun.prima_assistenza_at, begun.termine_at = (
                earlier.prima_assistenza_at,
                earlier.termine_at,
            )
        testi = _taken(earlier.dati, inizio.partenza, local(now).date())
    begun.testi = _text(testi)
    begun.save(force_insert=True)
    record(
        "certificato.cominciato",
        by=by.user,
        now=now,
        target=begun,
        organizzazione_id=organizzazione.pk,
        data={"genere": inizio.genere},
    )
    return begun


def _taken(dati: DatiCertificato, partenza: Partenza, today: date) -> dict[str, str]:
    """What goes over from an earlier certificate."""
    if partenza == Partenza.SOSTITUISCE:
        return texts_of(dati, EVERYTHING)
    if partenza == Partenza.COPIA:
        return texts_of(dati, [name for name in EVERYTHING if name not in DAYS])
    medico = ("redatto_da", "qualifica")
    if partenza == Partenza.PAZIENTE:
        return texts_of(dati, [*PERSONA, *medico])
    kept = [name for name in EVERYTHING if name not in DAYS and name != "esame_obiettivo"]
    start = dati.prognosi_al + timedelta(days=1) if dati.prognosi_al else today
    return texts_of(replace(dati, prognosi_dal=start), [*kept, "prognosi_dal"])


def _text(testi: Mapping[str, str]) -> str:
    text = json.dumps(dict(testi), ensure_ascii=False, sort_keys=True)
    if len(text) > TESTI_MAX:
        raise ActionError(_("Questo certificato è troppo lungo: accorcia i testi più grandi."))
    return text
