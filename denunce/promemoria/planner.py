"""When the next reminder of a stored duty is due: what the core asks through its registry."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from denunce.choices import Obbligato
from denunce.models import Adempimento
from denunce.promemoria.gradini import Gradino, Tappa, Termini, current, following, stages
from denunce.promemoria.models import Impostazioni
from denunce.promemoria.scelte import SOLITE, Scelte
from denunce.workflow import OPEN_STATES, StatoAdempimento


def choices_of(organizzazioni: Collection[UUID]) -> dict[UUID, Scelte]:
    """What each organisation chose, with one query; the usual for those that chose nothing."""
    rows = Impostazioni.objects.filter(organizzazione__in=organizzazioni).order_by("pk")
    chosen = {row.organizzazione_id: row.scelte for row in rows}
    return {pk: chosen.get(pk, SOLITE) for pk in organizzazioni}


def termini_of(adempimento: Adempimento) -> Termini:
    """What decides the stages of a duty."""
    return Termini(adempimento.created_at, adempimento.termine_at, adempimento.prudenziale_at)


def stages_of(adempimento: Adempimento, scelte: Scelte) -> tuple[Tappa, ...]:
    """The stages of a duty; none when it is the worker's or the doctor's."""
    if adempimento.obbligato != Obbligato.DATORE:
        return ()
    return stages(adempimento.tipo, termini_of(adempimento), scelte)


def next_reminder_at(adempimento: Adempimento, *, now: datetime) -> datetime | None:
    """The instant of the next reminder; None for a duty that is done or has no stage left.

    The core asks when a duty is born or reopened (a corrected term is a new duty). A reminder
    already due stays due; a duty reopened by a negative outcome is reminded at once.
    """
    planned = adempimento.prossimo_promemoria_at
    usual = stages_of(adempimento, SOLITE)
    if adempimento.stato not in OPEN_STATES or not usual:
        return None
    if planned is not None and planned <= now:
        return planned
    if adempimento.created_at >= now:
        return usual[0].at  # at once, whatever the organisation chose: nothing to ask
    if planned is None and adempimento.stato == StatoAdempimento.RESPINTO:
        return now
    organizzazione = adempimento.organizzazione_id
    found = stages_of(adempimento, choices_of([organizzazione])[organizzazione])
    coming = following(found, now)
    return coming.at if coming else None


def replanned_at(
    adempimento: Adempimento, before: Scelte, after: Scelte, now: datetime
) -> datetime | None:
    """The next reminder of an open duty once its organisation chose anew.

    None stays None: the expiry, which nobody can switch off, was said already. A reminder already
    due stays due, and so does a stage still to come that the new choices would have had earlier
    than ``now``: a change never costs a mail.
    """
    planned = adempimento.prossimo_promemoria_at
    if planned is None or planned <= now:
        return planned
    found = stages_of(adempimento, after)
    to_come = {tappa.gradino for tappa in stages_of(adempimento, before) if tappa.at > now}
    if any(tappa.at <= now and tappa.gradino in to_come for tappa in found):
        return now
    coming = following(found, now)
    return coming.at if coming else None


def due_stage(
    adempimento: Adempimento, found: tuple[Tappa, ...], now: datetime
) -> tuple[Tappa | None, tuple[Tappa, ...]]:
    """The stage of ``found`` to send now, and the earlier ones that it overtakes.

    After hours without a sender one mail says what matters now; a burst would say it three times.
    """
    planned = adempimento.prossimo_promemoria_at
    stage = current(found, now)
    if stage is None or planned is None:
        return None, ()
    if adempimento.stato == StatoAdempimento.RESPINTO and stage.at < planned:
        return Tappa(Gradino.RESPINTO, planned), ()
    overtaken = tuple(tappa for tappa in found if planned <= tappa.at < stage.at)
    return stage, overtaken
