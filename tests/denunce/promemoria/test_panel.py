"""What the page of a case says of its reminders: nothing uncertain is hidden."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from denunce.promemoria import ledger
from denunce.promemoria.models import Motivo, Promemoria, Stato
from denunce.promemoria.panel import PANEL
from denunce.promemoria.scan import scan
from denunce.registry import panels_for
from tests.denunce.promemoria.scena import at

pytestmark = pytest.mark.django_db

NOW = at("2026-03-12 10:00")


def shown(caso, scope) -> str:
    context = PANEL.context(caso, scope, NOW)
    return render_to_string(PANEL.template, {"panel": PANEL, "context": context})


def test_the_next_reminder_and_the_ones_that_left(scena, personas):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(NOW)
    attempt = ledger.open_attempt(Promemoria.objects.get(), NOW)
    scope = personas.scope(personas.segreteria)
    assert "il server di posta non ha ancora confermato" in shown(duty.caso, scope)
    ledger.mark_sent(attempt, NOW)
    page = shown(duty.caso, scope)
    assert "Prossimo promemoria per e-mail: venerdì 13 marzo, 10:00" in page
    assert "Promemoria inviato" in page
    assert "Denuncia, subito" in page
    assert "Denuncia: inviato" not in page  # it would read as if the duty had been done
    assert "Laura Conti" in page


def test_one_that_failed_says_why(scena, personas):
    duty = scena.denuncia("2026-03-12 10:00")
    scan(NOW)
    ledger.withdraw(Promemoria.objects.get(), Stato.FALLITO, Motivo.SCADUTO)
    page = shown(duty.caso, personas.scope(personas.segreteria))
    assert "non riuscito. Il server di posta non ha risposto in tempo." in page


def test_a_case_without_reminders_has_no_panel(scena, personas):
    duty = scena.denuncia("2026-03-12 10:00")
    scope = personas.scope(personas.segreteria)

    def shown() -> list[str]:
        return [panel.code for panel, _context in panels_for(duty.caso, scope, NOW)]

    assert "promemoria" in shown()
    duty.caso.adempimenti.update(prossimo_promemoria_at=None)
    assert "promemoria" not in shown()
