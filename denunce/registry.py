"""What the small apps plug into the core, which never imports them.

At start-up (their ``AppConfig.ready``) they register a panel of the case page, a line above the
worklist, the planner of reminders, what to do when a case changes; the core calls what it finds.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.utils.functional import _StrOrPromise

    from denunce.models import Adempimento, Caso, RiferimentoCertificato
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
    ``top`` is for what waits for an answer: it stands above the duties.
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


# Deletes what a small app keeps about some cases, whether or not they have duties.
CaseEraser = Callable[[Collection[UUID]], Mapping[str, int]]
_case_erasers: dict[str, CaseEraser] = {}


def register_case_eraser(code: str, eraser: CaseEraser) -> None:
    """Erase with the cases what hangs from them. Raises ValueError when the code is taken."""
    if _case_erasers.setdefault(code, eraser) is not eraser:
        raise ValueError(f"case eraser {code!r} is registered twice")


def case_erasers() -> list[CaseEraser]:
    """What every small app erases with a case, in a stable order."""
    return [eraser for _code, eraser in sorted(_case_erasers.items())]


class CaseWatcher(Protocol):
    """Hears, in the same transaction, that cases were opened, or that the person or the day they
    are about changed."""

    def __call__(self, casi: Collection[UUID], *, now: datetime) -> None:
        """Look at these cases again."""


class ReceptionWatcher(Protocol):
    """Hears, in the same transaction, that the references of a certificate were registered."""

    def __call__(self, riferimento: RiferimentoCertificato, *, by: Scope, now: datetime) -> None:
        """Take note of it."""


_case_watchers: dict[str, CaseWatcher] = {}
_reception_watchers: dict[str, ReceptionWatcher] = {}


def watch_cases(code: str, watcher: CaseWatcher) -> None:
    """Call ``watcher`` from now on. Raises ValueError when the code is taken."""
    if _case_watchers.setdefault(code, watcher) is not watcher:
        raise ValueError(f"case watcher {code!r} is registered twice")


def watch_receptions(code: str, watcher: ReceptionWatcher) -> None:
    """Call ``watcher`` from now on. Raises ValueError when the code is taken."""
    if _reception_watchers.setdefault(code, watcher) is not watcher:
        raise ValueError(f"reception watcher {code!r} is registered twice")


def cases_changed(casi: Collection[UUID], *, now: datetime) -> None:
    """Tell the small apps that these cases were opened, or are about another person or day."""
    for _code, watcher in sorted(_case_watchers.items()) if casi else ():
        watcher(casi, now=now)


def certificate_received(riferimento: RiferimentoCertificato, *, by: Scope, now: datetime) -> None:
    """Tell the small apps that references were registered, or corrected."""
    for _code, watcher in sorted(_reception_watchers.items()):
        watcher(riferimento, by=by, now=now)


@dataclass(frozen=True, slots=True)
class Counter:
    """A line above the worklist: how many rows of a small app wait, in words, and the page of them.

    ``rows`` are those of some organisations; they are counted in the query of the other counters,
    so that the worklist costs no query more.
    """

    code: str
    rows: Callable[[Sequence[UUID]], QuerySet[Any]]
    sentence: Callable[[int, str], str]  # the number, and how it is shown ("99+")
    url_name: str


_counters: dict[str, Counter] = {}


def register_counter(counter: Counter) -> None:
    """Add a line above the worklist. Raises ValueError when its code is taken."""
    if _counters.setdefault(counter.code, counter) != counter:
        raise ValueError(f"counter {counter.code!r} is registered twice")


def counters() -> list[Counter]:
    """The lines of the small apps, in a stable order."""
    return [counter for _code, counter in sorted(_counters.items())]


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
