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
