"""Drafts of new cases: begin, keep what is typed, throw away, turn into a case."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from denunce import permissions
from denunce.actions.dati import (
    EVENTO_FIELDS,
    GRAVITA_FIELDS,
    DatiCaso,
    DatiLavoratore,
    pick,
)
from denunce.actions.evaluation import decide_caso
from denunce.actions.lavoratori import create_lavoratore
from denunce.actions.opening import open_caso
from denunce.models import Bozza, Caso, Evento, Lavoratore
from denunce.scadenze import Decisione
from portal.base.audit import record
from portal.base.authz import require
from portal.base.autosave import DraftMark
from portal.base.crypto import blind_index
from portal.base.db import VersionConflict, lock, update_versioned
from portal.base.drafts import update_draft
from portal.base.errors import ActionError
from portal.base.keys import DataKey
from utenti.access import Scope
from utenti.models import Organizzazione

TESTI_MAX = 20_000  # characters of the whole draft: far more than its fields may hold together
_NAME_MAX = 60
NO_MARK = DraftMark()


def start_bozza(
    testi: Mapping[str, str],
    *,
    organizzazione: Organizzazione,
    by: Scope,
    now: datetime,
    request_key: UUID,
    lavoratore: Lavoratore | None = None,
    evento: Evento | None = None,
) -> Bozza:
    """Begin a draft; the same ``request_key`` gives the same draft again.

    With ``evento`` the person was hurt in an event already on record. Raises PermissionDenied,
    ActionError.
    """
    require(permissions.can_create_caso(by, organizzazione.pk))
    _check_belongs(organizzazione, lavoratore, evento)
    bozza = Bozza(
        id=request_key,
        organizzazione=organizzazione,
        lavoratore=lavoratore,
        evento=evento,
        created_at=now,
        created_by=by.actor,
        saved_at=now,
        saved_by=by.actor,
    )
    try:
        with transaction.atomic():
            bozza.data_key = DataKey.create(now)
            bozza.testi = _text(testi)
            bozza.save(force_insert=True)
            _audit(bozza, "bozza.cominciata", by, now)
    except IntegrityError:
        return _of_the_same_press(request_key, by)
    return bozza


def _of_the_same_press(request_key: UUID, by: Scope) -> Bozza:
    """The draft that the first press began; a key that is somebody else's draft gives nothing."""
    known = Bozza.objects.visible_to(by).filter(pk=request_key).first()
    if known is None:
        raise PermissionDenied(_("Ricarica la pagina e riprova."))
    return known


def save_bozza(
    bozza: Bozza,
    testi: Mapping[str, str],
    *,
    expected: int,
    by: Scope,
    now: datetime,
    base: str = "",
    mark: DraftMark = NO_MARK,
    lavoratore: Lavoratore | None = None,
) -> Bozza:
    """Keep what is typed, whatever it is; what is not named in ``testi`` stays as it was.

    ``base`` is the digest of these same texts as the page found them: whoever meanwhile wrote
    only elsewhere in the draft is in nobody's way, whatever ``expected`` says. ``lavoratore``
    chooses the person. A save that changes nothing is not one. Saves are not events of the
    register: a draft says who saved it last and when. Raises PermissionDenied, VersionConflict,
    ActionError.
    """
    require(permissions.can_create_caso(by, bozza.organizzazione_id))
    _check_belongs(bozza.organizzazione, lavoratore, None)
    with transaction.atomic():
        held = _hold(bozza)
        kept = typed(held)
        text = _text(kept | dict(testi))
        person = lavoratore or held.lavoratore
        if text == held.testi and person == held.lavoratore:
            return held
        if base and base == digest(kept, testi):
            expected = held.version
        saved = {"testi": text, "lavoratore": person}
        update_draft(held, expected=expected, mark=mark, by=by.actor, now=now, **saved)
    return held


def digest(testi: Mapping[str, str], names: Iterable[str]) -> str:
    """A keyed digest of some of the texts: tells whether they changed, and nothing else."""
    there = json.dumps([testi.get(name, "") for name in sorted(names)], ensure_ascii=False)
    return blind_index(there, "bozza.testi")[:32]


def forget_person(bozza: Bozza, *, expected: int, by: Scope, now: datetime) -> Bozza:
    """The wrong person was chosen: another one will be. Raises as ``save_bozza``."""
    require(permissions.can_create_caso(by, bozza.organizzazione_id))
    with transaction.atomic():
        held = _hold(bozza)
        update_draft(held, expected=expected, mark=NO_MARK, by=by.actor, now=now, lavoratore=None)
    return held


def discard_bozza(bozza: Bozza, *, by: Scope, now: datetime) -> None:
    """Throw a draft away; thrown away twice is thrown away once.

    What was typed is gone for good, that there was a draft is on record. Raises PermissionDenied;
    ActionError for a draft that became a case.
    """
    require(permissions.can_create_caso(by, bozza.organizzazione_id))
    with transaction.atomic():
        held = lock(Bozza.objects.select_related("data_key").filter(pk=bozza.pk)).get()
        if held.caso_id is not None:
            raise ActionError(
                _("Da questa bozza è già nato un caso: chiudi il caso, se non serve.")
            )
        if held.ended_at is None:
            _end(held, None, by, now)
            _audit(held, "bozza.eliminata", by, now)


def open_bozza(
    bozza: Bozza,
    data: DatiCaso,
    *,
    persona: DatiLavoratore | None = None,
    confirmed: bool = False,
    expected: int,
    by: Scope,
    now: datetime,
) -> Caso:
    """Turn a complete draft into a case; pressed twice it gives the same case.

    ``persona`` is who is not on record yet (``confirmed`` as in ``create_lavoratore``). All or
    nothing: when the case is refused, no person is added. Raises PermissionDenied,
    VersionConflict, ActionError, ConfirmationNeeded.
    """
    require(permissions.can_create_caso(by, bozza.organizzazione_id))
    with transaction.atomic():
        held = lock(Bozza.objects.select_related("caso", "data_key").filter(pk=bozza.pk)).get()
        if held.caso is not None:
            return held.caso
        held = _hold(bozza)
        if held.version != expected:
            raise VersionConflict
        caso = open_caso(
            data,
            lavoratore=_person(held, persona, confirmed, by, now),
            organizzazione=held.organizzazione,
            by=by,
            now=now,
            request_key=held.pk,
            evento=held.evento,
        )
        _end(held, caso, by, now)
    return caso


def preview_opening(
    bozza: Bozza, data: DatiCaso, *, persona: DatiLavoratore | None, by: Scope
) -> Decisione:
    """What the engine will say the moment the draft is opened; nothing is stored.

    Raises PermissionDenied, ActionError for facts that the engine refuses.
    """
    require(permissions.can_create_caso(by, bozza.organizzazione_id))
    categoria = persona.categoria if persona else ""
    caso = Caso(
        organizzazione=bozza.organizzazione,
        evento=bozza.evento or Evento(**pick(data, EVENTO_FIELDS)),
        lavoratore=bozza.lavoratore or Lavoratore(categoria=categoria),
        **pick(data, GRAVITA_FIELDS),
    )
    return decide_caso(caso, [])[1]


def typed(bozza: Bozza) -> dict[str, str]:
    """What was typed, control by control; nothing for a draft that has ended."""
    return dict(json.loads(bozza.testi)) if bozza.testi else {}


def _person(
    held: Bozza, persona: DatiLavoratore | None, confirmed: bool, by: Scope, now: datetime
) -> Lavoratore:
    if held.lavoratore is not None:
        return held.lavoratore
    if persona is None:
        raise ActionError(_("Scegli chi si è fatto male."))
    return create_lavoratore(
        persona, organizzazione=held.organizzazione, by=by, now=now, confirmed=confirmed
    )


def _hold(bozza: Bozza) -> Bozza:
    """The draft under lock, still going on."""
    rows = Bozza.objects.filter(pk=bozza.pk).select_related(
        "organizzazione", "data_key", "lavoratore", "evento"
    )
    held = lock(rows).get()
    if held.ended_at is not None:
        said = _("Questa bozza non c’è più: è diventata un caso oppure qualcuno l’ha eliminata.")
        raise ActionError(said)
    return held


def _end(held: Bozza, caso: Caso | None, by: Scope, now: datetime) -> None:
    update_versioned(
        held, expected=held.version, testi=None, caso=caso, ended_at=now, ended_by=by.actor
    )
    held.data_key.destroy(now)


def _check_belongs(
    organizzazione: Organizzazione, lavoratore: Lavoratore | None, evento: Evento | None
) -> None:
    tied = [owned for owned in (lavoratore, evento) if owned is not None]
    if any(owned.organizzazione_id != organizzazione.pk for owned in tied):
        raise ActionError(_("Persona ed evento devono essere dell’organizzazione del caso."))


def _text(testi: Mapping[str, str]) -> str:
    """Canonical JSON of what was typed; ActionError for more than a draft can hold."""
    kept = {name: value for name, value in sorted(testi.items()) if value}
    text = json.dumps(kept, ensure_ascii=False, separators=(",", ":"))
    if len(text) > TESTI_MAX or any(len(name) > _NAME_MAX for name in kept):
        raise ActionError(_("Il testo è troppo lungo: accorcialo, per esempio nel racconto."))
    return text


def _audit(bozza: Bozza, code: str, by: Scope, now: datetime) -> None:
    record(
        code,
        by=by.user,
        now=now,
        target=bozza,
        organizzazione_id=bozza.organizzazione_id,
        data={},
    )
