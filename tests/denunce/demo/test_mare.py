"""The demo's ship: a form that waits for the first landing, complete but for the last click."""

from __future__ import annotations

import json

import pytest

from denunce.demo.loading import load_demo
from denunce.models import Modulo
from denunce.moduli.registry import declaration_version
from denunce.moduli.validation import problems

pytestmark = pytest.mark.django_db


def test_the_form_of_the_seafarer_can_be_made_definitive(adesso):
    load_demo(adesso)
    modulo = Modulo.objects.get(tipo="mod4bis_nav")
    assert modulo.stato == "bozza"
    data = json.loads(modulo.dati)
    assert problems(declaration_version(modulo.tipo, modulo.dichiarazione), data) == []
    assert data["approdo"]["primo_approdo"] == "2026-03-13"
    duty = modulo.adempimento
    assert duty is not None
    assert duty.termine_at.astimezone(adesso.tzinfo).date().isoformat() == "2026-03-13"
    assert data["invio"]["sede_pec"].endswith(".test")
