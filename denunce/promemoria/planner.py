"""When the next reminder of a stored duty is due: what the core asks through its registry."""

from __future__ import annotations

from datetime import datetime

from denunce.choices import Obbligato
from denunce.models import Adempimento
from denunce.promemoria.gradini import Gradino, Tappa, Termini, current, following, stages
from denunce.workflow import OPEN_STATES, StatoAdempimento


def stages_of(adempimento: Adempimento) -> tuple[Tappa, ...]:
    """The stages of a duty; none when it is the worker's or the doctor's."""
    if adempimento.obbligato != Obbligato.DATORE:
        return ()
    termini = Termini(adempimento.created_at, adempimento.termine_at, adempimento.prudenziale_at)
    return stages(adempimento.tipo, termini)


def next_reminder_at(adempimento: Adempimento, *, now: datetime) -> datetime | None:
    """The instant of the next reminder; None for a duty that is done or has no stage left.

    The core asks when a duty is born or reopened (a corrected term is a new duty). A reminder
    already due stays due; a duty reopened by a negative outcome is reminded at once.
    """
    planned = adempimento.prossimo_promemoria_at
    found = stages_of(adempimento)
    if adempimento.stato not in OPEN_STATES or not found:
        return None
    if planned is not None and planned <= now:
        return planned
    if adempimento.created_at >= now:
        return found[0].at
    if planned is None and adempimento.stato == StatoAdempimento.RESPINTO:
        return now
    coming = following(found, now)
    return coming.at if coming else None


def due_stage(adempimento: Adempimento, now: datetime) -> tuple[Tappa | None, tuple[Tappa, ...]]:
    """The stage to send now, and the earlier ones that it overtakes after a standstill.

    After hours without a sender one mail says what matters now; a burst would say it three times.
    """
    planned = adempimento.prossimo_promemoria_at
    found = stages_of(adempimento)
    stage = current(found, now)
    if stage is None or planned is None:
        return None, ()
    if adempimento.stato == StatoAdempimento.RESPINTO and stage.at < planned:
        return Tappa(Gradino.RESPINTO, planned), ()
    overtaken = tuple(tappa for tappa in found if planned <= tappa.at < stage.at)
    return stage, overtaken
