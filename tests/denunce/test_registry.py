"""What small apps plug into the core."""

from __future__ import annotations

import pytest

from denunce import registry
from denunce.registry import Panel


@pytest.fixture
def empty(monkeypatch):
    """A portal without small apps."""
    monkeypatch.setattr(registry, "_panels", {})
    monkeypatch.setattr(registry, "_planner", registry._no_reminder)


def panel(code, order, shown):
    return Panel(code, code.title(), f"{code}.html", order, lambda caso, scope, now: shown)


def test_panels_come_in_order_and_the_empty_ones_are_left_out(empty):
    registry.register_panel(panel("scuola", 2, {"classe": "2B"}))
    registry.register_panel(panel("protocollo", 1, {}))
    registry.register_panel(panel("pec", 0, None))
    shown = registry.panels_for(None, None, None)
    assert [(found.code, context) for found, context in shown] == [
        ("protocollo", {}),
        ("scuola", {"classe": "2B"}),
    ]


def test_a_panel_s_code_is_its_own(empty):
    registry.register_panel(panel("scuola", 1, {}))
    with pytest.raises(ValueError, match="scuola"):
        registry.register_panel(panel("scuola", 2, {}))


def test_without_reminders_nothing_is_planned(empty):
    assert registry.reminder_planner(None, now=None) is None


def test_the_registered_planner_is_asked(empty, adesso):
    registry.set_reminder_planner(lambda adempimento, *, now: now)
    assert registry.reminder_planner(None, now=adesso) == adesso


@pytest.mark.parametrize(
    ("register", "kept"),
    [
        (registry.watch_cases, "_case_watchers"),
        (registry.watch_receptions, "_reception_watchers"),
        (registry.register_case_eraser, "_case_erasers"),
    ],
)
def test_what_hears_of_cases_registers_once(monkeypatch, register, kept):
    monkeypatch.setattr(registry, kept, {})
    register("scuola", print)
    register("scuola", print)
    with pytest.raises(ValueError, match="scuola"):
        register("scuola", repr)


def test_nobody_hears_of_no_case(monkeypatch, adesso):
    heard = []
    watcher = {"scuola": lambda casi, *, now: heard.append(casi)}
    monkeypatch.setattr(registry, "_case_watchers", watcher)
    registry.cases_changed([], now=adesso)
    registry.cases_changed(["uno"], now=adesso)
    assert heard == [["uno"]]


def test_a_counter_s_code_is_its_own(monkeypatch):
    monkeypatch.setattr(registry, "_counters", {})
    registry.register_counter(registry.Counter("scuola", list, str, "scadenzario"))
    with pytest.raises(ValueError, match="scuola"):
        registry.register_counter(registry.Counter("scuola", list, str, "abbinamenti"))
