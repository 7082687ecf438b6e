"""What the small apps plug into the core, which never imports them.

At start-up (their ``AppConfig.ready``) they register a panel of the case page, or the planner of
reminders; the core calls what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

    from denunce.models import Adempimento, Caso
    from utenti.access import Scope


class ReminderPlanner(Protocol):
    """Answers when the next reminder of an open duty is due."""

    def __call__(self, adempimento: Adempimento, *, now: datetime) -> datetime | None:
        """The instant of the next reminder after ``now``; None when none is left."""


def _no_reminder(adempimento: Adempimento, *, now: datetime) -> datetime | None:
    """The portal without reminders: nothing is planned."""
    return None


_planner: ReminderPlanner = _no_reminder


def set_reminder_planner(planner: ReminderPlanner) -> None:
    """Let ``planner`` decide the reminders from now on (called once, at start-up)."""
    global _planner
    _planner = planner


def reminder_planner(adempimento: Adempimento, *, now: datetime) -> datetime | None:
    """When the next reminder of an open duty is due, as the registered planner says."""
    return _planner(adempimento, now=now)


@dataclass(frozen=True, slots=True)
class Panel:
    """A part of the case page: its template and what the template needs.

    ``context`` returns None when the panel has nothing to show for that case or that person.
    """

    code: str
    title: _StrOrPromise
    template: str
    order: int
    context: Callable[[Caso, Scope, datetime], Mapping[str, Any] | None]
    # A question to the reader stands before the duties; what only informs, after everything.
    first: bool = False


# Deletes what a small app keeps about some duties and says how many rows, by codes.
DutyEraser = Callable[[Iterable[UUID]], Mapping[str, int]]
_erasers: dict[str, DutyEraser] = {}


def register_duty_eraser(code: str, eraser: DutyEraser) -> None:
    """Erase with the duties what hangs from them. Raises ValueError when the code is taken."""
    if _erasers.setdefault(code, eraser) is not eraser:
        raise ValueError(f"eraser {code!r} is registered twice")


def duty_erasers() -> list[DutyEraser]:
    """What every small app erases with a duty, in a stable order."""
    return [eraser for _code, eraser in sorted(_erasers.items())]


_panels: dict[str, Panel] = {}


def register_panel(panel: Panel) -> None:
    """Add a panel to the case page. Raises ValueError when its code is taken."""
    if _panels.setdefault(panel.code, panel) != panel:
        raise ValueError(f"panel {panel.code!r} is registered twice")


def panels_for(caso: Caso, scope: Scope, now: datetime) -> list[tuple[Panel, Mapping[str, Any]]]:
    """The panels to show, in order, each with its context."""
    ordered = sorted(_panels.values(), key=lambda panel: (panel.order, panel.code))
    shown = [(panel, panel.context(caso, scope, now)) for panel in ordered]
    return [(panel, context) for panel, context in shown if context is not None]
