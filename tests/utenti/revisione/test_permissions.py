"""Who may review, asked of the permission alone: behind the gate, a second lock."""

from __future__ import annotations

import pytest

from tests.factories import credenziali
from utenti.credenziali.permissions.revisore import can_review

pytestmark = pytest.mark.django_db


def test_a_reviewer_may_and_nobody_else(personas):
    request = credenziali.submitted()
    assert can_review(personas.scope(personas.revisore), request)
    refused = can_review(personas.scope(personas.docente), request)
    assert not refused
    assert "non comprende la revisione" in refused.reason
